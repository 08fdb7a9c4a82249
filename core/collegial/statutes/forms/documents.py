"""What the editor's form says, as a document, and back."""

from collections.abc import Callable, Mapping
from typing import Any

from collegial.statutes.forms.drafting import DraftForm
from collegial.statutes.forms.parts import LONGEST_COUNT, NO, YES


def document_of(form: DraftForm) -> dict[str, Any]:
    """Return what was typed in the shape of a document; what cannot be right stays as it was typed."""
    data = form.data
    return {
        "label": _clean(data["label"]),
        "legal_form": data["legal_form"],
        "colleges": [_college(one) for one in data["colleges"]],
        "categories": [_filled(one, "college") for one in data["categories"]],
        "quorum": _each_round(data["quorum"], lambda rule: _filled(rule, "at_least")),
        "majority": _each_round(data["majority"], _majority_typed),
        "votes": _filled(data["votes"], "on_tie", "on_empty"),
        "notice": _counted(data["notice"], "days", "second_days"),
        "proxies": _counted(data["proxies"], "per_holder", "pair_days")
        | {"spouse": True if data["proxies"]["spouse"] else None},
        "capital": _counted(data["capital"], "payment_years", "redemption_years")
        if data["has_capital"]
        else None,
        "assemblies": _any_filled(_counted(data["assemblies"], "items_days", "questions_days")),
        "correspondence": _any_filled(_counted(data["correspondence"], "paper_days", "online_hour")),
        **_demanded("demands", data["demands"]),
        **_demanded("quorum_demands", data["quorum_demands"]),
        **_board(data["board"]),
    }


def _college(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a college; one without reserved seats says nothing of them, as before there were any."""
    filled = _filled(row, "weight", "board_seats")
    seats = _as_count(filled.pop("board_seats"))
    return filled if seats is None else {**filled, "board_seats": seats}


def _board(row: Mapping[str, Any]) -> dict[str, Any]:
    board = _any_filled(_counted(row, "seats", "term_years"))
    return {"board": board} if board else {}


def _demanded(name: str, kinds: Mapping[str, list[str] | None]) -> dict[str, Any]:
    chosen = {kind: list(keys) for kind, keys in kinds.items() if keys}
    return {name: chosen} if chosen else {}


def form_data(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document in the shape that fills the form."""
    majority = {kind: _rounds(rule) for kind, rule in document["majority"].items()}
    return {
        **document,
        "majority": _each_round(majority, _majority_shown),
        "has_capital": document.get("capital") is not None,
        "capital": document.get("capital") or {},
        "assemblies": document.get("assemblies") or {},
        "correspondence": document.get("correspondence") or {},
        "demands": document.get("demands") or {},
        "quorum_demands": document.get("quorum_demands") or {},
        "board": document.get("board") or {},
    }


def _rounds(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    return rule if "first" in rule else {"first": rule, "second": rule}


def _each_round(
    kinds: Mapping[str, Any], change: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    return {
        kind: {convocation: change(rule) for convocation, rule in rounds.items()}
        for kind, rounds in kinds.items()
    }


def _majority_typed(rule: Mapping[str, Any]) -> dict[str, Any]:
    return _filled(rule, "threshold") | {"strict": rule["strict"] == YES}


def _majority_shown(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {**rule, "strict": YES if rule["strict"] else NO}


def _filled(row: Mapping[str, Any], *silent: str) -> dict[str, Any]:
    """Return a table with its texts cleaned; the fields named here are silent when they are empty."""
    cleaned = {name: _clean(value) for name, value in row.items()}
    return cleaned | {name: cleaned[name] or None for name in silent}


def _counted(row: Mapping[str, Any], *counts: str) -> dict[str, Any]:
    """Return a table of which some fields are whole numbers, and all are silent when they are empty."""
    cleaned = _filled(row, *row)
    return cleaned | {name: _as_count(cleaned[name]) for name in counts}


def _as_count(typed: int | str | None) -> int | str | None:
    """Read a whole number; what is none stays as it was typed."""
    if isinstance(typed, str) and typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_COUNT:
        return int(typed)
    return typed


def _any_filled(row: dict[str, Any]) -> dict[str, Any] | None:
    return row if any(value is not None for value in row.values()) else None


def _clean(value: Any) -> Any:
    """Return a text without its outer spaces."""
    return value.strip() if isinstance(value, str) else value
