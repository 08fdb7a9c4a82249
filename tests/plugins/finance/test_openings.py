"""What other programs and the search read of the financial tools, and who may."""

import re

READ = ("pledges", "guarantees", "loans", "entries")


def ask(client, *keys):
    """Ask the API as the account that is signed in, by a token of its own."""
    page = client.post("/tokens/", data={"name": "Test", "days": "5"}).text
    headers = {"Authorization": f"Bearer {re.search(r'clg_[A-Za-z0-9_-]+', page)[0]}"}
    return {one: client.get(f"/api/v1/finance.{one}", headers=headers) for one in keys}


def test_other_programs_read_amounts_and_nobody_s_name(client, sign_in, world):
    sign_in("staff")
    found = {key: one.json for key, one in ask(client, *READ, "receipts", "entries/1").items()}

    assert found["pledges"]["items"][0]["state"] == "contacted"
    assert found["guarantees"]["items"][0]["principal_cents"] == 60_000
    assert found["loans"]["items"][0]["remaining_cents"] == 60_000
    assert found["receipts"]["items"][0]["reference"] == "2026-0001"
    assert found["entries"]["items"][0]["movements"] == [
        {"debit": "512", "credit": "1021", "amount_cents": 50_000}
    ]
    assert found["entries/1"]["day"] == "2026-11-23"
    assert "MovementRecord" in client.get("/api/v1/openapi.json").text
    for secret in ("Bank", "Banque", "Cannery", "remorque"):
        assert secret not in str(found)


def test_other_programs_read_experiment_funds_by_the_rights_of_their_pages(
    client, sign_in, experiment, session
):
    experiment.agreed()
    experiment.apply(10_000, experiment.open_call())
    session.commit()
    keys = ("experiment-funds", "calls", "applications")
    sign_in("staff")
    found = {key: one.json["items"] for key, one in ask(client, *keys).items()}
    assert [
        found["experiment-funds"][0][key]
        for key in ("promised", "received", "committed", "paid", "available")
    ] == [50_000, 100_000, 80_000, 0, 20_000]
    assert [(one["number"], one["envelope"]) for one in found["calls"]] == [(1, 200_000), (2, 200_000)]
    assert [one["state"] for one in found["applications"]] == ["agreed", "submitted"]
    assert "Cannery" not in str(found)

    sign_in("member", actor_id=experiment.voice())
    assert [one.status_code for one in ask(client, *keys).values()] == [403, 200, 403]


def test_the_api_and_the_search_keep_to_the_rights_of_the_pages(client, sign_in, world):
    sign_in("member")
    assert {one.status_code for one in ask(client, *READ, "receipts").values()} == {403}
    for word in ("four", "verger"):
        assert "/finance/" not in client.get(f"/search/?q={word}").text.split("<main", 1)[1], word
    sign_in("chair")
    assert ask(client, "receipts")["receipts"].status_code == 403
    sign_in("staff")
    for word, place in (
        ("four", "/finance/rounds/1"), ("petrin", "/finance/guarantees/files/1"),
        ("remorque", "/finance/loans/files/1"), ("verger", "/finance/patronage/1"),
    ):  # fmt: skip
        assert f'href="{place}"' in client.get(f"/search/?q={word}").text, word
