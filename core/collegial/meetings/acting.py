"""The pages on which people are invited to a meeting, or it is called off: to whom word goes, and who is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor, ActorKind
from collegial.actors.permissions import PERSONS
from collegial.kernel.text import Text, t
from collegial.meetings import services
from collegial.meetings.forms import CallOffForm
from collegial.meetings.kinds import MeetingKind
from collegial.meetings.mailing import Reach, reach_of, still_to_tell
from collegial.meetings.models import Meeting
from collegial.meetings.showing import path_of
from collegial.web.acting import FormPage, Over, form_act, sure_act
from collegial.web.request import act, session, viewer

Crumbs = Sequence[tuple[Text | str, str]]
_PHONED = t("If its day, hour or place changes, those who were told by telephone are to be told again.")
_OTHERWISE = t("No mail is written to them: tell them otherwise")
Facts = list[tuple[Text | str, object]]


@dataclass(frozen=True, kw_only=True)
class InviteWords:
    """How a feature calls those who are invited: the title, what they get, that there is nobody, or no address."""

    title: Text
    lead: Text
    nobody: Text
    unreached: Text


def invite_page(
    kind: MeetingKind, meeting: Meeting, run: Callable[[], object], words: InviteWords, *, crumbs: Crumbs,
    others: Sequence[Actor] = (),
) -> ResponseReturnValue:  # fmt: skip
    """Invite to a meeting, once it is said whom that reaches; `others` are to come and no mail is written to them."""
    to, reach = path_of(kind, meeting), reach_of(session(), kind, meeting, act().today, act().zone)
    page = FormPage(
        title=words.title, submit=t("Send the invitations"), eyebrow=meeting.title, icon="send", lead=words.lead,
        facts=[*reach_facts(reach), *other_facts(others)], crumbs=crumbs, back=(t("Not now"), to),
        over=_invitation_over(meeting, reach, words),
    )  # fmt: skip
    return sure_act(run, page, done=t("The invitations are on their way."), to=to)


def call_off_page(
    kind: MeetingKind, meeting: Meeting, run: Callable[[str], object], *, crumbs: Crumbs,
    others: Sequence[Actor] = (),
) -> ResponseReturnValue:  # fmt: skip
    """Call a meeting off, once it is said who gets word of it; nobody is written to of the `others`."""
    form, to, title = CallOffForm(), path_of(kind, meeting), t("Call off the meeting")
    why = services.why_not_call_off(act(), meeting)
    page = FormPage(
        title=title, submit=title, eyebrow=meeting.title, tone="danger", icon="remove",
        lead=t("Its page stays, and says so; it leaves the calendars. To hold it another day, change it instead."),
        facts=[*news_facts(kind, meeting), *other_facts(others)], crumbs=crumbs, back=(t("Not now"), to),
        over=Over(why=why, at=meeting.called_off_at) if why else None,
    )  # fmt: skip
    return form_act(
        form, lambda: run(form.reason.data or ""), page, done=t("The meeting is called off."), to=to
    )


def change_lead(meeting: Meeting) -> Text | None:
    """Say before a change of a meeting who is told of it; None where nobody knows of it yet, or it is over."""
    if meeting.starts_at <= act().clock.now():
        return None
    if meeting.invited_at is not None:
        return t("Whoever was invited is told by e-mail, once, when its day, hour or place changes.")
    return _PHONED if meeting.heard else None


def reach_facts(reach: Reach) -> Facts:
    """Return whom mails reach, and whom none does."""
    reached, missed = [one.name for one in reach.reached], [one.name for one in reach.missed]
    lacking: Facts = [(t("Without an e-mail address"), missed)] if missed else []
    return [(t("Told by e-mail, at once"), reached or t("Nobody")), *lacking]


def other_facts(others: Sequence[Actor]) -> Facts:
    """Return who takes part and gets no mail whatever their address."""
    return [(_OTHERWISE, [one.name for one in others])] if others else []


def news_facts(kind: MeetingKind, meeting: Meeting) -> Facts:
    """Return who gets word of what becomes of a meeting: nobody where nobody was invited or told."""
    if meeting.invited_at is not None:
        return reach_facts(reach_of(session(), kind, meeting, act().today, act().zone))
    phoned = {one.actor_id for one in meeting.heard}
    names = [one.name for one in kind.guests(session(), meeting, act().today, act().zone) if one.id in phoned]
    return [(t("To be told by telephone"), names)] if names else []


def change_over(meeting: Meeting) -> Over | None:
    """Say that a meeting was called off, instead of offering a change of it; None for others."""
    is_off = meeting.called_off_at is not None
    return Over(why=services.CALLED_OFF, at=meeting.called_off_at) if is_off else None


def to_phone(kind: MeetingKind, meeting: Meeting) -> list[Actor]:
    """Return who is left to be told by telephone what is true of a meeting; nobody once it has begun."""
    if meeting.starts_at <= act().clock.now():
        return []
    return still_to_tell(session(), kind, meeting, act().today, act().zone)


def _invitation_over(meeting: Meeting, reach: Reach, words: InviteWords) -> Over | None:
    """Say at once that nobody is invited any more, or not again so soon, or that nobody would be reached."""
    why = services.why_not_invite(act(), meeting)
    if why is not None:
        return Over(why=why, at=meeting.invited_at if why is services.JUST_INVITED else None)
    if not reach.guests:
        return Over(why=words.nobody)
    if reach.reached:
        return None
    see = [
        (one.name, url_for("actors.show", actor_id=one.id, _anchor="reach"))
        for one in reach.missed if one.kind is ActorKind.ORGANISATION or viewer().may(PERSONS)
    ]  # fmt: skip
    return Over(why=words.unreached, see=see)
