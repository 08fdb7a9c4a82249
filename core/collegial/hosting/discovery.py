"""Find plugins through entry points, load each one apart, and say why a plugin could not be loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

import structlog
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from collegial.hooks.contracts import PluginMeta
from collegial.hooks.version import API_VERSION
from collegial.kernel.text import Text, t

GROUP = "collegial.plugins"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A plugin that is installed, not yet imported."""

    name: str
    load: Callable[[], object]
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A plugin that is usable: whether it is active is another question."""

    meta: PluginMeta
    module: object
    origin: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A plugin that is installed and cannot be used, and why."""

    name: str
    origin: str
    reason: Text


def installed() -> list[Candidate]:
    """Return every plugin that some installed distribution declares, in the order of their names."""
    found = sorted(entry_points(group=GROUP), key=lambda one: one.name)
    return [_candidate(one) for one in found]


def _candidate(point: EntryPoint) -> Candidate:
    distribution = point.dist
    origin = f"{distribution.name} {distribution.version}" if distribution else point.value
    return Candidate(name=point.name, load=point.load, origin=origin)


def load(candidate: Candidate) -> Loaded | Broken:
    """Import one plugin and read its META; never raises."""
    try:
        module = candidate.load()
    except (Exception, SystemExit) as error:
        log.exception("plugin.broken", plugin=candidate.name)
        return _broken(candidate, t("It cannot be imported: %(error)s", error=_short(error)))
    meta = getattr(module, "META", None)
    if not isinstance(meta, PluginMeta):
        return _broken(candidate, t("It declares no META of the type PluginMeta."))
    reason = _mismatch(candidate, meta)
    return _broken(candidate, reason) if reason else Loaded(meta=meta, module=module, origin=candidate.origin)


def _mismatch(candidate: Candidate, meta: PluginMeta) -> Text | None:
    if meta.name != candidate.name:
        return t("It calls itself “%(name)s”, its entry point says otherwise.", name=meta.name)
    try:
        fits = SpecifierSet(meta.api).contains(API_VERSION) and meta.api.strip() != ""
    except (InvalidSpecifier, AttributeError, TypeError):
        return t("“%(range)s” is not a range of versions.", range=meta.api)
    if fits:
        return None
    return t(
        "It was written for the plugin API %(range)s; this program offers %(version)s.",
        range=meta.api,
        version=API_VERSION,
    )


def _broken(candidate: Candidate, reason: Text) -> Broken:
    return Broken(name=candidate.name, origin=candidate.origin, reason=reason)


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
