"""Page templates of a deployment: each stands in the place of a shipped one, which it may extend."""

import hashlib
import re
import traceback
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path

import structlog
from flask import Flask, got_request_exception
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateNotFound,
    TemplateSyntaxError,
)

from collegial.web.own.faults import Aside

log = structlog.get_logger(__name__)
FOLDER = "templates"
SHIPPED = "shipped"
# Templates of the deployment alone, that its others include; nothing of ours has such a name.
EXTRA = "own/"
# Voters compare what encrypts their ballot with what was published: these pages stay as they are.
GUARDED = ("secret/",)
_MADE_FROM = re.compile(r"made from [\w.+-]+ ([0-9a-f]{12})")


class OwnTemplates:
    """The templates that a deployment's folder holds: those that work, and those put aside."""

    def __init__(self, folder: Path, shipped: BaseLoader, app: Flask) -> None:
        self.folder = folder / FOLDER
        self.aside: list[Aside] = []
        self.used: list[str] = []
        self._shipped, self._app = shipped, app
        for name in sorted(_names(self.folder)):
            problem = self._problem(name)
            if problem:
                self.aside.append(Aside(place=f"{FOLDER}/{name}", problem=problem))
            else:
                self.used.append(name)

    def outdated(self) -> list[str]:
        """Return those whose shipped original has changed since they were made from it."""
        return [name for name in self.used if self._is_outdated(name)]

    def put_failing_aside(self, error: BaseException) -> None:
        """Put the template aside that an error was raised in: the next page is made with the shipped one."""
        places = [Path(one.filename) for one in traceback.extract_tb(error.__traceback__)]
        names = [one.relative_to(self.folder).as_posix() for one in places if self.folder in one.parents]
        for name in names[-1:]:
            if name in self.used:
                self.used.remove(name)
                self.aside.append(Aside(place=f"{FOLDER}/{name}", problem=f"it failed: {error}"[:200]))
                if self._app.jinja_env.cache is not None:
                    self._app.jinja_env.cache.clear()
                log.warning("own.template_failed", place=name, error=type(error).__name__)

    def source(self, name: str) -> str:
        """Return the shipped template of a name; raises TemplateNotFound."""
        return self._shipped.get_source(self._app.jinja_env, name)[0]

    def _problem(self, name: str) -> str:
        if name.startswith(GUARDED):
            return "pages of secret votes cannot be replaced: voters compare them with what was published."
        if not name.startswith(EXTRA) and not self._is_shipped(name):
            near = get_close_matches(name, self._app.jinja_env.list_templates(), n=1)
            return f"there is no template of this name.{f' Did you mean {near[0]}?' if near else ''}"
        try:
            self._app.jinja_env.compile((self.folder / name).read_text(encoding="utf-8"), name)
        except TemplateSyntaxError as error:
            return f"line {error.lineno}: {error.message}"
        except (OSError, UnicodeDecodeError) as error:
            return f"it cannot be read: {error}"
        return ""

    def _is_shipped(self, name: str) -> bool:
        try:
            self.source(name)
        except TemplateNotFound:
            return False
        return True

    def _is_outdated(self, name: str) -> bool:
        made_from = _MADE_FROM.search((self.folder / name).read_text(encoding="utf-8"))
        return made_from is not None and made_from.group(1) != fingerprint(self.source(name))


class _Used(FileSystemLoader):
    """Gives the templates that work, and no other."""

    def __init__(self, own: OwnTemplates) -> None:
        super().__init__(own.folder)
        self._own = own

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source, as Jinja asks for it."""
        if template not in self._own.used:
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def use_own_templates(app: Flask, folder: Path) -> OwnTemplates:
    """Let the templates of a deployment's folder stand before ours, which they reach as `shipped/…`."""
    shipped = app.jinja_env.loader
    assert shipped is not None
    own = OwnTemplates(folder, shipped, app)
    app.jinja_env.loader = ChoiceLoader([_Used(own), PrefixLoader({SHIPPED: shipped}), shipped])
    app.extensions["collegial.templates"] = own

    # An error page of its own may be what fails: it is put aside before that page is made.
    @got_request_exception.connect_via(app)
    def put_aside(_app: Flask, exception: BaseException, **_more: object) -> None:
        own.put_failing_aside(exception)

    for one in own.aside:
        log.warning("own.template_aside", place=one.place, problem=one.problem)
    return own


def head_of(version: str, source: str) -> str:
    """Return the first line of a copy, by which a change of its original is noticed."""
    return f"{{# made from {version} {fingerprint(source)} #}}\n"


def fingerprint(source: str) -> str:
    """Return a short digest of a template."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _names(folder: Path) -> Iterator[str]:
    return (one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
