"""The public board of an election: a page, and the data that auditors and scripts check."""

from flask import Response, jsonify, render_template, request

from collegial.secret import queries
from collegial.secret.belenios.archive import entries, write_archive
from collegial.secret.belenios.text import digest
from collegial.secret.views.answers import answers_json, exact
from collegial.web.request import session

_PAGE = 100


def board(uuid: str) -> str:
    """Show the trackers of the ballots: each voter finds the own one, nobody can tell another's."""
    row = queries.election(session(), uuid)
    number = queries.ballots_on(session(), row)
    signed = 0 if row.is_rehearsal else queries.sign_offs_in(session(), row.ceremony, row)
    pages = max(1, -(-number // _PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "secret/board.html", election=row, ceremony=row.ceremony, ballots=number, page=page, pages=pages,
        lines=queries.trackers(session(), row, first=(page - 1) * _PAGE, size=_PAGE),
        vote_fingerprint=_readable(queries.election_text(session(), row)),
        signed=signed, replaced=queries.replaced_on(session(), row) if number > signed > 0 else set(),
    )  # fmt: skip


def _readable(text: str) -> str:
    """Return the beginning of a digest in groups, as the pages of voters and scrutineers show it."""
    whole = digest(text)[:24]
    return " ".join(whole[place : place + 4] for place in range(0, len(whole), 4))


@answers_json
def board_data(uuid: str) -> Response:
    """Give everything on the board, as the files of its archive in their order."""
    row = queries.election(session(), uuid)
    archive = queries.archive_of(session(), row)
    listed = [{"name": one.name, "content": one.content} for one in entries(archive)]
    return jsonify(uuid=row.uuid, entries=listed)


@answers_json
def election_data(uuid: str) -> Response:
    """Give the parameters of the election."""
    return exact(queries.election_text(session(), queries.election(session(), uuid)))


def archive(uuid: str) -> Response:
    """Give the archive that `belenios-tool election verify` checks."""
    row = queries.election(session(), uuid)
    response = Response(write_archive(queries.archive_of(session(), row)), mimetype="application/x-tar")
    response.headers["Content-Disposition"] = f"attachment; filename={row.uuid}.bel"
    return response
