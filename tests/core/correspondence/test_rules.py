"""Cut-off dates of forms, what the law says where statutes are silent, and what stops a form: without a database."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from collegial.assemblies.rules import check_online_form, check_paper_form, form_content, form_seal
from collegial.kernel.errors import DomainError
from collegial.statutes.rules import (
    CorrespondenceRule,
    InvalidStatutes,
    LegalForm,
    OnArrival,
    blank_proxies_of,
    correspondence_of,
    form_dates,
    pair_days_of,
    parse_statutes,
    statutes_document,
)
from collegial.testing.factories import statutes_document as document

SA = parse_statutes(document())
SAS = replace(SA, legal_form=LegalForm.SAS)
OPEN = CorrespondenceRule(paper_days=2, online_hour=12)
DAY, PARIS = date(2026, 6, 20), ZoneInfo("Europe/Paris")


def test_a_silent_sa_takes_paper_in_the_time_of_the_law_and_binds_who_sent_one():
    assert correspondence_of(SA, on=DAY) == CorrespondenceRule(
        paper_days=3, online_hour=None, on_arrival=OnArrival.BOUND
    )
    assert form_dates(SA, DAY, "Europe/Paris").paper == date(2026, 6, 17)


def test_other_forms_have_what_their_statutes_say():
    assert form_dates(SAS, DAY, "Europe/Paris") is None
    assert (blank_proxies_of(SAS), pair_days_of(SAS, on=DAY)) == (None, None)
    assert (str(blank_proxies_of(SA)), pair_days_of(SA, on=DAY)) == ("board", 15)


def test_the_hour_of_an_sa_is_that_of_paris_and_of_others_their_own():
    dates = form_dates(replace(SA, correspondence=OPEN), DAY, "Indian/Reunion")
    own = form_dates(replace(SAS, correspondence=OPEN), DAY, "Indian/Reunion")

    assert dates.online == datetime(2026, 6, 19, 12, tzinfo=PARIS)
    assert own.online == datetime(2026, 6, 19, 12, tzinfo=ZoneInfo("Indian/Reunion"))


def refusal(act, *arguments, **more):
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    return caught.value.code, caught.value.field


def test_an_online_form_counts_to_the_minute():
    dates = form_dates(replace(SA, correspondence=OPEN), DAY, "Europe/Paris")

    check_online_form(dates, dates.online)
    late = refusal(check_online_form, dates, datetime(2026, 6, 19, 12, 0, 1, tzinfo=PARIS))
    assert late == ("correspondence.online_late", None)
    silent = form_dates(SA, DAY, "Europe/Paris")
    assert refusal(check_online_form, silent, dates.online)[0] == "correspondence.not_online"
    assert refusal(check_online_form, None, dates.online)[0] == "correspondence.none"


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2026, 6, 17), None),
        (date(2026, 6, 18), "correspondence.paper_late"),
        (date(2026, 5, 31), "correspondence.impossible_day"),
        (date(2026, 6, 16), None),
    ],
)
def test_a_paper_form_counts_by_the_day_it_came_in(received_on, code):
    dates, days = (
        form_dates(SA, DAY, "Europe/Paris"),
        {"convened_on": date(2026, 6, 1), "today": date(2026, 6, 19)},
    )

    if code is None:
        check_paper_form(dates, received_on, **days)
    else:
        assert refusal(check_paper_form, dates, received_on, **days) == (code, "received_on")


def test_a_paper_form_does_not_come_from_the_future_nor_where_there_is_none():
    dates, days = (
        form_dates(SA, DAY, "Europe/Paris"),
        {"convened_on": date(2026, 6, 1), "today": date(2026, 6, 10)},
    )

    assert refusal(check_paper_form, dates, date(2026, 6, 11), **days)[0] == "correspondence.impossible_day"
    assert refusal(check_paper_form, None, date(2026, 6, 9), **days)[0] == "correspondence.none"
    online = form_dates(replace(SAS, correspondence=replace(OPEN, paper_days=None)), DAY, "Europe/Paris")
    assert refusal(check_paper_form, online, date(2026, 6, 9), **days)[0] == "correspondence.no_paper"


def test_every_part_of_a_form_is_under_its_seal():
    said = {"entry": 1, "way": "paper", "received_on": DAY, "answers": {"3": "for"}, "salt": "ab"}
    seals = {form_seal(form_content(**said))}
    for change in (
        {"entry": 2},
        {"way": "online"},
        {"received_on": date(2026, 6, 21)},
        {"answers": {}},
        {"salt": ""},
    ):
        seals.add(form_seal(form_content(**{**said, **change})))

    assert len(seals) == 6


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"correspondence": {"paper_days": 4, "on_arrival": "bound"}}, "correspondence.paper_days"),
        (
            {"correspondence": {"paper_days": 3, "online_hour": 16, "on_arrival": "bound"}},
            "correspondence.online_hour",
        ),
        ({"correspondence": {"online_hour": 15, "on_arrival": "bound"}}, "correspondence.paper_days"),
        ({"correspondence": {"on_arrival": "free"}}, "correspondence.paper_days"),
        ({"correspondence": {"paper_days": 3, "on_arrival": "never"}}, "correspondence.on_arrival"),
        ({"proxies": {"per_holder": 2, "pair_days": 16}}, "proxies.pair_days"),
        ({"proxies": {"per_holder": 2, "blank": "anyone"}}, "proxies.blank"),
    ],
)
def test_statutes_of_an_sa_keep_to_the_law(changes, path):
    with pytest.raises(InvalidStatutes) as caught:
        parse_statutes(document(**changes))
    assert path in {one.path for one in caught.value.errors}


def test_the_clauses_are_written_and_read_back():
    full = document(
        correspondence={"paper_days": 2, "online_hour": 14, "on_arrival": "free"},
        proxies={"per_holder": 3, "blank": "board", "pair_days": 10},
    )
    rules = parse_statutes(full)

    assert parse_statutes(statutes_document(rules)) == rules
    assert (rules.correspondence.on_arrival, rules.proxy_pair_days) == (OnArrival.FREE, 10)
