"""What a gate still needs: a form of its topics and the documents beside them, one of the tasks that are done."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.text import t
from collegial.proposals.forms.drafts import FILES
from collegial.proposals.models import GateTask, Topic
from collegial.web.forms import OnceForm
from collegial.web.languages import say
from collegial.web.marks import Settled

DECISION, REASONS, FILE, TITLE, AWAY = "decision", "reasons", "file", "title", "away"
_LONGEST = 20_000


class TopicsForm(OnceForm):
    """What is settled, opened again and put beside the topics of a gate; what is left empty stays as it is."""

    to_stage: str

    def written(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield what was filled in of a kind, with the key of its topic or the number of its row."""
        for name, field in self._fields.items():
            told, _, key = name.partition("-")
            if told == kind and field.data:
                yield key, field.data

    def titled(self, key: str) -> str:
        """Return the title written for the document beside a topic."""
        return self._fields[f"{TITLE}-{key}"].data or ""

    def at(self, kind: str, key: str, act: Callable[..., object], *given: object, **more: object) -> None:
        """Run an act on a topic; a refusal is shown at the field that asked for it."""
        try:
            act(*given, **more)
        except Forbidden:
            raise
        except DomainError as error:
            raise type(error)(error.code, error.text, field=f"{kind}-{key}") from error

    def ask_for_files_again(self) -> None:
        """Say at each chosen file that it has to be chosen anew: no browser keeps it."""
        for key, _file in self.written(FILE):
            field = self._fields[f"{FILE}-{key}"]
            if not field.errors:
                field.errors = [say(t("Choose the file again: a browser does not keep it."))]


class TasksForm(OnceForm):
    """What is done of the tasks before a gate."""

    def done(self, tasks: Iterable[GateTask]) -> list[GateTask]:
        """Return the tasks that are ticked."""
        return [one for one in tasks if self[str(one.id)].data]


def tasks_form(tasks: Iterable[GateTask]) -> type[TasksForm]:
    """Return a form with a box for each of these tasks."""
    return type("GateTasksForm", (TasksForm,), {str(one.id): BooleanField(one.title) for one in tasks})


def topics_form(to_stage: str, topics: Sequence[Topic]) -> type[TopicsForm]:
    """Return a form with the fields of these topics."""
    fields: dict[str, Any] = {"to_stage": to_stage}
    for topic in topics:
        fields |= _fields_of(topic)
    return type("GateTopicsForm", (TopicsForm,), fields)


def _fields_of(topic: Topic) -> Mapping[str, Any]:
    away = {
        f"{AWAY}-{one.id}": BooleanField(say(t("Take “%(title)s” away", title=one.title)))
        for one in topic.documents
    }
    return {
        f"{DECISION}-{topic.key}": _words(say(t("What was decided: %(topic)s", topic=topic.title))),
        f"{REASONS}-{topic.key}": _words(say(t("Why it is opened again: %(topic)s", topic=topic.title))),
        **away,
        f"{FILE}-{topic.key}": FileField(
            say(t("Document on “%(topic)s”", topic=topic.title)), description=FILES, validators=[Settled()]
        ),
        f"{TITLE}-{topic.key}": StringField(
            _l("Title"), description=_l("Leave it empty to take the name of the file."),
            validators=[Settled(), Length(max=200)],
        ),
    }  # fmt: skip


def _words(label: str) -> TextAreaField:
    return TextAreaField(label, validators=[Settled(), Length(max=_LONGEST)])
