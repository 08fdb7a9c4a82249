"""How someone wants to hear of each kind of notice: one list for each, with the ways that the kind offers."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from collegial.hooks.noticing import NoticeKind, NoticeWay
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.marks import NEEDED

WORDS: Mapping[NoticeWay, str] = {
    NoticeWay.PAGE: _l("On the page only"),
    NoticeWay.AT_ONCE: _l("By e-mail, at once"),
    NoticeWay.DAILY: _l("By e-mail, once a day"),
    NoticeWay.WEEKLY: _l("By e-mail, once a week"),
    NoticeWay.NONE: _l("Not at all"),
}


def choices_form(kinds: Iterable[NoticeKind], chosen: Mapping[str, NoticeWay]) -> "ChoicesForm":
    """Return the form for these kinds, filled with what is chosen."""
    offered = list(kinds)
    fields = {field_name(one.key): _field(one) for one in offered}
    kind = type("ChoicesForm", (ChoicesForm,), fields)
    return kind(data={field_name(one.key): chosen.get(one.key, one.usual).value for one in offered})  # type: ignore[no-any-return]


def field_name(key: str) -> str:
    """Return the name of a kind's field."""
    return key.replace(".", "-")


def _field(kind: NoticeKind) -> SelectField:
    return SelectField(
        say(kind.label),
        choices=[(way.value, WORDS[way]) for way in kind.ways],
        validators=[NEEDED],
    )


class ChoicesForm(Form):
    """The lists, one for each kind that a reader may be told of."""

    def chosen(self, kinds: Iterable[NoticeKind]) -> Mapping[str, NoticeWay]:
        """Return the way that was chosen for each kind."""
        return {one.key: NoticeWay(self[field_name(one.key)].data) for one in kinds}
