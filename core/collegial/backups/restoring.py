"""Make a deployment again from a backup, on an empty machine; what is found there is left alone."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from collegial.app import build_host
from collegial.backups.dumping import kind_of
from collegial.backups.filling import fill
from collegial.backups.making import DATABASE, SETTINGS
from collegial.backups.manifest import Manifest, UnusableBackup, fingerprint_of
from collegial.backups.sealing import WrongSeal, is_sealed, open_sealed
from collegial.backups.telling import Tell, silent
from collegial.backups.unpacking import unpack
from collegial.config import Settings, load_settings
from collegial.hosting.migrations import Owner, owners
from collegial.hosting.revisions import is_known
from collegial.kernel.text import t

_SECRETS = "secrets.toml"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A backup that was read and is whole: what it says, and where its files lie for the moment."""

    manifest: Manifest
    folder: Path


@contextmanager
def opened(archive: Path, *, passphrase: str = "", near: Path, tell: Tell = silent) -> Iterator[Opened]:
    """Unpack a backup into a folder for the moment, and compare every hash; raises UnusableBackup."""
    with tempfile.TemporaryDirectory(dir=near, prefix=".restore-") as working:
        plain = _unsealed(archive, Path(working) / "archive", passphrase, tell)
        folder = Path(working) / "contents"
        folder.mkdir()
        yield Opened(manifest=unpack(plain, folder, tell), folder=folder)


def _unsealed(archive: Path, target: Path, passphrase: str, tell: Tell) -> Path:
    if not is_sealed(archive):
        return archive
    if not passphrase:
        raise UnusableBackup(t("It is encrypted: name the file with its passphrase by --passphrase-file."))
    try:
        open_sealed(archive, target, passphrase, tell)
    except WrongSeal:
        raise UnusableBackup(t("The passphrase is another one, or the file was cut or changed.")) from None
    return target


def restore(
    backup: Opened,
    folder: Path,
    *,
    secrets: Path | None,
    despite_secrets: bool = False,
    without: Collection[str] = (),
    tell: Tell = silent,
) -> Settings:
    """Write the deployment's files, then fill its database; what was written goes again if that fails.

    The tables of the modules in `without`, which are not installed here, are left out.
    """
    if (folder / "pays.toml").exists():
        raise UnusableBackup(t("%(folder)s holds a deployment already; nothing was changed.", folder=folder))
    written: list[Path] = []
    try:
        _place_files(backup, folder, secrets, written)
        settings = load_settings(folder / "pays.toml")
        _compare(backup.manifest, settings, despite_secrets=despite_secrets)
        owned = _owned(backup.manifest, settings, without)
        fill(settings, backup.folder / DATABASE, owned, without=without, tell=tell)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return settings


def _place_files(backup: Opened, folder: Path, secrets: Path | None, written: list[Path]) -> None:
    for name in backup.manifest.files:
        if name.startswith(SETTINGS):
            target = folder / name.removeprefix(SETTINGS)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise UnusableBackup(t("%(target)s is there already; nothing was changed.", target=target))
            shutil.copyfile(backup.folder / name, target)
            written.append(target)
    place = folder / _SECRETS
    if secrets is not None and secrets.resolve() != place.resolve():
        if place.exists():
            raise UnusableBackup(t("%(place)s is there already; leave --secrets out to use it.", place=place))
        place.touch(mode=0o600)
        written.append(place)
        place.write_bytes(secrets.read_bytes())
    if not place.exists():
        raise UnusableBackup(
            t("The secrets are not in a backup: name the file that was kept apart by --secrets.")
        )


def _compare(manifest: Manifest, settings: Settings, *, despite_secrets: bool) -> None:
    if kind_of(settings) != manifest.database:
        raise UnusableBackup(
            t(
                "It holds a database of %(database)s, and database_url names one of %(settings)s.",
                database=manifest.database,
                settings=kind_of(settings),
            )
        )
    if fingerprint_of(settings.secrets) != manifest.secrets and not despite_secrets:
        raise UnusableBackup(
            t(
                "These are not the secrets that the deployment had: sessions, personal links and "
                "codes would not fit. Look for the right file, or say --despite-secrets."
            )
        )


def _owned(manifest: Manifest, settings: Settings, without: Collection[str]) -> Mapping[Owner, str]:
    """Return whose tables the backup holds, and at which revision; raises UnusableBackup for one of a newer program."""
    there = [(owner, manifest.owners.get(owner.name)) for owner in owners(build_host(settings))]
    _refuse_missing(manifest, {owner.name for owner, _ in there}, set(without))
    for owner, revision in there:
        if revision is not None and not is_known(owner.versions, revision):
            raise UnusableBackup(
                t(
                    "The tables of %(name)s are at revision %(revision)s, which this program does not"
                    " know: it was made by version %(program)s. Install that one, or a newer one.",
                    name=owner.name,
                    revision=revision,
                    program=manifest.program,
                )
            )
    return {owner: revision for owner, revision in there if revision is not None}


def _refuse_missing(manifest: Manifest, installed: Collection[str], without: AbstractSet[str]) -> None:
    missing = {name for name, revision in manifest.owners.items() if revision and name not in installed}
    if left := missing - without:
        raise UnusableBackup(
            t(
                "It holds tables of modules that are not installed here, or cannot be used: %(names)s. Install them, "
                "then restore. Where they are nowhere any more, or nobody wants them, --without NAME leaves the tables "
                "of one out; they stay in the archive.",
                names=", ".join(sorted(left)),
            )
        )
    if strange := without - missing:
        raise UnusableBackup(
            t(
                "It holds no tables of a module that is not installed here and is called %(names)s: leave --without "
                "away.",
                names=", ".join(sorted(strange)),
            )
        )
