"""The questions of `collegial init`, in the administrator's language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from textwrap import wrap
from typing import Any

import click

from collegial.config_checks import ACCENTS, LANGUAGES, accent_faults, database_faults, language_faults
from collegial.founding.answers import EMAIL, SITE
from collegial.founding.filling import PIPELINES, pipeline_presets, statutes_presets
from collegial.hooks.contracts import TranslationSource
from collegial.hosting.host import Host
from collegial.kernel.days import OUT_OF_REACH, is_in_reach
from collegial.kernel.folding import folded_text
from collegial.kernel.locator import locate
from collegial.kernel.text import Text, t
from collegial.terminal.speech import Speech
from collegial.web.languages import MergedDomain

_NONE, _COLON = "none", t(": ")
_SHORT = 30
_LEADING_ON = frozenset(
    {"a", "au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "of", "the", "and", "ar", "an", "al", "ha"}
)  # fmt: skip
_YES, _NO = ("y", "yes", "o", "oui", "ya"), ("n", "no", "non", "nann")
_STATUTES = {
    "scic-sa": t("SCIC, public limited company (SA)"),
    "scic-sas": t("SCIC, simplified company (SAS)"),
    "scic-sarl": t("SCIC, limited company (SARL)"),
    "association": t("association of the law of 1901"),
}
# In French, as documents bear it: the words that the law asks for.
_MENTIONS = {
    f"scic-{short}": f"Société coopérative d’intérêt collectif, {form}, à capital variable"
    for short, form in (
        ("sa", "société anonyme"),
        ("sas", "société par actions simplifiée"),
        ("sarl", "société à responsabilité limitée"),
    )
} | {"association": "Association régie par la loi du 1er juillet 1901"}
_COLOURS = {
    "heather": t("Heather"),
    "sea": t("Sea"),
    "moss": t("Moss"),
    "brick": t("Brick"),
    "slate": t("Slate"),
}
_PIPELINES = {
    "five-stages": t("from the idea to its carrying out, in five stages"),
    "three-stages": t("idea, project, carrying out"),
    "v0-v4": t("versions V0 to V4, as in the study of 2008"),
}


class Questions:
    """Asks in one language; every answer has a default, or is asked again."""

    def __init__(self, host: Host, language: str) -> None:
        ours = TranslationSource(folder=locate("translations"))
        sources = [source for _, source in host.declared("translations")]
        self._host, self._language = host, language
        self.say = Speech(language, MergedDomain([*sources, ours]).catalogue).say

    @property
    def language(self) -> str:
        """Return the language in which the questions are asked."""
        return self._language

    def worded(self, fault: Text | str) -> str:
        """Return a fault in the language of the questions; a plain string as it is."""
        return self.say(fault) if isinstance(fault, Text) else fault

    def answers(self) -> dict[str, Any]:
        """Ask for what a deployment cannot do without; everything else has a default to change later."""
        click.echo(
            self.say(t("A few questions; each answer can be changed later in pays.toml or on the site."))
            + "\n"
        )
        pays = self._identity()
        name = self._ask_freely(t("Your name, as first administrator (empty: the address alone)"))
        email = self._ask_freely(t("E-mail address of the first administrator"), reads=self._address)
        public_url = self._ask(t("Address of the site"), default="http://127.0.0.1:8000", reads=self._site)
        smtp = self._ask_freely(t("SMTP server (empty: e-mails are written to files)"))
        database, statutes = self._database(), self._statutes()
        mention = self._mention(statutes.get("preset", ""))
        return {
            "pays": pays | {"contact_email": email, "legal_mention": mention},
            "administrator": {"name": name, "email": email},
            "public_url": public_url,
            "database_url": database,
            "mail": {"host": smtp, "sender": email} if smtp else {"backend": "file", "sender": email},
            "statutes": statutes,
            "pipeline": {"preset": self._pipeline()},
            "priorities": self._things(
                t("Priorities of the territory, with commas between (empty: later)"), "short"
            ),
            "missions": self._things(
                t("Missions of the cooperative, with commas between (empty: later)"), "short"
            ),
            "families": self._things(
                t("Families of actors in the directory, with commas between (empty: later)"), ""
            ),
            "plugins": list(self._plugins()),
        }

    def _identity(self) -> dict[str, Any]:
        name = self._ask_freely(t("Name of the Pays or of its cooperative"), reads=self._name)
        short = self._ask(
            t("Short name, for phones and the subjects of e-mails"), default=short_name_of(name)
        )
        order = [self._language, *(one for one in LANGUAGES if one != self._language)]
        languages = self._ask(
            t("Languages, the first is the default"), default=",".join(order), reads=self._languages
        )
        colours = self._colours()
        accent = self._ask(
            t("Colour: %(names)s, or one such as #135a75", names=", ".join(colours)), default=next(iter(colours)),
            reads=self._accent,
        )  # fmt: skip
        return {"name": name, "short_name": short, "languages": languages, "accent": accent}

    def _database(self) -> str:
        question = t(
            "Database (empty: SQLite in this folder; or postgresql+psycopg://user:password@host/name)"
        )
        written: str = self._ask_freely(
            question, reads=lambda typed: self._without(typed, database_faults(typed))
        )
        return written

    def _statutes(self) -> dict[str, Any]:
        """Ask for the statutes, and since when they hold: members are admitted under those of their day."""
        question = t("Statutes to start with")
        words = {one.key: one.label for _, one in self._host.declared("statutes_presets")} | _STATUTES
        chosen = self._one_of(question, statutes_presets(self._host), words, _NONE)
        if not chosen:
            return {}
        today = datetime.now().astimezone().date()
        since = self._ask(
            t("In force since (no member can be admitted before that day)"), default=today.isoformat(),
            reads=self._day,
        )  # fmt: skip
        return {"preset": chosen, "effective_from": since}

    def _mention(self, preset: str) -> str:
        """Ask for the line that the law wants on every document; the form of the chosen statutes begins it."""
        question = t("Legal mention, under the name on every document (form, capital, registration)")
        written: str = self._ask(question, default=_MENTIONS.get(preset, ""))
        return written

    def _pipeline(self) -> str:
        words = {
            one.key: one.label or one.name for _, one in self._host.declared("pipeline_presets")
        } | _PIPELINES
        return self._one_of(t("Stages of proposals"), pipeline_presets(self._host), words, PIPELINES[0])

    def _one_of(
        self, question: Text, known: Iterable[str], words: Mapping[str, Text | str], default: str
    ) -> str:
        """Show what can be chosen with what it is, then ask for its name; nothing for none."""
        names = [*known, _NONE]
        for name in names:
            what = t("decide later") if name == _NONE else words.get(name, "")
            click.echo(f"  {name:<24} {self.say(what) if isinstance(what, Text) else what}".rstrip())
        wrong = t("Write one of: %(names)s.", names=", ".join(names))
        chosen: str = self._ask(
            question,
            default=default,
            reads=lambda typed: self._without(typed, () if typed in names else [wrong]),
        )
        return "" if chosen == _NONE else chosen

    def _things(self, question: Text, short: str) -> list[dict[str, str]]:
        """Ask for names with commas between them; each gets a key, and a short name where it has one."""
        labels = [one.strip() for one in self._ask_freely(question).split(",") if one.strip()]
        return [
            {"key": _key(label, number), "label": label} | ({short: label[:60]} if short else {})
            for number, label in enumerate(labels, start=1)
        ]

    def _plugins(self) -> Iterator[str]:
        for name, one in sorted(self._host.loaded.items()):
            asked = t("Switch on “%(title)s”: %(summary)s", title=one.meta.title, summary=one.meta.summary)
            if self._agrees(asked):
                yield name

    def _agrees(self, question: Text) -> bool:
        yes, no = self.say(t("yes")), self.say(t("no"))
        wrong = t("Write %(yes)s or %(no)s.", yes=yes, no=no)

        def read(typed: str) -> str:
            return self._without(typed.lower(), () if typed.lower() in (*_YES, *_NO) else [wrong])

        return self._ask(question, default=yes, reads=read) in _YES

    def _ask(
        self, question: Text, *, default: str | None = None, reads: Callable[[str], Any] = str.strip
    ) -> Any:
        return click.prompt(
            self.say(question), default=default, prompt_suffix=self.say(_COLON), show_default=bool(default),
            value_proc=lambda typed: reads(typed.strip()),
        )  # fmt: skip

    def _ask_freely(self, question: Text, *, reads: Callable[[str], Any] = str.strip) -> Any:
        return self._ask(question, default="", reads=reads)

    def _name(self, typed: str) -> str:
        return self._without(
            typed, () if typed else [t("A name is needed: it stands on every page and paper.")]
        )

    def _address(self, typed: str) -> str:
        wrong = t("This is not an e-mail address.")
        return self._without(typed, () if re.fullmatch(EMAIL, typed) else [wrong])

    def _site(self, typed: str) -> str:
        written = typed.rstrip("/")
        wrong = t("Write an address such as https://pole.example.org.")
        return self._without(written, () if re.fullmatch(SITE, written) else [wrong])

    def _languages(self, typed: str) -> list[str]:
        chosen = [one.strip() for one in typed.split(",") if one.strip()]
        wrong = t("Write one or several of: %(names)s, with commas between.", names=", ".join(LANGUAGES))
        self._without(typed, [wrong] if any(language_faults(chosen)) else ())
        return chosen

    def _colours(self) -> dict[str, str]:
        """Return the prepared colours by what they are called in the language of the questions."""
        return {self.say(_COLOURS[key]).lower(): key for key in ACCENTS}

    def _accent(self, typed: str) -> str:
        colours = self._colours()
        accent = colour_named(typed, colours)
        wrong = t(
            "Write one of: %(names)s; or a colour such as #135a75 that can be read on white.",
            names=", ".join(colours),
        )
        return self._without(accent, [wrong] if any(accent_faults(accent)) else ())

    def _day(self, typed: str) -> date:
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                day = datetime.strptime(typed, form).date()  # noqa: DTZ007 (a day, of no zone)
            except ValueError:
                continue
            return self._within(day)
        raise click.UsageError(self.say(t("Write a day such as 2026-12-31 or 31/12/2026.")))

    def _within(self, day: date) -> date:
        if not is_in_reach(day):
            raise click.UsageError(self.say(OUT_OF_REACH))
        return day

    def _without(self, typed: str, faults: Iterable[Text | str]) -> str:
        """Return what was typed where nothing is wrong with it; else the question is asked again."""
        for one in faults:
            raise click.UsageError(self.worded(one))
        return typed


def colour_named(typed: str, names: Mapping[str, str]) -> str:
    """Return which prepared colour a name means, with or without accents; what is no name stays as it is."""
    return {folded_text(name): key for name, key in names.items()}.get(folded_text(typed), typed)


def short_name_of(name: str) -> str:
    """Return the first words of a name, as many as a phone shows, without the small ones that lead to the next."""
    words = wrap(name, _SHORT, break_long_words=True)[0].split() if name.strip() else []
    while words and len(name) > _SHORT and folded_text(words[-1]) in _LEADING_ON:
        words.pop()
    return " ".join(words)


def _key(label: str, number: int) -> str:
    plain = folded_text(label) or ""
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30]
    return f"{words}-{number}" if words[:1].isalpha() else f"n{number}"
