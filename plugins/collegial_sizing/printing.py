"""A scenario to print: what it supposes, its years, its shares, its resources, its checks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from collegial.plugin import Context, DocumentTemplate, Missing, Text, Voice, t
from collegial_sizing import queries
from collegial_sizing.permissions import READ
from collegial_sizing.queries import Sized
from collegial_sizing.rules.plan import KINDS, Section
from collegial_sizing.rules.projecting import YearFigures
from collegial_sizing.words import KINDS as KIND_NAMES
from collegial_sizing.words import PARTS, SECTIONS

_TEMPLATE = Path(__file__).parent / "templates" / "print" / "scenario.typ"
_WHOLE = 10_000


def scenario_sheet(context: Context, voice: Voice, scenario_id: int) -> Mapping[str, object]:
    """Return what the document prints."""
    scenario = queries.scenario(context.session, scenario_id)
    if scenario is None:
        raise Missing("sizing.unknown", t("There is no such scenario."))
    sized = queries.sized(context.session, scenario)
    return {
        "title": scenario.title,
        "note": [" ".join(part.split()) for part in (scenario.note or "").split("\n\n") if part.strip()],
        "chart": {"heading": voice.say(t("What each year costs")), "bars": _bars(sized, voice)},
        "tables": [
            {"heading": voice.say(t("The years")), "table": _years(sized, voice)},
            {"heading": voice.say(t("Resources by kind")), "table": _resources(sized, voice)},
            *(
                {"heading": voice.say(SECTIONS[section]), "table": _lines(sized, section, voice)}
                for section in Section
                if sized.lines_of(section)
            ),
        ],
        "checks": {
            "heading": voice.say(t("Checks")),
            "entries": [f"{voice.say(one.title)} – {voice.say(one.reason)}" for one in sized.checks],
        },
    }


def _bars(sized: Sized, voice: Voice) -> list[Mapping[str, object]]:
    top = max((one.cost.cents for one in sized.years), default=0) or 1
    return [
        {
            "label": f"{_named(year, voice)} – {voice.money(year.cost)}",
            "alt": ", ".join(_shares(year, voice)),
            "parts": [
                {"label": words, "width": round(Fraction(_WHOLE * year.by_section[section].cents, top))}
                for section, words in zip(PARTS, _shares(year, voice), strict=True)
            ],
        }
        for year in sized.years
    ]


def _shares(year: YearFigures, voice: Voice) -> list[str]:
    return [f"{voice.say(PARTS[one])} {voice.percent(share)}" for one, share in year.cost_shares.items()]


def _years(sized: Sized, voice: Voice) -> Mapping[str, object]:
    years = sized.years
    rows: Sequence[tuple[Text, list[str]]] = (
        *((PARTS[one], [voice.money(year.by_section[one]) for year in years]) for one in PARTS),
        (t("Cost of the year"), [voice.money(one.cost) for one in years]),
        (t("Resources"), [voice.money(one.resources) for one in years]),
        (t("Result"), [voice.money(one.result) for one in years]),
        (
            t("Public share"),
            ["–" if one.public_share is None else voice.percent(one.public_share) for one in years],
        ),
        (t("Valued volunteering"), [voice.money(one.volunteering) for one in years]),
    )
    return _table(sized, voice, [[voice.say(name), *cells] for name, cells in rows])


def _resources(sized: Sized, voice: Voice) -> Mapping[str, object]:
    kinds = [one for one in KINDS[Section.RESOURCES] if any(year.by_kind[one] for year in sized.years)]
    rows = [
        [voice.say(KIND_NAMES[one]), *(voice.money(year.by_kind[one]) for year in sized.years)]
        for one in kinds
    ]
    whole = [voice.say(t("All resources")), *(voice.money(year.resources) for year in sized.years)]
    return _table(sized, voice, rows, whole)


def _lines(sized: Sized, section: Section, voice: Voice) -> Mapping[str, object]:
    rows = [
        [
            f"{voice.say(KIND_NAMES[line.kind])} – {line.label}",
            *(voice.money(year.amounts[line.id]) for year in sized.years),
        ]
        for line in sized.lines_of(section)
    ]
    whole = [voice.say(t("In all")), *(voice.money(year.by_section[section]) for year in sized.years)]
    return _table(sized, voice, rows, whole)


def _table(
    sized: Sized, voice: Voice, rows: list[list[str]], whole: list[str] | None = None
) -> Mapping[str, object]:
    headers = ["", *(_named(one, voice) for one in sized.years)]
    return {"headers": headers, "rows": rows, "total": whole}


def _named(year: YearFigures, voice: Voice) -> str:
    return voice.say(t("Year %(number)s", number=year.number))


SHEET = DocumentTemplate(
    key="sizing.scenario",
    title=t("Economic sizing"),
    template=_TEMPLATE,
    data=scenario_sheet,
    permission=READ,
)
