"""Find vote methods for services: an unknown, silent or raising one refuses, and names its module."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from sqlalchemy.orm import Session

from collegial.hooks.ruling import AttendanceRule, DecisionRule, Ruling
from collegial.hooks.voting import Scores, SealedForm, Tally, VoteMethod
from collegial.hosting.activation import active_names
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
        if owner != CORE and owner not in self._host.active(session):
            raise Refused("votes.method_missing", self._why_silent(session, owner))
        return _guarded(owner, method)

    def vote_methods(self, session: Session) -> list[VoteMethod]:
        """Return what the active modules offer, by weight, then key."""
        active = self._host.active(session)
        offered = [
            _guarded(owner, one) for owner, one in self._host.declared("vote_methods") if owner in active
        ]
        return sorted(offered, key=lambda one: (one.weight, one.key))

    def decision_rule(self, session: Session, key: str) -> DecisionRule:
        """Return a rule of decision by its key; raises Refused where its module does not offer it now."""
        rule: DecisionRule | None
        owner, rule = self._rule(session, "decision_rules", key)
        if rule is None:
            raise Refused(
                "votes.rule_unavailable",
                t(
                    "The statutes ask for the rule “%(key)s” of the module “%(module)s”, which is not available "
                    "now. No vote can be opened or counted without it.",
                    key=key, module=owner,
                ),
            )  # fmt: skip
        return replace(rule, judge=_refusing(owner, key, rule.judge, Ruling))

    def quorum_rule(self, session: Session, key: str) -> AttendanceRule:
        """Return a rule of quorum by its key; raises Refused where its module does not offer it now."""
        rule: AttendanceRule | None
        owner, rule = self._rule(session, "quorum_rules", key)
        if rule is None:
            raise Refused(
                "assemblies.rule_unavailable",
                t(
                    "The statutes ask for the quorum “%(key)s” of the module “%(module)s”, which is not available "
                    "now. No quorum can be found without it.",
                    key=key, module=owner,
                ),
            )  # fmt: skip
        return replace(rule, judge=_refusing(owner, key, rule.judge, Ruling))

    def _rule(self, session: Session, hook: str, key: str) -> tuple[str, Any]:
        """Return the owner of a rule, and the rule; None for one that no active module offers."""
        owner, rule = self._host.by_hook[hook].get(key, (key.split(".", 1)[0], None))
        return owner, rule if owner in self._host.active(session) else None

    def _why_silent(self, session: Session, owner: str) -> Text:
        if owner in active_names(session):
            return self._host.why_silent(session, owner)
        return t(
            "The module “%(module)s” is switched off, so its vote method cannot be used. Switch it on again.",
            module=self._host.loaded[owner].meta.title,
        )

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
        sealed=_guarded_sealed(owner, method.key, method.sealed) if method.sealed else None,
    )


def _guarded_sealed(owner: str, key: str, sealed: SealedForm) -> SealedForm:
    return SealedForm(
        asks=_refusing(owner, key, sealed.asks, (list, tuple)),
        tally=_refusing(owner, key, sealed.tally, Tally),
        scores=_refusing(owner, key, sealed.scores, Scores) if sealed.scores else None,
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
            "The module “%(module)s” failed in what it decides. Nothing was changed: tell the administrator.",
            module=owner,
        ),
    )
