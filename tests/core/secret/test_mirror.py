"""A mirror outside keeps where each board stood: a board that was rewritten since contradicts it."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from collegial.config import Mirror
from collegial.secret import queries
from collegial.secret.belenios import chain
from collegial.secret.belenios.archive import read_archive, write_archive
from collegial.secret.belenios.mirror import Head, contradiction, head_of, read_heads
from collegial.secret.belenios.text import Unacceptable
from collegial.secret.cli import secret

FOR = [0, 1, 0, 0]
STEPS = [chain.follow(None, chain.Kind.BALLOT, ("first",))]
STEPS.append(chain.follow(STEPS[0].event, chain.Kind.BALLOT, ("second",)))
REWRITTEN = [STEPS[0], chain.follow(STEPS[0].event, chain.Kind.BALLOT, ("another",))]


def drain(app, program):
    with app.test_request_context():  # the jobs also send mails, which have links
        program.drain()


def test_a_board_goes_through_every_head_that_was_kept():
    heads = read_heads("".join(head_of(step.event).line for step in STEPS))
    assert contradiction(heads, STEPS) is None
    assert contradiction(heads, REWRITTEN) == heads[1]
    assert contradiction(heads, STEPS[:1]) == heads[1], "a board that was cut off"
    assert contradiction([*heads, Head(1, "0" * 64)], STEPS) == Head(1, "0" * 64), "two boards in one mirror"
    for nonsense in ("1", "x " + "0" * 64, "1 0", "-1 " + "0" * 64):
        with pytest.raises(Unacceptable, match="mirror"):
            read_heads(nonsense)


@pytest.mark.both_databases
def test_the_mirror_follows_the_vote_and_names_a_board_that_was_rewritten(
    app, program, led, session, tmp_path
):
    folder = tmp_path / "mirror" / "boards"
    object.__setattr__(
        program, "settings", replace(program.settings, mirror=Mirror(folder=str(folder.parent)))
    )
    vote = led().make_keys().rehearse().open()
    session.commit()
    drain(app, program)
    for entry in vote.people:
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    (uuid,) = (one.uuid for one in vote.elections)
    session.commit()
    drain(app, program)

    heads = read_heads((folder / f"{uuid}.heads").read_text())
    assert heads[0].height == 0
    assert heads[-1].height == vote.elections[0].length - 1
    archive = folder / f"{uuid}.bel"
    assert read_archive(archive.read_bytes()) == queries.archive_of(session, vote.elections[0])
    run = app.test_cli_runner().invoke
    said = run(secret, ["compare", str(folder)])
    assert (said.exit_code, f"goes through all {len(heads)} heads" in said.output) == (0, True)

    # whoever downloads the board compares it without the program's database
    shown = read_archive(archive.read_bytes())
    before, last = shown.steps[:-1], shown.steps[-1]
    other = chain.follow(before[-1].event, last.event.kind, ("{}",))
    forged = tmp_path / "shown.bel"
    forged.write_bytes(write_archive(replace(shown, steps=(*before, other))))
    said = CliRunner().invoke(secret, ["compare", str(folder), "--archive", str(forged)])
    assert (said.exit_code, f"event {other.event.height} is not on the board" in said.output) == (1, True)
    (folder / "gone.heads").write_text(heads[0].line)
    assert "gone: event 0 is not on the board" in run(secret, ["compare", str(folder)]).output
    assert run(secret, ["compare", str(tmp_path)]).exit_code == 1


def test_a_mirror_that_cannot_be_written_stops_no_vote_and_is_told(
    app, program, led, session, tmp_path, caplog
):
    file = tmp_path / "mirror"
    file.write_text("a file, not a folder")
    object.__setattr__(program, "settings", replace(program.settings, mirror=Mirror(folder=str(file))))
    led().make_keys().rehearse().open()
    session.commit()
    drain(app, program)
    assert "secret.mirror not written" in caplog.text
