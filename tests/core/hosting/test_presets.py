"""What modules offer to start from stands on the pages of the core while they are on."""

import pytest

from collegial.plugin import OfferedKind, OfferedStage, PipelinePreset, StatutesPreset, t
from collegial.testing.fakes import fake_plugin

STAGE = OfferedStage(
    key="fake.pilot", name="Pilote", meaning="On essaie.", conditions=("chantier.base_structures",)
)
SHORT = PipelinePreset(
    key="fake.short", name="Deux temps",
    document={
        "contribution_kinds": [],
        "stages": [{"key": "idea", "name": "Idée", "meaning": "…"}, {"key": "done", "name": "Fait", "meaning": "…"}],
        "passages": [{"from": "idea", "to": "done"}],
    },
)  # fmt: skip
OFFERING = fake_plugin(
    contribution_kinds=lambda: [OfferedKind(key="fake.walk", label=t("A walk"))],
    pipeline_stages=lambda: [STAGE],
    pipeline_presets=lambda: [SHORT],
    statutes_presets=lambda: [
        StatutesPreset(key="fake.circle", label=t("A circle"), text='label = "Le cercle"\n'),
        StatutesPreset(key="fake.torn", label=t("Torn"), text="label = "),
    ],
)


@pytest.mark.plugins(OFFERING)
def test_pipelines_and_statutes_start_from_what_modules_offer(client, sign_in, switch_on):
    sign_in("administrator", "staff")
    assert "Deux temps" not in client.get("/proposals/pipelines").text
    assert "Take the ticked stages over" not in client.get("/proposals/pipelines/new").text
    switch_on("fake")

    assert "Deux temps" in client.get("/proposals/pipelines").text
    form = client.get("/proposals/pipelines/new?from=fake.short").text
    assert 'value="Deux temps"' in form
    taken = client.post(
        "/proposals/pipelines/new",
        data={"name": "N", "stages-0-key": "idea", "stages-0-name": "Idée", "stages-0-meaning": "…",
              "ready": "fake.pilot", "take": "1"},
    ).text  # fmt: skip
    assert 'value="pilot"' in taken
    assert 'value="Pilote"' in taken
    assert 'value="Idée"' in taken

    assert "A circle" in client.get("/statutes/new").text
    assert client.post("/statutes/new", data={"start": "fake.circle"}).status_code == 302
    torn = client.post("/statutes/new", data={"start": "fake.torn"})
    assert torn.status_code == 409
    assert "“fake.torn” of a module cannot be read" in torn.text


@pytest.mark.plugins(OFFERING)
def test_a_way_of_hearing_people_is_offered_while_its_module_is_on(program, session, switch_on):
    assert program.host.contribution_kinds(session) == []
    session.rollback()
    switch_on("fake")
    assert [one.key for one in program.host.contribution_kinds(session)] == ["fake.walk"]
