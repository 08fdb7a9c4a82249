"""Record a version of the statutes; versions are never changed afterwards."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from collegial.kernel.chain import canonical
from collegial.kernel.days import check_reach
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.statutes.events import StatutesOverridden, StatutesRecorded
from collegial.statutes.models import Category, College, OriginKind, Statutes, StatutesOrigin
from collegial.statutes.permissions import OVERRIDE, RECORD
from collegial.statutes.queries import categories, colleges, newest
from collegial.statutes.rules import (
    CategoryRule,
    CollegeRule,
    InvalidStatutes,
    StatuteError,
    StatuteRules,
    parse_statutes,
    statutes_document,
)
from collegial.statutes.rules.origins import Adopted, First, Origin, Override

LONGEST_NAME = 200


def record_statutes(
    context: Context,
    document: Mapping[str, object],
    *,
    effective_from: date,
    reason: str,
    origin: Origin = First(),  # noqa: B008 (a frozen value)
) -> Statutes:
    """Record the next version, in force from a day on, and the colleges and categories it names (L25).

    `reason` says why the statutes change, `origin` who decided it. Raises InvalidStatutes with every error of
    the document, Invalid without a reason, Refused when a recorded version starts later or the origin does not
    fit: the first version is recorded once, and only what was there can be overridden.
    """
    require(context.by, OVERRIDE if isinstance(origin, Override) else RECORD)
    rules = check_statutes(document, on=max(effective_from, context.today))
    if not reason.strip():
        raise Invalid("statutes.reason_missing", t("Say why the statutes change."), field="reason")
    last = newest(context.session)
    _check_origin(last, origin)
    check_reach(effective_from, field="effective_from")
    _check_order(last, effective_from)
    number = last.version + 1 if last else 1
    statutes = _write(
        context, rules, number, effective_from=effective_from, reason=reason.strip(), origin=origin
    )
    _name_colleges(context.session, rules.colleges)
    _name_categories(context.session, rules.categories)
    context.emit(
        StatutesRecorded(
            version=statutes.version, effective_from=effective_from.isoformat(), digest=statutes.digest
        )
    )
    if isinstance(origin, Override):
        context.emit(StatutesOverridden(version=statutes.version))
    return statutes


def check_statutes(document: Mapping[str, object], *, on: date | None = None) -> StatuteRules:
    """Return the rules of a document that could be recorded; raises InvalidStatutes with every error.

    The law is that of the day given, or the newest one known. Recording takes today's when the day is past:
    an old date must not bring an old law back.
    """
    rules = parse_statutes(document, on=on)
    errors = list(_too_long(rules))
    if errors:
        raise InvalidStatutes(errors)
    return rules


def digest_of(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of a canonical document, in hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _too_long(rules: StatuteRules) -> Iterator[StatuteError]:
    named = {
        "label": rules.label,
        **{f"colleges.{place}.name": college.name for place, college in enumerate(rules.colleges)},
        **{f"categories.{place}.name": category.name for place, category in enumerate(rules.categories)},
    }
    for path, name in named.items():
        if len(name) > LONGEST_NAME:
            yield StatuteError(
                path=path, text=t("Keep this text under %(most)s characters.", most=LONGEST_NAME)
            )


def _check_origin(last: Statutes | None, origin: Origin) -> None:
    if isinstance(origin, First) and last:
        raise Refused(
            "statutes.not_first",
            t(
                "Statutes are already recorded. Put the change to the vote of the members, or say why none is needed."
            ),
        )
    if isinstance(origin, Override) and last is None:
        raise Refused(
            "statutes.nothing_to_override",
            t("There are no statutes yet: record these as the first version."),
        )
    if isinstance(origin, Override) and not origin.reason.strip():
        raise Invalid(
            "statutes.override_unexplained",
            t("Say why the members do not decide on this change."),
            field="override",
        )


def _check_order(last: Statutes | None, effective_from: date) -> None:
    if last and effective_from < last.effective_from:
        raise Refused(
            "statutes.earlier",
            t(
                "Version %(version)s is in force from %(day)s: a new version cannot start before it.",
                version=last.version,
                day=last.effective_from,
            ),
            field="effective_from",
        )


def _write(
    context: Context, rules: StatuteRules, number: int, *, effective_from: date, reason: str, origin: Origin
) -> Statutes:
    document: dict[str, Any] = statutes_document(rules)
    statutes = Statutes(
        version=number,
        label=rules.label,
        effective_from=effective_from,
        document=document,
        digest=digest_of(document),
        reason=reason,
        recorded_at=context.clock.now(),
        origin=_origin_row(origin),
    )
    with or_refuse(
        context.session,
        Refused(
            "statutes.recorded_meanwhile",
            t("Someone recorded a version at the same moment. Read it first, then record yours if needed."),
        ),
    ):
        context.session.add(statutes)
    return statutes


def _origin_row(origin: Origin) -> StatutesOrigin:
    match origin:
        case Adopted(resolution_id=resolution_id):
            return StatutesOrigin(kind=OriginKind.ADOPTED, resolution_id=resolution_id)
        case Override(reason=reason):
            return StatutesOrigin(kind=OriginKind.OVERRIDE, reason=reason.strip())
        case First():
            return StatutesOrigin(kind=OriginKind.FIRST)


def _name_colleges(session: Session, rules: Sequence[CollegeRule]) -> None:
    known = {college.key: college for college in colleges(session)}
    for position, rule in enumerate(rules, start=1):
        college = known.get(rule.key) or College(key=rule.key)
        college.name, college.position = rule.name, position
        session.add(college)


def _name_categories(session: Session, rules: Sequence[CategoryRule]) -> None:
    known = {category.key: category for category in categories(session)}
    for position, rule in enumerate(rules, start=1):
        category = known.get(rule.key) or Category(key=rule.key)
        category.name, category.is_mandatory, category.position = rule.name, rule.mandatory, position
        session.add(category)
