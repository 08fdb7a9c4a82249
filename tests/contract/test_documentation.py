"""The plugin of docs/plugin-authors.md is written to disk as it stands there, checked and used."""

import os
import re
import subprocess
import sys

import pytest

_BLOCK = re.compile(
    r"```(?:python|jinja|typst|toml)\n(?:# |\{# |// )(collegial_thanks/[^\s]+)(?: #\})?\n(.*?)```", re.DOTALL
)
_USE = """
import warnings
warnings.simplefilter("error")
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from collegial_thanks import checking, plugin, services
from collegial.actors.services import merge_actors
from collegial.app import create_app
from collegial.hooks.contracts import Passage
from collegial.hosting.discovery import Candidate
from collegial.hosting.migrations import upgrade
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.documents.rendering import render_pdf
from collegial.documents.voice import voice_in
from collegial.hosting.settings import save_settings
from collegial.plugin import Actor, ActorKind, Invalid, Option, Papers, Poll, Sides, Viewer
from collegial.plugin import CollegeAttendance, CollegeFigures, allowed, exchange_kinds, offered, settings_of
from collegial.proposals.rules import parse_pipeline
from collegial.search.queries import find
from collegial.serving import work_forever
from collegial.statutes.presets import document_of
from collegial.statutes.services import check_statutes
from collegial_thanks.models import Thank
from collegial_thanks.permissions import SAY
from collegial_thanks.settings import WALL
from sqlalchemy import func, select
from zoneinfo import ZoneInfo
from collegial.testing.conformance import _settings

assert checking.faults() == [], checking.faults()
settings = _settings(Path("."))
app = create_app(settings, candidates=[Candidate(name="thanks", load=lambda: plugin)])
program = app.extensions["collegial"]
upgrade(settings.database_url, program.host)
passage = Passage(proposal_id=1, from_stage="V0", to_stage="V1")
with program.database.unit_of_work() as session:
    context = program.context(session, program_viewer("test"))
    enable_plugin(context, program.host, "thanks")
    assert not program.host.check_gate(session, "thanks.said", passage).is_open
    consent = context.methods.vote_method(session, "thanks.consent")
    counted = consent.tally(Poll(), [Papers(choice="for", count=3), Papers(choice="abstain", count=2)])
    assert counted.sides == Sides(for_=3, against=2)
    points = context.methods.vote_method(session, "thanks.points")
    poll = Poll(options=tuple(Option(number=one, name=f"N{one}") for one in (1, 2, 3)))
    ranked = [Papers(choice="1>2>3", count=3), Papers(choice="2>3>1", count=2), Papers(choice="blank", count=9)]
    assert points.tally(poll, ranked).elected == (2,)
    judge = context.methods.decision_rule(session, "thanks.everywhere").judge
    figures = dict(weight=Fraction(1, 2), members=2, attending=2, against=0, abstain=0, blank=0, void=0)
    one, two = (CollegeFigures(key=key, name=key.upper(), for_=said, **figures) for key, said in (("a", 1), ("b", 0)))
    assert (judge([one]).is_met, str(judge([one, two]).reason)) == (True, "Nobody said yes in: B.")
    company = context.methods.quorum_rule(session, "thanks.company").judge
    alone = CollegeAttendance(key="a", name="A", weight=Fraction(1), members=2, present=1, represented=1)
    assert (company([alone]).is_met, str(company([alone]).reason)) == (False, "In the room: 1.")
    session.add(Actor(kind=ActorKind.PERSON, name="Ada", email="ada@example.org", created_at=datetime.now(UTC)))
    session.flush()
    services.thank(context, actor_id=1, words="Merci")
    assert program.host.check_gate(session, "thanks.said", passage).is_open
    fragments, failures = program.host.page_slots(session, program_viewer("test"), "assembly.main", 1)
    assert "thanks.under_assembly" in [one.key for one in fragments]
    assert [one for one in failures if one.owner == "thanks"] == []
    for right, number in ((program_viewer("test"), 1), (Viewer(actor_id=1, reach=program.host.reach), 1),
                          (Viewer(actor_id=2, reach=program.host.reach), 0)):
        reached = select(func.count(Thank.id)).where(allowed(session, right, SAY, Thank.id))
        assert session.scalar(reached) == number
    assert "People were thanked; nobody would see it." in map(str, program.host.uses(session, "thanks"))
    assert [str(one) for one in program.host.uses(session, "cards")] == ["Greetings are sent as cards."]
    assert offered(session, "thanks").number(session) == 1
    (words,) = [one for one in exchange_kinds(session) if one.key == "thanks.words"]
    assert session.execute(words.rows(session, right)).all() == [(1, "Merci")]
    assert (words.write(context, 1).text, words.fault({})) == ("Merci", None)
    (preset,) = [one for one in program.host.of_active(session, "pipeline_presets") if "." in one.key]
    assert parse_pipeline(preset.document).passages[0].conditions == ("thanks.said",)
    (stage,) = program.host.of_active(session, "pipeline_stages")
    assert stage.key == "thanks.thanked"
    (offer,) = [one for one in program.host.of_active(session, "statutes_presets") if "." in one.key]
    assert check_statutes(document_of(offer)).label == "Statuts du cercle"
    save_settings(context, WALL, {"shown": 3})
    assert settings_of(session, WALL).shown == 3
    (exporter,) = [one for _, one in program.host.declared("exporters") if one.key == "thanks.wall"]
    assert [row[:2] for row in exporter.rows(session)] == [("Ada", "Merci")]
    (found,) = find(program.host, session, program_viewer("test"), "MERCÌ")
    assert [hit.title for hit in found.hits] == ["Ada"]
    (button,) = program.host.subject_actions(session, program_viewer("test"), "actor", 1)
    assert button.key == "thanks.see"
    (printed,) = [one for _, one in program.host.declared("document_templates") if one.key == "thanks.card"]
    voice = voice_in("fr", say=str, zone=ZoneInfo("Europe/Paris"))
    letterhead = {"letterhead": {"name": "Pays", "legal_line": ""}}
    pdf = render_pdf(printed.template, letterhead | printed.data(context, voice, 1), locale="fr")
    assert pdf.startswith(b"%PDF")
command = app.test_cli_runner().invoke(plugin.say_by_command, ["1", "Trugarez"])
assert command.exit_code == 0, command.output
assert isinstance(app.test_cli_runner().invoke(plugin.say_by_command, ["9", "…"]).exception, Invalid)
assert work_forever(app, once=True) == 4
letter, _second = app.extensions["mailman"].outbox
assert letter.to == ["ada@example.org"]
assert letter.subject.startswith("Pays"), letter.subject
assert letter.subject.endswith(": somebody thanked you"), letter.subject
assert "Ada, words of thanks to you are on the wall:\\nhttp://localhost/thanks/" in letter.body, letter.body
client = app.test_client()
client.set_cookie("locale", "en")
assert "Ada: Merci" in client.get("/thanks/").text
assert "2 words of thanks" in client.get("/").text
assert client.get("/published").text.count('href="/thanks/"') >= 2
assert client.get("/api/v1/thanks.words").json["items"][0] == {"number": 1, "words": "Merci"}
with program.database.unit_of_work() as session:
    context = program.context(session, program_viewer("test"))
    twin = Actor(kind=ActorKind.PERSON, name="Ada", created_at=datetime.now(UTC))
    session.add(twin)
    session.flush()
    merge_actors(context, twin, session.get(Actor, 1), "Twice on the list.")
    assert set(session.scalars(select(Thank.actor_id))) == {twin.id}
program.database.close()
print("done")
"""


@pytest.fixture
def written(root, tmp_path):
    """Write the blocks to files, those of one file one after the other; add the catalogues."""
    text = (root / "docs" / "plugin-authors.md").read_text(encoding="utf-8")
    for name, body in _BLOCK.findall(text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(body + "\n\n")
    for language in ("fr", "en", "br"):
        folder = tmp_path / "collegial_thanks" / "translations" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "thanks.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    return tmp_path


@pytest.mark.xdist_group("wheel")
def test_the_plugin_of_the_documentation_works(written, loaded):
    assert len(list(written.rglob("*.py"))) == 12

    # Apart: its tables must not meet those of the other tests.
    use = written / "use.py"
    use.write_text(_USE, encoding="utf-8")
    done = subprocess.run(
        [loaded, use],
        cwd=written,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(written), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.endswith("done\n"), done.stderr
