"""`collegial init` makes a deployment that works, from answers that are checked first, or makes nothing."""

import json
import stat

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.actors.models import Actor, ActorFamily
from collegial.app import create_app
from collegial.cli import collegial
from collegial.config import load_settings
from collegial.founding.answers import UnusableAnswers, parse_answers
from collegial.founding.asking import colour_named, short_name_of
from collegial.founding.cli import init
from collegial.founding.filling import PIPELINES, prepared_pipeline
from collegial.groups.queries import groups
from collegial.proposals.models import Pipeline, Priority
from collegial.proposals.rules import parse_pipeline
from collegial.statutes.models import Statutes

ANSWERS = """
public_url = "https://brest.example.org"
plugins = ["chantier"]

[pays]
name = "Pays de Brest « Bro Vrest »"
short_name = "Brest"
languages = ["fr", "br"]
accent = "sea"
logo = "logo.svg"

[mail]
backend = "file"

[administrator]
email = "ada@example.org"

[statutes]
preset = "association"

[pipeline]
preset = "three-stages"

[[priorities]]
key = "funding"
short = "Financement"
label = "Financer l’économie locale"

[[families]]
key = "base"
label = "Structures de base"
level = 0
"""


def run(tmp_path, answers=ANSWERS, **options):
    (tmp_path / "answers.toml").write_text(answers, encoding="utf-8")
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    arguments = [str(tmp_path / "brest"), "--answers", str(tmp_path / "answers.toml")]
    return CliRunner().invoke(init, arguments, **options)


def test_a_file_of_answers_makes_a_deployment_that_works(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 0, done.output
    assert "https://brest.example.org/sign-in" in done.output

    folder = tmp_path / "brest"
    assert stat.S_IMODE((folder / "secrets.toml").stat().st_mode) == 0o600
    app = create_app(load_settings(folder / "pays.toml"))
    program = app.extensions["collegial"]
    with program.database.reading() as session:
        assert "chantier" in program.host.active(session)
        account = session.scalars(select(Account)).one()
        assert {role.name for role in account.roles} == {"administrator", "staff"}
        assert session.scalars(select(Statutes)).one()
        assert session.scalars(select(Pipeline.name)).all() == ["Pipeline"]
        assert session.scalars(select(Priority.short)).all() == ["Financement"]
    assert program.settings.pays.name == "Pays de Brest « Bro Vrest »"
    client = app.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/chantiers/").status_code == 200
    with client.get("/logo") as logo:
        assert logo.mimetype == "image/svg+xml"
    program.database.close()

    looked = CliRunner().invoke(
        collegial, ["doctor", "--json"], env={"COLLEGIAL_CONFIG": str(folder / "pays.toml")}
    )
    findings = json.loads(looked.output)["findings"]
    assert {one["about"] for one in findings if one["gravity"] == "fine"} >= {"database", "tables", "journal"}
    assert [one["found"] for one in findings if one["gravity"] == "wrong"] == [
        "mail.backend is “file”: nobody receives anything."
    ]
    assert looked.exit_code == 2

    again = run(tmp_path)
    assert again.exit_code == 1
    assert "holds a deployment already" in again.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('email = "ada@example.org"', 'email = "ada"'), "administrator.email"),
        (('accent = "sea"', 'accent = "pink"'), "pays.accent"),
        (('accent = "sea"', 'acent = "sea"'), "pays.acent"),
        (('preset = "association"', 'preset = "guild"'), "statutes.preset"),
        (('preset = "three-stages"', 'preset = "none"'), "pipeline.preset"),
        (('plugins = ["chantier"]', 'plugins = ["nothing"]'), "nothing"),
        (('plugins = ["chantier"]', "plugin = []"), "plugin"),
        (("level = 0", 'level = "low"'), "families.0.level"),
        (("[pays]", "[pays"), "cannot be read"),
    ],
)
def test_answers_that_cannot_be_used_are_named_and_leave_nothing(tmp_path, change, said):
    done = run(tmp_path, ANSWERS.replace(*change))

    assert done.exit_code == 1
    assert said in done.output
    assert [one.name for one in (tmp_path / "brest").glob("*") if one.name != "logo.svg"] == []


