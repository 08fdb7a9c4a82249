"""The rules of an assembly: quorum, proxies, legal dates, checks before convening, members' items."""

from collegial.assemblies.rules.allocating import Allocation, allocate
from collegial.assemblies.rules.attending import (
    CollegeQuorum,
    QuorumVerdict,
    arrivals_have_begun,
    check_proxy,
    quorum,
)
from collegial.assemblies.rules.checking import checks, stops
from collegial.assemblies.rules.corresponding import (
    ANSWERS,
    check_online_form,
    check_paper_form,
    form_content,
    form_seal,
    split_dates,
)
from collegial.assemblies.rules.dating import (
    DateKey,
    LegalDate,
    Standing,
    last_sending_day,
    legal_dates,
    minutes_to,
    sending_is_late,
)
from collegial.assemblies.rules.deciding import how_adopted, how_counted, quorum_term, terms_of
from collegial.assemblies.rules.demands import demanded, sealed_ruling
from collegial.assemblies.rules.listing import ListedProxy, listed_proxies
from collegial.assemblies.rules.presiding import SCRUTINEERS, named_apart, scrutineers_needed
from collegial.assemblies.rules.readiness import Check, Readiness, Ready, Seating
from collegial.assemblies.rules.supporting import supporters_needed, threshold_is_reached
from collegial.hooks.ruling import CollegeAttendance

__all__ = [
    "ANSWERS",
    "SCRUTINEERS",
    "Allocation",
    "Check",
    "CollegeAttendance",
    "CollegeQuorum",
    "DateKey",
    "LegalDate",
    "ListedProxy",
    "QuorumVerdict",
    "Readiness",
    "Ready",
    "Seating",
    "Standing",
    "allocate",
    "arrivals_have_begun",
    "check_online_form",
    "check_paper_form",
    "check_proxy",
    "checks",
    "demanded",
    "form_content",
    "form_seal",
    "how_adopted",
    "how_counted",
    "last_sending_day",
    "legal_dates",
    "listed_proxies",
    "minutes_to",
    "named_apart",
    "quorum",
    "quorum_term",
    "scrutineers_needed",
    "sealed_ruling",
    "sending_is_late",
    "split_dates",
    "stops",
    "supporters_needed",
    "terms_of",
    "threshold_is_reached",
]
