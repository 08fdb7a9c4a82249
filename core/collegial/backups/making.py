"""Make a backup: the copy of the database, the deployment's own files, and what they must be when they come back."""

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path

from collegial import __version__
from collegial.backups.dumping import dump, kind_of
from collegial.backups.manifest import Manifest, digest_of, fingerprint_of, is_within
from collegial.backups.sealing import seal_file
from collegial.backups.telling import Tell, counted, silent
from collegial.config import LAST_BACKUP, Settings
from collegial.kernel.disks import write_whole
from collegial.kernel.text import t

MANIFEST = "manifest.json"
DATABASE, SETTINGS = "database", "settings/"
LAST = LAST_BACKUP
_ENDING, _SEALED = ".tar.gz", ".sealed"
# What a deployment says or shows otherwise, with all that lies below.
_FOLDERS = ("documents", "templates", "translations")


def make_backup(
    settings: Settings,
    owners: Mapping[str, str | None],
    place: Path,
    *,
    now: datetime,
    passphrase: str = "",
    tell: Tell = silent,
) -> tuple[Path, Manifest]:
    """Write a backup into a folder, or as a file of the name given; return where, and what it says of itself.

    It appears under its name only once it is whole. The secrets are not in it.
    """
    target = place / f"collegial-{now:%Y%m%d-%H%M%S}{_ENDING}" if place.is_dir() else place
    if passphrase and not target.name.endswith(_SEALED):
        target = target.with_name(target.name + _SEALED)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as working:
        archive, manifest = _packed(settings, owners, Path(working), now, tell)
        if passphrase:
            sealed = Path(working) / "sealed"
            seal_file(archive, sealed, passphrase, tell)
            archive = sealed
        archive.replace(target)
    return target, manifest


def _packed(
    settings: Settings, owners: Mapping[str, str | None], working: Path, now: datetime, tell: Tell
) -> tuple[Path, Manifest]:
    copy = working / DATABASE
    head = dump(settings, copy, tell)
    contents = {DATABASE: copy, **{f"{SETTINGS}{name}": path for name, path in own_files(settings)}}
    manifest = Manifest(
        program=__version__, made_at=now.isoformat(), database=kind_of(settings), journal=head,
        owners=owners, secrets=fingerprint_of(settings.secrets),
        files={name: digest_of(contents[name]) for name in counted(tell, t("Taking the digests of files:"), contents)},
    )  # fmt: skip
    archive = working / "archive"
    archive.touch(mode=0o600)
    with archive.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            _add(tar, MANIFEST, manifest.written())
            for name in counted(tell, t("Packing files:"), contents):
                tar.add(contents[name], arcname=name, recursive=False)
        os.fsync(file.fileno())
    return archive, manifest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, BytesIO(content))


def own_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield what makes this deployment other than an empty one, by its place in the folder; never the secrets."""
    named = ("pays.toml", settings.pays.logo, settings.stamping.certificates)
    for name in dict.fromkeys(one for one in named if one):
        if is_within(name) and (settings.folder / name).is_file():
            yield name, settings.folder / name
    for folder in _FOLDERS:
        for path in sorted((settings.folder / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(settings.folder).as_posix(), path


def is_named_archive(place: Path) -> bool:
    """Tell whether a name means one file; every other name is a folder's, that takes a dated file each night."""
    return place.name.endswith((_ENDING, ".tgz", _SEALED)) and not place.is_dir()


def remember(settings: Settings, target: Path, manifest: Manifest) -> None:
    """Note the last backup beside the settings, for the doctor; raises OSError, and the former note stays."""
    said = {"archive": target.name, "made_at": manifest.made_at, "journal": asdict(manifest.journal)}
    write_whole(settings.folder / LAST, (json.dumps(said, indent=2) + "\n").encode())


def forget_old(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest backups of a folder; return those removed."""
    found = sorted(path for path in folder.glob(f"collegial-*{_ENDING}*") if path.is_file())
    old = found[: max(0, len(found) - keep)]
    for path in old:
        path.unlink()
    return old
