"""How many scrutineers a bureau needs."""

from dataclasses import replace
from datetime import date

from collegial.assemblies.rules import named_apart, scrutineers_needed
from collegial.statutes.rules import LegalForm, parse_statutes
from collegial.testing.factories import statutes_document

DAY = date(2026, 6, 12)


def test_the_law_asks_two_of_an_sa_and_none_of_the_others():
    sa = parse_statutes(statutes_document())
    needed = {form: scrutineers_needed(replace(sa, legal_form=form), on=DAY) for form in LegalForm}
    assert needed == {LegalForm.SA: 2, LegalForm.SAS: 1, LegalForm.SARL: 1, LegalForm.ASSOCIATION: 1}
    assert scrutineers_needed(sa, on=date(2000, 1, 1)) == 1


def test_a_name_that_comes_twice_is_one_person():
    assert named_apart("Iris  Rozmadec, , iris rozmadec,Yann") == ("iris rozmadec", "Yann")
