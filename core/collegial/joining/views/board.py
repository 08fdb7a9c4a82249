"""What the board decided: the form of a sitting, the sittings, one of them; and the words of consent."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.groups.queries import groups
from collegial.joining import services
from collegial.joining.forms.desk import SittingForm, WordsForm, sitting_form
from collegial.joining.models import Application
from collegial.joining.queries import applications as queries
from collegial.joining.queries.consents import all_texts, texts_in_force
from collegial.joining.queries.duplicates import like_actors, like_applications
from collegial.joining.rules import CONSENTS
from collegial.joining.services import PaymentTerms
from collegial.joining.services.deciding import MOST_AT_ONCE
from collegial.joining.views.placing import doubts
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.paging import page_of
from collegial.kernel.text import nt, t
from collegial.statutes.queries import categories, rules_of, statutes_on
from collegial.statutes.rules import StatuteRules
from collegial.web.forms import row_numbers
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def decide() -> ResponseReturnValue:
    """Record what one sitting decided on the applications that wait, the oldest first."""
    some = _shown()
    form = sitting_form(some, _rules())
    if not form.is_submitted():
        form.decided_on.data = act().today
    made = form.make(lambda: _decide(form, some))
    if isinstance(made, str):
        return redirect(made)
    return render_template(
        "joining/decide.html",
        form=form, some=some, bodies=groups(session()), most=MOST_AT_ONCE, counts=queries.counts(session()),
        actors=like_actors(session(), some), others=like_applications(session(), some),
        doubts=doubts(some), categories={one.key: one.name for one in categories(session())},
    ), made  # fmt: skip


def batches() -> ResponseReturnValue:
    """Show all sittings, the latest first."""
    page = page_of(session(), queries.batches(), number=request.args.get("page", 1, type=int))
    return render_template("joining/batches.html", page=page)


def batch(batch_id: int) -> ResponseReturnValue:
    """Show what one sitting decided."""
    return render_template("joining/batch.html", batch=queries.batch(session(), batch_id))


def texts() -> ResponseReturnValue:
    """Show the words of every consent: those in force, and all versions that were agreed to."""
    languages = current_program().settings.pays.languages
    return render_template(
        "joining/texts.html",
        consents=CONSENTS, published=texts_in_force(session(), languages), every=all_texts(session()),
        codes=languages, titles={rule.key: say(rule.title) for rule in CONSENTS},
    )  # fmt: skip


def publish(key: str, language: str) -> ResponseReturnValue:
    """Publish new words for a consent in one language."""
    rule = next((one for one in CONSENTS if one.key == key), None)
    if rule is None or language not in current_program().settings.pays.languages:
        raise Missing("joining.unknown_text", t("There is no such text of consent."))
    form, present = WordsForm(), texts_in_force(session(), [language]).get((key, language))
    if not form.is_submitted() and present:
        form.text.data = present.text
    status = form.attempt(lambda: services.publish_text(act(), key=key, locale=language, text=form.text.data))
    if status is None:
        flash(say(t("The new words are in force.")), "success")
        return redirect(url_for("joining.texts"))
    return render_template(
        "joining/publish.html", rule=rule, language=language, present=present, form=form
    ), status


def _shown() -> Sequence[Application]:
    """Return what the page is about: what waits now, or what was shown when the form was filled in."""
    if request.method == "POST":
        numbers = row_numbers(request.form.getlist("on"))[:MOST_AT_ONCE]
        return session().scalars(queries.numbered(numbers)).all()
    return session().scalars(queries.decidable().limit(MOST_AT_ONCE)).all()


def _decide(form: SittingForm, some: Sequence[Application]) -> str:
    ways = current_program().settings.joining
    terms = PaymentTerms(days=ways.payment_days, reminder_days=ways.reminder_days)
    made = services.decide(act(), form.sitting(), form.verdicts(some), terms)
    count = len(made.decisions)
    flash(
        say(nt("%(count)d application was decided.", "%(count)d applications were decided.", count)),
        "success",
    )
    return url_for("joining.batch", batch_id=made.id)


def _rules() -> StatuteRules:
    statutes = statutes_on(session(), act().today)
    if statutes is None:
        raise Refused("joining.no_statutes_in_force", t("No statutes are in force: nobody can be admitted."))
    return rules_of(statutes)
