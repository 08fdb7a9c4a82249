"""The texts of the site that a deployment writes itself, each with what stands there until it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from collegial.kernel.text import Text, t

LONGEST = 20_000


class Place(StrEnum):
    """Where a text stands."""

    WELCOME = "welcome"
    ABOUT = "about"
    PRIORITIES = "priorities"
    MISSIONS = "missions"
    JOIN = "join"
    LEGAL = "legal"


LISTS = frozenset({Place.MISSIONS, Place.PRIORITIES})
"""The places whose text a list follows."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A text: what it is called, where it is read, and the words that are shown until others are published."""

    title: Text
    hint: Text
    shipped: Text


PIECES: Mapping[Place, Piece] = {
    Place.WELCOME: Piece(
        title=t("Welcome"),
        hint=t("Two or three sentences at the head of the home page: what you are, for whom."),
        shipped=t(
            "Here the structures, the people and the public bodies of a territory work together and decide "
            "together, each with one vote."
        ),
    ),
    Place.ABOUT: Piece(
        title=t("Who we are"),
        hint=t("The page “Who we are”: where you come from, how you work, who decides."),
        shipped=t(
            "We are a cooperative of the territory. Those who work for it, use it and support it are its members. "
            "They meet in general assembly, choose who leads it, and follow what becomes of each decision.\n\n"
            "What we decide, what we publish and when we meet stands on this site."
        ),
    ),
    Place.MISSIONS: Piece(
        title=t("Our missions"),
        hint=t(
            "Your missions, and some words before their list: on the home page in short, on “Who we are” in full."
        ),
        shipped=t("What we are here for."),
    ),
    Place.PRIORITIES: Piece(
        title=t("Our priorities"),
        hint=t("Your priorities, and some words before their list, on the home page and on “Who we are”."),
        shipped=t("What we work on first."),
    ),
    Place.JOIN: Piece(
        title=t("Take part"),
        hint=t("What you say to those who could join, at the foot of the home page."),
        shipped=t("You are welcome, as a person or as an organisation. It takes a form of a few minutes."),
    ),
    Place.LEGAL: Piece(
        title=t("Legal notice"),
        hint=t(
            "Who publishes and hosts this site, under which number, and whom to write to about personal data."
        ),
        shipped=t(
            "Who publishes this site stands below. To know, to correct or to have erased what is held of you, write "
            "to the address at the foot of this page."
        ),
    ),
}
