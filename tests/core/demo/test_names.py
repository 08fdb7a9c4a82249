"""Invented members are as many as the source's colleges, all different, and the same for the same seed."""

from collections import Counter

import pytest

from collegial.demo.name_stock import LOCALITIES
from collegial.demo.names import InventedMember, MemberKind, invented_members
from collegial.demo.rennes import read_part


def members() -> list[InventedMember]:
    part = read_part("members")
    return list(invented_members(part["seed"], part["sizes"]))


def test_members_are_eight_hundred_and_seventy_one() -> None:
    found = members()

    assert Counter(member.college for member in found) == {"A": 16, "B": 457, "C": 146, "D": 252}
    assert len(found) == 871
    assert all(member.invented for member in found)


def test_no_name_comes_twice_nor_is_taken() -> None:
    taken = [row["name"] for part in ("actors", "structures") for row in read_part(part)["actors"]]
    taken += [f"{row['given_name']} {row['family_name']}" for row in read_part("personas")["personas"]]
    taken += [
        one["name"] for election in read_part("assembly")["elections"] for one in election["candidates"]
    ]
    voices = [" ".join(member.representative) for member in members() if member.representative]
    names = [member.name for member in members()]

    assert len(set(names + voices + taken)) == 871 + len(voices) + len(taken)


def test_each_organisation_has_a_person_who_votes_for_it() -> None:
    for member in members():
        assert (member.representative is not None) == (member.kind is MemberKind.ORGANISATION)


def test_people_have_two_names_and_organisations_one() -> None:
    for member in members():
        person = member.kind is MemberKind.PERSON
        assert (member.given_name is not None) == (member.family_name is not None) == person
        assert not person or member.given_name != member.family_name
        assert member.locality in LOCALITIES or member.name == f"Commune de {member.locality}"


def test_each_college_has_its_kind_of_members() -> None:
    kinds = Counter((member.college, member.kind) for member in members())

    assert kinds["A", MemberKind.ORGANISATION] == kinds["D", MemberKind.ORGANISATION] == 0
    assert kinds["C", MemberKind.PERSON] == 0
    assert kinds["B", MemberKind.PERSON] == 457 // 12


def test_a_seed_always_invents_the_same_members() -> None:
    first = list(invented_members(7, {"A": 3, "B": 20, "C": 5}))

    assert first == list(invented_members(7, {"C": 5, "B": 20, "A": 3}))
    assert first != list(invented_members(8, {"A": 3, "B": 20, "C": 5}))


def test_another_college_has_no_invented_names() -> None:
    with pytest.raises(ValueError, match="No name is invented for the college 'E': give A, B, C or D"):
        list(invented_members(1, {"E": 1}))


def test_more_members_than_names_is_refused() -> None:
    with pytest.raises(ValueError, match="There are not enough invented names for so many members"):
        list(invented_members(1, {"C": 1000}))


def test_names_have_french_apostrophes() -> None:
    assert not [member.name for member in members() if "'" in member.name]
    assert any("’" in member.name for member in members())
