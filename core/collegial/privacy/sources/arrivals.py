"""How someone came in: an application, and the number that an imported list gives them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.imports.models import ImportReference
from collegial.joining.models import Application, Consent, ConveningChoice, Receipt
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member, MemberRequest
from collegial.privacy.records import records_of
from collegial.privacy.rules import REGISTER_YEARS
from collegial.privacy.sources.keeping import erase_nothing, keeps

_RESTS = t(
    "The register of members rests on it; it is kept for the life of the cooperative and %(years)s years.",
    years=REGISTER_YEARS,
)


def _applications(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = select(Application.id).where(Application.actor_id == actor_id)
    return [
        *records_of(session, Application, Application.actor_id == actor_id, without=("search_name",)),
        *records_of(session, Receipt, Receipt.application_id.in_(mine)),
        *records_of(session, Consent, Consent.application_id.in_(mine)),
        *records_of(session, ConveningChoice, ConveningChoice.actor_id == actor_id),
    ]


def _requests(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = select(Member.id).where(Member.actor_id == actor_id)
    return records_of(session, MemberRequest, MemberRequest.member_id.in_(mine))


def _references(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return records_of(session, ImportReference, ImportReference.actor_id == actor_id)


def _answer_references(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if not session.scalar(select(exists().where(ImportReference.actor_id == actor_id))):
        return ErasureAnswer()
    return ErasureAnswer(erased=(t("The number that a list brought"),))


def _erase_references(context: Context, actor_id: int) -> None:
    context.session.execute(delete(ImportReference).where(ImportReference.actor_id == actor_id))


APPLICATIONS = PersonalDataSource(
    key="core.applications",
    label=t("Application to join"),
    purpose=t("To decide on an application, to admit, and to show that the rules were kept."),
    retention=t("With the register of members, which rests on it."),
    tables=("joining_application", "joining_convening_choice"),
    export=_applications,
    answer=keeps(
        _applications, t("The application to join"),
        _RESTS,
    ),
    erase=erase_nothing,
)  # fmt: skip
REQUESTS = PersonalDataSource(
    key="core.requests",
    label=t("Requests of members"),
    purpose=t("To answer what a member asks: to leave, to correct their data, to take more shares."),
    retention=t("With the register of members, which rests on it."),
    tables=(),
    export=_requests,
    answer=keeps(
        _requests, t("What was asked as a member, and the answers"),
        _RESTS,
    ),
    erase=erase_nothing,
)  # fmt: skip
REFERENCES = PersonalDataSource(
    key="core.references",
    label=t("Numbers in imported lists"),
    purpose=t("To find someone again when the same list is imported once more."),
    retention=t("While one takes part."),
    tables=("import_reference",),
    export=_references,
    answer=_answer_references,
    erase=_erase_references,
)
