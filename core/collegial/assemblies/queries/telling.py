"""Tell what is put to the vote as whoever is convened reads it: how it is voted, who elects, what a tie means."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.voting import ToldVoting, votings_in_words
from collegial.assemblies.rules import how_adopted, how_counted
from collegial.hooks.voting import MethodBook, Option
from collegial.kernel.text import Text, t
from collegial.statutes.rules import StatuteRules


@dataclass(frozen=True, kw_only=True)
class Told:
    """A resolution in words: `marks` are said at a glance, `how` in sentences; `options` are its candidates."""

    number: int
    title: str
    text: str
    marks: tuple[Text, ...] = ()
    how: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToldVotes:
    """What an assembly is convened to vote on, and what holds for texts: whose votes count, what abstaining means."""

    resolutions: tuple[Told, ...]
    counted: tuple[Text, ...]


def told_votes(session: Session, book: MethodBook | None, meeting: Assembly, zone: str) -> ToldVotes:
    """Return it, in a constant number of statements; raises Refused without statutes."""
    rules = rules_for(session, meeting, zone)
    votings = votings_in_words(session, book, meeting.id)
    kinds = {one.kind for one in meeting.announced if one.id not in votings}
    return ToldVotes(
        resolutions=tuple(_told(one, meeting, rules, votings) for one in meeting.announced),
        counted=how_counted(rules, kinds, meeting.convocation, beside_elections=bool(votings))
        if kinds
        else (),
    )


def _told(one: Resolution, meeting: Assembly, rules: StatuteRules, votings: Mapping[int, ToldVoting]) -> Told:
    voting = votings.get(one.id)
    secret = (t("Secret vote"),) if one.is_secret else ()
    if voting is not None:
        how, marks = voting.terms, (voting.label, *secret)
    else:
        how = how_adopted(rules, one.kind, meeting.convocation)
        marks = (t("Backed by the board") if one.is_backed else t("Not backed by the board"), *secret)
    return Told(
        number=one.number, title=one.title, text=one.text, marks=marks, how=how,
        options=voting.options if voting else (),
    )  # fmt: skip
