"""Whatever is done, in any order: what is frozen stays, and the journal alone builds every version again."""

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from collegial.files.rules import Upload
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.proposals import queries, services
from collegial.proposals.models import AmendmentKind, GateOutcome
from collegial.proposals.rules import Count
from collegial.proposals.rules.ordering import places_for
from collegial.proposals.rules.replaying import replay, seal_again
from collegial.proposals.services import Aim, amending, hearing, writing
from collegial.proposals.services.attaching import attach_file, detach_file
from collegial.proposals.services.hearing import HeardLine, Hearing
from collegial.proposals.services.rolling_back import roll_back
from collegial.proposals.services.writing import ActionFields, AxisFields

from .conftest import TEXT

EVERYTHING = program_viewer("test")


class Walk:
    """Acts on a proposal, as people would do them on the pages; each takes a number to choose with."""

    def __init__(self, context, garden, pilot):
        self.context, self.garden, self.pilot = context, garden, pilot

    @property
    def axes(self):
        return queries.content_of(self.context.session, self.garden.draft)

    def some(self, rows, number):
        return rows[number % len(rows)] if rows else self.skip()

    def skip(self):
        raise DomainError("walk.nothing", "nothing to act on")

    def axis(self, number):
        return self.some(self.axes, number)

    def action(self, number):
        return self.some([one for axis in self.axes for one in axis.actions], number)

    def add_axis(self, number):
        writing.add_axis(self.context, self.garden.draft, AxisFields(title=f"Axis {number}"))

    def add_action(self, number):
        fields = ActionFields(title=f"Action {number}", priority="soil")
        writing.add_action(self.context, self.garden.draft, self.axis(number), fields)

    def write_axis(self, number):
        axis = self.axis(number)
        fields = AxisFields(title=f"A{number}", text="x")
        writing.write_axis(self.context, axis.version, axis, fields, seen=axis.revision)

    def write_action(self, number):
        one = self.action(number)
        fields = ActionFields(title=f"W{number}", text="y", owner="CRESS")
        writing.write_action(self.context, self.garden.draft, one, fields, seen=one.revision)

    def write_all(self, number):
        stale = self.some(self.garden.proposal.versions, number)  # a frozen one refuses
        services.write_version(self.context, stale, TEXT)

    def move(self, number):
        piece = self.some([piece for _, piece in queries.pieces_of(self.axes)], number)
        writing.move_piece(self.context, self.garden.draft, piece, by=-1 if number % 2 else 1)

    def remove(self, number):
        one = self.action(number)
        writing.remove_action(self.context, self.garden.draft, one, seen=one.revision)

    def attach(self, number):
        upload = Upload(name="a.txt", content=b"%d" % number)
        attach_file(self.context, self.garden.draft, self.action(number), upload)

    def detach(self, number):
        files = [one for one in self.garden.draft.attachments if one.action_key]
        detach_file(self.context, self.garden.draft, self.some(files, number))

    def hear(self, number):
        lines = [HeardLine(name="Ada", family="ess-0", number=number + 1)]
        touches = [self.action(number).key]
        said = Hearing(kind="letter", title=f"Letter {number}", lines=lines, touches=touches)
        hearing.record_hearing(self.context, self.garden.draft, said)

    def hear_again(self, number):
        row = self.some(self.garden.draft.contributions, number)
        said = Hearing(kind="visit", title=f"Other {number}", text="z", views=number)
        hearing.change_hearing(self.context, row, said, seen=row.revision)

    def attach_heard(self, number):
        row = self.some(self.garden.draft.contributions, number)
        hearing.attach_to_hearing(self.context, row, Upload(name="b.txt", content=b"b%d" % number))

    def unhear(self, number):
        hearing.remove_hearing(self.context, self.some(self.garden.draft.contributions, number))

    def amend(self, number):
        one = self.action(number)
        kind = list(AmendmentKind)[number % 4]
        outline = queries.outline_of(self.axes)
        fields = amending.AmendmentFields(
            kind=kind, title=f"M{number}", text="new", reasons="So.", axis=one.axis.key,
            action=None if kind is AmendmentKind.ADD else one.key,
            place=self.some(places_for(outline, one.key), number) if kind is AmendmentKind.MOVE else None,
        )  # fmt: skip
        found = amending.suggest_amendment(self.pilot, self.garden.draft, fields)
        amending.answer_amendment(self.pilot, found, accept=True, reasons="Yes.")

    def reopen(self, _):
        for topic in self.garden.proposal.topics:
            services.reopen_topic(self.context, topic, "Words.")

    def relabel(self, number):
        services.set_priorities(self.context, [Aim(key="soil", short=f"{number}", label=f"Soil {number}")])

    def send_back(self, _):
        self.garden.pass_gate(self.context, outcome=GateOutcome.SENT_BACK, votes_for=0)

    def pass_on(self, _):
        for topic in queries.topics_before(self.garden.proposal):
            if topic.decision is None:
                services.settle_topic(self.context, topic, "Here.")
        self.garden.pass_gate(self.context)

    def start_again(self, number):
        stage = self.some(self.garden.proposal.versions, number).stage
        count = Count(votes_for=2, against=1)
        roll_back(self.context, self.garden.proposal, to_stage=stage, reasons="Lost.", count=count)


ACTS = sorted(
    name for name in vars(Walk) if name not in {"some", "skip", "axis", "action", "axes"} and name[0] != "_"
)


# A walk that fails is told as it is: to make it shorter would take minutes.
@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@example(walk=[("attach", 0), ("attach", 1)])  # files go on into the next version
@example(
    walk=[("attach", 5), ("attach", 3), ("attach", 5), ("detach", 2)]
)  # the second of two that are the same
@given(walk=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 7)), min_size=12, max_size=20))
def test_no_walk_changes_what_is_frozen_and_the_journal_rebuilds_every_version(program, plant, as_role, walk):
    with program.database.writing() as session:
        context = program.context(session, EVERYTHING)
        garden = plant(context)
        garden.make_ready(context)
        pilot = program.context(session, as_role("pilot", actor_id=garden.elder.id).by)
        here = Walk(context, garden, pilot)
        sealed = {}
        for name, number in [*walk, ("pass_on", 0), *walk, ("pass_on", 0)]:
            try:
                with session.begin_nested():
                    getattr(here, name)(number)
            except DomainError:
                session.expire_all()
            for version in garden.proposal.versions:
                if version.digest:
                    assert sealed.setdefault(version.stage, version.digest) == version.digest
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
        rebuilt = replay("beans", [(row.event, row.payload) for row in rows])

        assert seal_again("beans", rebuilt) == sealed
        assert list(rebuilt) == [one.stage for one in garden.proposal.versions]
        for version in garden.proposal.versions:
            axes = queries.content_of(session, version)
            assert rebuilt[version.stage].text == queries.text_of(version, axes)
            if version.digest:
                said = tuple(queries.contribution_text(row) for row in version.contributions)
                assert rebuilt[version.stage].contributions == said
                assert queries.digest_of(garden.proposal, version, axes) == version.digest
        session.rollback()
