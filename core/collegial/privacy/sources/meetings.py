"""Assemblies and open votes: rolls, attendance and boards prove what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import (
    Attendance,
    BlankProxy,
    CorrespondenceForm,
    Mandate,
    RollEntry,
    SpouseProxy,
    WrittenQuestion,
)
from collegial.assemblies.models.voting import Candidacy
from collegial.hooks.contracts import PersonalDataSource
from collegial.kernel.text import t
from collegial.privacy.records import records_of
from collegial.privacy.rules import ATTENDANCE_YEARS
from collegial.privacy.sources.keeping import erase_nothing, keeps
from collegial.secret.models import Ceremony, Scrutineer
from collegial.votes.models import Ballot, SignOff


def _assemblies(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    of_actor = or_(RollEntry.actor_id == actor_id, RollEntry.voter_id == actor_id)
    mine = select(RollEntry.id).where(of_actor)
    mandates = or_(Mandate.giver_id.in_(mine), Mandate.holder_id.in_(mine))
    return [
        *records_of(session, RollEntry, RollEntry.id.in_(mine)),
        *records_of(session, Attendance, Attendance.entry_id.in_(mine)),
        *records_of(session, Mandate, mandates),
        *records_of(session, BlankProxy, BlankProxy.entry_id.in_(mine)),
        *records_of(session, SpouseProxy, SpouseProxy.entry_id.in_(mine)),
        *records_of(session, CorrespondenceForm, CorrespondenceForm.entry_id.in_(mine)),
        *records_of(session, WrittenQuestion, WrittenQuestion.entry_id.in_(mine)),
        *records_of(session, Candidacy, Candidacy.actor_id == actor_id),
    ]


def _votes(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = select(RollEntry.id).where(RollEntry.actor_id == actor_id)
    return [
        *records_of(session, SignOff, SignOff.giver_id.in_(mine)),
        *records_of(session, Ballot, Ballot.giver_id.in_(mine)),
    ]


ASSEMBLIES = PersonalDataSource(
    key="core.assemblies",
    label=t("Assemblies"),
    purpose=t("To convene, to know who attends and for whom, and to prove it afterwards."),
    retention=t("As long as the minutes that they prove, %(years)s years at least.", years=ATTENDANCE_YEARS),
    tables=("roll_entry", "resolution_candidate"),
    export=_assemblies,
    answer=keeps(
        _assemblies,
        t("Rolls, attendance, proxies, forms of vote by correspondence, written questions and candidacies"),
        t("They prove what the assemblies decided, and each is sealed into the record of its assembly."),
    ),
    erase=erase_nothing,
)  # fmt: skip
VOTES = PersonalDataSource(
    key="core.votes",
    label=t("Open votes"),
    purpose=t("To count open votes, and to let everyone recount them. Secret ballots are never linked to anyone."),
    retention=t("As long as the decisions that they made."),
    tables=(),
    export=_votes,
    answer=keeps(
        _votes, t("Votes cast in open votes"),
        t("An open vote is a roll call: it stays with the decision that it made."),
    ),
    erase=erase_nothing,
)  # fmt: skip


def _duties(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    held = records_of(
        session, Scrutineer, Scrutineer.actor_id == actor_id, without=("cert", "polynomial", "share")
    )
    return [*held, *records_of(session, Ceremony, Ceremony.registrar_id == actor_id, without=("trustees",))]


SCRUTINEERS = PersonalDataSource(
    key="core.secret",
    label=t("Scrutineers of secret votes"),
    purpose=t("To know who guards the key of a secret vote, and to let everyone check it with their public keys."),
    retention=t("As long as the decisions that they made."),
    tables=("secret_scrutineer", "secret_ceremony"),
    export=_duties,
    answer=keeps(
        _duties, t("Scrutineer with public keys, or maker of the codes of a secret vote"),
        t("They prove that a secret vote was counted as it should be, and stay with its decisions."),
    ),
    erase=erase_nothing,
)  # fmt: skip
