"""What stands beside every act on a file: what is lent, what of it is guaranteed, how it stands."""

from collegial.plugin import Money, Percent, Text, t
from collegial_finance import words
from collegial_finance.guarantees.models import GuaranteeFile

Fact = tuple[Text, Money | Percent | Text | str]


def facts_of(found: GuaranteeFile) -> list[Fact]:
    """Return what there is to know before one acts on a file."""
    facts: list[Fact] = [
        (t("What the loan is for"), found.purpose),
        (t("Lender"), found.lender),
        (t("Amount lent"), found.principal),
        (t("Part that is guaranteed"), Percent(found.cover)),
        (t("Guaranteed at most"), found.guaranteed),
        (t("State"), words.FILE_STATES[found.state]),
    ]
    later = [
        (t("Exposure today"), found.exposure),
        (t("Provision"), found.provision),
        (t("Paid to the lender"), found.paid),
        (t("Recovered"), found.recovered),
    ]
    return facts + [(label, amount) for label, amount in later if amount]
