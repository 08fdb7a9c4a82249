"""The rounds and the form of a pledge."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from collegial.plugin import Form, Missing, act, say, session, t, viewer
from collegial_brest import services
from collegial_brest.models import BrestRound


class PledgeForm(Form):
    """What somebody pledges."""

    amount = IntegerField(
        _l("Euros"), validators=[InputRequired(_l("Write an amount.")), NumberRange(min=1, max=10**6)]
    )
    words = StringField(_l("Your words with it"), validators=[Length(max=200)])  # since 2.0


def index() -> ResponseReturnValue:
    """Show the rounds."""
    return render_template("brest/index.html", rounds=services.rounds(session()))


def show(round_id: int) -> ResponseReturnValue:
    """Show one round, and take a pledge."""
    row = session().get(BrestRound, round_id)
    if row is None:
        raise Missing("brest.unknown", t("There is no such round."))
    form = PledgeForm()
    status = form.attempt(lambda: _pledge(row, form))
    if status is None:
        flash(say(t("Thank you, your pledge is noted.")), "success")
        return redirect(url_for("brest.show", round_id=round_id))
    return render_template("brest/show.html", round=row, form=form), status


def _pledge(row: BrestRound, form: PledgeForm) -> None:
    services.pledge(
        act(),
        row,
        actor_id=viewer().actor_id,
        amount=form.amount.data,
        words=form.words.data or None,  # since 2.0
    )
