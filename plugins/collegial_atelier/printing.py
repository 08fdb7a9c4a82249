"""The contract of an atelier, to print and to sign by both sides."""

from collections.abc import Mapping
from pathlib import Path

from collegial.plugin import SIGNED_IN, Context, DocumentTemplate, Missing, Voice, t
from collegial_atelier import queries
from collegial_atelier.models import Contract
from collegial_atelier.rules import shown_days

_TEMPLATE = Path(__file__).parent / "templates" / "print" / "contract.typ"


def contract_data(context: Context, voice: Voice, contract_id: int) -> Mapping[str, object]:
    """Return what the contract prints; raises Missing for one that the reader is no party to."""
    contract = queries.readable_contract(context.session, context.by, contract_id)
    if contract is None:
        raise Missing("atelier.no_contract", t("There is no such contract."))
    say = voice.say
    return {
        "title": say(t("Contract of commitment")),
        "facts": _facts(contract, voice),
        "parts": [
            {"heading": say(t("What the structure commits to")), "texts": _commitment(contract, voice)},
            {"heading": say(t("What the pole commits to")), "texts": _counterpart(contract, voice)},
        ],
        "signatures": [
            {"role": say(t("For the structure")), "name": contract.participation.actor.name},
            {"role": say(t("For the pole")), "name": say(t("Date and signature"))},
        ],
    }


def _facts(contract: Contract, voice: Voice) -> list[dict[str, str]]:
    atelier, say = contract.atelier, voice.say
    pairs = [
        (t("Atelier"), atelier.title),
        (t("Number"), f"{atelier.id}-{contract.number}"),
        (t("Structure"), contract.participation.actor.name),
        (t("Season"), f"{voice.date(atelier.starts_on)} – {voice.date(atelier.ends_on)}"),
        (t("Compensation"), voice.money(contract.compensation)),
        (t("Drawn up on"), voice.date(contract.drawn_on)),
    ]
    if contract.person:
        pairs.insert(3, (t("Professional that it sends"), contract.person.name))
    return [{"label": say(label), "value": value} for label, value in pairs]


def _commitment(contract: Contract, voice: Voice) -> list[str]:
    return [
        voice.say(one)
        for one in (
            t("The structure works on this question: “%(question)s”", question=contract.atelier.question),
            t(
                "It gives %(days)s days over the season, and takes part in a production for other structures.",
                days=shown_days(contract.half_days),
            ),
            t("It receives the group in its turn, as the rotation of the meetings says."),
        )
    ]


def _counterpart(contract: Contract, voice: Voice) -> list[str]:
    return [
        voice.say(one)
        for one in (
            t("The pole sees to initiative, logistics, secretariat and dissemination."),
            t(
                "It pays %(amount)s at most, in one or several parts, for the days that were done.",
                amount=voice.money(contract.compensation),
            ),
        )
    ]


def _language(context: Context, contract_id: int) -> str | None:
    contract = context.session.get(Contract, contract_id)
    return contract.participation.actor.locale if contract else None


CONTRACT = DocumentTemplate(
    key="atelier.contract", title=t("Contract of an atelier"), template=_TEMPLATE, data=contract_data,
    permission=SIGNED_IN, locale=_language,
)  # fmt: skip
