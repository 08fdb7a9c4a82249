"""What is said of the letters about a round: to whom they go, and who is to be told otherwise."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import Actor, Text, out_of_reach, t


def reached(session: Session, funders: Sequence[Actor], day: date) -> tuple[bool, str]:
    """Tell whether a letter reaches any of some funders, and name those without an e-mail address."""
    missed = out_of_reach(session, funders, day)
    return len(missed) < len(funders), ", ".join(one.name for one in missed)


def changed(is_written: bool, unreached: str) -> Text:  # noqa: FBT001 (what `reached` returns)
    """Say that a round is changed, and whom a letter tells of it."""
    if not unreached:
        return (
            t("The round is changed. A letter goes to whoever is at its table.")
            if is_written
            else t("The round is changed.")
        )
    if is_written:
        return t(
            "The round is changed. A letter goes to whoever is at its table. "
            "Without an e-mail address, to be told otherwise: %(names)s.",
            names=unreached,
        )
    return t(
        "The round is changed. No letter goes out. Without an e-mail address, to be told otherwise: %(names)s.",
        names=unreached,
    )


def called_off(is_written: bool, unreached: str) -> Text:  # noqa: FBT001 (what `reached` returns)
    """Say that a round is called off, and whom a letter tells of it."""
    if not unreached:
        return (
            t("The round is called off. A letter goes to whoever is at its table.")
            if is_written
            else t("The round is called off.")
        )
    if is_written:
        return t(
            "The round is called off. A letter goes to whoever is at its table. "
            "Without an e-mail address, to be told otherwise: %(names)s.",
            names=unreached,
        )
    return t(
        "The round is called off. No letter goes out. Without an e-mail address, to be told otherwise: %(names)s.",
        names=unreached,
    )
