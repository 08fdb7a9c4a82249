"""The description of the API that other programs read: OpenAPI 3.1, made from the resources themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from collegial import __version__
from collegial.hooks.extensions import ApiAct, ApiResource
from collegial.kernel.text import Text

_REFS = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "A name of the refusal that does not change."},
        "field": {"type": "string", "description": "The field that is refused, where it is one."},
    },
}
_NUMBER = {
    "name": "number", "in": "path", "required": True,
    "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
}  # fmt: skip
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": 200},
}  # fmt: skip


def openapi(
    resources: Sequence[ApiResource], *, title: str, url: str, say: Callable[[Text], str]
) -> dict[str, Any]:
    """Return the description of some resources."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for one in resources:
        for model in (one.record, *(half for act in one.acts for half in (act.takes, act.gives))):
            schemas |= _schemas(model)
        paths[f"/{one.key}"] = {"get": _many(one, say)}
        paths[f"/{one.key}/{{number}}"] = {"get": _one(one, say)}
        paths |= {f"/{one.key}/{{number}}/{act.key}": {"post": _act(one, act, say)} for act in one.acts}
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


def _schemas(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=_REFS)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFS.format(model=model.__name__)}}}


def _act(one: ApiResource, act: ApiAct, say: Callable[[Text], str]) -> dict[str, Any]:
    return {
        "operationId": f"{one.key}.{act.key}",
        "summary": say(act.title),
        "parameters": [_NUMBER, _KEY],
        "requestBody": {"required": True, "content": _content(act.takes)},
        "responses": {
            "200": {"description": say(act.title), "content": _content(act.gives)},
            **_refusals("400", "401", "403", "404", "409", "415", "422"),
        },
        "security": [{"token": []}],
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
    answer = {
        "description": say(one.title),
        "content": _content(one.record),
    }
    return {
        "operationId": f"{one.key}.read",
        "summary": say(one.title),
        "parameters": [_NUMBER],
        "responses": {"200": answer, **_refusals("401", "403", "404")},
    }


def _refusals(*codes: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": _REFS.format(model="Problem")}}}
    return {code: {"description": "Refused, with the reason in words.", "content": content} for code in codes}
