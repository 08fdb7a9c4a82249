"""Find vote methods for services: an unknown, silent or raising one refuses, and names its module."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from sqlalchemy.orm import Session

from collegial.hooks.voting import Scores, Tally, VoteMethod
from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.kernel.errors import DomainError, Refused
from collegial.kernel.text import Text, t

log = structlog.get_logger(__name__)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class VoteMethods:
    """The vote methods of one program; each is handed out so that what it raises becomes a refusal."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def vote_method(self, session: Session, key: str) -> VoteMethod:
        """Return a method by its key; raises Refused where its module does not offer it now."""
        offered = {one.key: (owner, one) for owner, one in self._host.declared("vote_methods")}
        owner, method = offered.get(key, (key.split(".", 1)[0], None))
        if method is None:
            raise Refused("votes.method_missing", self._why_missing(owner, key))
        if owner not in self._host.active(session):
            title = self._host.loaded[owner].meta.title
            raise Refused(
                "votes.method_missing",
                t(
                    "The module “%(module)s” is switched off, so its vote method cannot be used. "
                    "Switch it on again.",
                    module=title,
                ),
            )
        return _guarded(owner, method)

    def vote_methods(self, session: Session) -> list[VoteMethod]:
        """Return what the active modules offer, by weight, then key."""
        active = self._host.active(session)
        offered = [
            _guarded(owner, one) for owner, one in self._host.declared("vote_methods") if owner in active
        ]
        return sorted(offered, key=lambda one: (one.weight, one.key))

    def _why_missing(self, owner: str, key: str) -> Text:
        if owner in self._host.loaded or owner == CORE:
            return t("The module “%(module)s” has no vote method “%(key)s”.", module=owner, key=key)
        for one in self._host.broken:
            if one.name == owner:
                return t(
                    "The module “%(module)s” cannot be used: %(reason)s", module=owner, reason=one.reason
                )
        return t("The module “%(module)s” is not available, so its vote method cannot be used.", module=owner)


def _guarded(owner: str, method: VoteMethod) -> VoteMethod:
    if owner == CORE:
        return method
    form = method.form
    return replace(
        method,
        form=replace(
            form,
            read=_refusing(owner, method.key, form.read, str),
            write=_refusing(owner, method.key, form.write, dict),
            told=_refusing(owner, method.key, form.told, (list, tuple)),
        ),
        tally=_refusing(owner, method.key, method.tally, Tally),
        scores=_refusing(owner, method.key, method.scores, Scores) if method.scores else None,
    )


def _refusing(
    owner: str, key: str, ask: Callable[Given, Answer], kind: type | tuple[type, ...]
) -> Callable[Given, Answer]:
    """Turn what a module raises, or returns of a wrong type, into a refusal; its own domain errors pass."""

    @wraps(ask)
    def asked(*arguments: Given.args, **named: Given.kwargs) -> Answer:
        try:
            answer = ask(*arguments, **named)
        except DomainError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a module raises is a refusal)
            # Its kind only: what it says may quote a choice.
            log.error("plugin.method_failed", plugin=owner, method=key, error=type(error).__name__)  # noqa: TRY400
            raise _failed(owner) from None
        if not isinstance(answer, kind):
            log.error("plugin.method_unclear", plugin=owner, method=key, answer=type(answer).__name__)
            raise _failed(owner)
        return answer

    return asked


def _failed(owner: str) -> Refused:
    return Refused(
        "votes.method_failed",
        t(
            "The module “%(module)s” failed in its vote method. Nothing was changed: tell the administrator.",
            module=owner,
        ),
    )
