"""The demonstration says what the study says, in French typography, and every key in it leads somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from collegial.demo.name_stock import LOCALITIES
from collegial.demo.rennes import VERSIONS, read_part, read_version
from collegial.statutes.rules import Carry, parse_statutes

PARTS = (
    "pole",
    "actors",
    "structures",
    "pipeline",
    "statutes",
    "members",
    "personas",
    "assembly",
    "proposal/proposal",
    *(f"proposal/{key}" for key in VERSIONS),
)
NARROW, NO_BREAK = "\u202f", "\u00a0"
WRONG_TYPOGRAPHY = {
    "straight apostrophe": re.compile(r"\w'\w"),
    "no narrow no-break space before ; ! or ?": re.compile(rf"[^{NARROW}][;!?](?:\s|$)"),
    "no no-break space inside guillemets": re.compile(rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»"),
    "no no-break space before a colon": re.compile(rf"[^{NO_BREAK}]:(?=[\s*]|$)"),
    "no no-break space before a unit": re.compile(rf"\d(?!{NO_BREAK})\s?(?:%|€|K€|ETP)"),
}


def texts(part: object) -> Iterator[str]:
    """Give what is written in French; `about_in` says the same in other languages, which are set otherwise."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for key, value in part.items() if key != "about_in" for text in texts(value))
    elif isinstance(part, list):
        yield from (text for value in part for text in texts(value))


def keys(part: str, table: str) -> set[str]:
    found = [row["key"] for row in read_part(part)[table]]
    assert len(found) == len(set(found)), f"{part}.{table} has a key twice"
    return set(found)


def actions(version: str) -> dict[str, dict[str, str]]:
    found = [action for axis in read_version(version)["axes"] for action in axis["actions"]]
    assert len({action["key"] for action in found}) == len(found)
    return {action["key"]: action for action in found}


@pytest.mark.parametrize("part", PARTS)
def test_french_typography_is_right(part: str) -> None:
    wrong = [
        (reason, text)
        for text in texts(read_part(part))
        for reason, pattern in WRONG_TYPOGRAPHY.items()
        if pattern.search(text)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "text", ["l'ESS", "quoi ?", "un ; deux", "« base »", "Ex : ceci", "Ex: ceci", "70 %", "70%", "1,5 ETP"]
)
def test_wrong_typography_would_be_seen(text: str) -> None:
    assert any(pattern.search(text) for pattern in WRONG_TYPOGRAPHY.values())


def test_a_part_that_does_not_exist_is_missing() -> None:
    with pytest.raises(FileNotFoundError):
        read_part("proposal/V9")


def test_the_study_has_seven_priorities_and_five_missions() -> None:
    pole = read_part("pole")

    assert [priority["number"] for priority in pole["priorities"]] == [1, 2, 3, 4, 5, 6, 7]
    assert [mission["number"] for mission in pole["missions"]] == [1, 2, 3, 4, 5]
    missions = " ".join(mission["short"] for mission in pole["missions"])
    assert missions == "Amélioration Développement Capitalisation Diffusion Représentation"
    assert [priority["title"] for priority in pole["priorities"]] == [
        f"Le financement{NO_BREAK}: développer la ressource et améliorer les modalités d’accès",
        "Le soutien aux projets",
        "La promotion de l’ESS en tant que manière d’entreprendre (notamment jeunes)",
        "La promotion des ressources existantes pour le développement de l’ESS",
        "Le travail avec les organismes locaux sur la représentation ESS",
        "Le soutien aux structures dans l’élaboration ou l’évolution de leur projet",
        "L’amélioration de la gouvernance des structures",
    ]


def test_the_table_counts_forty_seven_of_the_fifty_views() -> None:
    heard = [row["heard"] for key in VERSIONS for row in read_version(key).get("contributions", [])]
    proposal = read_part("proposal/proposal")

    assert [number for number in heard if number] == [15, 15, 5, 6, 6]
    assert (proposal["views_counted"], proposal["views_announced"]) == (sum(heard), 50)


