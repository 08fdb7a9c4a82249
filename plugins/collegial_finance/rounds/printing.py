"""The agreement by which a funder commits itself in a round (convention de financement)."""

from collections.abc import Mapping

from collegial.plugin import Context, DocumentTemplate, Missing, Refused, Voice, t
from collegial_finance import agreeing
from collegial_finance.permissions import READ
from collegial_finance.rounds.models import Pledge
from collegial_finance.rounds.rules import COUNTED
from collegial_finance.words import CLOSING_RULES, INSTRUMENTS, STATES


def pledge_agreement(context: Context, voice: Voice, pledge_id: int) -> Mapping[str, object]:
    """Return what the agreement of a pledge prints; there is one once an amount is pledged."""
    found = context.session.get(Pledge, pledge_id)
    if found is None:
        raise Missing("finance.pledge_unknown", t("There is no such pledge."))
    if found.state not in COUNTED:
        raise Refused("finance.nothing_pledged", t("Nothing is pledged that an agreement could be about."))
    table = found.round
    return {
        "title": voice.say(t("Pledge %(number)s: %(title)s", number=found.id, title=table.title)),
        "parties": [
            agreeing.party(t("The funder"), found.funder, voice),
            agreeing.party(t("Who carries the project"), table.project, voice),
        ],
        "agreed": voice.say(agreeing.AGREED),
        "facts": agreeing.facts(
            voice,
            (
                (t("Brings"), voice.say(INSTRUMENTS[found.instrument])),
                (t("Amount"), voice.money(found.amount)),
                (t("State"), voice.say(STATES[found.state])),
                (t("Target of the round"), voice.money(table.target)),
                (t("Last day of the round"), voice.date(table.closes_on)),
            ),
        ),
        "articles": [
            agreeing.article(voice, t("The need and the plan"), *agreeing.paragraphs(table.need)),
            agreeing.article(voice, t("Conditions"), found.conditions or t("The funder sets no condition.")),
            agreeing.article(
                voice,
                t("How the round closes"),
                CLOSING_RULES[table.closing],
                t("A pledge is not a payment. Where the rule is not met on the last day, the pledge lapses, and "
                  "what was paid goes back."),
            ),
        ],
        "signatures": agreeing.signatures(voice, (found.funder.name, table.project.name)),
    }  # fmt: skip


def _language(context: Context, pledge_id: int) -> str | None:
    found = context.session.get(Pledge, pledge_id)
    return found.funder.locale if found else None


PLEDGE_AGREEMENT = DocumentTemplate(
    key="finance.pledge",
    title=t("Agreement of a pledge"),
    template=agreeing.TEMPLATE,
    data=pledge_agreement,
    permission=READ,
    locale=_language,
)
