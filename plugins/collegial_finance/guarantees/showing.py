"""What stands beside every act on a file, and the acts that brought it there."""

from collections.abc import Mapping
from itertools import pairwise

from collegial.plugin import ZERO, Money, Percent, Text, t
from collegial_finance import words
from collegial_finance.guarantees.models import FileChange, FileState, FileStep, GuaranteeFile
from collegial_finance.guarantees.rules import guaranteed
from collegial_finance.modes import FundMode

Fact = tuple[Text, Money | Percent | Text | str]
BROUGHT_TO: Mapping[FileState, Text] = {
    FileState.REQUESTED: t("The guarantee is asked for"),
    FileState.REFUSED: t("The guarantee is refused"),
    FileState.ACCEPTED: t("The guarantee is accepted"),
    FileState.ISSUED: t("The guarantee is issued"),
    FileState.RELEASED: t("All is repaid: the guarantee ends"),
    FileState.INCIDENT: t("Unpaid instalments are noted"),
    FileState.CALLED: t("The lender is paid"),
    FileState.WITHDRAWN: t("The file is withdrawn"),
}

# What happens to a file without bringing it elsewhere.
_AGAIN: Mapping[FileState, Text] = {
    FileState.REQUESTED: t("The file is changed"),
    FileState.CALLED: t("Money is recovered"),
}


def facts_of(found: GuaranteeFile) -> list[Fact]:
    """Return what there is to know before one acts on a file."""
    facts: list[Fact] = [
        (t("What the loan is for"), found.purpose),
        (t("Lender"), found.lender),
        (t("Amount of the loan"), found.principal),
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


def outlook(found: GuaranteeFile, exposed: Money) -> list[Fact]:
    """Return what a guarantee brings in when it is issued, and what it leaves its fund to commit, or what it lacks."""
    rule = found.fund.rule
    missing = _beyond(found, exposed)
    after = t("Lacking for this guarantee") if missing > ZERO else t("Left after this guarantee")
    return [
        (t("Commission, booked at once"), found.fee),
        (t("The fund can still commit"), rule.left(exposed)),
        (after, max(missing, -missing)),
    ]


def lacking(found: GuaranteeFile, exposed: Money) -> Money:
    """Return how much its fund lacks to issue a guarantee that is asked for, or accepted; nothing for any other."""
    is_awaited = found.state in (FileState.REQUESTED, FileState.ACCEPTED)
    if not is_awaited or found.fund.mode is FundMode.REFER:
        return ZERO
    return max(ZERO, _beyond(found, exposed))


def _beyond(found: GuaranteeFile, exposed: Money) -> Money:
    return exposed + found.at_first - found.fund.rule.capacity


def issued(found: GuaranteeFile, exposed: Money) -> Text:
    """Say that a guarantee is issued, what it brought in, and what is left to commit."""
    left = found.fund.rule.left(exposed)
    if not found.fee:
        return t("The guarantee is issued. The fund can still commit %(left)s.", left=left)
    return t(
        "The guarantee is issued and its commission of %(fee)s is in the books. The fund can still commit %(left)s.",
        fee=found.fee,
        left=left,
    )


def acts_of(found: GuaranteeFile) -> list[tuple[FileStep, Text]]:
    """Return each step of a file, from the first on, with the act that it is."""
    if not found.steps:
        return []
    first = found.steps[0]
    later = [(step, _act(step, before)) for before, step in pairwise(found.steps)]
    return [(first, BROUGHT_TO[first.state]), *later]


def _act(step: FileStep, before: FileStep) -> Text:
    if step.set_aside:
        return t("Money is set aside") if step.set_aside.cents > 0 else t("The provision is freed")
    if (before.state, step.state) == (FileState.INCIDENT, FileState.ISSUED):
        return t("The borrower pays again")
    if before.state is not step.state:
        return BROUGHT_TO[step.state]
    return _AGAIN.get(step.state, t("Instalments are repaid"))


def said_before(found: GuaranteeFile) -> list[tuple[FileChange, list[Fact]]]:
    """Return the changes of a file, the last first, each with what the file said otherwise before it."""
    versions: list[GuaranteeFile | FileChange] = [*found.changes, found]
    told = pairwise(_said(one) for one in versions)
    otherwise = [[fact for fact in before if fact not in after] for before, after in told]
    return list(zip(found.changes, otherwise, strict=True))[::-1]


def _said(one: GuaranteeFile | FileChange) -> list[Fact]:
    facts: list[Fact] = [
        (t("Borrower"), one.borrower.name),
        (t("Lender"), one.lender),
        (t("What the loan is for"), one.purpose),
        (t("Amount of the loan"), one.principal),
        (t("Yearly rate"), Percent(one.rate)),
        (t("Length in months"), str(one.months)),
        (t("Months of deferral"), str(one.deferred)),
        (t("How it is repaid"), words.REPAYMENTS[one.repayment]),
        (t("Share of cover"), Percent(one.cover)),
        (t("Guaranteed at most"), guaranteed(one.principal, one.cover)),
        (t("Commission on what is guaranteed"), Percent(one.commission)),
    ]
    if one.loan:
        facts += [
            (t("Ceiling of all guarantees on this loan"), Percent(one.loan.ceiling)),
            (t("Guaranteed by others"), one.loan.elsewhere),
        ]
    return facts
