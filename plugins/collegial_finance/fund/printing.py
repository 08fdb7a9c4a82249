"""The agreement between the fund and a project that it helps (convention d’aide)."""

from collections.abc import Mapping

from sqlalchemy import select

from collegial.plugin import SIGNED_IN, Context, DocumentTemplate, Missing, Voice, t
from collegial_finance import agreeing
from collegial_finance.fund import queries
from collegial_finance.fund.models import ProjectAgreement, ProjectApplication


def agreement(context: Context, voice: Voice, agreement_id: int) -> Mapping[str, object]:
    """Return what the agreement prints, for those who may read its application."""
    number = context.session.scalar(
        select(ProjectAgreement.application_id).where(ProjectAgreement.id == agreement_id)
    )
    found = queries.application(context.session, context.by, number, context.today) if number else None
    if found is None or found.agreement is None:
        raise Missing(
            "finance.agreement_unknown", t("There is no such agreement, or it is not yours to read.")
        )
    fund, signed = found.call.fund, found.agreement
    return {
        "title": voice.say(t("Agreement %(number)s: %(title)s", number=signed.id, title=found.title)),
        "parties": [
            {"heading": voice.say(t("The fund")), "lines": [fund.name]},
            agreeing.party(t("The structure"), found.applicant, voice),
        ],
        "agreed": voice.say(agreeing.AGREED),
        "facts": agreeing.facts(
            voice,
            (
                (t("Call"), found.call.title),
                (t("Granted"), voice.money(signed.amount)),
                (t("From"), voice.date(signed.starts_on)),
                (t("Until"), voice.date(signed.ends_on)),
                (t("Signed on"), voice.date(signed.signed_on) if signed.signed_on else None),
            ),
        ),
        "articles": _articles(found, signed, voice),
        "signatures": agreeing.signatures(voice, (fund.name, found.applicant.name)),
    }


def _articles(
    found: ProjectApplication, signed: ProjectAgreement, voice: Voice
) -> list[Mapping[str, object]]:
    return [
        agreeing.article(voice, t("The project"), *agreeing.paragraphs(found.summary)),
        agreeing.article(voice, t("What the structure undertakes"), *agreeing.paragraphs(signed.duties)),
        agreeing.article(
            voice,
            t("What the fund pays"),
            t(
                "An instalment is paid after the signature, on the evidence that it names, at once or in parts."
            ),
            table=_instalments(signed, voice),
        ),
        agreeing.article(
            voice,
            t("Reports and end"),
            t("The structure tells what was done and spent. The agreement ends on its final report."),
            t("What is not paid by then stays with the fund."),
        ),
    ]


def _instalments(signed: ProjectAgreement, voice: Voice) -> Mapping[str, object]:
    needs = {True: voice.say(t("Needed")), False: voice.say(t("Not needed"))}
    return {
        "headers": [voice.say(one) for one in (t("Condition"), t("Evidence"), t("Due on"), t("Amount"))],
        "rows": [
            [one.condition, needs[one.needs_evidence], voice.short_date(one.due_on), voice.money(one.amount)]
            for one in signed.instalments
        ],
        "total": [voice.say(t("In all")), "", "", voice.money(signed.amount)],
    }


def _language(context: Context, agreement_id: int) -> str | None:
    found = context.session.get(ProjectAgreement, agreement_id)
    return found.application.applicant.locale if found else None


AGREEMENT = DocumentTemplate(
    key="finance.agreement",
    title=t("Agreement of an experiment fund"),
    template=agreeing.TEMPLATE,
    data=agreement,
    permission=SIGNED_IN,
    locale=_language,
)
