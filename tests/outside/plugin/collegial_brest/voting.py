"""A vote by consent, where whoever keeps silent does not consent; and the voices that a decision needs."""

from collections.abc import Sequence

from collegial.plugin import (
    ANSWERS,
    Asks,
    CollegeFigures,
    DecisionRule,
    Papers,
    Poll,
    Ruling,
    Sides,
    Tally,
    VoteMethod,
    t,
)


def count(_poll: Poll, papers: Sequence[Papers]) -> Tally:
    """Count an abstention as a vote against."""
    said = {one.choice: one.count for one in papers}
    against = said.get("against", 0) + said.get("abstain", 0)
    return Tally(sides=Sides(for_=said.get("for", 0), against=against, blank=said.get("blank", 0)))


CONSENT = VoteMethod(
    key="brest.consent",
    revision=1,
    label=t("By consent"),
    summary=t("Whoever abstains counts against."),
    asks=Asks.TEXT,
    form=ANSWERS,
    tally=count,
)


def judge(colleges: Sequence[CollegeFigures]) -> Ruling:
    """Ask that half of those who attend say yes or no: a decision that leaves people cold is none."""
    voices = sum(one.for_ + one.against for one in colleges)
    attending = sum(one.attending for one in colleges)
    reason = t("%(voices)d of %(attending)d who attended took a side.", voices=voices, attending=attending)
    return Ruling(is_met=2 * voices >= attending, reason=reason)


VOICES = DecisionRule(
    key="brest.voices",
    label=t("Half of those who attend take a side"),
    summary=t("Abstentions and blank votes of more than half refuse the decision."),
    judge=judge,
)
