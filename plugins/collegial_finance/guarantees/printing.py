"""The act by which a fund guarantees a part of a loan (acte de garantie)."""

from collections.abc import Mapping

from collegial.plugin import Context, DocumentTemplate, Missing, Refused, Voice, t
from collegial_finance import agreeing
from collegial_finance.guarantees import queries
from collegial_finance.guarantees.models import FileState, GuaranteeFile
from collegial_finance.modes import FundMode
from collegial_finance.permissions import READ
from collegial_finance.words import REPAYMENTS

_BEFORE = frozenset({FileState.REQUESTED, FileState.REFUSED, FileState.WITHDRAWN})


def act_of_guarantee(context: Context, voice: Voice, file_id: int) -> Mapping[str, object]:
    """Return what the act prints; there is one from the committee's agreement on."""
    found = queries.file(context.session, file_id)
    if found is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    if found.fund.mode is FundMode.REFER or found.state in _BEFORE:
        raise Refused("finance.no_act", t("This fund guarantees nothing in this file that an act could say."))
    return {
        "title": voice.say(t("Act of guarantee %(number)s: %(name)s", number=found.id, name=found.borrower.name)),
        "parties": [
            {"heading": voice.say(t("The guarantor")), "lines": _guarantor(found)},
            {"heading": voice.say(t("The lender")), "lines": [found.lender]},
            agreeing.party(t("The borrower"), found.borrower, voice),
        ],
        "agreed": voice.say(agreeing.AGREED),
        "facts": agreeing.facts(
            voice,
            (
                (t("Amount lent"), voice.money(found.principal)),
                (t("Yearly rate"), voice.percent(found.rate)),
                (t("Length in months"), voice.number(found.months)),
                (t("How it is repaid"), voice.say(REPAYMENTS[found.repayment])),
                (t("Share of cover"), voice.percent(found.cover)),
                (t("Guaranteed at most"), voice.money(found.guaranteed)),
                (t("Commission on what is guaranteed"), voice.percent(found.commission)),
            ),
        ),
        "articles": _articles(found, voice),
        "signatures": agreeing.signatures(voice, (found.fund.name, found.lender, found.borrower.name)),
    }  # fmt: skip


def _guarantor(found: GuaranteeFile) -> list[str]:
    return [found.fund.name, *([found.fund.legal_basis] if found.fund.legal_basis else [])]


def _articles(found: GuaranteeFile, voice: Voice) -> list[Mapping[str, object]]:
    return [
        agreeing.article(voice, t("What the loan is for"), found.purpose),
        agreeing.article(
            voice,
            t("What is guaranteed"),
            t(
                "The guarantor pays the lender %(cover)s of its final loss on the principal, and never more than "
                "%(most)s. It follows the loan: with each repayment it falls in the same proportion.",
                cover=voice.percent(found.cover),
                most=voice.money(found.guaranteed),
            ),
        ),
        agreeing.article(
            voice,
            t("When it is called"),
            t(
                "The lender tells of the first instalment that is not paid. The guarantee is called once the loan "
                "was called in and its securities realised. What comes back later is shared in the same proportions."
            ),
        ),
    ]


def _language(context: Context, file_id: int) -> str | None:
    found = queries.file(context.session, file_id)
    return found.borrower.locale if found else None


GUARANTEE_ACT = DocumentTemplate(
    key="finance.guarantee",
    title=t("Act of guarantee"),
    template=agreeing.TEMPLATE,
    data=act_of_guarantee,
    permission=READ,
    locale=_language,
)
