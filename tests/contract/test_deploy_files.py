"""The files of deploy/ hold together: units that systemd understands, containers whose parts and mounts exist."""

import re
import shutil
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import click
import pytest
import yaml

from collegial.cli import collegial

DEPLOY = Path(__file__).parents[2] / "deploy"
COMMANDS = collegial.list_commands(click.Context(collegial))
UNITS = sorted((DEPLOY / "systemd").iterdir())
# What every unit that runs the program is shut in by.
SANDBOX = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "SystemCallArchitectures=native",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "User=collegial",
}  # fmt: skip


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "container/compose.yaml").read_text())


def commands_of(unit):
    return [
        line.partition("bin/collegial ")[2].split()
        for line in unit.read_text().splitlines()
        if line.startswith("ExecStart=")
    ]


def test_systemd_finds_no_fault_in_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    for unit in UNITS:
        here = unit.read_text().replace("/opt/collegial/env/bin/collegial", "/bin/true")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(here)
    paths = [str(one) for one in tmp_path.iterdir()]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True, check=False
    )
    assert [one for one in done.stderr.splitlines() if "collegial" in one] == []


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda one: one.name)
def test_a_unit_is_shut_in_and_runs_commands_that_exist(unit):
    assert SANDBOX - set(unit.read_text().splitlines()) == set()
    for first, *_more in commands_of(unit):
        assert first in COMMANDS


def test_the_containers_name_what_is_there(compose):
    services = compose["services"]
    for name, one in services.items():
        assert set(one.get("depends_on", ())) <= set(services), name
        assert one.get("image"), name
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            path = DEPLOY / "container" / source
            assert source in compose["volumes"] or source == "./site" or path.exists(), (name, source)
    assert (DEPLOY / "container" / services["web"]["build"]["context"]).resolve() == DEPLOY.parent
    assert (DEPLOY.parent / services["web"]["build"]["dockerfile"]).exists()


def test_what_the_containers_wait_for_can_come(compose):
    services = compose["services"]
    waited = [
        (services[other], how["condition"])
        for one in services.values()
        if isinstance(one.get("depends_on"), dict)
        for other, how in one["depends_on"].items()
    ]

    assert {how for _, how in waited} == {"service_healthy", "service_completed_successfully"}
    for other, how in waited:
        if how == "service_healthy":
            assert other["healthcheck"]["test"][0] == "CMD"
        else:
            assert other["restart"] == "no"  # one that is started again and again never completes
    order = {name: list(one.get("depends_on", ())) for name, one in services.items()}
    assert list(TopologicalSorter(order).static_order())[:2] == ["database", "upgrade"]


def test_the_containers_meet_at_the_socket_that_the_proxy_calls(compose):
    web, proxy = (compose["services"][name] for name in ("web", "proxy"))
    called = re.search(r"server unix:(\S+) ", (DEPLOY / "nginx/common.conf").read_text())[1]
    folder = called.rpartition("/")[0]

    assert web["command"][:3] == ["serve", "--socket", called]
    assert called in web["healthcheck"]["test"][-1]
    assert {f"run:{folder}", f"run:{folder}:ro"} <= {*web["volumes"], *proxy["volumes"]}
    assert f"install -d -o collegial {folder}" in (DEPLOY / "container/Containerfile").read_text()


def test_what_the_containers_keep_secret_is_no_part_of_the_image(compose):
    left_out = set((DEPLOY.parent / ".dockerignore").read_text().splitlines())

    assert {"deploy/container/site", "deploy/container/.env", "**/secrets.toml", ".git"} <= left_out


def test_the_proxy_lets_through_what_any_page_takes(app):
    limit = int(re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx/locations.conf").read_text())[1])
    gates = [getattr(view, "gate", None) for view in app.view_functions.values()]
    rooms = [gate.room for gate in gates if gate and gate.room]

    assert max(rooms) < limit * 1024 * 1024
    assert f"{limit} MB" in (DEPLOY / "nginx/large.html").read_text(encoding="utf-8")


def test_the_steps_make_the_folder_in_which_the_proxy_remembers():
    remembered = (DEPLOY / "nginx/common.conf").read_text().partition("proxy_cache_path ")[2].split()[0]
    steps = (DEPLOY.parent / "docs/operations.md").read_text(encoding="utf-8")

    made = [line.split() for line in steps.splitlines() if line.startswith("install -d ")]
    assert any(remembered.rpartition("/")[0] in folders for folders in made)


def test_the_containers_of_the_program_hold_no_right_and_run_commands_that_exist(compose):
    for name in ("upgrade", "web", "worker"):
        one = compose["services"][name]
        assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"]), name
        assert (one.get("command") or ["serve"])[0] in COMMANDS
