"""The form of a pipeline: its stages, its kinds of contributions, what each passage needs; as many as there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.hooks.contracts import OfferedStage
from collegial.proposals.rules import InvalidPipeline, Way
from collegial.web.forms import Form, PartForm
from collegial.web.languages import say

MOST = 20
_KEY = Length(max=40)


class StageLine(PartForm):
    """A stage; one without a key is left out."""

    key = StringField(_l("Key"), validators=[Optional(), _KEY])
    name = StringField(_l("Name"), validators=[Optional(), Length(max=200)])
    meaning = StringField(_l("What it means to be there"), validators=[Optional(), Length(max=500)])


class KindLine(PartForm):
    """A kind of contribution; one without a key is left out."""

    key = StringField(_l("Key"), validators=[Optional(), _KEY])
    label = StringField(_l("Name"), validators=[Optional(), Length(max=200)])


class PassageLine(PartForm):
    """What the passage from a stage to the next one needs."""

    group = SelectField(_l("Who decides"), validators=[Optional()])
    way = SelectField(
        _l("How it decides"),
        choices=[
            (Way.MAJORITY.value, _l("More for than against")),
            (Way.CONSENT.value, _l("By consent: nobody objects")),
        ],
    )
    quorum = StringField(
        _l("Quorum"), description=_l("A share of the group, such as 1/2. Empty for none."),
        validators=[Optional(), Length(max=12)],
    )  # fmt: skip
    topics = TextAreaField(
        _l("Topics to settle"),
        description=_l("One per line: a key, a colon, the title. For example “place: Where to settle”."),
        validators=[Optional(), Length(max=5000)],
    )
    contributions = TextAreaField(
        _l("Contributions needed"),
        description=_l("One per line: the key of a kind, a colon, how many. For example “interview: 3”."),
        validators=[Optional(), Length(max=2000)],
    )
    conditions = SelectMultipleField(
        _l("Conditions of modules"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )


class PipelineForm(Form):
    """A pipeline."""

    key = StringField(
        _l("Key"),
        description=_l("A new revision of this pipeline keeps the key."),
        validators=[DataRequired(_l("Write something here.")), _KEY],
    )
    name = StringField(_l("Name"), validators=[DataRequired(_l("Write something here.")), Length(max=200)])
    stages = FieldList(FormField(StageLine, _l("Stage")), _l("Stages, in their order"), max_entries=MOST)
    kinds = FieldList(FormField(KindLine, _l("Kind")), _l("Kinds of contributions"), max_entries=MOST)
    passages = FieldList(
        FormField(PassageLine, _l("Passage")), _l("Passages, from each stage to the next"), max_entries=MOST
    )
    ready = SelectMultipleField(
        _l("Stages of modules"),
        description=_l("They are put at the end, with the conditions of their passage."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )
    more = SubmitField(_l("Room for one more of each"))
    take = SubmitField(_l("Take these stages over"))

    def offer(
        self,
        groups: Sequence[tuple[str, str]],
        conditions: Sequence[tuple[str, str]],
        stages: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Hand in the groups and the conditions that a passage may name, and the stages of modules."""
        if self.ready is not None and stages:
            self.ready.choices = list(stages)
        else:
            del self.ready
        for line in self.passages:
            line.form.group.choices = list(groups)
            line.form.conditions.choices = list(conditions)

    def show(self, key: str, name: str, document: Mapping[str, Any]) -> None:
        """Put a document into the form."""
        self.process(
            formdata=None,
            data={
                "key": key, "name": name, "stages": document["stages"],
                "kinds": document["contribution_kinds"],
                "passages": [_shown(one) for one in document["passages"]],
            },
        )  # fmt: skip

    def make_room(self) -> None:
        """Add an empty line to each list."""
        for lines in (self.stages, self.kinds, self.passages):
            if len(lines) < MOST:
                lines.append_entry()

    def take_over(self, stages: Sequence[OfferedStage]) -> None:
        """Put stages of modules behind those that are written, in the first lines that are free."""
        for one in stages:
            place = next(
                (at for at, line in enumerate(self.stages) if not line.form.key.data), len(self.stages)
            )
            if place >= MOST:
                break
            for lines in (self.stages, self.passages):
                while len(lines) <= place:
                    lines.append_entry()
            line = self.stages[place].form
            line.key.data, line.name.data, line.meaning.data = one.key.split(".")[-1], one.name, one.meaning
            self.passages[place].form.conditions.data = list(one.conditions)
        self.ready.data = []

    def document(self) -> dict[str, Any]:
        """Return what was sent as a document, to be checked by the rules."""
        stages = [line.data for line in self.stages if line.form.key.data]
        kinds = [line.data for line in self.kinds if line.form.key.data]
        passages = [
            _passage(line.form, start["key"], end["key"])
            for line, start, end in zip(self.passages, stages[:-1], stages[1:], strict=False)
        ]
        return {
            "stages": [_only(one, "key", "name", "meaning") for one in stages],
            "contribution_kinds": [_only(one, "key", "label") for one in kinds],
            "passages": passages,
        }

    def refuse_all(self, error: InvalidPipeline) -> None:
        """Show every error of a document, at its line where there is one."""
        for one in error.errors:
            self.form_errors.append(f"{self._place(one.path)}: {say(one.text)}")

    def _place(self, path: str) -> str:
        part, _, rest = path.partition(".")
        lists = {"stages": self.stages, "contribution_kinds": self.kinds, "passages": self.passages}
        if part not in lists:
            return path
        number = rest.split(".", 1)[0]
        place = f" {int(number) + 1}" if number.isdecimal() else ""
        return f"{lists[part].label.text}{place}"


def _passage(line: PassageLine, start: str, end: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "from": start, "to": end, "deciding_group": line.group.data or None, "way": line.way.data,
        "topics": [{"key": key, "title": title} for key, title in _pairs(line.topics.data)],
        "contributions": [
            {"kind": kind, "at_least": int(number) if number.isdecimal() else number}
            for kind, number in _pairs(line.contributions.data)
        ],
        "conditions": line.conditions.data or [],
    }  # fmt: skip
    return document | ({"quorum": line.quorum.data.strip()} if (line.quorum.data or "").strip() else {})


def _shown(passage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "group": passage.get("deciding_group") or "",
        "way": passage.get("way", Way.MAJORITY.value),
        "quorum": passage.get("quorum", ""),
        "topics": "\n".join(f"{one['key']}: {one['title']}" for one in passage.get("topics", ())),
        "contributions": "\n".join(
            f"{one['kind']}: {one['at_least']}" for one in passage.get("contributions", ())
        ),
        "conditions": list(passage.get("conditions", ())),
    }


def _pairs(written: str | None) -> list[tuple[str, str]]:
    lines = (line.strip() for line in (written or "").splitlines())
    return [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in lines if line)]


def _only(line: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: line.get(name) or "" for name in names}
