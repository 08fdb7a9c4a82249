"""The letter of a convocation: facts into words, words into an accessible PDF (L31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import segno

from collegial.assemblies.models import AssemblyKind
from collegial.documents.printing import print_document
from collegial.documents.voice import Voice
from collegial.hooks.voting import PaperForm, Poll
from collegial.kernel.listing import listed
from collegial.kernel.money import Money
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import ARRIVALS, FormDates, OnArrival

_TEMPLATE = Path(__file__).parent / "templates" / "print" / "convocation.typ"
# Any of the eight masks is right; looking for the best one takes as long as half the letter.
_MASK = 2
_KINDS = {
    AssemblyKind.ORDINARY: t("Ordinary general assembly"),
    AssemblyKind.EXTRAORDINARY: t("Extraordinary general assembly"),
    AssemblyKind.MIXED: t("Mixed general assembly"),
    AssemblyKind.SPECIAL: t("Special assembly of one college"),
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One convocation: for whom, and the personal link."""

    name: str
    number: int
    address: tuple[str, ...]
    link: str
    college: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """An election on the form: its list, and how it is filled in; `college` is the only one asked, if one is.

    `form` None where this way of voting cannot be filled in on paper.
    """

    number: int
    poll: Poll
    form: PaperForm | None
    college: str | None


@dataclass(frozen=True, kw_only=True)
class Called:
    """What every letter of an assembly says; `capital` is None where there are no shares.

    `forms` has the dates of votes by correspondence that lie ahead, `late` those that were over when the letter left.
    """

    pays: str
    legal_mention: str
    seat: str
    capital: Money | None
    title: str
    kind: AssemblyKind
    starts_at: datetime
    held_on: date
    place: str
    online_address: str | None
    agenda: tuple[str, ...]
    resolutions: tuple[tuple[int, str, str], ...]
    ballots: tuple[Ballot, ...]
    secret: tuple[int, ...]
    documents: tuple[str, ...]
    proxies: int
    first_held_on: date | None
    forms: FormDates | None = None
    late: FormDates | None = None
    on_arrival: OnArrival = OnArrival.BOUND
    blank: bool = False


def print_letters(
    common: Mapping[str, object], letters: Sequence[Letter], voice: Voice, *, locale: str
) -> bytes:
    """Print one letter after the other around what all of them say; the same facts give the same bytes."""
    document = {**common, "letters": [_letter(one, voice) for one in letters]}
    return print_document("convocation", _TEMPLATE, document, voice=voice, locale=locale)


def common_document(called: Called, voice: Voice) -> dict[str, object]:
    """Give what every letter says as JSON-able data."""
    say = voice.say
    return {
        "title": say(t("Convocation: %(title)s", title=called.title)),
        "letterhead": {"name": called.pays, "legal_line": called.legal_mention},
        "facts": _facts(called, voice),
        "recall": say(_recall(called, voice)) if called.first_held_on else None,
        "agenda": {"heading": say(t("Agenda")), "entries": list(called.agenda)},
        "resolutions": {
            "heading": say(t("Resolutions put to the vote")),
            "entries": [
                {
                    "heading": say(t("Resolution %(number)d: %(title)s", number=number, title=title)),
                    "text": text,
                }
                for number, title, text in called.resolutions
            ],
        },
        "documents": {
            "heading": say(t("Documents")),
            "sentence": say(t("You find them on the page of the assembly.")),
            "entries": list(called.documents),
        },
        "voting": {
            "heading": say(t("How to take part")),
            "sentences": [say(one) for one in _how(called, voice)],
        },
        "proxy": _proxy_form(called, voice),
        "correspondence": _correspondence_form(called, voice),
    }


def _letter(one: Letter, voice: Voice) -> dict[str, object]:
    say = voice.say
    return {
        "address": list(one.address),
        "opening": say(
            t("%(name)s, member number %(number)d, is convened.", name=one.name, number=one.number)
        ),
        "link": one.link,
        "link_label": say(t("Your personal page: take part, vote, give a proxy")),
        "qr": segno.make(one.link, micro=False, mask=_MASK).svg_inline(scale=3, border=2, omitsize=False),
        "qr_alt": say(t("QR code of your personal page; show it at the desk to be checked in.")),
        "sender": say(t("%(name)s, member number %(number)d", name=one.name, number=one.number)),
        "college": one.college,
        "giver": say(
            t("I, %(name)s, member number %(number)d, give proxy to:", name=one.name, number=one.number)
        ),
    }


