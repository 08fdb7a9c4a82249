"""`collegial init` makes a deployment that works, from answers that are checked first, or makes nothing."""

import stat

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.app import create_app
from collegial.config import load_settings
from collegial.founding.answers import UnusableAnswers, parse_answers
from collegial.founding.cli import init
from collegial.founding.filling import PIPELINES, prepared_pipeline
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
    arguments = [str(tmp_path / "brest"), "--answers", str(tmp_path / "answers.toml")]
    return CliRunner().invoke(init, arguments, **options)


def test_a_file_of_answers_makes_a_deployment_that_works(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 0, done.output
    assert "https://brest.example.org/login" in done.output

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
    program.database.close()

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
    assert [one.name for one in (tmp_path / "brest").glob("*")] == []


def test_questions_are_asked_without_a_file(tmp_path):
    answers = "Pays de Brest\n\nada@example.org\n\n\nnone\nfive-stages\ny\n" + "y\n" * 20

    done = CliRunner().invoke(init, [str(tmp_path / "brest")], input=answers)

    assert done.exit_code == 0, done.output
    assert "ask for a code for ada@example.org" in done.output
    assert load_settings(tmp_path / "brest" / "pays.toml").mail.backend == "file"


@pytest.mark.parametrize("key", PIPELINES)
def test_prepared_pipelines_can_be_recorded(key):
    assert len(parse_pipeline(prepared_pipeline(key)).passages) >= 2


def test_all_errors_are_told_at_once():
    with pytest.raises(UnusableAnswers) as raised:
        parse_answers({"pays": 1, "administrator": {"mail": "x"}})

    assert str(raised.value).count("\n") >= 2
