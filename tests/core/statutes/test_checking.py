"""What the tables cannot hold is refused before anything is written."""

import pytest

from collegial.statutes.rules import InvalidStatutes
from collegial.statutes.services import check_statutes


def test_a_good_document_gives_its_rules(document):
    assert check_statutes(document).label == "Statuts de la SCIC"


@pytest.mark.parametrize(
    ("where", "path"),
    [("label", "label"), ("colleges", "colleges.0.name"), ("categories", "categories.0.name")],
)
def test_a_name_that_is_too_long_is_refused_by_its_path(document, where, path):
    if where == "label":
        document["label"] = "x" * 201
    else:
        document[where][0]["name"] = "x" * 201

    with pytest.raises(InvalidStatutes) as refusal:
        check_statutes(document)

    assert [error.path for error in refusal.value.errors] == [path]
