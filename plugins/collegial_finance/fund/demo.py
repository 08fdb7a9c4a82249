"""The demonstration's experiment fund: calls that were decided, that are open, and that are ready for the vote."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import (
    Actor,
    ActorFamily,
    ActorKind,
    Context,
    Group,
    Money,
    members_on,
)
from collegial_finance.committees.demo import acting, committee, settle
from collegial_finance.fund import queries, services
from collegial_finance.fund.models import ExperimentFund, ProjectApplication, ProjectCall
from collegial_finance.fund.rules import CallPlan, ContributorKind, Criterion

_CENTS = 100


@dataclass(frozen=True)
class _At:
    """A clock that stands at a moment of the demonstration's past."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def open_experiment(context: Context) -> None:
    """Open the fund, decide on its first call, and pay a first instalment; two other calls are under way."""
    told = tomllib.loads((files("collegial_finance.fund") / "demo.toml").read_text(encoding="utf-8"))
    group, structures = committee(context), _structures(context, len(told["applications"]))
    contributors = _contributors(context, told["conventions"])
    if (
        group is None
        or len(structures) < len(told["applications"])
        or len(contributors) < len(told["conventions"])
    ):
        return
    fund = services.open_experiment_fund(
        context, name=told["name"], purpose=told["purpose"], committee_id=group.id
    )
    calls = [_open_call(context, fund, row, told["criteria"]) for row in told["calls"]]
    _receive(context, fund, contributors, calls, told["conventions"])
    made = [
        (_apply(context, calls[row["call"] - 1], structure, row), row)
        for structure, row in zip(structures, told["applications"], strict=True)
    ]
    for application, row in made:
        _score(context, application, row.get("scores", ()), group)
        if "answers" in row:
            _decide(context, application, row)
    _agree(_later(context, days=4), made[0][0], told["agreement"])


def _open_call(
    context: Context, fund: ExperimentFund, row: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]
) -> ProjectCall:
    day = context.today
    plan = CallPlan(
        opens_on=day + timedelta(days=row["opens"]), closes_on=day + timedelta(days=row["closes"]),
        envelope=Money(row["envelope"] * _CENTS), most=Money(row["most"] * _CENTS),
    )  # fmt: skip
    return services.open_call(
        context, fund_id=fund.id, title=row["title"], text=row["text"], plan=plan, may_wait=True,
        criteria=[Criterion(**one) for one in criteria],
    )  # fmt: skip


def _receive(
    context: Context,
    fund: ExperimentFund,
    contributors: Sequence[int],
    calls: Sequence[ProjectCall],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    day = context.today
    for contributor_id, row in zip(contributors, rows, strict=True):
        convention = services.record_convention(
            context, fund_id=fund.id, contributor_id=contributor_id, kind=ContributorKind(row["kind"]),
            amount=Money(row["amount"] * _CENTS), starts_on=day - timedelta(days=60),
            ends_on=day + timedelta(days=670), call_id=calls[row["call"] - 1].id if "call" in row else None,
            earmark=row.get("earmark"),
        )  # fmt: skip
        services.receive(context, convention_id=convention.id, amount=Money(row["paid"] * _CENTS))


def _apply(
    context: Context, call: ProjectCall, applicant_id: int, row: Mapping[str, Any]
) -> ProjectApplication:
    return services.apply(
        context, call_id=call.id, applicant_id=applicant_id, title=row["title"], summary=row["summary"],
        budget=Money(row["budget"] * _CENTS), asked=Money(row["asked"] * _CENTS),
    )  # fmt: skip


def _score(
    context: Context, application: ProjectApplication, scores: Sequence[Sequence[int]], group: Group
) -> None:
    """Let the first members who have no tie with the structure score."""
    tied = queries.conflicts(context.session, application, context.today)
    members = [one for one in members_on(context.session, group.id, context.today) if one.id not in tied]
    for member, values in zip(members, scores, strict=False):
        services.review(
            acting(context, member), application_id=application.id, reviewer_id=member.id, comment=None,
            scores={one.id: value for one, value in zip(application.call.criteria, values, strict=True)},
        )  # fmt: skip


def _decide(context: Context, application: ProjectApplication, row: Mapping[str, Any]) -> None:
    """Let the first members vote, a few days after the call has closed."""
    later, granted = _later(context, days=2), Money(row["granted"] * _CENTS)
    page = f"/finance/experiments/applications/{application.id}"
    vote = services.put_to_vote(
        later, application_id=application.id, granted=granted, page=page,
        title=row["title_of_vote"], question=row["question"],
    )  # fmt: skip
    settle(later, vote, row["answers"])


def _agree(context: Context, application: ProjectApplication, told: Mapping[str, Any]) -> None:
    day = context.today
    services.draw_agreement(
        context, application_id=application.id, starts_on=day, ends_on=day + timedelta(days=365),
        duties=told["duties"],
        instalments=[
            services.Instalment(
                amount=Money(row["amount"] * _CENTS), due_on=day + timedelta(days=row["days"]),
                condition=row["condition"], needs_evidence=row["evidence"],
            )
            for row in told["instalments"]
        ],
    )  # fmt: skip
    services.sign_agreement(context, application_id=application.id, on=day)
    first = Money(told["instalments"][0]["amount"] * _CENTS)
    services.pay_instalment(context, application_id=application.id, position=1, amount=first)


def _later(context: Context, *, days: int) -> Context:
    return replace(context, clock=_At(context.clock.now() + timedelta(days=days)))


def _structures(context: Context, number: int) -> list[int]:
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level == 0)
    organisations = (
        query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id).offset(1).limit(number)
    )
    return list(context.session.scalars(organisations))


def _contributors(context: Context, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return an organisation of the family that each row names, none of them twice."""
    found: list[int] = []
    for row in rows:
        query = (
            select(Actor.id).join(ActorFamily).where(ActorFamily.key == row["family"], Actor.id.not_in(found))
        )
        one = context.session.scalar(
            query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id.desc())
        )
        found += [one] if one else []
    return found
