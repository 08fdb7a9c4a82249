"""Check that a plugin keeps to all that the host and its neighbours count on; for authors' own tests."""

import inspect
import tempfile
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, get_type_hints

from flask import Flask

from collegial.app import create_app
from collegial.config import Mail, Pays, Secrets, Settings
from collegial.hooks.contracts import PluginMeta
from collegial.hooks.hookspecs import PROJECT, Hooks
from collegial.hosting.discovery import Candidate
from collegial.hosting.host import Host
from collegial.hosting.mapping import core_classes
from collegial.hosting.migrations import differences, owners, upgrade
from collegial.kernel.database import Database
from collegial.kernel.errors import DomainError
from collegial.proposals.rules import InvalidPipeline, parse_pipeline
from collegial.statutes.presets import document_of
from collegial.statutes.rules import InvalidStatutes
from collegial.statutes.services import check_statutes
from collegial.testing.plugin_faults import merge_faults, right_fault, shown_faults
from collegial.web.program import Program

_SECRETS = {"key": "k" * 40, "password_salt": "s" * 24, "totp": "t" * 40}


def check_plugin(module: Any) -> list[str]:
    """Return every fault of a plugin's module, in sentences; an empty list when it keeps to all.

    Builds a program with this plugin alone on a throwaway SQLite database; sends nothing anywhere.
    """
    meta = getattr(module, "META", None)
    if not isinstance(meta, PluginMeta):
        return ["It declares no META of the type PluginMeta."]
    with tempfile.TemporaryDirectory(prefix="collegial-check-") as folder:
        settings = _settings(Path(folder))
        app = create_app(settings, candidates=[Candidate(name=meta.name, load=lambda: module)])
        program: Program = app.extensions["collegial"]
        try:
            return list(_faults(app, program, meta.name, module, settings.database_url))
        finally:
            program.database.close()


def annotation_faults(module: Any) -> Iterator[str]:
    """Yield the hooks of a module whose arguments or types are not those of the specification."""
    for name, function in vars(module).items():
        if not inspect.isfunction(function) or not hasattr(function, f"{PROJECT}_impl"):
            continue
        wanted, given = _types(getattr(Hooks, name, None)), _types(function)
        if given.get("return") != wanted.get("return"):
            yield f"The hook {name} returns {given.get('return')}, not {wanted.get('return')}."
        for argument in function.__code__.co_varnames[: function.__code__.co_argcount]:
            if argument not in wanted or given.get(argument) != wanted[argument]:
                yield f"The hook {name} takes {argument}: {given.get(argument)}, not {wanted.get(argument)}."


def _types(function: Any) -> dict[str, Any]:
    return get_type_hints(function) if function is not None else {}


def _settings(folder: Path) -> Settings:
    return Settings(
        folder=folder,
        pays=Pays(name="Pays", short_name="Pays", tagline="Pays"),
        mail=Mail(backend="locmem"),
        secrets=Secrets(**_SECRETS),
        database_url=f"sqlite:///{folder / 'check.db'}",
        public_url="http://localhost",
        testing=True,
        rate_limits=False,
    )


def _faults(app: Flask, program: Program, name: str, module: Any, database_url: str) -> Iterator[str]:
    host = program.host
    if host.broken:
        yield from (str(one.reason) for one in host.broken)
        return
    yield from annotation_faults(module)
    yield from _page_faults(app, host, name)
    yield from _class_faults(host, name)
    yield from merge_faults(host, name)
    yield from _preset_faults(host, name)
    yield from _translation_faults(host, name, program.settings.pays.languages)
    upgrade(database_url, host)
    yield from _migration_faults(program.database, host, name)
    yield from _faults_while_off(app, name)
    with app.test_request_context(), program.database.reading() as session:
        yield from shown_faults(app, host, session, module)


def _page_faults(app: Flask, host: Host, name: str) -> Iterator[str]:
    for rule in (one for one in _rules(app, name) if not one.endpoint.endswith(".static")):
        gate = getattr(app.view_functions[rule.endpoint], "gate", None)
        if gate is None:
            yield f"The page {rule.rule} has no permission: add it with Pages.page."
        else:
            yield from right_fault(host, f"The page {rule.rule}", gate.permission)


def _preset_faults(host: Host, name: str) -> Iterator[str]:
    for one in (one for owner, one in host.declared("pipeline_presets") if owner == name):
        yield from _refused(f"pipeline {one.key}", lambda one=one: parse_pipeline(one.document))  # type: ignore[misc]
    for one in (one for owner, one in host.declared("statutes_presets") if owner == name):
        yield from _refused(f"statutes {one.key}", lambda one=one: check_statutes(document_of(one)))  # type: ignore[misc]


def _refused(what: str, read: Callable[[], object]) -> Iterator[str]:
    try:
        read()
    except (InvalidPipeline, InvalidStatutes) as error:
        yield from (f"The {what} cannot be used: {one}" for one in error.errors)
    except DomainError as error:
        yield f"The {what} cannot be used: {error.text}"


def _class_faults(host: Host, name: str) -> Iterator[str]:
    for owner, model in host.declared("models"):
        if owner == name and model.__name__ in core_classes():
            yield f"The class {model.__name__} is called like a class of the core: neither could be named."


def _translation_faults(host: Host, name: str, languages: tuple[str, ...]) -> Iterator[str]:
    for owner, source in host.declared("translations"):
        for language in languages if owner == name else ():
            if not (source.folder / language / "LC_MESSAGES" / f"{source.domain}.po").is_file():
                yield f"There is no catalogue for the language {language}."


def _migration_faults(database: Database, host: Host, name: str) -> Iterator[str]:
    for owner in owners(host):
        if owner.name == name:
            with database.engine.connect() as connection:
                yield from (
                    f"Its models and migrations differ: {one}." for one in differences(connection, owner)
                )


def _faults_while_off(app: Flask, name: str) -> Iterator[str]:
    client = app.test_client()
    for rule in _rules(app, name):
        values = dict.fromkeys(rule.arguments, 1)
        if rule.methods and "GET" in rule.methods and not rule.endpoint.endswith(".static"):
            built = rule.build(values)
            status = client.get(built[1]).status_code if built else 404
            if status != HTTPStatus.NOT_FOUND:
                yield f"While it is off, the page {rule.rule} answers {status}."


def _rules(app: Flask, name: str) -> list[Any]:
    owned = [key for key, owner in app.extensions["collegial.owners"].items() if owner == name]
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in owned]
