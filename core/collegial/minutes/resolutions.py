"""Word one resolution: its text, the rule it fell under, the votes and each step to the result."""

from fractions import Fraction

from collegial.assemblies.rules import QuorumVerdict
from collegial.documents.voice import Voice
from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, t
from collegial.minutes.facts import ResolutionFacts
from collegial.minutes.passages import Worded, figures_table, pair, paragraphs, told_guarding
from collegial.statutes.rules import Carry, DecisionKind, MajorityBase, MajorityRule
from collegial.votes.rules import CarriedCollege, CollegeSums, Result

_CARRY = {
    Carry.PROPORTIONAL: t("Each college carries its weight in proportion to its votes for."),
    Carry.MAJORITY: t("Each college gives its whole weight to the side that won in it."),
    Carry.HEADS: t("All votes are counted together, one member, one vote."),
}
_ONLINE = "online"
_ORIGINS = {
    _ONLINE: t("Online"),
    "form": t("Vote by correspondence"),
    "form_and_proxy": t("By proxy, subject to a form"),
    "chair": t("Proxy to the chair"),
    "hands": t("Show of hands"),
    "paper": t("Paper ballots"),
}
_KIND = {
    DecisionKind.ORDINARY: t("Ordinary decision"),
    DecisionKind.EXTRAORDINARY: t("Extraordinary decision"),
}


def worded_resolution(resolution: ResolutionFacts, voice: Voice) -> Worded:
    """Give a resolution ready to print; what the result left undecided is said to be undecided."""
    heading = t("Resolution %(number)d: %(title)s", number=resolution.number, title=resolution.title)
    return {
        "number": resolution.number,
        "heading": voice.say(heading),
        "paragraphs": paragraphs(resolution.text),
        "rules": _rules(resolution, voice),
        "debate_heading": voice.say(t("Debate")),
        "debate": paragraphs(resolution.debate),
        "votes_heading": voice.say(t("Votes by college")),
        "votes": _votes(resolution, voice),
        "tables": [],
        "bar": _bar(resolution, voice),
        "verdict": voice.say(_verdict(resolution.result)),
        "is_adopted": resolution.result.adopted,
        "steps_heading": voice.say(t("Steps of the count")),
        "steps": [voice.say(step) for step in resolution.result.steps],
    }


def _rules(resolution: ResolutionFacts, voice: Voice) -> list[Worded]:
    secrecy = t("Secret vote") if resolution.is_secret else t("Open vote")
    lines = [
        pair(voice, t("Kind of decision"), voice.say(_KIND[resolution.kind])),
        pair(voice, t("Kind of vote"), voice.say(secrecy)),
        *told_guarding(resolution.guarding, voice),
        pair(voice, t("Majority required"), voice.say(_majority(resolution.majority))),
        pair(voice, t("How votes are carried"), voice.say(_CARRY[resolution.carry])),
    ]
    return [*lines, *origins(resolution.came, voice), *quorum_at_vote(resolution.quorum, voice)]


def origins(came: tuple[tuple[str, int], ...], voice: Voice) -> list[Worded]:
    """Say where votes came from; nothing where all were cast online."""
    if all(origin == _ONLINE for origin, _ in came):
        return []
    told = [
        t("%(origin)s: %(votes)d", origin=voice.say(_ORIGINS[origin]), votes=votes) for origin, votes in came
    ]
    return [pair(voice, t("Where the votes came from"), ", ".join(voice.say(one) for one in told))]


def _majority(rule: MajorityRule) -> Text:
    share = show_fraction(rule.threshold)
    above = {
        MajorityBase.CAST: t("More than %(share)s of the votes cast", share=share),
        MajorityBase.PRESENT: t("More than %(share)s of the votes present or represented", share=share),
        MajorityBase.MEMBERS: t("More than %(share)s of the votes of all members", share=share),
    }
    at_least = {
        MajorityBase.CAST: t("At least %(share)s of the votes cast", share=share),
        MajorityBase.PRESENT: t("At least %(share)s of the votes present or represented", share=share),
        MajorityBase.MEMBERS: t("At least %(share)s of the votes of all members", share=share),
    }
    return above[rule.base] if rule.strict else at_least[rule.base]