def test_a_colour_is_named_in_the_language_of_the_questions():
    names = {"bruyère": "heather", "mer": "sea"}

    assert [colour_named(typed, names) for typed in ("Bruyère", "bruyere", "MER", "sea", "#135a75")] == [
        "heather", "heather", "sea", "sea", "#135a75",
    ]  # fmt: skip


def test_questions_are_asked_without_a_file(tmp_path):
    answers = [
        "", "Pays de Brest", "", "br,de", "br,fr", "pink", "#135a75", "Ada Le Goff", "ada",
        "ada@example.org", "brest", "", "", "mysql://x/y", "", "scic-sas", "2026-01-01", "", "v0-v4",
        "Financer l’économie, Élargir", "", "Structures de base", *["y"] * 20,
    ]  # fmt: skip

    done = CliRunner().invoke(init, [str(tmp_path / "brest"), "--locale", "fr"], input="\n".join(answers))

    assert done.exit_code == 0, done.output
    assert "demandez un code pour ada@example.org" in done.output
    assert "Il faut un nom" in done.output
    assert "Nom court, pour les téléphones et les objets des courriels [Pays de Brest]\u00a0:" in done.output
    assert "Couleur\u00a0: bruyère, mer, mousse, brique, ardoise, ou une" in done.output
    assert "# Les réglages de ce site" in (tmp_path / "brest" / "pays.toml").read_text(encoding="utf-8")
    settings = load_settings(tmp_path / "brest" / "pays.toml")
    assert (settings.mail.backend, settings.pays.languages, settings.pays.accent) == (
        "file", ("br", "fr"), "#135a75",
    )  # fmt: skip
    assert settings.pays.legal_mention.startswith(
        "Société coopérative d’intérêt collectif, société par actions"
    )
    app = create_app(settings)
    with app.extensions["collegial"].database.reading() as session:
        assert (
            session.scalars(select(Actor.name).join(Account, Account.actor_id == Actor.id)).one()
            == "Ada Le Goff"
        )
        assert session.scalars(select(Priority.key).order_by(Priority.position)).all() == [
            "financer-l-economie-1",
            "elargir-2",
        ]
        assert session.scalars(select(ActorFamily.label)).all() == ["Structures de base"]
        # V0 to V4 is decided by two groups: without them it could not be recorded.
        assert {one.key for one in groups(session)} == {"follow_up", "pilot"}
    page = app.test_client().get("/").text
    assert 'class="accent-own"' in page
    assert "--accent: #135a75" in app.test_client().get("/accent.css").text
    app.extensions["collegial"].database.close()


@pytest.mark.parametrize("key", PIPELINES)
def test_prepared_pipelines_can_be_recorded(key):
    assert len(parse_pipeline(prepared_pipeline(key)).passages) >= 2


def test_a_file_that_cannot_be_used_is_blamed_in_the_language_of_the_questions(tmp_path):
    (tmp_path / "answers.toml").write_text("[pays]\n[administrator]\nmail = 1\n", encoding="utf-8")
    arguments = [str(tmp_path / "x"), "--locale", "fr", "--answers", str(tmp_path / "answers.toml")]

    said = CliRunner().invoke(init, arguments).output

    assert "Les réponses ne peuvent pas être utilisées." in said
    assert "administrator.email\u00a0: il manque" in said
    assert "administrator.mail\u00a0: ce nom n’existe pas" in said


def test_all_errors_are_told_at_once():
    with pytest.raises(UnusableAnswers) as raised:
        parse_answers({"pays": 1, "administrator": {"mail": "x"}})

    assert str(raised.value).count("\n") >= 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Pays de Brest", "Pays de Brest"),
        ("Pôle de coopération économique du Pays de Redon", "Pôle de coopération économique"),
        ("Société coopérative du grand Pays de Redon", "Société coopérative du grand"),
        ("Les Coopérateurs associés des Monts d’Arrée", "Les Coopérateurs associés"),
        ("", ""),
    ],
)
def test_the_short_name_that_is_proposed_ends_with_a_word(name, short):
    assert short_name_of(name) == short
