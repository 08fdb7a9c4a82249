"""Keep what letters said to all when they left: names, places and logos change; letters are drawn again from it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.convocations.models import Paper


@dataclass(frozen=True, kw_only=True)
class Common:
    """What all letters of an assembly in one language say and bear."""

    locale: str
    document: Mapping[str, object]
    logo: bytes | None

    @cached_property
    def said(self) -> str:
        """Return what they say as it is kept."""
        return json.dumps(self.document, ensure_ascii=False)

    @cached_property
    def digest(self) -> str:
        """Return what tells it from others."""
        parts = (self.locale.encode(), self.said.encode(), self.logo or b"")
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def keep_papers(session: Session, given: Iterable[Common]) -> dict[str, Paper]:
    """Return what is kept of them, by digest; two who send at once may each keep one."""
    wanted = {one.digest: one for one in given}
    kept = {one.digest: one for one in session.scalars(select(Paper).where(Paper.digest.in_(wanted)))}
    for digest in wanted.keys() - kept.keys():
        one = wanted[digest]
        kept[digest] = Paper(digest=digest, locale=one.locale, said=one.said, logo=one.logo)
        session.add(kept[digest])
    return kept


def common_of(paper: Paper) -> Common:
    """Return what was kept."""
    return Common(locale=paper.locale, document=json.loads(paper.said), logo=paper.logo)
