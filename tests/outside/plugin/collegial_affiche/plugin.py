"""What the board adds: it asks for the capability, and knows no module that offers it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from collegial.plugin import (
    Card,
    Fragment,
    PluginMeta,
    TranslationSource,
    hookimpl,
    offered,
    t,
)

ROUNDS = "funding-rounds"
META = PluginMeta(
    name="affiche",
    title=t("Board"),
    summary=t("Shows the open funding rounds on the home page and on assemblies."),
    version="1.0.0",
    api=">=1.2,<2",
    requires=(ROUNDS,),
)


class Rounds(Protocol):
    """What those who offer funding rounds and those who require them agreed on."""

    def open_rounds(self, session: Session) -> list[dict[str, object]]:
        """Return each round that has not reached its goal: title, goal and pledged, in euros."""


def open_rounds(session: Session) -> list[dict[str, object]]:
    """Ask the module in use."""
    service: Rounds = offered(session, ROUNDS)
    return service.open_rounds(session)


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=Path(__file__).parent / "translations", domain="affiche")


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the open rounds."""
    yield Card(
        key="affiche.rounds",
        title=t("Open funding rounds"),
        template="affiche/rounds.html",
        context={"rounds": open_rounds(session)},
    )


@hookimpl
def page_slots(session: Session, slot: str) -> Iterable[Fragment]:
    """Offer the open rounds under each assembly."""
    if slot == "assembly.main":
        found = open_rounds(session)
        yield Fragment(key="affiche.rounds", template="affiche/rounds.html", context={"rounds": found})
