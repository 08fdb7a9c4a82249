"""What must hold before an entry is written; each check raises the refusal that a person can read."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import nt, t
from collegial.membership.models import Member
from collegial.membership.queries import is_member
from collegial.shares.models import ShareRegister
from collegial.shares.queries import (
    capital_rule_on,
    daily_changes,
    daily_shares,
    dated_clauses,
    lots_on,
    queued_shares,
)
from collegial.shares.rules import Breach, available, first_breach, unpaid_shares
from collegial.statutes.rules import CapitalRule

MOST_SHARES = 10_000_000
LONGEST_REASON = 500
FAR_AHEAD = date.max


def clause(session: Session, day: date) -> CapitalRule:
    """Return the clauses on the capital in force on a day; raise Refused where there are no shares (L5)."""
    rule = capital_rule_on(session, day)
    if rule is None:
        raise Refused(
            "shares.none",
            t(
                "The statutes in force on %(day)s know no shares. Record statutes with a capital first.",
                day=day,
            ),
            field="effective_on",
        )
    return rule


def check_shares(shares: int) -> None:
    """Refuse a number of shares that nobody can mean."""
    if not 0 < shares <= MOST_SHARES:
        raise Invalid(
            "shares.number",
            t("Write a whole number of shares, from 1 to %(most)s.", most=MOST_SHARES),
            field="shares",
        )


def check_day(context: Context, day: date, *, field: str = "effective_on") -> None:
    """Refuse a day to come: what the register says has happened."""
    if day > context.today:
        raise Invalid(
            "shares.future", t("This day is still to come: record it on the day itself."), field=field
        )


def written_reason(reason: str | None) -> str:
    """Return a reason without spaces around it; raise Invalid without one, or with one too long."""
    found = (reason or "").strip()
    if not found:
        raise Invalid(
            "shares.reason_missing", t("Write the reason: it stays in the register."), field="reason"
        )
    if len(found) > LONGEST_REASON:
        raise Invalid(
            "shares.reason_long",
            t("Keep the reason under %(most)s characters.", most=LONGEST_REASON),
            field="reason",
        )
    return found


def check_member(session: Session, member: Member, day: date) -> None:
    """Refuse to give shares to someone who was no member on that day."""
    if session.scalar(select(Member.id).where(Member.id == member.id, is_member(day))) is None:
        raise Refused(
            "shares.not_member",
            t(
                "Member %(number)s was not a member on %(day)s. Admit the member first, or choose another day.",
                number=member.number,
                day=day,
            ),
            field="effective_on",
        )


def check_nominal(register: ShareRegister, rule: CapitalRule) -> None:
    """Refuse new shares at another nominal while shares exist: there is one nominal for all (L12).

    A new nominal in the statutes means that the shares in circulation are divided or regrouped. The register
    has no entry for that: as long as it was not done, nobody subscribes.
    """
    if register.capital and register.nominal != rule.nominal:
        raise Refused(
            "shares.nominal",
            t(
                "The shares in circulation are of %(present)s and the statutes now say %(new)s. All shares have "
                "one nominal: no share can be subscribed to until those that exist are redeemed or the statutes "
                "say %(present)s again.",
                present=register.nominal,
                new=rule.nominal,
            ),
        )


def check_held(session: Session, member: Member, shares: int, day: date) -> None:
    """Refuse to take more shares from a member than can go on that day without a later day ending under zero."""
    free = available(daily_shares(session, member.id), day)
    if shares > free:
        raise Refused(
            "shares.not_enough",
            nt(
                "Member %(number)s can give %(free)s share on %(day)s, counting what was given since: %(wanted)s "
                "is too many.",
                "Member %(number)s can give %(free)s shares on %(day)s, counting what was given since: "
                "%(wanted)s is too many.",
                max(0, free),
                number=member.number,
                free=max(0, free),
                day=day,
                wanted=shares,
            ),
            field="shares",
        )


def check_free(session: Session, member: Member, shares: int, *, paid_only: bool) -> None:
    """Refuse shares that wait to be redeemed or, with `paid_only`, that are not paid in full.

    Those of a member who has left are all waiting: they may go elsewhere, and leave the queue then.
    """
    lots = lots_on(session, [member.id], FAR_AHEAD)[member.id]
    held, unpaid = sum(lot.shares for lot in lots), unpaid_shares(lots)
    if paid_only and shares > held - unpaid:
        raise Refused(
            "shares.not_paid",
            nt(
                "%(unpaid)s of the %(held)s shares of member %(number)s is not paid in full. Record what is "
                "still due first.",
                "%(unpaid)s of the %(held)s shares of member %(number)s are not paid in full. Record what is "
                "still due first.",
                unpaid,
                unpaid=unpaid,
                held=held,
                number=member.number,
            ),
            field="shares",
        )
    waiting = queued_shares(session, member.id) if member.left_on is None else 0
    if shares > held - waiting - (unpaid if paid_only else 0):
        raise Refused(
            "shares.waiting",
            nt(
                "%(waiting)s of the %(held)s shares of member %(number)s waits to be redeemed. Take that "
                "withdrawal back first.",
                "%(waiting)s of the %(held)s shares of member %(number)s wait to be redeemed. Take that "
                "withdrawal back first.",
                waiting,
                waiting=waiting,
                held=held,
                number=member.number,
            ),
            field="shares",
        )


def breach_without(context: Context, worth: Money, day: date, *, founding: bool = False) -> Breach | None:
    """Find the first day that would end under the floor if some capital went on a day (L11)."""
    changes = daily_changes(context.session)
    changes[day] = changes.get(day, ZERO) - worth
    return first_breach(
        changes,
        dated_clauses(context.session),
        since=day,
        until=context.today,
        founding=founding,
    )


def check_floor(context: Context, worth: Money, day: date, *, founding: bool = False) -> None:
    """Refuse that the capital falls under its floor on any day (L11)."""
    breach = breach_without(context, worth, day, founding=founding)
    if breach is not None:
        raise Refused(
            "shares.floor",
            t(
                "The capital would be %(capital)s on %(day)s, under its floor of %(floor)s. It may not fall under "
                "it: wait for new subscriptions.",
                capital=breach.capital,
                floor=breach.floor,
                day=breach.day,
            ),
        )
