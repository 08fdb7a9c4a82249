"""How a file comes in with a form and goes out with an answer."""

from io import BytesIO

from flask import Response, send_file
from werkzeug.datastructures import FileStorage

from collegial.files.models import StoredFile
from collegial.files.rules import LARGEST, Upload

# What a form may weigh that brings a file: the largest file, and room for the other answers. A file somewhat
# too large is refused at its field; what is far larger is not read at all.
ROOM = LARGEST + LARGEST // 10


def received(sent: FileStorage) -> Upload:
    """Read what a form brought, no further than one byte over the limit."""
    return Upload(name=sent.filename or "", content=sent.stream.read(LARGEST + 1))


def file_response(file: StoredFile) -> Response:
    """Answer with a file, never to be shown in place: it is saved by the browser under its own name.

    Whoever calls this has decided that the reader may have it.
    """
    answer = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=False,
        max_age=None,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