def test_versions_carry_the_dates_of_their_stages() -> None:
    stages = {stage["key"]: stage for stage in read_part("pipeline")["stages"]}

    assert list(stages) == [*VERSIONS, "V4"]
    assert "date" not in stages["V4"]
    for key in VERSIONS:
        version = read_version(key)
        assert version["key"] == key
        assert [version[name] for name in ("date", "date_precision", "date_label")] == [
            stages[key][name] for name in ("date", "date_precision", "date_label")
        ]


def test_the_content_of_v0_is_said_to_be_unknown() -> None:
    (action,) = actions("V0").values()

    assert "Le contenu détaillé de la V0 n’est pas dans la source." in action["text"]


@pytest.mark.parametrize("version", ["V1", "V2", "V3"])
def test_each_priority_is_an_axis_with_actions(version: str) -> None:
    titles = {priority["key"]: priority["title"] for priority in read_part("pole")["priorities"]}
    axes = {axis["key"]: axis for axis in read_version(version)["axes"]}

    assert {key: axes[key]["title"] for key in titles} == titles
    assert all(action["priority"] == key for key in titles for action in axes[key]["actions"])


@pytest.mark.parametrize(("earlier", "later"), [("V1", "V2"), ("V2", "V3")])
def test_a_later_version_keeps_the_actions_and_adds_some(earlier: str, later: str) -> None:
    assert actions(earlier).keys() < actions(later).keys()


@pytest.mark.parametrize("version", VERSIONS)
def test_actions_name_priorities_and_missions_that_exist(version: str) -> None:
    priorities, missions = keys("pole", "priorities"), keys("pole", "missions")
    modalities = {"chantier", "atelier", "information"}

    for action in actions(version).values():
        assert action.get("priority", "p1") in priorities
        assert action.get("mission", "m1") in missions
        assert action.get("modality", "atelier") in modalities
        assert action["text"].strip()


def test_v2_has_the_works_of_the_study() -> None:
    found = Counter(action.get("modality") for action in actions("V2").values())

    assert (found["chantier"], found["atelier"], found["information"]) == (6, 6, 2)


def test_v3_has_the_costs_of_the_study() -> None:
    costs = actions("V3")["charges"]["text"]
    rows = re.findall(r"^\| \d \| (\d+)\u00a0% \| (\d+)\u00a0% \| (\d+)\u00a0% \|$", costs, re.MULTILINE)

    assert "**115\u00a0K€ en année 1 à 195\u00a0K€ en année 4**" in costs
    assert rows == [("70", "29", "1"), ("79", "20", "1"), ("82", "17", "1"), ("83", "16", "1")]


@pytest.mark.parametrize("version", VERSIONS)
def test_contributions_name_kinds_and_actors_that_exist(version: str) -> None:
    kinds, actors = keys("pipeline", "contribution_kinds"), keys("actors", "actors")

    for row in read_version(version).get("contributions", []):
        assert row["kind"] in kinds
        assert set(row["actors"]) <= actors


def test_passages_join_the_stages_one_by_one() -> None:
    pipeline = read_part("pipeline")
    kinds, groups = keys("pipeline", "contribution_kinds"), keys("pole", "groups")
    stages = [stage["key"] for stage in pipeline["stages"]]

    assert [(row["from"], row["to"]) for row in pipeline["passages"]] == list(pairwise(stages))
    for row in pipeline["passages"]:
        assert row.get("deciding_group", "pilot") in groups
        assert {need["kind"] for need in row["contributions"]} <= kinds


def test_each_passage_that_was_made_had_its_contributions() -> None:
    for passage in read_part("pipeline")["passages"][:-1]:
        gathered = Counter(row["kind"] for row in read_version(passage["from"]).get("contributions", []))
        assert all(gathered[need["kind"]] >= need["at_least"] for need in passage["contributions"])


def test_decisions_are_taken_by_the_group_of_their_passage() -> None:
    passages = {row["key"]: row for row in read_part("pipeline")["passages"]}

    for version in ("V1", "V2"):
        decision = read_version(version)["decision"]
        passage = passages[decision["passage"]]
        assert passage["from"] == version
        assert decision["group"] == passage["deciding_group"]
        assert decision["topics_settled"] == [topic["key"] for topic in passage["topics"]]
    assert read_version("V2")["decision"]["date"] == date(2008, 9, 18)
    assert "date" not in read_version("V1")["decision"]


