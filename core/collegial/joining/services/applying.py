"""Ask to join: the application, and the proof that its address is the applicant's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from collegial.actors.models import ActorKind
from collegial.actors.rules import read_phone
from collegial.joining.events import ApplicationConfirmed, ApplicationReceived
from collegial.joining.models import Application, LetterKind
from collegial.joining.rules import CONSENTS, ApplicationState, Registration, call_for, read_registration
from collegial.joining.services.consenting import give_consents
from collegial.joining.services.holding import LAPSE_UNCONFIRMED, hold, promise_check, promise_letter
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, require
from collegial.kernel.text import t
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules

MOST_CONFIRMATIONS = 3


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """What the form says.

    A person has `given_name` and `family_name`; an organisation `organisation` and a representative, and
    may have a `registration` (SIREN or SIRET). `shares` is None under
    statutes without capital.
    """

    kind: ActorKind
    email: str
    street: str
    postcode: str
    locality: str
    country: str
    category_key: str
    collective_value: str
    own_value: str
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""
    registration: str = ""
    representative_given_name: str = ""
    representative_family_name: str = ""
    representative_role: str = ""
    representative_email: str = ""
    phone: str = ""
    ties: tuple[str, ...] = ()
    advised_category: str | None = None
    shares: int | None = None
    own_value_kinds: tuple[str, ...] = ()
    locale: str = "fr"

    @property
    def name(self) -> str:
        """Return the name under which the applicant would stand in the directory."""
        if self.kind is ActorKind.ORGANISATION:
            return self.organisation.strip()
        return f"{self.given_name.strip()} {self.family_name.strip()}".strip()


_NEEDED = ("street", "postcode", "locality", "collective_value", "own_value")
_OF_PERSON = ("given_name", "family_name")
_OF_ORGANISATION = ("organisation", "representative_given_name", "representative_family_name")


def apply(
    context: Context,
    new: NewApplication,
    *,
    words: Mapping[str, str],
    agreed: Collection[str],
    confirmation_days: int,
) -> Application:
    """Receive an application.

    `words` are the texts of consent that were shown, by key; `agreed` the keys that were ticked. The
    application lapses when its address is not confirmed within `confirmation_days`. Raises Invalid for
    an answer that cannot be right, Refused when no statutes are in force.
    """
    require(context.by, PUBLIC)
    registration = _check(context, new, agreed)
    application = _row(context, new, registration)
    context.session.add(application)
    give_consents(context, application, words=words, agreed=agreed)
    _ask_for_proof(context, application, confirmation_days)
    return application


def confirm_address(context: Context, application: Application) -> None:
    """Note that the applicant opened the link sent to the address; a second time changes nothing.

    Raises Refused when the application is over.
    """
    require(context.by, PUBLIC)  # the view has checked the personal link
    application = hold(context, application)
    if application.confirmed_at is not None:
        return
    if application.state is not ApplicationState.RECEIVED:
        raise Refused(
            "joining.over", t("This application is over: there is nothing to confirm. You may apply again.")
        )
    application.confirmed_at = context.clock.now()
    context.emit(ApplicationConfirmed(application=application.id))


def send_confirmation(context: Context, application: Application) -> None:
    """Send the link that confirms the address once more, a few times at most.

    Raises Refused when there is nothing to confirm, or when it was sent often enough: the address is
    someone else's until it is confirmed.
    """
    require(context.by, PUBLIC)  # the view has checked the personal link, or the right to handle applications
    application = hold(context, application)
    if application.confirmed_at is not None or application.state is not ApplicationState.RECEIVED:
        raise Refused("joining.confirmed", t("The address is confirmed, or the application is over."))
    if sum(one.kind is LetterKind.CONFIRM for one in application.letters) >= MOST_CONFIRMATIONS:
        raise Refused(
            "joining.sent_enough",
            t(
                "The e-mail was sent %(times)s times. Look in your junk mail, or write to us.",
                times=MOST_CONFIRMATIONS,
            ),
        )
    promise_letter(context, application, LetterKind.CONFIRM)


def _check(context: Context, new: NewApplication, agreed: Collection[str]) -> Registration | None:
    is_person = new.kind is ActorKind.PERSON
    for field in (*(_OF_PERSON if is_person else _OF_ORGANISATION), *_NEEDED):
        if not getattr(new, field).strip():
            raise Invalid("joining.missing", t("This answer is needed."), field=field)
    usable_email(new.email, field="email")
    if not is_person:
        usable_email(new.representative_email, field="representative_email")
    usable_phone(new.phone)
    _check_place(_rules_today(context), new)
    for rule in CONSENTS:
        if rule.is_required and rule.key not in agreed:
            raise Invalid(
                "joining.consent_missing",
                t("Without your agreement here, the application cannot be received."),
                field=f"consent_{rule.key}",
            )
    return None if is_person else read_registration(new.registration)


def _check_place(rules: StatuteRules, new: NewApplication) -> None:
    if new.category_key not in {rule.key for rule in rules.categories}:
        raise Invalid(
            "joining.unknown_category", t("Choose one of the categories of the statutes."), field="category"
        )
    if rules.capital is not None:
        call_for(new.shares or 0, rules.capital)


def _rules_today(context: Context) -> StatuteRules:
    statutes = statutes_on(context.session, context.today)
    if statutes is None:
        raise Refused(
            "joining.no_statutes",
            t("Nobody can join yet: no statutes are in force. Come back later, or write to us."),
        )
    return rules_of(statutes)


def _row(context: Context, new: NewApplication, registration: Registration | None) -> Application:
    is_person = new.kind is ActorKind.PERSON
    has_capital = _rules_today(context).capital is not None
    return Application(
        kind=new.kind, name=new.name,
        given_name=new.given_name.strip() if is_person else None,
        family_name=new.family_name.strip() if is_person else None,
        email=usable_email(new.email, field="email"), phone=usable_phone(new.phone),
        street=new.street.strip(), postcode=new.postcode.strip(), locality=new.locality.strip(),
        country=new.country, ties=list(new.ties), advised_category=new.advised_category,
        siren=registration.siren if registration else None,
        siret=registration.siret if registration else None,
        representative_given_name=None if is_person else new.representative_given_name.strip(),
        representative_family_name=None if is_person else new.representative_family_name.strip(),
        representative_role=None if is_person else new.representative_role.strip() or None,
        representative_email=None if is_person else usable_email(new.representative_email),
        category_key=new.category_key, shares=new.shares if has_capital else None,
        collective_value=new.collective_value.strip(), own_value_kinds=list(new.own_value_kinds),
        own_value=new.own_value.strip(), locale=new.locale, received_at=context.clock.now(),
        state=ApplicationState.RECEIVED,
    )  # fmt: skip


def _ask_for_proof(context: Context, application: Application, confirmation_days: int) -> None:
    promise_letter(context, application, LetterKind.CONFIRM)
    last = context.today + timedelta(days=confirmation_days + 1)
    promise_check(context, application, LAPSE_UNCONFIRMED, last)
    context.emit(ApplicationReceived(application=application.id, kind=application.kind.value))


def usable_email(written: str, *, field: str | None = None) -> str:
    """Return an address as it is compared: in lower case; raises Invalid for one that cannot be right."""
    try:
        return validate_email(written.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid(
            "joining.bad_email",
            t("“%(email)s” is not an e-mail address.", email=written.strip()[:100]),
            field=field,
        ) from None


def usable_phone(written: str) -> str | None:
    """Return a telephone number as the directory keeps it, None when there is none; raises Invalid."""
    if not written.strip():
        return None
    try:
        return read_phone(written)
    except Invalid as error:
        raise Invalid("joining.bad_phone", error.text, field="phone") from None
