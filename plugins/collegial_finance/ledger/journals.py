"""The journals of the books, one for each tool, and the third parties of their lines, as the tax office names them."""

from collegial.plugin import Actor
from collegial_finance.ledger.chart import OF_THIRD_PARTIES
from collegial_finance.ledger.models import Entry, LedgerAccount

# By what the source of an entry begins with; the file is written in the law's language.
JOURNALS = {
    "round": ("TT", "Tours de table"),
    "experiment": ("FE", "Fonds d’expérimentation"),
    "guarantee": ("FG", "Fonds de garantie"),
    "loans": ("PR", "Prêts"),
}
OTHERS = ("OD", "Opérations diverses")


def journal(entry: Entry) -> tuple[str, str]:
    """Return the code and the name of the journal of an entry; what is written by hand is among the others."""
    return JOURNALS.get(entry.source.partition(":")[0], OTHERS)


def third_party(entry: Entry, account: LedgerAccount) -> tuple[str, str]:
    """Return the number and the name of the auxiliary account of a line; both empty where it has none."""
    if entry.party is None or account.number not in OF_THIRD_PARTIES:
        return "", ""
    return _number(entry.party), entry.party.name


def _number(actor: Actor) -> str:
    return f"T{actor.id:06}"
