"""Say in one sentence what became of each resolution, as it is told to whoever was convened."""

from collections.abc import Iterator
from operator import itemgetter

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, Resolution
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, t
from collegial.minutes.queries import unvoted_in
from collegial.votes.electing import elected_in
from collegial.votes.models import SessionState, VoteSession
from collegial.votes.queries import sessions_of
from collegial.votes.results import results_of
from collegial.web.program import current_program


def decided_in(session: Session, meeting: Assembly) -> list[Text]:
    """Say what became of each resolution, in the order of their numbers; nothing where none was counted."""
    zone = current_program().settings.pays.zone
    counted = [one for one in sessions_of(session, meeting.id) if one.state is SessionState.CLOSED]
    became = [one for vote in counted for one in _outcomes(session, vote, zone)]
    if became:
        became += [(one.number, _left(one)) for one in unvoted_in(session, meeting)]
    return [said for _number, said in sorted(became, key=itemgetter(0))]


def _outcomes(session: Session, vote: VoteSession, zone: str) -> Iterator[tuple[int, Text]]:
    for text in results_of(session, vote, zone):
        resolution = text.question.resolution
        yield resolution.number, _became(resolution.number, resolution.title, text.result.adopted)
    for election in elected_in(session, vote):
        resolution = election.question.resolution
        yield (
            resolution.number,
            t(
                "Resolution %(number)s, %(title)s: elected: %(names)s.",
                number=resolution.number, title=resolution.title, names=listed(election.names or ["–"]),
            ),
        )  # fmt: skip


def _left(resolution: Resolution) -> Text:
    return t(
        "Resolution %(number)s, %(title)s: not put to the vote.",
        number=resolution.number, title=resolution.title,
    )  # fmt: skip


def _became(number: int, title: str, adopted: bool | None) -> Text:  # noqa: FBT001 (the result as it is kept)
    if adopted is None:
        return t("Resolution %(number)s, %(title)s: undecided.", number=number, title=title)
    if adopted:
        return t("Resolution %(number)s, %(title)s: adopted.", number=number, title=title)
    return t("Resolution %(number)s, %(title)s: rejected.", number=number, title=title)
