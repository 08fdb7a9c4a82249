"""A list of paper forms: its columns and words in three languages, whole or not at all, refusals with their place."""

import re
from io import BytesIO

import pytest
from sqlalchemy import select

from collegial.assemblies.models import CorrespondenceForm
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.correspondence.rules import listed_forms
from collegial.kernel.errors import Invalid
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened, statutes_document

TERMS = {"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}


@pytest.mark.parametrize(
    ("headers", "cells", "read"),
    [
        (("Member", "Received on", "1", "2"), ("7", "x", "For", ""), {"1": "for"}),
        (("Reçu le", "Résolution 2", "Sociétaire"), ("x", "Je m’abstiens", "7"), {"2": "abstain"}),
        (("Ezel", "Degemeret d’an", "Diviz 1"), ("7", "x", "A-enep"), {"1": "against"}),
        (("member", "received on", "R1", "n° 2"), ("7", "x", "2 > 1", "nul"), {"1": "2>1", "2": "void"}),
    ],
)
def test_columns_and_words_are_read_in_each_language(headers, cells, read):
    (form,) = listed_forms(headers, [(2, cells)], {"1", "2"}).forms
    assert (form.row, form.member, form.received_on, form.answers) == (2, "7", "x", read)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (("member", "received on"), "columns"),
        (("member", "1"), "columns"),
        (("member", "received on", "1", "Resolution 1"), "column"),
        (("member", "received on", "1", ""), "column"),
        (("member", "received on", "3"), "unknown_resolution"),
    ],
)
def test_a_column_that_cannot_be_told_is_never_passed_over(headers, code):
    with pytest.raises(Invalid, match=rf"correspondence\.{code}:") as caught:
        listed_forms(headers, [(2, ["1"] * len(headers))], {"1", "2"})
    assert caught.value.field == "file"


def test_the_desk_brings_a_list_in_whole_or_not_at_all(context, clock, session, client, sign_in, program):
    client.set_cookie("locale", "en")
    names = [NewOption(name="Ada"), NewOption(name="Blaise"), NewOption(name="Camille")]
    world = convened(
        context, {"A": 3, "B": 3, "C": 3}, kinds=(DecisionKind.ORDINARY,) * 2,
        document=statutes_document(correspondence=TERMS),
        prepare=lambda meeting: choose_voting(
            context, meeting.resolutions[1], NewVoting(method="core.schulze", options=names)
        ),
    )  # fmt: skip
    clock.move(days=-5)
    session.commit()
    text, election = (str(one.id) for one in world.assembly.resolutions)
    a, today = [one.member_number for one in world.entries["A"]], clock.now().date()
    page, heads = f"/correspondence/{world.assembly.id}/list", "member;received on;1;2\n"

    def bring(content):
        sent = {"file": (BytesIO(content.encode()), "forms.csv")}
        return client.post(page, data=sent, content_type="multipart/form-data")

    def entered():
        with program.database.reading() as reading:
            return [(one.way.value, one.answers) for one in reading.scalars(select(CorrespondenceForm))]

    sign_in("staff")
    assert client.get(f"{page}/empty.csv").text.lstrip("\ufeff").split() == [
        "Member;Received", "on;Resolution", "1;Resolution", "2",
    ]  # fmt: skip
    assert bring("name;1\nx;for\n").status_code == 422
    good = f"{a[0]};{today};for;2>1\n"
    wrong = bring(
        f"{heads}{good}77777;{today};for;\n{a[1]};2099-01-01;for;\n{a[1]};soon;for;\n{a[2]};{today};for;9>1\n"
        f"{a[2]};{today};perhaps;\n{a[0]};{today};against;\n{a[1]};{today};;\n"
        f"{world.entries['B'][0].name[:-1]};{today};for;\n"
    )
    places = re.findall(r'<td class="number"[^>]*>(.*?)</td>', wrong.text)
    columns = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', wrong.text)[:8]
    assert (wrong.status_code, places) == (422, ["3", "4", "5", "6", "7", "8", "9", "10"])
    assert columns == ["member", "received on", "received on", "2", "1", "member", "member", "member"]
    assert "perhaps" not in wrong.text, "a refusal never repeats an answer"
    assert entered() == []

    assert bring(f"{heads}{good}{world.entries['A'][1].name};{today:%d/%m/%Y};;void\n").status_code == 302
    assert entered() == [("paper", {text: "for", election: "2>1"}), ("paper", {election: "void"})]
    sign_in("member", actor_id=world.entries["A"][0].voter_id)
    assert client.get(page).status_code == 403
