"""The lights on the members: categories, colleges, who votes for them, the review, and what is kept of them."""

from datetime import date
from fractions import Fraction

from collegial.actors.rules import fold
from collegial.compliance.rules.facts import Facts
from collegial.compliance.rules.figures import figure
from collegial.compliance.rules.lights.light import (
    SOON_DAYS,
    Light,
    amber,
    does_not_apply,
    green,
    light_of,
    red,
)
from collegial.kernel.text import nt, t
from collegial.statutes.rules import FigureStatus, LegalFigure

# What the law wants to read on every document, in the words of the law.
_FORM, _VARIABLE = "société coopérative d’intérêt collectif", "capital variable"


def categories(facts: Facts) -> Light:
    """Say whether the categories that make a SCIC have members (L2)."""
    source = figure("categories.least", on=facts.day)
    peopled = sum(one.members > 0 for one in facts.categories)
    empty = [one.name for one in facts.categories if one.is_mandatory and not one.members]
    if not facts.legal_form.is_scic:
        found = does_not_apply()
    elif empty:
        found = red(
            t("Nobody is in the mandatory category “%(name)s”.", name=empty[0]),
            t("Admit a member in it. Without one, the cooperative no longer meets what makes it a SCIC."),
        )
    elif peopled < source.value:
        found = red(
            nt(
                "%(given)d category has members; the law asks for %(least)d.",
                "%(given)d categories have members; the law asks for %(least)d.",
                peopled,
                given=peopled,
                least=int(source.value),
            ),
            t("Admit members in another category of the statutes."),
        )
    else:
        found = green(t("%(given)d categories have members, the mandatory ones among them.", given=peopled))
    return light_of("categories", t("Categories of members"), found, source)


def colleges(facts: Facts) -> Light:
    """Say whether the colleges have members, and weights within the bounds (L21)."""
    low = figure("colleges.weight.least", on=facts.day)
    high = figure("colleges.weight.most", on=facts.day)
    outside = [one.name for one in facts.colleges if not low.value <= one.weight <= high.value]
    empty = [one.name for one in facts.colleges if not one.members]
    if not facts.colleges:
        found = green(t("There are no colleges: one member, one vote."))
    elif outside:
        found = red(
            t("The weight of the college “%(name)s” is outside the bounds of the law.", name=outside[0]),
            t("Change the weights by an extraordinary assembly."),
        )
    elif empty:
        found = amber(
            t("Nobody is in the college “%(name)s”.", name=empty[0]),
            t("Admit members in it, or change the colleges: the statutes say what becomes of its weight."),
        )
    else:
        found = green(
            t("%(given)d colleges have members and weights within the bounds.", given=len(facts.colleges))
        )
    return light_of("colleges", t("Colleges and their weights"), found, low)


def review(facts: Facts) -> Light:
    """Say when the next cooperative review is due (L17)."""
    due = facts.review_due_on
    if not facts.legal_form.is_scic:
        found = does_not_apply()
    elif due is None:
        found = amber(
            t("No cooperative review is recorded."), t("Record the last review, or plan the first one.")
        )
    elif due < facts.day:
        found = red(
            t("The cooperative review was due on %(day)s.", day=due),
            t("Choose a reviewer now, and discuss the report at the next assembly."),
        )
    elif (due - facts.day).days <= SOON_DAYS:
        found = amber(
            t("The cooperative review is due on %(day)s.", day=due),
            t("Choose a reviewer, and put the report on the agenda of an assembly."),
        )
    else:
        found = green(t("The next cooperative review is due on %(day)s.", day=due))
    return light_of("review", t("Cooperative review"), found, figure("review.years", on=facts.day))


def representatives(facts: Facts) -> Light:
    """Say whether someone votes for each member that cannot vote itself (L6)."""
    if facts.without_voter:
        found = amber(
            nt("Nobody votes for %(count)d member: an organisation without its representative, or a minor.",
               "Nobody votes for %(count)d members: organisations without their representatives, or minors.",
               facts.without_voter),
            t("Ask each organisation to name the person who votes for it, and record who acts for a minor."),
        )  # fmt: skip
    elif facts.need_a_voter:
        found = green(
            nt("The %(count)d member that someone else votes for has its representative.",
               "The %(count)d members that someone else votes for have their representatives.",
               facts.need_a_voter)
        )  # fmt: skip
    else:
        found = green(t("Every member votes in person: nobody needs a representative."))
    source = LegalFigure(
        key="representatives", value=Fraction(0), valid_from=date.min, status=FigureStatus.VERIFY,
        citation="Code civil, art. 388-1-1 et 1844",
    )  # fmt: skip
    return light_of("representatives", t("Representatives of members"), found, source)


def retention(facts: Facts) -> Light:
    """Say how long registers are kept, and whether data outlive their use."""
    accounts = figure("retention.accounts.years", on=facts.day)
    if facts.leavers_with_contacts:
        found = amber(
            nt("%(count)d member left long ago, and an address or telephone number is still kept here.",
               "%(count)d members left long ago, and addresses or telephone numbers are still kept here.",
               facts.leavers_with_contacts),
            t("Nothing calls for them any more: erase what may be erased. The register keeps the names."),
        )  # fmt: skip
    elif facts.fruitless_applications:
        found = amber(
            nt("%(count)d application came to nothing long ago, and still says who had asked.",
               "%(count)d applications came to nothing long ago, and still say who had asked.",
               facts.fruitless_applications),
            t("Nobody needs to know any more: open each one and erase what it says of the applicant."),
        )  # fmt: skip
    else:
        found = green(
            t("The register is kept for the life of the cooperative and %(register)s years, accounts for "
              "%(accounts)s, attendance sheets for %(sheets)s; nothing else outlives its use.",
              register=figure("retention.register.years", on=facts.day).value.numerator,
              accounts=accounts.value.numerator,
              sheets=figure("retention.attendance.years", on=facts.day).value.numerator)
        )  # fmt: skip
    return light_of("retention", t("How long papers and data are kept"), found, accounts)


def mention(facts: Facts) -> Light:
    """Say whether documents name the form and the variable capital, as each of them must (L1)."""
    written = fold(facts.legal_mention)
    missing = next((one for one in (_FORM, _VARIABLE) if fold(one) not in written), None)
    if not facts.legal_form.is_scic:
        found = does_not_apply()
    elif missing is None:
        found = green(t("Every document says “%(mention)s”.", mention=facts.legal_mention))
    else:
        found = red(
            t(
                "The line under the name of the cooperative, on every document, does not say “%(words)s”.",
                words=missing,
            ),
            t("Whoever runs the program writes it in its settings, as the line under the name of the Pays."),
        )
    source = LegalFigure(
        key="mention", value=Fraction(0), valid_from=date.min, status=FigureStatus.VERIFY,
        citation="Loi n° 47-1775 du 10 septembre 1947, art. 19 quinquies ; Code de commerce, art. L231-2",
    )  # fmt: skip
    return light_of("mention", t("Legal mention on documents"), found, source)
