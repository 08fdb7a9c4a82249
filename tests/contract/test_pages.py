"""Every page has a gate, the plugins' too."""

from collegial.accounts.signing import OPEN_ENDPOINTS
from collegial.app import create_app
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Gate


def gates(app):
    for rule in app.url_map.iter_rules():
        yield rule, getattr(app.view_functions[rule.endpoint], "gate", None)


def test_every_page_states_its_permission_or_is_known_to_be_open(app):
    ours = {rule.endpoint for rule, gate in gates(app) if not isinstance(gate, Gate)}

    assert {name for name in ours if not name.startswith("security.")} == {"static"}
    assert set(app.view_functions) >= OPEN_ENDPOINTS


def test_pages_of_libraries_that_we_do_not_use_are_shut(app, client, sign_in):
    sign_in("administrator")
    rest = [
        rule for rule, gate in gates(app)
        if not gate and rule.endpoint not in OPEN_ENDPOINTS | {"static"}
    ]  # fmt: skip

    for rule in rest:
        path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "x"))
        answers = {
            client.open(path, method=method).status_code for method in rule.methods - {"OPTIONS", "HEAD"}
        }
        assert answers == {403}, rule.endpoint


def test_every_permission_of_a_page_is_declared(app, program):
    known = {PUBLIC.key, SIGNED_IN.key, *program.registry.permissions}

    assert {gate.permission.key for _, gate in gates(app) if gate} <= known


def test_pages_that_change_something_are_not_reached_by_a_link(app):
    writing = [rule.rule for rule, gate in gates(app) if gate and gate.writes and "GET" not in rule.methods]

    assert writing == [], "`writes` is for GET pages; the others write anyway"


def test_the_menu_leads_to_pages_that_exist(app, program):
    endpoints = set(app.view_functions)
    with program.database.writing() as session:
        for owner in program.host.owners():
            given = {"viewer": _everyone(program)}
            items = program.host._pieces(session, owner, "nav_items", given)
            assert {one.endpoint for one in items} <= endpoints


def _everyone(program):
    from collegial.kernel.permissions import program as program_viewer

    return program_viewer("test")


def test_two_programs_live_in_one_process(app, settings):
    other = create_app(settings, candidates=[])

    assert "chantier.board" in app.view_functions
    assert "chantier.board" not in other.view_functions
    other.extensions["collegial"].database.close()
