"""The words of the letter: when and where, the agenda, how one takes part."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import segno

from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.queries.telling import Told
from collegial.convocations.printing.called import Called, Letter
from collegial.convocations.printing.forms import correspondence_form, proxy_form
from collegial.documents.printing import print_document
from collegial.documents.voice import Voice
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t

_TEMPLATE = Path(__file__).parents[1] / "templates" / "print" / "convocation.typ"
# Any of the eight masks is right; looking for the best one takes as long as half the letter.
_MASK = 2
_KINDS = {
    AssemblyKind.ORDINARY: t("Ordinary general assembly"),
    AssemblyKind.EXTRAORDINARY: t("Extraordinary general assembly"),
    AssemblyKind.MIXED: t("Mixed general assembly"),
    AssemblyKind.SPECIAL: t("Special assembly of one college"),
}


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
            "entries": [_resolution(one, voice) for one in called.resolutions],
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
        "proxy": proxy_form(called, voice),
        "correspondence": correspondence_form(called, voice),
    }


def _resolution(one: Told, voice: Voice) -> dict[str, object]:
    say = voice.say
    return {
        "heading": say(t("Resolution %(number)d: %(title)s", number=one.number, title=one.title)),
        "text": one.text,
        "marks": [say(mark) for mark in one.marks],
        "how": [say(sentence) for sentence in one.how],
        "candidates": [{"name": option.name, "statement": option.statement} for option in one.options],
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
        *called.counted,
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
