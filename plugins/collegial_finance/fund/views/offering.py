"""What the page of an application offers on its instalments: only what may be done, and why the rest waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import url_for

from collegial.plugin import Text, pt, t, viewer
from collegial_finance.fund import services
from collegial_finance.fund.models import AgreementInstalment, ProjectAgreement, ProjectApplication
from collegial_finance.fund.rules import NOT_APPROVED, OWN_EVIDENCE, ApplicationState
from collegial_finance.permissions import APPROVE_EVIDENCE, LEAD_EXPERIMENTS


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The acts on an instalment as (label, address), the one that takes it further with its sign, and why it waits."""

    acts: list[tuple[Text, str]] = field(default_factory=list)
    further: tuple[Text, str, str] | None = None
    waits: Text | None = None


def offered(found: ProjectApplication, *, speaks: bool) -> Mapping[int, Offered]:
    """Return what a reader may do with each instalment, by its place; nothing where no agreement runs."""
    agreement = found.agreement
    if agreement is None or found.state is not ApplicationState.AGREED:
        return {}
    return {one.position: _offered(agreement, one, speaks=speaks) for one in agreement.instalments}


def _offered(agreement: ProjectAgreement, one: AgreementInstalment, *, speaks: bool) -> Offered:
    acts = list(_acts(agreement, one))
    return Offered(
        acts=[*acts, *([_way(agreement, one, "evidence", t("Hand in evidence"))] if speaks and _is_open(one) else [])],
        further=_at_length(agreement, one, acts), waits=_why(one) if not acts else None,
    )  # fmt: skip


def _acts(agreement: ProjectAgreement, one: AgreementInstalment) -> Iterator[tuple[Text, str]]:
    if _may_approve(one):
        yield _way(agreement, one, "approve", t("Approve"))
        yield _way(agreement, one, "refuse", pt("evidence", "Refuse"))
    if viewer().may(LEAD_EXPERIMENTS) and services.payment_hindrance(agreement, one) is None:
        yield _way(agreement, one, "pay", t("Pay the rest") if one.paid else t("Pay"))


def _at_length(
    agreement: ProjectAgreement, one: AgreementInstalment, acts: list[tuple[Text, str]]
) -> tuple[Text, str, str] | None:
    """Return the act that takes an instalment further, in words that stand alone, and its sign.

    The rest of one that was paid in part may stay unpaid: its evidence may show no more.
    """
    if not acts or one.paid:
        return None
    if _may_approve(one):
        return *_way(agreement, one, "approve", t("Approve the evidence")), "check"
    return *_way(agreement, one, "pay", t("Pay the instalment")), "money"


def _why(one: AgreementInstalment) -> Text | None:
    if not one.awaits_approval:
        return None
    return OWN_EVIDENCE if services.is_own(viewer(), one) else NOT_APPROVED


def _may_approve(one: AgreementInstalment) -> bool:
    return (
        viewer().may(APPROVE_EVIDENCE)
        and one.awaits_approval
        and services.approval_hindrance(viewer(), one) is None
    )


def _is_open(one: AgreementInstalment) -> bool:
    return one.needs_evidence and not one.paid and one.approval is None


def _way(agreement: ProjectAgreement, one: AgreementInstalment, view: str, label: Text) -> tuple[Text, str]:
    number, place = agreement.application_id, one.position
    return label, url_for(f"finance_fund.{view}", application_id=number, position=place)
