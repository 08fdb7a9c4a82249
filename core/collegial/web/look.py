"""The look of the Pays: what its administrators set on a page stands before what the file of the settings says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import structlog
from flask import current_app, g, has_request_context
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from collegial.config import Pays
from collegial.documents.logo import Logo
from collegial.files.models import StoredFile
from collegial.hooks.extensions import SettingsSection
from collegial.hosting.settings import settings_of
from collegial.kernel.errors import DomainError
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import session

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is set: a colour by its name or as #135a75; the number of the logo's file, and its digest."""

    accent: str = ""
    logo: int = 0
    logo_digest: str = ""

    @property
    def logo_name(self) -> str:
        """Return what the address of the logo ends with: another picture has another address."""
        return f"{self.logo_digest[:16]}.png" if self.logo else ""


LOGO_NAME = "logo.png"
_MOST_LOGOS = 10
_LAST = "collegial.look"
LOOK = SettingsSection(key="site.look", title=t("Logo and colour"), values=Look, form=object)


def shown_pays() -> Pays:
    """Return what the Pays says of itself, in the look that was set; read once for a request."""
    if "pays" not in g:
        g.pays = dressed_pays(current_program().settings.pays, _look())
    return cast("Pays", g.pays)


def dressed_pays(pays: Pays, look: Look) -> Pays:
    """Return what the file says, with what was set in its place."""
    if look.accent:
        pays = replace(pays, accent=look.accent)
    return replace(pays, logo="", logo_url=f"/site/logo/{look.logo_name}") if look.logo else pays


def pays_last_shown() -> Pays:
    """Return what the Pays says of itself in the colour last seen, for pages that ask the database for nothing.

    Its logo lies in the database too: the file's, or the mark, stands for it.
    """
    return dressed_pays(current_program().settings.pays, replace(_last_look(), logo=0))


def logo_of_papers() -> Logo | None:
    """Return the logo that papers bear, the one that was set or else the file; read once for a request or a job."""
    if "logo" not in g:
        g.logo = _read_logo()
    return cast("Logo | None", g.logo)


def logos_until(session: Session, moment: datetime) -> Iterator[bytes | None]:
    """Give what papers may have borne at a moment, the likeliest first: a logo that was set is kept for good."""
    shown = logo_of_papers()
    yield shown.content if shown else None
    yield None
    yield _logo_of_file()
    kept = select(StoredFile).where(StoredFile.name == LOGO_NAME, StoredFile.uploaded_at <= moment)
    for file in session.scalars(kept.order_by(StoredFile.id.desc()).limit(_MOST_LOGOS)):
        yield file.content


def _read_logo() -> Logo | None:
    look, content = _look(), None
    if look.logo:
        with _reading() as own:
            content = own.get_one(StoredFile, look.logo).content
    else:
        content = _logo_of_file()
    return Logo(owner=current_program().settings.pays.name, content=content) if content else None


def _logo_of_file() -> bytes | None:
    settings = current_program().settings
    file = settings.folder / settings.pays.logo
    return file.read_bytes() if settings.pays.logo and file.is_file() else None


def _look() -> Look:
    """Read what is set; a page that says what is wrong must not fail for want of a colour."""
    try:
        current_app.extensions[_LAST] = found = _read_look()
    except (SQLAlchemyError, DomainError) as error:
        log.warning("look.unreadable", error=type(error).__name__)
        return _last_look()
    return found


def _read_look() -> Look:
    with _reading() as own:
        return settings_of(own, LOOK)


@contextmanager
def _reading() -> Iterator[Session]:
    if has_request_context() and not g.get("is_job"):
        # What an act left to write, and cannot be written, is not the colour's fault.
        with session().no_autoflush:
            yield session()
        return
    with current_program().database.reading() as own:
        yield own


def _last_look() -> Look:
    return cast("Look", current_app.extensions.get(_LAST, Look()))


def look_of(session: Session) -> Look:
    """Return what is set, for the page that sets it."""
    return settings_of(session, LOOK)
