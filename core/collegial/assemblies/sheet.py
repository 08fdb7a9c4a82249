"""The attendance sheet as a document to sign: by college, with the proxies, certified by the bureau (L39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.sheet import SheetLine, Way
from collegial.assemblies.rules import named_apart
from collegial.documents.printing import print_document
from collegial.documents.voice import Voice
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t

_TEMPLATE = Path(__file__).parent / "templates" / "print" / "attendance.typ"
_WAYS = {
    Way.ROOM: t("In the room"),
    Way.REMOTE: t("Online"),
    Way.PROXY: t("Represented"),
    Way.CHAIR: t("Represented by the chair"),
    Way.FORM: t("By correspondence"),
}
_ONLINE = t("signed in online")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the sheet says; before the assembly is held it has all voting rights, afterwards those that attended."""

    pays: str
    legal_mention: str
    title: str
    held_on: date
    starts_at: datetime
    place: str
    is_held: bool
    bureau: Sequence[tuple[Text, str]]
    lines: Sequence[SheetLine]


def bureau_of(meeting: Assembly) -> list[tuple[Text, str]]:
    """Return who certifies the sheet; nobody before the bureau is named."""
    named = [(t("Chair"), meeting.chair_name), (t("Secretary"), meeting.secretary_name)]
    scrutineers = named_apart(meeting.scrutineers or "")
    return [(role, name) for role, name in [*named, *((t("Scrutineer"), one) for one in scrutineers)] if name]


def print_sheet(sheet: Sheet, voice: Voice, *, locale: str) -> bytes:
    """Give the sheet as an accessible PDF."""
    return print_document("attendance", _TEMPLATE, sheet_document(sheet, voice), voice=voice, locale=locale)


def sheet_document(sheet: Sheet, voice: Voice) -> dict[str, object]:
    """Give the content of the sheet as JSON-able data."""
    say = voice.say
    return {
        "title": say(t("Attendance sheet: %(title)s", title=sheet.title)),
        "letterhead": {"name": sheet.pays, "legal_line": sheet.legal_mention},
        "dated": sheet.held_on.isoformat(),
        "when": say(
            t(
                "%(day)s, %(hour)s, %(place)s",
                day=voice.date(sheet.held_on),
                hour=voice.time(sheet.starts_at),
                place=sheet.place,
            )
        ),
        "note": say(_note(sheet)),
        "heads": [
            say(one) for one in (t("No."), t("Voting right"), t("Attends"), t("Times"), t("Signature"))
        ],
        "colleges": [_college(name, lines, sheet, voice) for name, lines in _by_college(sheet.lines)],
        "certified": say(t("Certified true by the bureau of the assembly.")),
        "signers": [{"role": say(role), "name": name} for role, name in sheet.bureau],
    }


def _note(sheet: Sheet) -> Text:
    if sheet.is_held:
        return t("Those who attended, with the times in and out. The times are those of the desk.")
    return t("Sign on your line when you come in. Who holds a proxy signs for the giver too.")


def _by_college(lines: Sequence[SheetLine]) -> list[tuple[str, list[SheetLine]]]:
    found: dict[str, list[SheetLine]] = {}
    for line in lines:
        found.setdefault(line.entry.college.name if line.entry.college else "", []).append(line)
    return sorted(found.items(), key=lambda one: one[0])


def _college(name: str, lines: Sequence[SheetLine], sheet: Sheet, voice: Voice) -> dict[str, object]:
    shown = [line for line in lines if line.attends or not sheet.is_held]
    return {
        "name": name or voice.say(t("In no college")),
        "sums": voice.say(_sums(lines) if sheet.is_held else _rights(len(lines))),
        "rows": [_row(line, voice) for line in shown],
    }


def _rights(count: int) -> Text:
    return nt("%(count)d voting right", "%(count)d voting rights", count)


def _sums(lines: Sequence[SheetLine]) -> Text:
    by_way = {way: sum(line.way is way for line in lines) for way in Way}
    return nt(
        "%(rights)s voting right: %(room)s present, %(remote)s online, %(proxy)s represented, %(form)s by "
        "correspondence.",
        "%(rights)s voting rights: %(room)s present, %(remote)s online, %(proxy)s represented, %(form)s by "
        "correspondence.",
        len(lines),
        rights=len(lines),
        room=by_way[Way.ROOM],
        remote=by_way[Way.REMOTE],
        proxy=by_way[Way.PROXY] + by_way[Way.CHAIR],
        form=by_way[Way.FORM],
    )


def _row(line: SheetLine, voice: Voice) -> dict[str, object]:
    say = voice.say
    under = [say(t("by %(name)s", name=line.voter))] if line.voter != line.entry.name else []
    if line.holds:
        under.append(
            say(
                nt(
                    "holds the proxy of %(names)s",
                    "holds the proxies of %(names)s",
                    len(line.holds),
                    names=listed(line.holds),
                )
            )
        )
    return {
        "number": str(line.entry.member_number),
        "name": line.entry.name,
        "under": under,
        "way": say(_WAYS[line.way]) if line.way in _WAYS else "",
        "by": line.by if line.by and line.way not in (Way.ROOM, Way.REMOTE) else "",
        "times": [_times(stay.arrived_at, stay.left_at, voice) for stay in line.stays],
        "signature": say(_ONLINE) if line.way is Way.REMOTE else "",
    }


def _times(arrived: datetime, left: datetime | None, voice: Voice) -> str:
    return f"{voice.time(arrived)} – {voice.time(left) if left else ''}".strip()
