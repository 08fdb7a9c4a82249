"""Show two versions side by side, and give versions as files."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.documents.voice import Voice
from collegial.kernel.text import Text
from collegial.proposals import printing, queries, showing
from collegial.proposals.models import Proposal, Version
from collegial.proposals.printing import Letterhead, VersionFacts
from collegial.proposals.rules import ActionText, VersionText
from collegial.proposals.rules.comparing import Change, VersionDiff, compare, touched
from collegial.proposals.views.loading import kind_names, readable, version_of
from collegial.web.languages import say, worded
from collegial.web.program import current_program
from collegial.web.request import session
from collegial.web.voices import voice_of_papers


def choose(slug: str) -> ResponseReturnValue:
    """Lead from the choice of two versions to the permanent address of their comparison."""
    proposal = readable(slug)
    last = proposal.versions[-1].stage
    before = version_of(proposal, request.args.get("before", proposal.versions[0].stage)).stage
    after = version_of(proposal, request.args.get("after", last)).stage
    return redirect(url_for("proposals.difference", slug=slug, before=before, after=after))


def difference(slug: str, before: str, after: str) -> ResponseReturnValue:
    """Show what changed from one version to another."""
    proposal = readable(slug)
    old, new = version_of(proposal, before), version_of(proposal, after)
    diff = _diff(old, new)
    return render_template(
        "proposals/difference.html",
        proposal=proposal,
        rules=queries.rules_of(proposal),
        old=old,
        new=new,
        when=showing.when,
        diff=diff,
        touched=touched(diff.axes),
        tallies=printing.tallies(diff),
        state_of=printing.state_of,
        fields=printing.FIELDS,
        same=Change.SAME,
    )


def difference_pdf(slug: str, before: str, after: str) -> Response:
    """Give two versions compared as a PDF."""
    proposal = readable(slug)
    old, new = version_of(proposal, before), version_of(proposal, after)
    locale, rules = str(get_locale()), queries.rules_of(proposal)
    printed = printing.print_difference(
        _diff(old, new), letterhead=_letterhead(), title=proposal.title,
        between=f"{rules.stage(old.stage).name} → {rules.stage(new.stage).name}",
        voice=_voice(locale), locale=locale,
    )  # fmt: skip
    return _file(printed, "application/pdf", f"{slug}-{before}-{after}.pdf")


def export_version(slug: str, stage: str, file_format: str) -> Response:
    """Give a version as PDF, Markdown or JSON."""
    proposal = readable(slug)
    facts, locale = _facts(proposal, stage), str(get_locale())
    name = f"{slug}-{stage}.{file_format}"
    if file_format == "pdf":
        facts = replace(facts, pictures=_pictures(version_of(proposal, stage)))
        printed = printing.print_version(facts, _voice(locale), locale=locale)
        return _file(printed, "application/pdf", name)
    if file_format == "md":
        return _file(printing.version_markdown(facts, _voice(locale)).encode(), "text/markdown", name)
    return _file(printing.version_json(facts).encode(), "application/json", name)


def _diff(old: Version, new: Version) -> VersionDiff:
    names = _aims()
    return compare(_named(old, names), _named(new, names))


def _named(version: Version, names: Mapping[str, str]) -> VersionText:
    """Return a text with the names of what it refers to, as readers know it."""
    said, titles = _text(version), _titles(version)

    def named(one: ActionText) -> ActionText:
        return replace(
            one,
            priority=names.get(one.priority or "", one.priority),
            mission=names.get(one.mission or "", one.mission),
            files=tuple(titles.get(one.key or "", ())),
        )

    axes = [replace(axis, actions=tuple(named(one) for one in axis.actions)) for axis in said.axes]
    return replace(said, axes=tuple(axes))


def _text(version: Version) -> VersionText:
    return queries.text_of(version, queries.content_of(session(), version))


def _facts(proposal: Proposal, stage: str) -> VersionFacts:
    found, rules = version_of(proposal, stage), queries.rules_of(proposal)
    return VersionFacts(
        letterhead=_letterhead(), proposal=proposal.slug, title=proposal.title, stage=stage,
        stage_name=rules.stage(stage).name, when=showing.when(found), text=_text(found), digest=found.digest,
        aims={**_aims(), **{key: str_of(name) for key, name in kind_names(proposal).items()}},
        files=_titles(found),
        heard=[(one.kind, one.title, one.views) for one in found.contributions],
    )  # fmt: skip


def _pictures(version: Version) -> dict[str, bytes]:
    """Return the pictures among the files of a version, by the token that ends their addresses."""
    files = [one.file for one in version.attachments]
    return {file.token: file.content for file in files if file.media_type.startswith("image/")}


def _aims() -> dict[str, str]:
    priorities = {one.key: worded(one).short for one in queries.priorities(session())}
    return priorities | {one.key: worded(one).short for one in queries.missions(session())}


def str_of(name: str | Text) -> str:
    """Say a name in the reader's language."""
    return say(name) if isinstance(name, Text) else name


def _titles(version: Version) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in version.attachments:
        if one.action_key:
            found.setdefault(one.action_key, []).append(one.title)
    return found


def _letterhead() -> Letterhead:
    pays = current_program().settings.pays
    return Letterhead(name=pays.name, legal_line=pays.legal_mention)


def _voice(locale: str) -> Voice:
    return voice_of_papers(locale)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)
