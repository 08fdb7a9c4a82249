"""The record of an assembly with a secret vote: it verifies alone as far as it can, and belenios-tool does the rest."""

import json

import pytest

from collegial.assemblies.services.conducting import close_assembly
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.secret.services import ending, preparing

FOR, AGAINST, BLANK = [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]


@pytest.fixture
def recorded(led):
    vote = led({"A": 3, "B": 2, "C": 1})
    vote.make_keys().rehearse()
    preparing.merge(vote.context, vote.id, "C", "B")
    vote.open()
    for entry, answer in zip(vote.people, (FOR, AGAINST, BLANK, FOR, FOR, AGAINST)):
        vote.vote(entry, answer)
    vote.close().decrypt(1, 2).publish()
    close_assembly(vote.context, vote.world.assembly)
    return record_of(vote.context, vote.world.assembly)


def test_a_record_with_a_secret_vote_verifies_and_gives_its_archives_to_the_tool(
    recorded, tool, monkeypatch, capsys
):
    path = tool.folder / "record.json"
    path.write_bytes(recorded)
    monkeypatch.setattr(
        "sys.argv", ["collegial-verify", str(path), "--archives", str(tool.folder / "archives")]
    )
    verifier.main()
    said = capsys.readouterr().out
    assert "Everything holds." in said
    assert "belenios-tool election verify --dir DIR/" in said
    folders = list((tool.folder / "archives").iterdir())
    assert len(folders) == 2
    for folder in folders:
        assert "all checks passed" in tool.run("election", "verify", "--dir", str(folder))


def touched(data, change):
    """Change the sections and seal them again, as whoever owns the server could."""
    record = json.loads(data)
    change(record["sections"]["secret"][0]["elections"][0], record["sections"]["votes"][0])
    return write_record(record["format"], record["sections"])


def test_a_ballot_cast_twice_is_in_the_record_and_more_of_them_are_found(led):
    vote = led({"A": 4}, again=True).make_keys().rehearse().open()
    for entry in (*vote.people, vote.people[0]):
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    close_assembly(vote.context, vote.world.assembly)
    data = record_of(vote.context, vote.world.assembly)
    assert any("1 of them in the place of an earlier one" in one for one in verifier.verify(data))

    def forbid(record):
        record["secret"][0]["may_vote_again"] = False

    def hide(record):
        again = next(
            line for line in record["journal"] if line.get("content", {}).get("event") == "secret.replaced"
        )
        del again["content"]

    for change, said in (
        (forbid, "limits or other rules are not those that were sealed"),
        (hide, "5 ballots were cast"),
    ):
        record = json.loads(data)
        change(record["sections"])
        with pytest.raises(verifier.Broken, match=said):
            list(verifier.verify(write_record(record["format"], record["sections"])))


def drop_a_ballot(election, _vote):
    place = next(at for at, one in enumerate(election["archive"]) if '"type":"Ballot"' in one["content"])
    del election["archive"][place - 1 : place + 1]


def change_the_sums(_election, vote):
    vote["outcomes"][0]["sums"][0]["for_"] += 1


def change_the_result(election, _vote):
    result = next(one for one in election["archive"] if one["content"].startswith('{"result"'))
    result["content"] = result["content"].replace("1", "2", 1)


@pytest.mark.parametrize("change", [drop_a_ballot, change_the_sums, change_the_result])
def test_what_is_touched_is_found(recorded, change):
    assert list(verifier.verify(recorded))
    with pytest.raises(verifier.Broken):
        list(verifier.verify(touched(recorded, change)))


def test_an_annulled_vote_stays_in_the_record(led):
    vote = led().make_keys().rehearse().open()
    vote.vote(vote.people[0], FOR)
    ending.annul(vote.context, vote.id, "Trop peu de votants.")
    close_assembly(vote.context, vote.world.assembly)
    said = list(verifier.verify(record_of(vote.context, vote.world.assembly)))
    assert any("annulled" in one for one in said)


@pytest.mark.parametrize(
    ("sent", "said"), [((0, 0), "nothing"), ((2, 1), "before enough"), ((2, 2), "THOUGH ENOUGH")]
)
def test_the_verifier_tells_what_an_annulled_vote_gave_away(sent, said):
    part = {"content": '{"parent":"x","height":9,"type":"PartialDecryption","payload":"y"}'}
    led = {"needed": 2, "elections": [{"archive": [part] * number} for number in sent]}
    assert said in verifier.what_was_decrypted(led)
