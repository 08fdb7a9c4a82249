"""The form of a pipeline: its stages, its kinds of contributions, what each passage needs; as many as there are."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.hooks.contracts import OfferedStage
from collegial.kernel.text import t
from collegial.proposals.rules import InvalidPipeline, Way
from collegial.proposals.rules.keying import keyed
from collegial.web.forms import Form, PartForm
from collegial.web.languages import say
from collegial.web.marks import Settled

MOST = 20
_KEY = Length(max=40)
_ANY = [Optional(), Settled()]  # what an empty line means is said once for all


class StageLine(PartForm):
    """A stage; one without a name is left out."""

    name = StringField(_l("Name"), validators=[*_ANY, Length(max=200)])
    key = StringField(_l("In short"), validators=[*_ANY, _KEY])
    meaning = StringField(_l("What it means to be there"), validators=[*_ANY, Length(max=500)])


class KindLine(PartForm):
    """A kind of contribution; one without a name is left out."""

    key = HiddenField(validators=[Optional(), _KEY])
    label = StringField(_l("Name"), validators=[*_ANY, Length(max=200)])


class PassageLine(PartForm):
    """What the passage from a stage to the next one needs; `counts` follow the kinds of contributions."""

    group = SelectField(_l("Who decides"), default="", validators=_ANY)
    way = SelectField(
        _l("How it decides"),
        default=Way.MAJORITY.value,
        choices=[
            (Way.MAJORITY.value, _l("More for than against")),
            (Way.CONSENT.value, _l("By consent: nobody objects")),
        ],
    )
    quorum = StringField(
        _l("Quorum"), description=_l("A share of the group, such as 1/2. Empty for none."),
        validators=[*_ANY, Length(max=12)],
    )  # fmt: skip
    topics = TextAreaField(
        _l("Topics to settle"), description=_l("One per line."),
        validators=[*_ANY, Length(max=5000)], render_kw={"rows": 2},
    )  # fmt: skip
    counts = FieldList(
        IntegerField(validators=[*_ANY, NumberRange(min=0, max=10_000)]),
        _l("Contributions needed"),
        max_entries=MOST,
    )
    conditions = SelectMultipleField(
        _l("Conditions of modules"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=_ANY,
    )

    def titles(self) -> list[str]:
        """Return the topics that are written, each once."""
        lines = (line.strip() for line in (self.topics.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class PipelineForm(Form):
    """A pipeline; the passage out of a stage stands under the number of its stage."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("Write something here.")), Length(max=200)])
    kinds = FieldList(FormField(KindLine, _l("Kind")), _l("Kinds of contributions"), max_entries=MOST)
    stages = FieldList(FormField(StageLine, _l("Stage")), _l("Stages, in their order"), max_entries=MOST)
    passages = FieldList(FormField(PassageLine, _l("Passage")), _l("Passages"), max_entries=MOST)
    ready = SelectMultipleField(
        _l("Stages of modules"),
        description=_l("They are put at the end, with the conditions of their passage."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )
    move = SubmitField()
    more = SubmitField(_l("Add a stage"))
    hear = SubmitField(_l("Add a kind of contribution"))
    take = SubmitField(_l("Take the ticked stages over"))

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
        while len(self.passages) < len(self.stages) - 1:
            self.passages.append_entry()
        for line in self.passages:
            line.form.group.choices = list(groups)
            line.form.conditions.choices = list(conditions)
            self._number(line.form)

    def _number(self, passage: PassageLine) -> None:
        """Give each kind a number to ask for, under its own name."""
        while len(passage.counts) < len(self.kinds):
            passage.counts.append_entry()
        for place, (count, kind) in enumerate(zip(passage.counts, self.kinds, strict=False), start=1):
            count.label.text = kind.form.label.data or say(t("Kind %(number)s", number=place))

    def show(self, name: str, document: Mapping[str, Any]) -> None:
        """Put a document into the form."""
        kinds = document["contribution_kinds"]
        passages = [_shown(one, [kind.get("key") for kind in kinds]) for one in document["passages"]]
        shown = {"name": name, "stages": document["stages"], "kinds": kinds, "passages": passages}
        self.process(formdata=None, data=shown)

    def grows(self) -> bool:
        """Add an empty line where that is what was asked for."""
        lines = self.stages if self.more.data else self.kinds if self.hear.data else None
        if lines is None:
            return False
        if len(lines) < MOST:
            lines.append_entry()
        return True

    def moves(self) -> bool:
        """Let two stages that follow each other change places, where that is what was asked for.

        What a passage needs goes with its stage; no passage leaves the last one, so what leads there stays above it.
        """
        upper = self._upper_of_two()
        if upper is not None:
            shown = self.data
            last = max((at for at, _ in self._named(self.stages)), default=0)
            for lines in ("stages", "passages") if upper + 1 < last else ("stages",):
                shown[lines][upper : upper + 2] = reversed(shown[lines][upper : upper + 2])
            self.process(formdata=None, data=shown)
        return bool(self.move.raw_data)

    def _upper_of_two(self) -> int | None:
        """Return the place of the upper one of the two stages that a button such as `up-2` makes change places."""
        way, _, place = (self.move.raw_data or ("",))[0].partition("-")
        if way not in ("up", "down") or not place.isdecimal():
            return None
        upper = int(place) - (way == "up")
        return upper if 0 <= upper < len(self.stages) - 1 else None

    def take_over(self, stages: Sequence[OfferedStage]) -> None:
        """Put stages of modules behind those that are written, in the first lines that are free."""
        for one in stages:
            place = next(
                (at for at, line in enumerate(self.stages) if not line.form.name.data), len(self.stages)
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

    def document(self, topics: Mapping[str, str]) -> dict[str, Any]:
        """Return what was sent as a document, to be checked by the rules; `topics` are known keys by their titles."""
        kinds = keyed(((one.key.data or "", one.label.data) for _, one in self._named(self.kinds)), "kind")
        lines = list(self._named(self.stages))
        stages = keyed(((one.key.data or "", one.name.data) for _, one in lines), "stage", is_shown=True)
        places = [at for at, _ in self._named(self.kinds)]
        numbered = [(at, key) for at, (key, _) in zip(places, kinds, strict=True)]
        return {
            "stages": [
                {"key": key, "name": name, "meaning": line.meaning.data or ""}
                for (key, name), (_, line) in zip(stages, lines, strict=True)
            ],
            "contribution_kinds": [{"key": key, "label": label} for key, label in kinds],
            "passages": [
                {"from": start, "to": end} | _passage(self.passages[at].form, numbered, topics)
                for (at, _), ((start, _), (end, _)) in zip(lines[:-1], pairwise(stages), strict=True)
            ],
        }

    def refuse_all(self, error: InvalidPipeline) -> None:
        """Show every error of a document, with the stage or the kind it is about, in the order of the page."""
        for one in sorted(error.errors, key=lambda error: _rank(error.path)):
            said = t("%(name)s: %(value)s", name=self._place(one.path), value=say(one.text))
            self.form_errors.append(say(said))

    def _place(self, path: str) -> str:
        part, _rest, rest = path.partition(".")
        number = rest.split(".", 1)[0]
        lines = {"stages": self.stages, "passages": self.stages, "contribution_kinds": self.kinds}.get(part)
        if lines is None or not number.isdecimal():
            return str(self.stages.label.text)
        at, line = list(self._named(lines))[int(number)]
        if part == "contribution_kinds":
            return say(t("Kind %(number)s", number=at + 1))
        return say(t("Stage %(number)s, %(name)s", number=at + 1, name=line.name.data))

    def _named(self, lines: FieldList) -> Iterator[tuple[int, Any]]:
        """Yield the lines with a name, each with its place."""
        for at, line in enumerate(lines):
            name = line.form.label if lines is self.kinds else line.form.name
            if (name.data or "").strip():
                yield at, line.form


def _rank(path: str) -> tuple[bool, int, bool]:
    """Return where a path stands on the page: kinds come first, and a passage stands with the stage it leaves."""
    part, _, rest = path.partition(".")
    number = rest.split(".", 1)[0]
    return part != "contribution_kinds", int(number) if number.isdecimal() else -1, part == "passages"


def _passage(
    line: PassageLine, kinds: Sequence[tuple[int, str]], topics: Mapping[str, str]
) -> dict[str, Any]:
    counts = line.counts.data
    document: dict[str, Any] = {
        "deciding_group": line.group.data or None, "way": line.way.data,
        "topics": [
            {"key": key, "title": title}
            for key, title in keyed(((topics.get(one, ""), one) for one in line.titles()), "topic")
        ],
        "contributions": [
            {"kind": key, "at_least": counts[at]} for at, key in kinds if at < len(counts) and counts[at]
        ],
        "conditions": line.conditions.data or [],
    }  # fmt: skip
    return document | ({"quorum": line.quorum.data.strip()} if (line.quorum.data or "").strip() else {})


def _shown(passage: Mapping[str, Any], kinds: Sequence[str]) -> dict[str, Any]:
    needed = {one["kind"]: one["at_least"] for one in passage.get("contributions", ())}
    return {
        "group": passage.get("deciding_group") or "",
        "way": passage.get("way", Way.MAJORITY.value),
        "quorum": passage.get("quorum", ""),
        "topics": "\n".join(one["title"] for one in passage.get("topics", ())),
        "counts": [needed.get(kind) for kind in kinds],
        "conditions": list(passage.get("conditions", ())),
    }
