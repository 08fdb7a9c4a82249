"""Keep the words that are agreed to, let a consent be taken back, and members choose how they are convened."""

from collections.abc import Collection, Mapping

from collegial.joining.events import ConsentTextPublished, ConsentWithdrawn, ConveningChosen
from collegial.joining.models import Application, Consent, ConsentText, ConveningChoice
from collegial.joining.permissions import MANAGE
from collegial.joining.queries.consents import convening_of, text_in_force
from collegial.joining.rules import CONSENTS
from collegial.joining.rules.consenting import CONVOCATIONS
from collegial.journal.services import hold_order
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE as KEEP_REGISTER
from collegial.membership.permissions import OWN
from collegial.membership.queries import speaks_for

_BY_KEY = {rule.key: rule for rule in CONSENTS}


def publish_text(context: Context, *, key: str, locale: str, text: str) -> ConsentText:
    """Publish new words for a consent in a language, under the next version; those given before keep theirs.

    Raises Invalid for an unknown consent or empty words, Refused when the words are those in force.
    """
    require(context.by, MANAGE)
    if key not in _BY_KEY:
        raise Invalid("joining.unknown_consent", t("There is no such consent."), field="key")
    if not text.strip():
        raise Invalid("joining.no_words", t("Write the words that people agree to."), field="text")
    hold_order(context.session)
    present = text_in_force(context.session, key, locale)
    if present and present.text == text.strip():
        raise Refused(
            "joining.same_words", t("These words are already in force: nothing changes."), field="text"
        )
    return _publish(context, key, locale, text.strip())


def give_consents(
    context: Context, application: Application, *, words: Mapping[str, str], agreed: Collection[str]
) -> None:
    """Write down what an applicant agreed to, with the very words that were shown; called by `apply`."""
    hold_order(context.session)
    for key in sorted(agreed):
        present = text_in_force(context.session, key, application.locale)
        if present is None or present.text != words[key]:
            present = _publish(context, key, application.locale, words[key])
        context.session.add(Consent(application=application, text=present, given_at=context.clock.now()))


def withdraw_consent(context: Context, application: Application, consent: Consent) -> None:
    """Take a consent back, for whoever follows the application; raises Refused for a required one."""
    require(context.by, PUBLIC)  # the view has checked the personal link
    if consent.application_id != application.id or _BY_KEY[consent.text.key].is_required:
        raise Refused(
            "joining.consent_required",
            t("Without this consent there is no application: withdraw the application instead."),
        )
    if consent.withdrawn_at is None:
        consent.withdrawn_at = context.clock.now()
        context.emit(ConsentWithdrawn(application=application.id, consent=consent.text.key))
        if consent.text.key == CONVOCATIONS and application.actor_id is not None:
            _note_choice(context, application.actor_id, by_post=True, on_paper=False)


def choose_convening(context: Context, member: Member, *, by_post: bool) -> None:
    """Let a member be convened by post, or by mail, from the next convocation on; the staff notes what it is written.

    Raises Forbidden for anyone else, Refused for mail where no address is known. What holds already is not noted again.
    """
    is_own = speaks_for(context.session, context.by.actor_id, member, context.today)
    require(context.by, OWN if is_own else KEEP_REGISTER)
    present = convening_of(context.session, member.actor_id, context.today)
    if not by_post and present.address is None:
        raise Refused(
            "joining.no_address",
            t("No e-mail address is known here: ask for your contact data to be changed first."),
            field="way",
        )
    if by_post != present.by_post:
        _note_choice(context, member.actor_id, by_post=by_post, on_paper=not is_own)
        context.emit(ConveningChosen(member=member.id, number=member.number, by_post=by_post))


def _note_choice(context: Context, actor_id: int, *, by_post: bool, on_paper: bool) -> None:
    context.session.add(
        ConveningChoice(actor_id=actor_id, by_post=by_post, chosen_at=context.clock.now(), on_paper=on_paper)
    )


def _publish(context: Context, key: str, locale: str, text: str) -> ConsentText:
    present = text_in_force(context.session, key, locale)
    published = ConsentText(
        key=key, locale=locale, version=present.version + 1 if present else 1, text=text,
        published_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(published)
    context.session.flush()  # the next one must see this version
    context.emit(ConsentTextPublished(consent=key, locale=locale, version=published.version))
    return published
