"""Look at the machine: folders, the disk below the database, the mail server, the clock."""

import os
import smtplib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning, wrong

MOUNTS = Path("/proc/self/mounts")
# SQLite's locks and its write-ahead log need one machine's own disk.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs",
           "fuse.s3fs", "fuse.rclone", "davfs", "fuse.davfs2"}  # fmt: skip
_PATIENCE = 8
_LEAST_FREE = 200 * 1024 * 1024


def look_at_machine(settings: Settings, *, network: bool) -> Iterator[Finding]:
    """Yield what is found around the program; `network` allows to call the mail server."""
    yield from _folders(settings)
    yield from _disk(settings)
    if network and settings.mail.backend == "smtp":
        yield _mail_server(settings)


def database_file(settings: Settings) -> Path | None:
    """Return the file of an embedded database; None for a server."""
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def kind_of_disk(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds a path, from a table as in /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        point = parts[1].replace("\\040", " ")
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def _folders(settings: Settings) -> Iterator[Finding]:
    needed = {"the folder of the deployment": settings.folder}
    file = database_file(settings)
    if file is not None:
        needed["the folder of the database"] = file.parent
    if settings.mail.backend == "file":
        needed["the folder of mails"] = settings.folder / settings.mail.folder
    for said, folder in needed.items():
        problem = _unwritable(folder)
        if problem and not (said == "the folder of mails" and not folder.exists()):
            yield wrong("folders", f"{folder}, {said}, cannot be written: {problem}",
                        f"Give it to the account that runs the program: chown -R collegial {folder}")  # fmt: skip
    yield fine("folders", ", ".join(dict.fromkeys(map(str, needed.values()))))


def _unwritable(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _disk(settings: Settings) -> Iterator[Finding]:
    file = database_file(settings)
    if file is None or not file.parent.is_dir():
        return
    kind = kind_of_disk(file.resolve(), MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else ""
    if kind in NETWORK:
        yield wrong("disk", f"The SQLite database lies on a network disk ({kind}): its locks do not hold there.",
                    "Move it to a disk of this machine, or use PostgreSQL (database_url).")  # fmt: skip
    free = os.statvfs(file.parent)
    if free.f_bavail * free.f_frsize < _LEAST_FREE:
        yield warning("disk", "Less than 200 MB are free where the database lies.", "Make room.")


def _mail_server(settings: Settings) -> Finding:
    mail, place = settings.mail, f"{settings.mail.host}:{settings.mail.port}"
    connect = smtplib.SMTP_SSL if mail.encryption == "tls" else smtplib.SMTP
    try:
        with connect(mail.host, mail.port, timeout=_PATIENCE) as server:
            server.ehlo()
            if mail.encryption == "starttls":
                server.starttls()
            if mail.user:
                server.login(mail.user, settings.secrets.mail_password)
    except smtplib.SMTPAuthenticationError:
        return wrong("mail", f"The mail server {place} refuses the account {mail.user}.",
                     "Correct mail.user, and mail_password in secrets.toml.")  # fmt: skip
    except (OSError, smtplib.SMTPException) as error:
        return wrong("mail", f"The mail server {place} cannot be used: {error}",
                     "Correct mail.host, mail.port and mail.encryption, or open the way to it.")  # fmt: skip
    return fine("mail", f"{place} answers")
