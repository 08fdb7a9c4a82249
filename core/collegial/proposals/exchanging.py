"""A frozen version as something that another deployment may be given, with all that its digest seals."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.hooks.exchanging import ExchangeKind, Given
from collegial.hooks.extensions import Rows
from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import Missing
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.proposals.models import Proposal, Version
from collegial.proposals.queries import content_of, contribution_text, is_readable, text_of
from collegial.proposals.rules import (
    Origin,
    VersionText,
    contribution_document,
    read_contribution,
    read_version,
    version_digest,
    version_document,
)


def rows(session: Session, viewer: Viewer) -> Rows:
    """Return the frozen versions of the proposals that someone may read."""
    named = (Proposal.title + " · " + Version.stage).label("title")
    frozen = select(Version.id, named).join(Version.proposal).where(Version.frozen_at.is_not(None))
    return frozen.where(is_readable(session, viewer)).order_by(Proposal.id, Version.position)


def write(context: Context, version_id: int) -> Given:
    """Return what is given of a version: its text, and all that is needed to compute its digest again."""
    version = context.session.get(Version, version_id)
    if version is None or version.digest is None:
        raise Missing("proposals.not_frozen", t("There is no such frozen version."))
    proposal = version.proposal
    before = next((one for one in proposal.versions if one.position == version.position - 1), None)
    text = text_of(version, content_of(context.session, version))
    gone = proposal.withdrawal
    return Given(
        title=f"{proposal.title} · {version.stage}",
        text=_read(text),
        data={
            "proposal": proposal.slug,
            "title": proposal.title,
            "stage": version.stage,
            "position": version.position,
            "previous": (before.digest if before else None) or GENESIS,
            "digest": version.digest,
            "content": version_document(text),
            "contributions": [contribution_document(contribution_text(one)) for one in version.contributions],
            **({"withdrawn": {"on": f"{gone.withdrawn_at:%F}", "reasons": gone.reasons}} if gone else {}),
        },
    )


def fault(data: Mapping[str, Any]) -> Text | None:
    """Say that a version from elsewhere is not the one that its digest seals, None when it is."""
    try:
        digest = version_digest(
            Origin(**{name: data[name] for name in ("proposal", "stage", "position", "previous")}),
            read_version(data["content"]),
            [read_contribution(one) for one in data["contributions"]],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return t("It does not hold a version of a proposal as this program writes them.")
    return None if digest == data["digest"] else t("Its digest does not fit what it says.")


def _read(text: VersionText) -> str:
    """Write a version as Markdown."""
    lines = [text.summary]
    for axis in text.axes:
        lines += [f"## {axis.title}", axis.text or ""]
        for action in axis.actions:
            lines += [f"### {action.title}", action.text or ""]
    return "\n\n".join(one for one in lines if one)


VERSIONS = ExchangeKind(
    key="proposals.version", label=t("Version of a proposal"), rows=rows, write=write, fault=fault
)
