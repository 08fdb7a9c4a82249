"""Build the application: a readable list of steps."""

from collections.abc import Iterable

from flask import Flask

from collegial.accounts.signing import OPEN_ENDPOINTS, freshen, load_viewer, sign_in
from collegial.api.signing import viewer_by_token
from collegial.config import Settings, load_settings
from collegial.features import FEATURES
from collegial.hosting.discovery import Candidate, installed
from collegial.hosting.host import Host
from collegial.jobs.queue import bell_of
from collegial.kernel.clock import Clock, SystemClock
from collegial.kernel.database import Database, Pool
from collegial.kernel.logs import set_up_logs
from collegial.kernel.outbox import ring_after_promises
from collegial.kernel.permissions import Viewer
from collegial.notices.bell import hang_bell
from collegial.notices.subscribing import subscriptions as notice_subscriptions
from collegial.two_factors.asking import hold_back
from collegial.web.errors import answer_errors
from collegial.web.guard import bare, guard, mount
from collegial.web.keeping import keep_files
from collegial.web.languages import speak
from collegial.web.maintenance import close_for_maintenance
from collegial.web.observing import observe
from collegial.web.own.templates import use_own_templates
from collegial.web.program import Program, attach
from collegial.web.rendering import dress
from collegial.web.request import gate_of_request, open_sessions
from collegial.web.security import protect
from collegial.web.tracing import trace


def build_host(settings: Settings, candidates: Iterable[Candidate] | None = None) -> Host:
    """Load the core's features and the plugins that are installed and not blocked."""
    found = installed() if candidates is None else candidates
    return Host(FEATURES, [one for one in found if one.name not in settings.plugins.blocked])


def build_program(
    settings: Settings,
    *,
    candidates: Iterable[Candidate] | None = None,
    host: Host | None = None,
    clock: Clock | None = None,
) -> Program:
    """Build all that services, jobs and commands need, without any page, around a host that is loaded or its own.

    Raises DuplicateKey when two plugins claim one key.
    """
    set_up_logs(settings.observing.log_format, settings.observing.log_level)
    host = host or build_host(settings, candidates)
    database = Database(settings.database_url, pool=_pool(settings))
    bell = None if settings.testing else bell_of(settings)
    if bell:
        ring_after_promises(database, bell.ring)
    bus = host.bus()
    for one in notice_subscriptions(host):
        bus.subscribe(one)
    return Program(
        settings=settings,
        database=database,
        host=host,
        bus=bus,
        registry=host.registry(),
        clock=clock or SystemClock(),
    )


def _pool(settings: Settings) -> Pool:
    said = settings.postgres
    return Pool(
        size=said.pool_size, overflow=said.pool_overflow,
        waiting=said.statement_timeout, locked=said.lock_timeout,
    )  # fmt: skip


def _load_viewer() -> Viewer:
    """Return who asks: by a token where other programs do, by the session elsewhere."""
    gate = gate_of_request()
    return viewer_by_token() if gate is not None and gate.machine else load_viewer()


def create_app(
    settings: Settings | None = None,
    *,
    candidates: Iterable[Candidate] | None = None,
    host: Host | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Build one application; two can live in one process, around one host that is loaded.

    Raises ConfigError for settings that cannot be used, DuplicateKey when two plugins claim one key.
    """
    settings = settings or load_settings()
    program = build_program(settings, candidates=candidates, host=host, clock=clock)
    app = Flask("collegial.web")
    app.testing = settings.testing
    attach(app, program)
    trace(app, settings)
    close_for_maintenance(app, settings)
    open_sessions(app)
    protect(app, settings)
    speak(app)
    sign_in(app, settings)
    guard(app, load_viewer=_load_viewer, freshen=freshen, open_endpoints=OPEN_ENDPOINTS | {"static"})
    hold_back(app)
    mount(app, [*program.host.declared("blueprints"), *bare(program.host)])
    keep_files(app)
    dress(app)
    hang_bell(app)
    use_own_templates(app, settings.folder)
    answer_errors(app)
    observe(app, settings)
    return app
