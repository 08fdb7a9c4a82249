"""What the style guide shows: a form in two states, next steps, the tokens and the icons that there are."""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from collegial.hooks.contracts import NextStep
from collegial.kernel.paging import Page
from collegial.kernel.text import Text
from collegial.web.forms import AmountField, Form
from collegial.web.hours import DayField
from collegial.web.letters import Batch
from collegial.web.marks import InMarkdown, NeededWhen
from collegial.web.waiting import sort_steps

_HERE = Path(__file__).parent
_TOKEN = re.compile(r"--([a-z0-9-]+):")


class Sample(Form):
    """One field of each kind; its words are English, as the guide is for those who write pages."""

    title = StringField(
        "Title", description="As it stands on the agenda.", validators=[DataRequired("Give a title.")]
    )
    text = TextAreaField("Text", validators=[Optional()])
    day = DayField("Day", validators=[DataRequired("Say on which day.")])
    kind = SelectField("Kind", choices=[("ordinary", "Ordinary"), ("extraordinary", "Extraordinary")])
    secrecy = RadioField("Vote", choices=[("open", "Open"), ("secret", "Secret")], default="open")
    told = BooleanField("Tell the members by e-mail")


class Loose(Form):
    """A form of which little must be filled in."""

    name = StringField("Name", validators=[DataRequired()])
    site = StringField("Web address", validators=[Optional()])
    since = DayField("Since", validators=[Optional()])
    about = StringField("In one line", validators=[Optional()])


class Laid(Form):
    """A form whose dates lie side by side, and whose place is folded away."""

    side_by_side = (("since", "until"),)
    folded = (("A precise place on the map", ("north", "east")),)

    since = DayField("First day", validators=[DataRequired()])
    until = DayField("Last day", description="Empty for no end.", validators=[Optional()])
    kind = RadioField("Answer", choices=[("yes", "Yes"), ("no", "No")], default="yes")
    reason = TextAreaField(
        "Reason", validators=[NeededWhen("required for a refusal", "kind", "no"), InMarkdown()]
    )
    north = StringField("Latitude", validators=[Optional()])
    east = StringField("Longitude", validators=[Optional()])


class Amounts(Form):
    """Two amounts that belong together."""

    least = AmountField("Least, in euros", validators=[DataRequired()])
    most = AmountField("Most, in euros", validators=[DataRequired()])


def shown() -> dict[str, Any]:
    """Return all that the page of the style guide prints."""
    wrong = Sample(formdata=None, prefix="wrong-", data={"title": "", "text": "What was typed stays."})
    wrong.title.errors = ["Give a title."]
    wrong.day.errors = ["Say on which day."]
    return {
        "form": Sample(formdata=None, data={"title": "Report of the board", "secrecy": "open"}),
        "wrong": wrong,
        "loose": Loose(formdata=None, prefix="loose-"),
        "laid": Laid(formdata=None, prefix="laid-"),
        "amounts": Amounts(formdata=None, prefix="amounts-"),
        "waiting": sort_steps(_steps(), date(2026, 11, 30)),
        "letters": _letters(),
        "tokens": tokens(),
        "icons": sorted(one.stem for one in (_HERE / "templates" / "icons").glob("*.svg")),
    }


def tokens() -> list[str]:
    """Return the names of the variables of the style sheet, each once, in their order."""
    sheet = (_HERE / "static" / "css" / "collegial.css").read_text(encoding="utf-8")
    root = sheet.split(":root,", 1)[1].split("{", 1)[1].split("}", 1)[0]
    return list(dict.fromkeys(_TOKEN.findall(root)))


def _steps() -> list[NextStep]:
    day = date(2026, 11, 30)
    said = (
        ("2 payments for shares are late", "Call for payment", day - timedelta(days=9), "money"),
        ("12 voting rights are missing for the quorum", "Gather proxies", day + timedelta(days=3), "proxy"),
        ("3 applications wait for a decision", "Decide", None, "decision"),
        ("A protocol is to be reviewed", "Hold the review", day + timedelta(days=40), "protocol"),
    )
    return [
        NextStep(
            key=f"guide.{number}", sentence=Text(msgid=sentence), act=Text(msgid=act), endpoint="web.home",
            due_on=due_on, icon=icon,
        )
        for number, (sentence, act, due_on, icon) in enumerate(said)
    ]  # fmt: skip


def _letters() -> Batch[Any]:
    names = ("Association Ar Vro", "Coopérative du Blosne", "Maison des associations")
    waiting = [
        SimpleNamespace(id=number, entry=SimpleNamespace(member_number=number, name=name))
        for number, name in enumerate(names, start=1)
    ]
    page = Page(items=waiting, number=1, size=len(waiting), total=9)
    return Batch(page=page, by_language={"en": [], "br": []})
