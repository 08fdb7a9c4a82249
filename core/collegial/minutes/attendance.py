"""Word who attended and whether the meeting could decide."""

from collections.abc import Iterator

from collegial.assemblies.rules import CollegeAttendance
from collegial.documents.voice import Voice
from collegial.kernel.text import Text, nt, t
from collegial.minutes.facts import MinutesFacts, OpeningQuorum
from collegial.minutes.passages import Worded, figures_table
from collegial.statutes.rules import DecisionKind


def attendance_section(facts: MinutesFacts, voice: Voice) -> Worded:
    """Give the attendance per college and the quorum for each kind of decision."""
    return {
        "heading": voice.say(t("Attendance and quorum")),
        "table": _table(facts.attendance, voice),
        "moves": [voice.say(one) for one in _moves(facts)],
        "quorums": [_quorum(quorum, voice) for quorum in facts.quorums],
    }


def _moves(facts: MinutesFacts) -> Iterator[Text]:
    """Say how many came and left meanwhile: a vote may count more or fewer than this table."""
    if facts.came_later:
        yield nt(
            "%(count)d person came after the opening; the attendance sheet gives the time.",
            "%(count)d people came after the opening; the attendance sheet gives the times.",
            facts.came_later,
        )
    if facts.left_early:
        yield nt(
            "%(count)d person left before the closing; the attendance sheet gives the time.",
            "%(count)d people left before the closing; the attendance sheet gives the times.",
            facts.left_early,
        )


def _table(colleges: tuple[CollegeAttendance, ...], voice: Voice) -> Worded:
    headers = (
        t("College"),
        t("Weight"),
        t("Voting rights"),
        t("Present"),
        t("Represented"),
        t("Remote"),
        t("By correspondence"),
        t("Attending"),
    )
    everybody = voice.say(t("All members"))
    rows = [
        [college.name or everybody, voice.percent(college.weight), *_figures(college, voice)]
        for college in colleges
    ]
    if len(colleges) == 1:
        without_weight = [[row[0], *row[2:]] for row in rows]
        return figures_table(voice, (headers[0], *headers[2:]), without_weight, total=None)
    weight = voice.percent(sum((college.weight for college in colleges), start=0 * colleges[0].weight))
    total = [voice.say(t("Total")), weight, *_totals(colleges, voice)]
    return figures_table(voice, headers, rows, total=total)


def _figures(college: CollegeAttendance, voice: Voice) -> list[str]:
    return [voice.number(figure) for figure in _counts(college)]


def _totals(colleges: tuple[CollegeAttendance, ...], voice: Voice) -> list[str]:
    return [voice.number(sum(column)) for column in zip(*map(_counts, colleges), strict=True)]


def _counts(college: CollegeAttendance) -> tuple[int, ...]:
    return (
        college.members,
        college.present,
        college.represented,
        college.remote,
        college.correspondence,
        college.attending,
    )


def _quorum(quorum: OpeningQuorum, voice: Voice) -> Worded:
    verdict = quorum.verdict
    return {
        "heading": voice.say(_heading(quorum.kind)),
        "verdict": " ".join(voice.say(one) for one in _verdicts(quorum, voice)),
        "is_reached": verdict.reached,
        "steps": [voice.say(step) for step in verdict.steps],
    }


def _heading(kind: DecisionKind) -> Text:
    if kind is DecisionKind.ORDINARY:
        return t("Quorum for ordinary decisions")
    return t("Quorum for extraordinary decisions")


def _verdicts(quorum: OpeningQuorum, voice: Voice) -> list[Text]:
    verdict = _verdict(quorum)
    if quorum.reached_at is None:
        return [verdict]
    hour = voice.time(quorum.reached_at)
    return [t("Missed at the opening, the quorum was found to be reached at %(hour)s.", hour=hour), verdict]


def _verdict(quorum: OpeningQuorum) -> Text:
    ordinary = quorum.kind is DecisionKind.ORDINARY
    if quorum.verdict.reached and ordinary:
        return t("The quorum is reached: the meeting may take ordinary decisions.")
    if quorum.verdict.reached:
        return t("The quorum is reached: the meeting may take extraordinary decisions.")
    if ordinary:
        return t("The quorum is missed: the meeting cannot take ordinary decisions.")
    return t("The quorum is missed: the meeting cannot take extraordinary decisions.")
