"""The description of the API that other programs read: OpenAPI 3.1, made from the resources themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from collegial import __version__
from collegial.hooks.extensions import ApiResource
from collegial.kernel.text import Text

_REFS = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    },
}


def openapi(
    resources: Sequence[ApiResource], *, title: str, url: str, say: Callable[[Text], str]
) -> dict[str, Any]:
    """Return the description of some resources."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for one in resources:
        schema = one.record.model_json_schema(ref_template=_REFS)
        schemas.update(schema.pop("$defs", {}))
        schemas[one.record.__name__] = schema
        paths[f"/{one.key}"] = {"get": _many(one, say)}
        paths[f"/{one.key}/{{number}}"] = {"get": _one(one, say)}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__},
        "servers": [{"url": f"{url}/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _many(one: ApiResource, say: Callable[[Text], str]) -> dict[str, Any]:
    page = {
        "type": "object",
        "required": ["items", "page", "pages", "total"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": _REFS.format(model=one.record.__name__)}},
            "page": {"type": "integer"},
            "pages": {"type": "integer"},
            "total": {"type": "integer"},
        },
    }
    query = [
        {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": most}}
        for name, most in (("page", 1_000_000), ("per_page", 200))
    ]
    answer = {"description": say(one.title), "content": {"application/json": {"schema": page}}}
    return {
        "operationId": f"{one.key}.list",
        "summary": say(one.title),
        "parameters": query,
        "responses": {"200": answer, **_refusals("401", "403", "404", "422")},
    }


def _one(one: ApiResource, say: Callable[[Text], str]) -> dict[str, Any]:
    number = {
        "name": "number", "in": "path", "required": True,
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    }  # fmt: skip
    answer = {
        "description": say(one.title),
        "content": {"application/json": {"schema": {"$ref": _REFS.format(model=one.record.__name__)}}},
    }
    return {
        "operationId": f"{one.key}.read",
        "summary": say(one.title),
        "parameters": [number],
        "responses": {"200": answer, **_refusals("401", "403", "404")},
    }


def _refusals(*codes: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": _REFS.format(model="Problem")}}}
    return {code: {"description": "Refused, with the reason in words.", "content": content} for code in codes}
