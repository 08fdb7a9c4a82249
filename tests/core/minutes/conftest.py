"""A realistic meeting of 871 members in four colleges, counted by the real rules."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from collegial.assemblies.rules import CollegeAttendance, quorum
from collegial.assemblies.services.conducting import close_assembly
from collegial.documents.voice import Voice, voice_in
from collegial.minutes import services
from collegial.minutes.facts import (
    Bureau,
    Convening,
    Cooperative,
    DocumentLaidOpen,
    Fingerprints,
    Incident,
    MinutesFacts,
    OpeningQuorum,
    ResolutionFacts,
    Sitting,
    StatutesInForce,
)
from collegial.statutes.rules import (
    Carry,
    Convocation,
    DecisionKind,
    Fallback,
    MajorityRule,
    QuorumRule,
)
from collegial.testing.factories import convened
from collegial.votes.models import Choice
from collegial.votes.rules import CollegeSums, result
from collegial.votes.services import cast_vote, close_vote, open_vote

MORE_THAN_HALF = MajorityRule(threshold=Fraction(1, 2), strict=True)
TWO_THIRDS = MajorityRule(threshold=Fraction(2, 3), strict=False)

ATTENDANCE = (
    CollegeAttendance(
        key="workers", name="Salariés", weight=Fraction(1, 4), members=37, present=24, represented=5, remote=2
    ),
    CollegeAttendance(
        key="users",
        name="Bénéficiaires",
        weight=Fraction(7, 20),
        members=642,
        present=121,
        represented=64,
        remote=88,
        correspondence=31,
    ),
    CollegeAttendance(
        key="actors",
        name="Structures de l’économie sociale et solidaire",
        weight=Fraction(1, 4),
        members=158,
        present=52,
        represented=19,
        remote=8,
        correspondence=3,
    ),
    CollegeAttendance(
        key="public",
        name="Collectivités et établissements publics",
        weight=Fraction(3, 20),
        members=34,
        present=11,
        represented=6,
        remote=1,
        correspondence=1,
    ),
)


def _sums(*votes: tuple[int, int, int, int]) -> tuple[CollegeSums, ...]:
    return tuple(
        CollegeSums(
            key=college.key,
            name=college.name,
            weight=college.weight,
            members=college.members,
            attending=college.attending,
            for_=in_favour,
            against=against,
            abstain=abstain,
            blank=blank,
        )
        for college, (in_favour, against, abstain, blank) in zip(ATTENDANCE, votes, strict=True)
    )


def _resolution(
    number: int, title: str, text: str, sums: tuple[CollegeSums, ...], *, carry: Carry = Carry.PROPORTIONAL
) -> ResolutionFacts:
    return ResolutionFacts(
        number=number,
        title=title,
        text=text,
        kind=DecisionKind.ORDINARY,
        is_secret=False,
        majority=MORE_THAN_HALF,
        carry=carry,
        sums=sums,
        result=result(MORE_THAN_HALF, carry, Fallback.AGAINST, Fallback.DROP, sums),
    )


def _resolutions() -> tuple[ResolutionFacts, ...]:
    accounts = _resolution(
        1,
        "Approbation des comptes de l’exercice 2025",
        "L’assemblée générale, après avoir entendu le rapport du conseil d’administration et le rapport "
        "du commissaire aux comptes, approuve les comptes de l’exercice clos le 31 décembre 2025 tels "
        "qu’ils lui sont présentés, et qui font apparaître un excédent net de 10 000 €.\n\n"
        "Elle donne quitus aux administrateurs de leur gestion.",
        _sums((28, 1, 2, 0), (251, 22, 27, 4), (71, 6, 4, 1), (16, 0, 3, 0)),
    )
    fund = _resolution(
        2,
        "Affectation de l’excédent",
        "L’assemblée générale décide d’affecter l’excédent comme suit : 1 500 € à la réserve légale, "
        "4 250 € à la réserve statutaire, le solde au fonds de développement.",
        _sums((9, 19, 3, 0), (149, 131, 20, 4), (33, 44, 5, 0), (4, 13, 2, 0)),
    )
    chair = _resolution(
        3,
        "Élection de la présidente du comité d’éthique",
        "L’assemblée générale élit Mme Nolwenn Le Goff présidente du comité d’éthique pour trois ans.",
        _sums((20, 10, 1, 0), (140, 150, 10, 4), (50, 28, 4, 0), (9, 8, 1, 1)),
        carry=Carry.MAJORITY,
    )
    debated = replace(
        fund,
        debate="Mme Riou demande si le fonds de développement peut financer l’avance de trésorerie d’un "
        "chantier ; la trésorière répond que oui, dans la limite du plafond voté en 2024.",
    )
    return (accounts, debated, replace(chair, is_secret=True))


@pytest.fixture
def facts() -> MinutesFacts:
    """Build a French ordinary meeting where everything that minutes may hold is there."""
    verdict = quorum(QuorumRule(at_least=Fraction(1, 2)), ATTENDANCE)
    return MinutesFacts(
        number=12,
        cooperative=Cooperative(
            name="Pôle coopératif du Pays d’Auray",
            legal_mention="Société coopérative d’intérêt collectif, société anonyme à capital variable. "
            "Siège : 3 rue du Port, 56400 Auray. RCS Vannes 512 345 678.",
        ),
        convening=Convening(
            convocation=Convocation.FIRST,
            sent_on=date(2026, 5, 29),
            manner="Courriel à 803 sociétaires, lettre simple à 68 sociétaires",
            notice_days=15,
            last_sending_day=date(2026, 5, 28),
            override_reason="panne du service postal de la zone, constatée par huissier",
        ),
        sitting=Sitting(
            held_on=date(2026, 6, 12),
            place="Espace Athéna, place du Gohlérez, 56400 Auray, et par visioconférence",
            opened_at=datetime(2026, 6, 12, 16, 5, tzinfo=UTC),
            closed_at=datetime(2026, 6, 12, 18, 47, tzinfo=UTC),
        ),
        statutes=StatutesInForce(label="Statuts du 14 mars 2025", version=3),
        bureau=Bureau(
            chair="Maëlle Le Bihan",
            scrutineers=("Yann Kermorgant", "Aïssatou Diallo"),
            secretary="Loïc Perrot",
        ),
        agenda=(
            "Rapport du conseil d’administration",
            "Approbation des comptes de l’exercice 2025",
            "Affectation de l’excédent",
            "Élection de la présidente du comité d’éthique",
        ),
        documents=(
            DocumentLaidOpen(title="Rapport de gestion 2025", sha256="3b" * 32),
            DocumentLaidOpen(title="Feuille de présence certifiée par le bureau"),
        ),
        attendance=ATTENDANCE,
        quorums=(OpeningQuorum(kind=DecisionKind.ORDINARY, verdict=verdict),),
        debate="La présidente présente le rapport du conseil : l’année a vu naître deux ateliers et un "
        "chantier sur la mobilité ; « une année pleine », dit-elle.\n\n"
        "M. Le Port demande quand sera révisée la grille des tarifs. Il lui est répondu qu’un groupe de "
        "travail rendra ses conclusions avant la fin de l’année.",
        incidents=(
            Incident(
                at=datetime(2026, 6, 12, 17, 20, tzinfo=UTC),
                text="coupure de la visioconférence pendant quatre minutes ; la séance a été suspendue.",
            ),
        ),
        resolutions=_resolutions(),
        fingerprints=Fingerprints(board_head="a1" * 32, journal_head="b2" * 32, record="c3" * 32),
    )


@pytest.fixture
def missed(facts: MinutesFacts) -> MinutesFacts:
    """Build the same meeting with 435 attending instead of 436: one too few for half of 871."""
    attendance = (replace(ATTENDANCE[0], present=23), *ATTENDANCE[1:])
    verdict = quorum(QuorumRule(at_least=Fraction(1, 2)), attendance)
    quorums = (OpeningQuorum(kind=DecisionKind.ORDINARY, verdict=verdict),)
    return replace(facts, attendance=attendance, quorums=quorums, resolutions=())


@pytest.fixture
def in_english() -> Voice:
    """Speak English, at the time of the room."""
    return voice_in("en", say=str, zone=ZoneInfo("Europe/Paris"))


@pytest.fixture
def in_french() -> Voice:
    """Write dates and numbers as French does; the sentences stay as the code has them."""
    say: Callable[[object], str] = str
    return voice_in("fr", say=say, zone=ZoneInfo("Europe/Paris"))


@pytest.fixture
def ended(context, clock):
    """Hold an assembly of two resolutions, both adopted."""
    world = convened(context, {"A": 2, "B": 1, "C": 1, "D": 1})
    everyone = [one for many in world.entries.values() for one in many]
    world.arrive(*everyone)
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    for entry in everyone:
        paper = {question.id: Choice.FOR for question in vote.questions}
        cast_vote(world.member(entry), vote.id, world.own(entry), paper)
    close_vote(context, vote.id)
    clock.move(minutes=20)
    close_assembly(context, world.assembly, debate="Du débat.")
    return world.assembly


@pytest.fixture
def established(context, ended):
    return services.establish_minutes(context, ended)
