"""What a committee decides on."""

from dataclasses import dataclass

from collegial.plugin import Invalid, t


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file that a group decides on: `subject` names its kind as `finance.thing`, `concerns` the actor that asks."""

    subject: str
    subject_id: int
    committee_id: int
    concerns: int


def check_named(*, is_named: bool, is_needed: bool) -> None:
    """Refuse a fund without a committee where one could be named: Invalid `finance.no_committee`."""
    if is_needed and not is_named:
        raise Invalid(
            "finance.no_committee",
            t("Choose the group whose members decide on the files of this fund."),
            field="committee_id",
        )
