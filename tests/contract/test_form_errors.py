"""What is to be corrected is told in the order in which the page asks for it."""

import re
from itertools import pairwise

import pytest

from collegial.web.routing import Gate

pytestmark = pytest.mark.both_databases("sqlite")  # what is asked, nothing is kept


def forms(app):
    """Give the address of each form that needs no number in it."""
    for rule in app.url_map.iter_rules():
        gate = getattr(app.view_functions[rule.endpoint], "gate", None)
        if isinstance(gate, Gate) and {"GET", "POST"} <= rule.methods and not rule.arguments:
            yield rule.rule


def out_of_order(page):
    """Return the pairs of fields that the summary of a page names in another order than the page asks for them."""
    main = page.partition("<main")[2]
    named = re.findall(r'<a href="#([\w-]+)">', main.partition("<form")[0])
    places = {one: main.find(f' id="{one}"') for one in named}
    return [(one, other) for one, other in pairwise(named) if places[one] > places[other] >= 0]


def test_errors_stand_in_the_order_of_the_page(app, client, sign_in, switch_on):
    switch_on("atelier", "chantier", "finance", "information", "partners", "sizing")
    sent, wrong = 0, {}
    for role in ("staff", "administrator"):
        sign_in(role)
        for address in forms(app):
            answer = client.post(address, data={})
            if answer.status_code == 422:
                sent += 1
                if found := out_of_order(answer.text):
                    wrong[address] = found

    assert wrong == {}
    assert sent > 40, "hardly any form was refused: the test looks at nothing"
