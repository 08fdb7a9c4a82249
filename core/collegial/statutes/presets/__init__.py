"""Statutes to start from, one for each legal form: every value with its source and how sure it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from collegial.hooks.contracts import StatutesPreset
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.statutes.rules import ClauseSource, LegalForm, SourceStatus

_FOLDER = Path(__file__).parent
_KEYS: Mapping[LegalForm, str] = {
    LegalForm.SA: "scic-sa",
    LegalForm.SAS: "scic-sas",
    LegalForm.SARL: "scic-sarl",
    LegalForm.ASSOCIATION: "association",
}
PRESETS = tuple(_KEYS.values())
_LABELS = {
    "scic-sa": t("Prepared statutes of a SCIC SA"),
    "scic-sas": t("Prepared statutes of a SCIC SAS"),
    "scic-sarl": t("Prepared statutes of a SCIC SARL"),
    "association": t("Prepared statutes of an association"),
}


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A document to start from, and the source of its values by their dotted path."""

    key: str
    document: Mapping[str, Any]
    sources: Mapping[str, ClauseSource]


@cache
def preset(key: str) -> Preset:
    """Return a preset by its key; raises Missing."""
    if key not in PRESETS:
        raise Missing(
            "statutes.unknown_preset",
            t(
                "There are no statutes “%(key)s” to start from. Choose one of these: %(keys)s.",
                key=key,
                keys=", ".join(PRESETS),
            ),
        )
    document = tomllib.loads(written(key))
    sources = document.pop("sources")
    return Preset(key=key, document=document, sources={path: _source(one) for path, one in sources.items()})


def offered_presets() -> list[StatutesPreset]:
    """Return the presets of the core as modules offer theirs."""
    return [StatutesPreset(key=key, label=_LABELS[key], text=written(key)) for key in PRESETS]


def document_of(offer: StatutesPreset) -> dict[str, Any]:
    """Return the document of a preset, without its sources; raises Refused for a text that is no TOML."""
    try:
        document = tomllib.loads(offer.text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            "statutes.unreadable_preset",
            t(
                "The statutes “%(key)s” of a module cannot be read: %(error)s",
                key=offer.key,
                error=str(error),
            ),
        ) from None
    document.pop("sources", None)
    return document


def written(key: str) -> str:
    """Return a preset as it stands in its file, sources included."""
    return (_FOLDER / f"{key}.toml").read_text(encoding="utf-8")


def sources_for(form: LegalForm) -> Mapping[str, ClauseSource]:
    """Return where the values of statutes of a legal form come from."""
    return preset(_KEYS[form]).sources


def _source(entry: Mapping[str, str]) -> ClauseSource:
    return ClauseSource(status=SourceStatus(entry["status"]), citation=entry.get("source", ""))
