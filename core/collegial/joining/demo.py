"""The demonstration's applications: invented newcomers, each at another step of the way."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from collegial.actors.models import ActorKind
from collegial.joining.models import Application, Verdict
from collegial.joining.rules import CONSENTS
from collegial.joining.services import (
    NewApplication,
    PaymentTerms,
    Sitting,
    VerdictOn,
    apply,
    confirm_address,
    decide,
)
from collegial.kernel.events import Context
from collegial.web.languages import say

_LANGUAGE = "fr"
_PAYMENT_DAYS, _REMINDER_DAYS, _CONFIRMATION_DAYS = 45, 10, 60


def ask_to_join(context: Context) -> None:
    """Send the applications, confirm most of them, and decide on some."""
    text = (files("collegial.joining") / "demo.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    sent = [(row, _send(context, row)) for row in data["applications"]]
    for row, application in sent:
        if row["confirmed"]:
            confirm_address(context, application)
    decided = [_verdict(row, application) for row, application in sent if "verdict" in row]
    sitting = Sitting(
        decided_on=context.today, body=data["sitting"]["body"],
        reasons=data["sitting"]["reasons"],
    )  # fmt: skip
    decide(context, sitting, decided, PaymentTerms(days=_PAYMENT_DAYS, reminder_days=_REMINDER_DAYS))


def _send(context: Context, row: Mapping[str, Any]) -> Application:
    new = NewApplication(
        kind=ActorKind(row["kind"]), country="FR", locale=_LANGUAGE,
        ties=tuple(row["ties"]), own_value_kinds=tuple(row["own_value_kinds"]),
        advised_category=row["category_key"], **row["told"], email=row["email"],
        category_key=row["category_key"],
    )  # fmt: skip
    words = {rule.key: say(rule.words) for rule in CONSENTS}
    return apply(context, new, words=words, agreed=list(words), confirmation_days=_CONFIRMATION_DAYS)


def _verdict(row: Mapping[str, Any], application: Application) -> VerdictOn:
    return VerdictOn(
        application_id=application.id, verdict=Verdict(row["verdict"]), category_key=row["category_key"],
        reason=row.get("reason", ""), tells_reason=bool(row.get("reason")),
    )  # fmt: skip