def _facts(called: Called, voice: Voice) -> list[dict[str, str]]:
    say = voice.say
    lines = [
        (t("Kind of assembly"), say(_KINDS[called.kind])),
        (t("Date"), voice.date(called.held_on)),
        (t("Hour"), voice.time(called.starts_at)),
        (t("Place"), called.place),
    ]
    if called.online_address:
        lines.append((t("Online"), called.online_address))
    if called.capital is not None:
        lines.append(
            (t("Capital"), say(t("variable, %(capital)s on the day of this letter", capital=called.capital)))
        )
    if called.seat:
        lines.append((t("Seat"), called.seat))
    return [{"label": say(label), "value": value} for label, value in lines]


def _recall(called: Called, voice: Voice) -> Text:
    assert called.first_held_on is not None
    return t(
        "This is a second convocation: the assembly of %(date)s missed its quorum. The agenda is the same.",
        date=voice.date(called.first_held_on),
    )


def _how(called: Called, voice: Voice) -> list[Text]:
    proxies = nt(
        "You may give a proxy to another member; a member holds %(count)d at most.",
        "You may give a proxy to another member; a member holds %(count)d at most.",
        called.proxies,
    )
    return [
        t("Come, or take part online from your personal page."),
        *_secrecy(called),
        proxies if called.proxies else t("The statutes allow no proxies."),
        *_absent(called, voice),
        t("Written questions are asked on the page of the assembly before it opens."),
    ]


def _absent(called: Called, voice: Voice) -> list[Text]:
    """Say how one votes by correspondence, or that it is too late: the letter may leave when the days are over."""
    forms, late = called.forms, called.late
    if forms and forms.paper:
        return [t("You may also vote by correspondence, with the form at the end of this letter.")]
    too_late = [t("It is too late for a form on paper.")] if late and late.paper else []
    if forms and forms.online:
        day, hour = voice.date(forms.online.date()), voice.time(forms.online)
        online = t(
            "You may vote by correspondence on your personal page, until %(day)s, %(hour)s.",
            day=day, hour=hour,
        )  # fmt: skip
        return [*too_late, online]
    return [t("It is too late to vote by correspondence.")] if late else []


def _secrecy(called: Called) -> list[Text]:
    """Say which votes are open and which are secret, as the agenda announces."""
    if not called.secret:
        return [t("The votes are open votes: members can read them.")]
    told = nt(
        "Resolution %(numbers)s is voted in secret: it is public who voted, never how.",
        "Resolutions %(numbers)s are voted in secret: it is public who voted, never how.",
        len(called.secret),
        numbers=listed(str(number) for number in called.secret),
    )
    is_all = len(called.secret) == len(called.resolutions)
    return [told, *([] if is_all else [t("The other votes are open votes: members can read them.")])]


def _proxy_form(called: Called, voice: Voice) -> dict[str, object] | None:
    if not called.proxies:
        return None
    say = voice.say
    return {
        "heading": say(t("Proxy form")),
        "meeting": say(t("For: %(title)s, %(date)s", title=called.title, date=voice.date(called.held_on))),
        "lines": [say(one) for one in (t("Name of the holder"), t("Date"), t("Signature of the giver"))],
        "notes": [say(one) for one in _proxy_notes(called)],
    }


def _proxy_notes(called: Called) -> list[Text]:
    notes = [
        t("Hand it to the holder or to the desk before the vote. You take it back by coming, or in writing.")
    ]
    if called.blank:
        notes.append(
            t(
                "Without the name of a holder, the chair votes for every resolution that the board backs, and "
                "against all others."
            )
        )
    return notes


def _correspondence_form(called: Called, voice: Voice) -> dict[str, object] | None:
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
        "heads": [say(one) for one in (t("Resolution"), t("For"), t("Against"), t("Abstention"))],
        "rows": [
            say(t("%(number)d. %(title)s", number=number, title=title))
            for number, title, _ in called.resolutions
            if number not in {*(one.number for one in called.ballots), *called.secret}
        ],
        "elections": [
            _ballot(called, one, voice) for one in called.ballots if one.number not in called.secret
        ],
        "lines": [say(one) for one in (t("Date"), t("Signature"))],
        "notes": [say(one) for one in _form_notes(called, called.forms, voice)],
    }


def _ballot(called: Called, ballot: Ballot, voice: Voice) -> dict[str, object]:
    """Give the paper of an election: each name with its boxes, or why there is none."""
    say, form = voice.say, ballot.form
    title = next(title for number, title, _ in called.resolutions if number == ballot.number)
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
    if dates.paper:
        notes.append(t("This form counts if it is received by %(day)s.", day=voice.date(dates.paper)))
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
