"""The demonstration's round, fund and campaign: plausible ones, on the organisations that are there."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import Actor, ActorFamily, ActorKind, Context, Money
from collegial_finance.committees.demo import committee, settle
from collegial_finance.guarantees import services as guarantees
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.patronage import services as patronage
from collegial_finance.patronage.models import GiftKind, GiftMethod
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.rounds import services
from collegial_finance.rounds.rules import ClosingRule, Instrument, Plan, PledgeState

PATH = (PledgeState.INTERESTED, PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.PAID)


def open_round(context: Context) -> None:
    """Open the round, bring its funders to the table and take each as far as it has come."""
    told = tomllib.loads((files("collegial_finance") / "demo.toml").read_text(encoding="utf-8"))
    project, at_table = _base_structure(context), funders(context, len(told["funders"]))
    if project is None or len(at_table) < len(told["funders"]):
        return
    closes_on = context.today + timedelta(days=told["days"])
    plan = Plan(
        target=Money(told["target"] * 100), minimum=Money(told["minimum"] * 100), maximum=Money(told["maximum"] * 100),
        closes_on=closes_on, closing=ClosingRule.THRESHOLD, least=Money(50_000),
    )  # fmt: skip
    made = services.open_round(context, title=told["title"], need=told["need"], project_id=project, plan=plan)
    for funder_id, row in zip(at_table, told["funders"], strict=True):
        pledge = services.invite_funder(
            context, round_id=made.id, funder_id=funder_id, instrument=Instrument(row["instrument"])
        )
        for state in PATH[: row["steps"]]:
            services.move_pledge(
                context, round_id=made.id, pledge_id=pledge.id, state=state, amount=Money(row["amount"] * 100)
            )


def open_fund(context: Context) -> None:
    """Open the fund, endow it, and take its files as far as they have come."""
    told = tomllib.loads((files("collegial_finance") / "demo.toml").read_text(encoding="utf-8"))["fund"]
    borrower, contributors = _base_structure(context), funders(context, len(told["endowment"]))
    if borrower is None or len(contributors) < len(told["endowment"]):
        return
    group = committee(context)
    fund = guarantees.open_fund(
        context, name=told["name"], mode=FundMode(told["mode"]), multiplier=Fraction(told["multiplier"]),
        committee_id=group.id if group else None,
    )  # fmt: skip
    for contributor, amount in zip(contributors, told["endowment"], strict=True):
        guarantees.endow(context, fund_id=fund.id, contributor_id=contributor, amount=Money(amount * 100))
    for row in told["files"]:
        file = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=borrower, lender=row["lender"], purpose=row["purpose"],
            terms=Terms(principal=Money(row["principal"] * 100), rate=Fraction(row["rate"]), months=row["months"]),
            cover=Fraction(row["cover"]), commission=Fraction("1/40"),
        )  # fmt: skip
        if row["repaid"]:
            _accept(context, file, row)
            guarantees.issue(context, file_id=file.id)
            guarantees.note_repayments(context, file_id=file.id, months=row["repaid"])


def _accept(context: Context, file: GuaranteeFile, row: Mapping[str, Any]) -> None:
    """Let the committee vote, or record a decision where there is none."""
    if file.fund.committee_id is None:
        guarantees.decide(context, file_id=file.id, accepted=True, reasons=row["reasons"])
        return
    vote = guarantees.put_to_vote(
        context, file_id=file.id, page=f"/finance/guarantees/files/{file.id}", title=row["title_of_vote"],
        question=row["reasons"],
    )  # fmt: skip
    settle(context, vote, row["answers"])


def open_campaign(context: Context) -> None:
    """Name an issuer, open a campaign, record its gifts."""
    told = tomllib.loads((files("collegial_finance") / "demo.toml").read_text(encoding="utf-8"))["campaign"]
    actor, patrons = _base_structure(context), _patrons(context, len(told["gifts"]))
    if actor is None or len(patrons) < len(told["gifts"]):
        return
    today = context.today
    issuer = patronage.name_issuer(
        context, actor_id=actor, form=IssuerForm.ASSOCIATION, purpose=told["purpose"], address=told["address"],
        signatory=told["signatory"],
    )  # fmt: skip
    campaign = patronage.open_campaign(
        context, issuer_id=issuer.id, title=told["title"], text=told["text"], target=Money(told["target"] * 100),
        opens_on=today - timedelta(days=30), closes_on=today + timedelta(days=60), is_public=True,
    )  # fmt: skip
    for patron, row in zip(patrons, told["gifts"], strict=True):
        patronage.receive_gift(
            context, campaign_id=campaign.id, patron_id=patron, kind=GiftKind(row["kind"]),
            method=GiftMethod(row["method"]), amount=Money(row["amount"] * 100), received_on=today,
            description=row.get("description"), may_thank=row["thank"],
        )  # fmt: skip


def _base_structure(context: Context) -> int | None:
    return next(iter(borrowers(context, 1)), None)


def borrowers(context: Context, number: int) -> list[int]:
    """Return the first base structures of the directory."""
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level == 0)
    structures = query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id).limit(number)
    return list(context.session.scalars(structures))


def _patrons(context: Context, number: int) -> list[int]:
    """Return the last organisations of the last family, the banks and mutuals: a public body has no tax to reduce."""
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level.is_(None))
    organisations = query.where(Actor.kind == ActorKind.ORGANISATION)
    last = organisations.order_by(ActorFamily.position.desc(), Actor.id.desc()).limit(number)
    return list(context.session.scalars(last))


def funders(context: Context, number: int) -> list[int]:
    """Return the last organisations of the last families: those of banks and public bodies in the study."""
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level.is_(None))
    organisations = query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id.desc()).limit(number)
    return list(context.session.scalars(organisations))
