"""From the published sums to what is decided: texts by the statutes, elections by their methods. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from collegial.assemblies.models import Electorate
from collegial.hooks.voting import Figures, Scores, Sums, Tally
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, t
from collegial.secret.asking import Part, added
from collegial.secret.rules import Group
from collegial.statutes.rules import StatuteRules
from collegial.votes.electing import Counted, carried, with_void
from collegial.votes.rules import CollegeSums
from collegial.votes.rules.box import RoomRows
from collegial.votes.rules.weighing import ScoredCollege


@dataclass(frozen=True, kw_only=True)
class GroupSums:
    """What colleges that are counted together said on a resolution: decrypted, and in an election on paper."""

    group: Group
    sums: Sums
    paper: RoomRows | None = None

    @property
    def members(self) -> int:
        """Count the rights on the roll."""
        return sum(one.members for one in self.group.colleges)

    @property
    def attending(self) -> int:
        """Count the rights that attended at the closing."""
        return sum(one.attending for one in self.group.colleges)


def text_sums(part: Part, said: Sequence[GroupSums]) -> list[CollegeSums]:
    """Return the sums of a text, group by group."""
    found = []
    for one in said:
        sides = part.sealed.tally(part.asked.poll, one.sums).sides
        if sides is None:
            raise Refused("votes.method_failed", t("This vote method counted no votes on the text."))
        found.append(one.group.sums((sides.blank, sides.for_, sides.against, sides.abstain)))
    return found


def elected(part: Part, rules: StatuteRules, said: Sequence[GroupSums]) -> Counted:
    """Count an election: over all its groups together, or by the weights of the statutes."""
    together = _whole(part, said)
    if part.asked.electorate is Electorate.WEIGHTED:
        tally = _weighed(part, rules, said)
    else:
        tally = part.sealed.tally(part.asked.poll, together)
        tally = replace(tally, figures=(*tally.figures, *_by_group(part, said)))
    void = sum(one.paper.void for one in said if one.paper)
    tally = replace(tally, figures=(*tally.figures, *_by_origin(part, said)))
    return Counted(
        tally=with_void(tally, void),
        members=sum(one.members for one in said), attending=sum(one.attending for one in said),
        papers=together.ballots + void, void=void,
    )  # fmt: skip


def _whole(part: Part, said: Sequence[GroupSums]) -> Sums:
    """Add what was decrypted and what was counted on paper."""
    paper = [one.paper.sums(part.asks) for one in said if one.paper]
    return added([_nothing(part), *(one.sums for one in said), *paper])


def _by_origin(part: Part, said: Sequence[GroupSums]) -> tuple[Figures, ...]:
    """Tell what was voted on paper apart from what was decrypted, where anything was."""
    paper = [one.paper for one in said if one.paper]
    if not any(one.size for one in paper):
        return ()
    on_paper = added([_nothing(part), *(one.sums(part.asks) for one in paper)])
    online = added([_nothing(part), *(one.sums for one in said)])
    if part.asks[0].about is None:
        return (_marks_by_origin(part, online, on_paper),)
    return (
        _grades_of(part, online, t("Of these, decrypted from the site")),
        _grades_of(part, on_paper, t("Of these, counted on paper")),
    )


def _marks_by_origin(part: Part, online: Sums, on_paper: Sums) -> Figures:
    (ask,) = part.asks
    names = (*([t("Blank")] if ask.takes_blank else []), *ask.answers)
    return Figures(
        caption=t("Votes by origin"),
        heads=(t("Candidate"), t("Decrypted from the site"), t("Counted on paper")),
        rows=tuple(zip(names, online.counted[0], on_paper.counted[0], strict=True)),
    )


def _grades_of(part: Part, sums: Sums, caption: Text) -> Figures:
    first = part.asks[0]
    return Figures(
        caption=caption,
        heads=(t("Candidate"), *([t("Blank")] if first.takes_blank else []), *first.answers),
        rows=tuple(
            (part.asked.poll.name(ask.about or 0), *row)
            for ask, row in zip(part.asks, sums.counted, strict=True)
        ),
    )


def _by_group(part: Part, said: Sequence[GroupSums]) -> tuple[Figures, ...]:
    """Tell the marks of each group apart, those on paper with them; the count by weights tells them already."""
    scores, poll = part.sealed.scores, part.asked.poll
    if scores is None or len(said) < 2:  # noqa: PLR2004 (nothing to tell apart)
        return ()
    marks = [scores(poll, _whole(part, [one])).marks for one in said]
    return (
        Figures(
            caption=t("Votes of each candidate by college"),
            heads=(t("Candidate"), *(one.group.name for one in said)),
            rows=tuple((one.name, *(each[one.number] for each in marks)) for one in poll.options),
        ),
    )


def _weighed(part: Part, rules: StatuteRules, said: Sequence[GroupSums]) -> Tally:
    """Carry the marks of each group by its weights added; colleges of which nobody is on the roll gave none."""
    scores = part.sealed.scores
    if scores is None:
        raise Refused("votes.not_carried", t("The weights of colleges cannot carry this way of voting."))
    poll = part.asked.poll
    groups = [
        ScoredCollege(name=one.group.name, weight=one.group.weight, scores=scores(poll, _whole(part, [one])))
        for one in said
    ]
    counted = {college.key for one in said for college in one.group.colleges}
    silent = Scores(marks=dict.fromkeys((one.number for one in poll.options), 0), papers=0)
    empty = [
        ScoredCollege(name=one.name, weight=one.weight, scores=silent)
        for one in rules.colleges
        if one.key not in counted
    ]
    return carried(poll, [*groups, *empty], rules)


def _nothing(part: Part) -> Sums:
    return Sums(ballots=0, counted=tuple((0,) * (len(one.answers) + one.takes_blank) for one in part.asks))
