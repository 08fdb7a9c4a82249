"""Forms of vote by correspondence: what their seal covers, and what stops one from being taken (L38)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.text import t
from collegial.statutes.rules import FormDates

# What a form may say on a text, as a ballot paper would.
ANSWERS = frozenset({"for", "against", "abstain", "blank"})


def form_content(
    *, entry: int, way: str, received_on: date, answers: Mapping[str, str], salt: str
) -> dict[str, object]:
    """Return what the seal of a form covers."""
    return {
        "entry": entry,
        "way": way,
        "received_on": received_on.isoformat(),
        "answers": dict(answers),
        "salt": salt,
    }


def form_seal(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a form."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def split_dates(dates: FormDates, now: datetime, zone: str) -> tuple[FormDates, FormDates]:
    """Return which cut-off dates lie ahead, and which are over."""
    paper_ahead = dates.paper is not None and local_day(now, zone) <= dates.paper
    online_ahead = dates.online is not None and now <= dates.online
    ahead = FormDates(
        paper=dates.paper if paper_ahead else None, online=dates.online if online_ahead else None
    )
    over = FormDates(
        paper=None if paper_ahead else dates.paper, online=None if online_ahead else dates.online
    )
    return ahead, over


def check_online_form(dates: FormDates | None, now: datetime) -> None:
    """Refuse a form online where the statutes allow none, or after the hour; raises Refused."""
    if dates is None:
        raise _no_vote()
    if dates.online is None:
        raise Refused(
            "correspondence.not_online",
            t("The statutes do not let a form be filled in online. Print it, sign it and send it in."),
        )
    if now > dates.online:
        raise Refused(
            "correspondence.online_late",
            t(
                "It is too late: forms were filled in online until %(day)s, %(hour)s. Come, or give a proxy.",
                day=dates.online.date(),
                hour=dates.online.time(),
            ),
        )


def check_paper_form(dates: FormDates | None, received_on: date, *, convened_on: date, today: date) -> None:
    """Refuse a paper form where there is no such vote, or that came too late.

    Raises Refused `correspondence.none`, `correspondence.no_paper`; Invalid at the field `received_on` for a day
    after the last one, before the convocation, or to come.
    """
    if dates is None:
        raise _no_vote()
    if dates.paper is None:
        raise Refused(
            "correspondence.no_paper", t("The statutes do not accept paper forms. They are filled in online.")
        )
    if received_on > dates.paper:
        raise Invalid(
            "correspondence.paper_late",
            t(
                "This form came too late: the last day was %(last)s. It does not count; file it with this date.",
                last=dates.paper,
            ),
            field="received_on",
        )
    if not convened_on <= received_on <= today:
        raise Invalid(
            "correspondence.impossible_day",
            t(
                "A form comes in between the convocation, %(first)s, and today. Correct the day.",
                first=convened_on,
            ),
            field="received_on",
        )


def _no_vote() -> Refused:
    return Refused(
        "correspondence.none", t("The statutes have no vote by correspondence. Come, or give a proxy.")
    )
