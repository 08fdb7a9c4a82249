"""What a plugin forgets without anything that breaks at once: each forgetting, as a sentence."""

import inspect
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Flask
from jinja2 import TemplateNotFound
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hosting.checks import first_key_fault
from collegial.hosting.declaring import checked
from collegial.hosting.host import SHOWING, Host
from collegial.kernel.events import Phase
from collegial.kernel.permissions import PUBLIC, SIGNED_IN, Permission
from collegial.kernel.permissions import program as program_viewer


def merge_faults(host: Host, name: str) -> Iterator[str]:
    """Yield the columns that name an actor, where the plugin does not follow merges of actors."""
    followed = any(
        owner == name and one.event is ActorsMerged and one.phase is Phase.WITHIN
        for owner, one in host.declared("subscriptions")
    )
    for table in () if followed else host.tables_of(name):
        for column in table.columns:
            if any(key.target_fullname == "actor.id" for key in column.foreign_keys):
                yield (
                    f"{table.name}.{column.name} names an actor, and no subscription to ActorsMerged follows when"
                    " two actors are merged: see give_to_kept."
                )


def right_fault(host: Host, where: str, right: Permission) -> Iterator[str]:
    """Yield that nobody can be given a right, where no hook offers it."""
    if right.key not in host.by_hook["permissions"] and right not in (PUBLIC, SIGNED_IN):
        yield f"{where} asks for {right.key}, which the hook permissions does not offer: nobody holds it."


def shown_faults(app: Flask, host: Host, session: Session, module: Any) -> Iterator[str]:
    """Yield what is wrong with the menu entries, cards and steps that a deployment without data shows."""
    given = {"session": session, "viewer": program_viewer("check"), "day": date.today()}  # noqa: DTZ011 (any day)
    for hook in SHOWING:
        try:
            found = checked(hook, _pieces(getattr(module, hook, None), given))
        except Exception as error:  # noqa: BLE001 (whatever an author wrote)
            if not module.META.requires:  # what it requires is not here, and it is never asked without
                yield f"Where there are no data, the hook {hook} raises {type(error).__name__}: {error}"
            continue
        if fault := first_key_fault(module.META.name, (one.key for one in found)):
            yield str(fault)
        for one in found:
            yield from _piece_faults(app, host, one)


def _pieces(function: Any, given: dict[str, Any]) -> list[Any]:
    if function is None:
        return []
    return list(function(**{name: given[name] for name in inspect.signature(function).parameters}))


def _piece_faults(app: Flask, host: Host, piece: Any) -> Iterator[str]:
    if (right := getattr(piece, "permission", None)) is not None:
        yield from right_fault(host, piece.key, right)
    if (endpoint := getattr(piece, "endpoint", None)) is not None and endpoint not in app.view_functions:
        yield f"{piece.key} leads to {endpoint}, and there is no such page."
    if (template := getattr(piece, "template", None)) is not None:
        try:
            app.jinja_env.get_template(template)
        except TemplateNotFound as missing:
            yield f"{piece.key} needs the template {missing.name}, which is not there."
