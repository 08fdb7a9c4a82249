"""Who may be in the room and whether the room may decide: quorum and proxies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from collegial.hooks.ruling import CollegeAttendance
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.fractions import Percent, needed_share, show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import QuorumBase, QuorumRule


@dataclass(frozen=True, kw_only=True)
class CollegeQuorum:
    """The attendance of one college against the share that the rule asks for."""

    key: str
    name: str
    attending: int
    members: int
    value: Fraction
    needed: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class QuorumVerdict:
    """Whether the meeting may decide, with its arithmetic.

    `count` and `needed` are voting rights of all colleges together. They decide only where the base is
    members and the rule does not ask it of each college; otherwise `value`, `required` and `colleges` do.
    `missing` is how many more must attend: None where no number of heads would say it, or none is missing.
    """

    reached: bool
    value: Fraction
    required: Fraction
    count: int
    needed: int
    colleges: tuple[CollegeQuorum, ...]
    steps: tuple[Text, ...]
    missing: int | None = None


def quorum(rule: QuorumRule, colleges: Sequence[CollegeAttendance]) -> QuorumVerdict:
    """Compare attendance with the quorum; raise Invalid where more attend than there are members.

    A college without members adds nothing to a weighted quorum, and misses a quorum asked of each college:
    statutes that want otherwise have to change their weights, no one may guess it during a meeting.
    """
    for college in colleges:
        _check_attendance(college)
    count = sum(college.attending for college in colleges)
    members = sum(college.members for college in colleges)
    value = _attendance(rule, colleges, count=count, members=members)
    verdicts = tuple(_college_quorum(rule, college) for college in colleges)
    reached = value >= rule.at_least
    if rule.per_college:
        reached = reached and all(verdict.reached for verdict in verdicts)
    figures = [_attendance_step(count, members)]
    if rule.base is QuorumBase.WEIGHTED:
        figures += _weighted_steps(colleges, value)
    if rule.per_college:
        figures += [_college_step(verdict) for verdict in verdicts]
    needed = ceil(rule.at_least * members)
    return QuorumVerdict(
        reached=reached, value=value, required=rule.at_least, count=count, needed=needed, colleges=verdicts,
        steps=(*figures, _verdict_step(rule, reached=reached)),
        missing=needed - count if _counts_heads(rule) and not reached else None,
    )  # fmt: skip


def _counts_heads(rule: QuorumRule) -> bool:
    return rule.base is QuorumBase.MEMBERS and not rule.per_college


def arrivals_have_begun(today: date, held_on: date) -> bool:
    """Say whether arrivals are written down: from the day on, lest an early click count for the quorum."""
    return today >= held_on


def check_proxy(
    *,
    giver: object,
    holder: object,
    held_by_holder: int,
    cap: int,
    giver_holds: int,
    holder_has_given: bool,
    already_given: bool,
) -> None:
    """Refuse a proxy to oneself, a second one, a chain, or one above the cap of the statutes.

    Raise Refused with the code `proxy.self`, `proxy.already_given`, `proxy.chain` or `proxy.cap`.
    """
    if giver == holder:
        raise Refused(
            "proxy.self", t("You cannot give a proxy to yourself. Choose another member."), field="holder"
        )
    if already_given:
        raise Refused(
            "proxy.already_given",
            t("A proxy is already given for this meeting. Take it back before giving a new one."),
        )
    _check_chain(giver_holds=giver_holds, holder_has_given=holder_has_given)
    if held_by_holder >= cap:
        raise Refused("proxy.cap", _cap_reached(cap), field="holder")


def _check_chain(*, giver_holds: int, holder_has_given: bool) -> None:
    if holder_has_given:
        raise Refused(
            "proxy.chain",
            t(
                "This holder has given a proxy to someone else, and a proxy cannot be passed on. "
                "Choose another holder, or ask this one to revoke that proxy first."
            ),
            field="holder",
        )
    if giver_holds:
        raise Refused(
            "proxy.chain",
            nt(
                "The giver holds %(count)d proxy, and a proxy cannot be passed on. It must be revoked first.",
                "The giver holds %(count)d proxies, and a proxy cannot be passed on. "
                "They must be revoked first.",
                giver_holds,
            ),
        )


def _cap_reached(cap: int) -> Text:
    if cap == 0:
        return t("The statutes allow no proxies. Vote in person, remotely or by correspondence.")
    return nt(
        "This holder already has %(count)d proxy, the most that the statutes allow. Choose another holder.",
        "This holder already has %(count)d proxies, the most that the statutes allow. Choose another holder.",
        cap,
    )


def _check_attendance(college: CollegeAttendance) -> None:
    ways = (college.present, college.represented, college.remote, college.correspondence)
    if min(college.members, *ways) < 0:
        raise Invalid(
            "assemblies.negative",
            t("The figures of college %(name)s contain a negative number. Correct them.", name=college.name),
        )
    if college.attending > college.members:
        raise Invalid(
            "assemblies.more_than_members",
            t(
                "College %(name)s counts %(attending)d attending for %(members)d members. "
                "Correct the attendance sheet or the roll.",
                name=college.name,
                attending=college.attending,
                members=college.members,
            ),
        )


def _attendance(
    rule: QuorumRule, colleges: Sequence[CollegeAttendance], *, count: int, members: int
) -> Fraction:
    if rule.base is QuorumBase.WEIGHTED:
        return sum((college.weight * college.share for college in colleges), Fraction(0))
    return Fraction(count, members) if members else Fraction(0)


def _college_quorum(rule: QuorumRule, college: CollegeAttendance) -> CollegeQuorum:
    return CollegeQuorum(
        key=college.key,
        name=college.name,
        attending=college.attending,
        members=college.members,
        value=college.share,
        needed=ceil(rule.at_least * college.members),
        reached=college.share >= rule.at_least,
    )


def _attendance_step(count: int, members: int) -> Text:
    if members == 0:
        return t("There is no voting right in this meeting.")
    return nt(
        "%(count)d of %(members)d voting rights attends: %(percent)s.",
        "%(count)d of %(members)d voting rights attend: %(percent)s.",
        count,
        members=members,
        percent=Percent(Fraction(count, members)),
    )


def _weighted_steps(colleges: Sequence[CollegeAttendance], value: Fraction) -> list[Text]:
    steps = [
        t(
            "College %(name)s: %(attending)d of %(members)d attending, weight %(weight)s, adds %(part)s.",
            name=college.name,
            attending=college.attending,
            members=college.members,
            weight=show_fraction(college.weight),
            part=show_fraction(college.weight * college.share),
        )
        for college in colleges
    ]
    total = t(
        "Weighted by college, the attendance is %(value)s (%(percent)s).",
        value=show_fraction(value),
        percent=Percent(value),
    )
    return [*steps, total]


def _college_step(verdict: CollegeQuorum) -> Text:
    if verdict.reached:
        sentence = t(
            "College %(name)s has %(attending)d attending and needs %(needed)d: its quorum is reached.",
            name=verdict.name,
            attending=verdict.attending,
            needed=verdict.needed,
        )
    elif verdict.members == 0:
        sentence = t("College %(name)s has no member: its quorum cannot be reached.", name=verdict.name)
    else:
        sentence = t(
            "College %(name)s has %(attending)d attending and needs %(needed)d: its quorum is missed.",
            name=verdict.name,
            attending=verdict.attending,
            needed=verdict.needed,
        )
    return sentence


def _verdict_step(rule: QuorumRule, *, reached: bool) -> Text:
    if rule.at_least == 0:
        return t("No quorum is required.")
    required = needed_share(rule.at_least)
    if rule.per_college and reached:
        sentence = t(
            "The quorum asks for at least %(required)s in each college: it is reached.", required=required
        )
    elif rule.per_college:
        sentence = t(
            "The quorum asks for at least %(required)s in each college: it is missed.", required=required
        )
    elif reached:
        sentence = t("The quorum asks for at least %(required)s: it is reached.", required=required)
    else:
        sentence = t("The quorum asks for at least %(required)s: it is missed.", required=required)
    return sentence
