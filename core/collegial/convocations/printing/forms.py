"""The forms at the end of the letter: a proxy, and the vote by correspondence with its boxes and dates (L38)."""

from calendar import SUNDAY
from datetime import date, timedelta

from collegial.convocations.printing.called import Ballot, Called
from collegial.documents.voice import Voice
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import ARRIVALS, FormDates

_HEADS = (t("Resolution"), t("For"), t("Against"), t("Abstention"), t("Blank vote"))


def proxy_form(called: Called, voice: Voice) -> dict[str, object] | None:
    """Give the form of a proxy; None where the statutes allow none."""
    if not called.proxies:
        return None
    say = voice.say
    return {
        "heading": say(t("Proxy form")),
        "meeting": say(t("For: %(title)s, %(date)s", title=called.title, date=voice.date(called.held_on))),
        "lines": [say(one) for one in (t("Name of the holder"), t("Date"), t("Signature of the giver"))],
        "notes": [say(one) for one in _proxy_notes(called)],
        "post": [say(one) for one in _proxy_by_post(called, voice)],
    }


def _proxy_notes(called: Called) -> list[Text]:
    notes = [
        t("Hand it to the holder or to the desk before the vote. You take it back by coming, or in writing.")
    ]
    if called.blank and called.secret:
        notes.append(t("Name a holder: a secret vote is not opened while a proxy names none."))
    elif called.blank:
        notes.extend(_left_to_chair(called))
    if called.secret:
        notes.append(
            nt(
                "Resolution %(numbers)s is voted in secret: nobody, the giver included, learns how the holder "
                "votes there.",
                "Resolutions %(numbers)s are voted in secret: nobody, the giver included, learns how the holder "
                "votes there.",
                len(called.secret),
                numbers=listed(called.secret),
            )
        )
    return notes


def _proxy_by_post(called: Called, voice: Voice) -> list[Text]:
    """Say where a proxy goes by post, and until when: the last day before the assembly on which post comes."""
    if not called.return_to:
        return []
    last = called.held_on - timedelta(days=1)
    if last.weekday() == SUNDAY:
        last -= timedelta(days=1)
    return [
        t("By post: %(pays)s, %(address)s.", pays=called.pays, address=called.return_to),
        t("It must be there by %(day)s.", day=voice.date(last)),
    ]


def _form_by_post(called: Called, last: date, voice: Voice) -> list[Text]:
    """Say where a form goes, and until when it counts."""
    counts = t("This form counts if it is received by %(day)s.", day=voice.date(last))
    if not called.return_to:
        return [counts]
    return [t("Return it to: %(pays)s, %(address)s.", pays=called.pays, address=called.return_to), counts]


def _left_to_chair(called: Called) -> list[Text]:
    """Say what becomes of a proxy without a name (L37), and which resolutions the board backs."""
    rule = t(
        "Without the name of a holder, the chair votes for every resolution that the board backs, and "
        "against all others."
    )
    elected = t("In an election, the chair votes for the candidates whom the board backs.")
    elections = [elected] if called.ballots else []
    if not called.backed:
        return [rule, t("The board backs none of the resolutions."), *elections]
    backed = nt(
        "The board backs resolution %(numbers)s.",
        "The board backs resolutions %(numbers)s.",
        len(called.backed),
        numbers=listed(called.backed),
    )
    return [rule, backed, *elections]


def correspondence_form(called: Called, voice: Voice) -> dict[str, object] | None:
    """Give the form of vote by correspondence: a line of boxes for each resolution, and the dates (L38)."""
    if called.forms is None or called.forms.paper is None:
        return None
    say = voice.say
    return {
        "heading": say(t("Form of vote by correspondence")),
        "meeting": say(t("For: %(title)s, %(date)s", title=called.title, date=voice.date(called.held_on))),
        "intro": say(
            t(
                "Tick one box a line. A line without a mark is not counted as a vote cast, one with several is void."
            )
        ),
        "heads": [say(one) for one in _HEADS],
        "rows": [
            say(t("%(number)d. %(title)s", number=one.number, title=one.title))
            for one in called.resolutions
            if one.number not in {*(other.number for other in called.ballots), *called.secret}
        ],
        "elections": [
            _ballot(called, one, voice) for one in called.ballots if one.number not in called.secret
        ],
        "lines": [say(one) for one in (t("Date"), t("Signature"))],
        "notes": [say(one) for one in _form_notes(called, called.forms, voice)],
        "post": [say(one) for one in _form_by_post(called, called.forms.paper, voice)],
    }


def _ballot(called: Called, ballot: Ballot, voice: Voice) -> dict[str, object]:
    """Give the paper of an election: each name with its boxes, or why there is none."""
    say, form = voice.say, ballot.form
    title = next(one.title for one in called.resolutions if one.number == ballot.number)
    if form is None:
        hints = [t("This way of voting cannot be filled in on paper: come, or vote online.")]
    else:
        blank = t("A list without any mark counts as a blank vote.")
        nobody = t("A list without any mark elects nobody.")
        hints = [*form.hint(ballot.poll), blank if ballot.poll.takes_blank else nobody]
    return {
        "heading": say(t("%(number)d. %(title)s", number=ballot.number, title=title)),
        "college": ballot.college,
        "hints": [say(one) for one in hints],
        "layout": form.layout.value if form else "none",
        "heads": [say(t("Candidate")), *(say(one) for one in (form.heads if form else ()))],
        "names": [one.name for one in ballot.poll.options],
        "rank": say(t("Rank")),
        "mark": say(t("Your choice")),
        "blank": say(t("Blank vote")) if ballot.poll.takes_blank else "",
    }


def _form_notes(called: Called, dates: FormDates, voice: Voice) -> list[Text]:
    notes = [t("This form names you: it is not secret. The members can see it once the vote is closed.")]
    if called.secret:
        notes.append(
            nt(
                "Resolution %(numbers)s is voted in secret: no form is taken for it. Come, or give a proxy.",
                "Resolutions %(numbers)s are voted in secret: no form is taken for them. Come, or give a proxy.",
                len(called.secret),
                numbers=listed(called.secret),
            )
        )
    if dates.online:
        notes.append(
            t(
                "You may fill it in on your personal page instead, until %(day)s, %(hour)s.",
                day=voice.date(dates.online.date()),
                hour=voice.time(dates.online),
            )
        )
    if called.proxies:
        notes.append(
            t("With a proxy as well, its holder votes only on the lines that you leave without a mark.")
        )
    return [*notes, t("If you come after all: %(rule)s", rule=ARRIVALS[called.on_arrival])]