def test_the_gate_to_v4_is_open_with_four_topics_and_a_condition() -> None:
    passage = read_part("pipeline")["passages"][-1]
    version = read_version("V3")

    assert "decision" not in version
    assert version["awaiting"]["passage"] == passage["key"]
    assert version["awaiting"]["group"] == passage["deciding_group"]
    assert (version["awaiting"]["topics_settled"], len(passage["topics"])) == ([], 4)
    assert passage["conditions"] == ["chantier.base_structures"]


def test_actors_have_the_level_of_their_family() -> None:
    levels = {family["key"]: family.get("level") for family in read_part("pole")["families"]}
    actors = read_part("actors")["actors"] + read_part("structures")["actors"]

    assert list(levels.values()) == [0, 1, 2, None, None, None]
    assert all(actor.get("level") == levels[actor["family"]] for actor in actors)
    assert len(keys("actors", "actors") | keys("structures", "actors")) == len(actors)


def test_base_structures_are_invented_and_the_actors_of_the_study_are_not() -> None:
    structures = read_part("structures")["actors"]

    assert len(structures) == 25
    assert all(row["invented"] and row["level"] == 0 and row["locality"] in LOCALITIES for row in structures)
    assert not any(row["invented"] for row in read_part("actors")["actors"])


def test_the_statutes_are_valid_with_four_weighted_colleges() -> None:
    rules = parse_statutes(read_part("statutes"))

    assert [(college.key, college.weight) for college in rules.colleges] == [
        ("A", Fraction(40, 100)),
        ("B", Fraction(25, 100)),
        ("C", Fraction(25, 100)),
        ("D", Fraction(10, 100)),
    ]
    assert (rules.carry, rules.proxies_per_holder) == (Carry.PROPORTIONAL, 2)
    assert read_part("members")["sizes"].keys() == {college.key for college in rules.colleges}


def test_categories_lead_to_colleges_and_two_are_mandatory() -> None:
    categories = read_part("statutes")["categories"]

    assert {category["college"] for category in categories} == keys("statutes", "colleges")
    assert sum(category["mandatory"] for category in categories) == 2


def test_the_resolution_on_the_statutes_quotes_their_weights() -> None:
    text = read_part("assembly")["resolutions"][0]["text"]

    for college in read_part("statutes")["colleges"]:
        assert f"{int(Fraction(college['weight']) * 100)}\u00a0%" in text


def test_the_statutes_need_an_extraordinary_majority() -> None:
    kinds = {row["subject"]: row["decision_kind"] for row in read_part("assembly")["resolutions"]}

    assert len(read_part("assembly")["resolutions"]) == 3
    assert kinds == {"statutes": "extraordinary", "proposal": "ordinary"}


def test_the_agenda_calls_each_resolution_once() -> None:
    part = read_part("assembly")
    called = [item["resolution"] for item in part["agenda"] if "resolution" in item]

    assert called == [resolution["key"] for resolution in part["resolutions"]]


def test_the_assembly_can_still_be_convened_in_time() -> None:
    notice = read_part("statutes")["notice"]["days"]

    assert read_part("assembly")["assembly"]["days_after_loading"] > notice


def test_personas_name_colleges_categories_and_groups_that_exist() -> None:
    colleges = {row["key"]: row["college"] for row in read_part("statutes")["categories"]}
    groups = keys("pole", "groups")

    for persona in read_part("personas")["personas"]:
        assert set(persona.get("groups", [])) <= groups
        assert persona["email"].endswith("@example.org")
        assert ("member" in persona["roles"]) == ("college" in persona)
        assert colleges.get(persona.get("category")) == persona.get("college")


def test_each_role_has_its_persona_and_the_bureau_is_among_them() -> None:
    assembly = read_part("assembly")["assembly"]
    personas = {row["key"]: row["roles"] for row in read_part("personas")["personas"]}

    assert list(personas) == ["member", "staff", "chair", "pilot", "administrator"]
    assert all(key in roles for key, roles in personas.items())
    assert {assembly["chair"], assembly["secretary"]} <= personas.keys()
