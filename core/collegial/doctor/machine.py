"""Look at the machine: folders, the disk below the database, the mail server, the clock."""

import os
import smtplib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.kernel.text import t

MOUNTS = Path("/proc/self/mounts")
# SQLite's locks and its write-ahead log need one machine's own disk.
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.s3fs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
}
_PATIENCE = 8
_DEPLOYMENT = t("the folder of the deployment")
_DATABASE = t("the folder of the database")
_MAILS = t("the folder of mails")
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
    needed = {_DEPLOYMENT: settings.folder}
    file = database_file(settings)
    if file is not None:
        needed[_DATABASE] = file.parent
    if settings.mail.backend == "file":
        needed[_MAILS] = settings.folder / settings.mail.folder
    for said, folder in needed.items():
        problem = _unwritable(folder)
        if problem and not (said is _MAILS and not folder.exists()):
            yield wrong(
                "folders",
                t(
                    "%(folder)s, %(said)s, cannot be written: %(problem)s",
                    folder=folder,
                    said=said,
                    problem=problem,
                ),
                t(
                    "Give it to the account that runs the program: chown -R collegial %(folder)s",
                    folder=folder,
                ),
            )
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
        yield wrong(
            "disk",
            t(
                "The SQLite database lies on a network disk (%(kind)s): its locks do not hold there.",
                kind=kind,
            ),
            t("Move it to a disk of this machine, or use PostgreSQL (database_url)."),
        )
    free = os.statvfs(file.parent)
    if free.f_bavail * free.f_frsize < _LEAST_FREE:
        yield warning("disk", t("Less than 200 MB are free where the database lies."), t("Make room."))


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
        return wrong(
            "mail",
            t("The mail server %(place)s refuses the account %(user)s.", place=place, user=mail.user),
            t("Correct mail.user, and mail_password in secrets.toml."),
        )
    except (OSError, smtplib.SMTPException) as error:
        return wrong(
            "mail",
            t("The mail server %(place)s cannot be used: %(error)s", place=place, error=error),
            t("Correct mail.host, mail.port and mail.encryption, or open the way to it."),
        )
    return fine("mail", t("%(place)s answers", place=place))
