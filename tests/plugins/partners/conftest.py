import shutil
from dataclasses import replace
from datetime import date

import pytest

from collegial.accounts.services import open_account
from collegial.app import create_app
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorKind, Proposal
from collegial.proposals.models import Action, Axis, Pipeline, Version
from collegial.proposals.queries import content_of, digest_of
from collegial_partners import services
from collegial_partners.models import ProtocolForm
from collegial_partners.rules import ConsentManner, IndicatorMeasure, ProjectKind

FACTS = {
    "title": "Protocole avec la CCI", "objectives": "Orienter", "information": "Réunions",
    "orientation": "Dix jours", "seat": None, "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31),
}  # fmt: skip


@pytest.fixture
def partners_are_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "partners")


@pytest.fixture
def world(program, partners_are_on):
    """Give the numbers of two organisations, a person, and two accounts of the staff."""
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        kinds = {"cci": ActorKind.ORGANISATION, "crva": ActorKind.ORGANISATION, "person": ActorKind.PERSON}
        rows = {
            name: Actor(kind=kind, name=name.upper(), created_at=program.clock.now())
            for name, kind in kinds.items()
        }
        session.add_all(rows.values())
        accounts = {
            name: open_account(context, email=f"{name}@example.org", actor_id=None, roles=["staff"])
            for name in ("anne", "bob")
        }
        session.flush()
        return {name: row.id for name, row in (rows | accounts).items()}


@pytest.fixture
def facts():
    return dict(FACTS)


@pytest.fixture
def sign():
    """Give a function that draws up a protocol with a partner and lets both sign; it returns the partner's line."""

    def do(context, actor_id, *, form=ProtocolForm.COOPERATION, **changes):
        protocol = services.draw_protocol(context, form=form, facts=FACTS | changes)
        party = services.add_party(context, protocol_id=protocol.id, actor_id=actor_id)
        for label, measure in (
            ("Orientés", IndicatorMeasure.REFERRALS),
            ("Réunions", IndicatorMeasure.BY_HAND),
        ):
            services.add_indicator(context, protocol_id=protocol.id, label=label, measure=measure, target=3)
        for one in list(protocol.parties):
            services.sign_protocol(
                context, protocol_id=protocol.id, party_id=one.id, signatory="La présidente",
                signed_on=date(2026, 1, 1),
            )  # fmt: skip
        return party

    return do


@pytest.fixture
def link(context, world, sign):
    """Give the personal link of someone of the CCI, whose protocol is in force."""
    party = sign(context, world["cci"])
    return services.make_link(
        context, protocol_id=party.protocol_id, party_id=party.id, name="Jeanne", email="jeanne@cci.example"
    )


@pytest.fixture
def new():
    """Give a function that writes down a project holder."""

    def write(**changes):
        sound = {
            "name": "Malo Tanguy", "contact": "06 00 00 00 00", "need": "Un prêt",
            "project": ProjectKind.CREATION, "consent": ConsentManner.ORAL, "has_consented": True,
        }  # fmt: skip
        return services.NewReferral(**(sound | changes))

    return write


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def freeze():
    """Give a function that writes a frozen version of a proposal."""

    def write(context):
        now = context.clock.now()
        pipeline = Pipeline(key="p", revision=1, name="P", document={}, created_at=now)
        proposal = Proposal(slug="pole", title="Le pôle", summary="…", pipeline=pipeline, created_at=now)
        row = Version(
            proposal=proposal, stage="V1", position=1, dated_on=date(2026, 1, 1), author="Un groupe",
            summary="Ce que nous voulons", axes=[Axis(position=1, title="Financer", key="a1")],
        )  # fmt: skip
        row.axes[0].actions.append(Action(position=1, title="Un fonds", text="Public et privé", key="b1"))
        context.session.add(proposal)
        context.session.flush()
        row.digest = digest_of(proposal, row, content_of(context.session, row))
        row.frozen_at = now
        context.session.flush()
        return row

    return write


@pytest.fixture
def version(context, partners_are_on, freeze):
    """Give a frozen version of a proposal."""
    return freeze(context)


@pytest.fixture
def elsewhere(settings, sqlite_template, tmp_path):
    """Give the program of another deployment, with a protocol, and a context in which it acts."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "other.db")
    other = replace(
        settings, folder=folder, database_url=f"sqlite:///{folder}/other.db",
        pays=replace(settings.pays, name="Pays de Brest"), secrets=replace(settings.secrets, key="z" * 40),
    )  # fmt: skip
    app = create_app(other)
    program = app.extensions["collegial"]
    with app.app_context(), program.database.unit_of_work() as session:
        there = program.context(session, program_viewer("test"))
        enable_plugin(there, program.host, "partners")
        yield there
    program.database.close()


@pytest.fixture
def here(app, context, partners_are_on):
    with app.app_context():
        yield context