def quorum_at_vote(verdict: QuorumVerdict | None, voice: Voice) -> list[Worded]:
    """Say whether the quorum was reached as a vote opened, and with how many; nothing where it is not known."""
    if verdict is None:
        return []
    told = t("The quorum was missed at this vote.")
    if verdict.reached:
        told = t("The quorum was reached at this vote, with %(count)d attending.", count=verdict.count)
    return [pair(voice, t("Quorum at this vote"), voice.say(told))]


def _votes(resolution: ResolutionFacts, voice: Voice) -> Worded:
    headers = [t("College"), t("For"), t("Against"), t("Abstention"), t("Blank"), t("Void"), t("Cast")]
    shares = [t("Share for"), t("Weight counted"), t("Carried")]
    rows = [[_called(sums.name, voice), *_counts(sums, voice)] for sums in resolution.sums]
    if len(resolution.sums) == 1:
        return figures_table(voice, headers, rows, total=None)
    carried = {college.key: college for college in resolution.result.colleges}
    shared = [
        [*row, *_shares(carried.get(sums.key), voice)]
        for row, sums in zip(rows, resolution.sums, strict=True)
    ]
    total = [voice.say(t("Total")), *_total_counts(resolution.sums, voice), *_total_shares(resolution, voice)]
    return figures_table(voice, [*headers, *shares], shared, total=total)


def _called(name: str, voice: Voice) -> str:
    """Name a college; where the members vote together there is none."""
    return name or voice.say(t("All members"))


def _counts(sums: CollegeSums, voice: Voice) -> list[str]:
    return [voice.number(count) for count in _columns(sums)]


def _columns(sums: CollegeSums) -> tuple[int, ...]:
    return (sums.for_, sums.against, sums.abstain, sums.blank, sums.void, sums.cast)


def _total_counts(sums: tuple[CollegeSums, ...], voice: Voice) -> list[str]:
    return [voice.number(sum(column)) for column in zip(*map(_columns, sums), strict=True)]


def _shares(college: CarriedCollege | None, voice: Voice) -> list[str]:
    if college is None:
        return ["–", "–", "–"]
    return [
        _both_ways(college.for_share, voice),
        voice.percent(college.counted_weight),
        _both_ways(college.carried, voice),
    ]


def _total_shares(resolution: ResolutionFacts, voice: Voice) -> list[str]:
    weight = sum((college.counted_weight for college in resolution.result.colleges), start=Fraction(0))
    return ["", voice.percent(weight), _both_ways(resolution.result.for_share, voice)]


def _both_ways(share: Fraction | None, voice: Voice) -> str:
    """Write a share exactly, and as a percentage under it."""
    return "–" if share is None else f"{show_fraction(share)}\n{voice.percent(share)}"


def _bar(resolution: ResolutionFacts, voice: Voice) -> Worded | None:
    result = resolution.result
    if result.for_share is None:
        return None
    parts = [_part(college, voice) for college in result.colleges]
    return {
        "parts": parts,
        "threshold": _ten_thousandths(result.threshold),
        "threshold_label": voice.say(_threshold(result, voice)),
        "alt": voice.say(_alternative(result, voice)),
    }


def _part(college: CarriedCollege, voice: Voice) -> Worded:
    sentence = t(
        "%(college)s: %(share)s", college=_called(college.name, voice), share=voice.percent(college.carried)
    )
    return {"width": _ten_thousandths(college.carried), "label": voice.say(sentence)}


def _ten_thousandths(share: Fraction) -> int:
    """Give a length for drawing only; the figures beside it stay exact."""
    return round(share * 10_000)


def _threshold(result: Result, voice: Voice) -> Text:
    share = voice.percent(result.threshold)
    if result.strict:
        return t("More than %(share)s", share=share)
    return t("At least %(share)s", share=share)


def _alternative(result: Result, voice: Voice) -> Text:
    share = voice.percent(result.for_share or Fraction(0))
    threshold = voice.percent(result.threshold)
    if result.strict:
        return t(
            "Bar of the votes for, stacked by college: %(share)s in all, "
            "where more than %(threshold)s is needed.",
            share=share,
            threshold=threshold,
        )
    return t(
        "Bar of the votes for, stacked by college: %(share)s in all, where at least %(threshold)s is needed.",
        share=share,
        threshold=threshold,
    )


def _verdict(result: Result) -> Text:
    if result.adopted is None:
        return t("The result could not be settled: the statutes lack a rule that the count needs.")
    if result.adopted:
        return t("The resolution is adopted.")
    return t("The resolution is rejected.")
