"""Look into the database: the tables, the clock, the journal, the modules, the promised work, the first accounts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, RoleRow
from collegial.assemblies.models import AssemblyState
from collegial.assemblies.queries.attending import miscounted
from collegial.assemblies.queries.meetings import assemblies
from collegial.doctor.backups import look_at_backup
from collegial.doctor.findings import Finding, counted, fine, warning, wrong
from collegial.hosting import migrations
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.hosting.loading import CORE
from collegial.hosting.settings import settings_of
from collegial.journal.models import JournalEntry
from collegial.journal.queries import verify
from collegial.kernel.errors import Refused
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage
from collegial.kernel.permissions import program as program_viewer
from collegial.statutes.queries import newest
from collegial.two_factors.asking import asked_roles
from collegial.two_factors.queries import without_second_factor
from collegial.web.program import Program

CLERK = "collegial doctor"
_DRIFT = timedelta(minutes=2)
_LATE = timedelta(minutes=15)


def look_at_database(program: Program) -> Iterator[Finding]:
    """Yield what is found in the database; nothing more where it cannot be reached or is behind."""
    try:
        with program.database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield wrong("database", f"It cannot be reached: {_first_line(error)}",
                    "Check database_url (or COLLEGIAL_DATABASE_URL), and that the server runs.")  # fmt: skip
        return
    yield fine("database", program.database.engine.url.render_as_string(hide_password=True))
    tables = list(_tables(program))
    yield from tables
    if any(one.gravity for one in tables):
        return
    with program.database.reading() as session:
        for look in (
            _engine,
            _clock,
            _modules,
            _work,
            _accounts,
            _second_factors,
            _statutes,
            _attendance,
            _journal,
            _backup,
        ):
            yield from look(program, session)


def _tables(program: Program) -> Iterator[Finding]:
    try:
        behind = migrations.behind(program.database, program.host)
    except SQLAlchemyError as error:
        yield wrong(
            "tables", f"They cannot be read: {_first_line(error)}", "Check the rights of its account."
        )
        return
    if behind:
        yield wrong("tables", f"They are not up to date: {', '.join(behind)}.{_inert(behind)}",
                    "Stop the program, make a backup, and run: collegial db upgrade")  # fmt: skip
    else:
        yield fine("tables", "up to date")


def _inert(behind: Sequence[str]) -> str:
    modules = [one for one in behind if one != CORE]
    return f" Until they are, these do nothing: {', '.join(modules)}." if modules else ""


def _engine(program: Program, session: Session) -> Iterator[Finding]:
    if program.database.engine.dialect.name == "sqlite":
        yield from _sqlite(session)
        return
    encoding = session.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        yield wrong("database", f"Its encoding is {encoding}: names cannot all be written.",
                    "Make a database with the encoding UTF8 and move the data.")  # fmt: skip


def _sqlite(session: Session) -> Iterator[Finding]:
    mode = session.scalar(text("PRAGMA journal_mode"))
    if mode != "wal":
        yield wrong("database", f"Its journal mode is “{mode}”, not WAL: readers and writers wait for each other.",
                    "The disk does not allow WAL: move the database to a disk of this machine.")  # fmt: skip
    damage = session.scalar(text("PRAGMA quick_check(1)"))
    if damage != "ok":
        yield wrong("database", f"The file is damaged: {damage}",
                    "Stop the program, keep the file, and restore the last backup.")  # fmt: skip


def _clock(program: Program, session: Session) -> Iterator[Finding]:
    now = program.clock.now()
    last = session.scalar(select(func.max(JournalEntry.at)))
    if last is not None and last > now + _DRIFT:
        yield wrong("clock", f"It says {_short(now)}, and the journal holds an act of {_short(last)}.",
                    "Set the clock by NTP: votes open and close by it.")  # fmt: skip
        return
    if program.database.engine.dialect.name == "postgresql":
        theirs: datetime = session.scalar(text("SELECT now()"))
        if abs(theirs - now) > _DRIFT:
            yield warning("clock", f"It says {_short(now)}, that of the database {_short(theirs)}.",
                          "Set both clocks by NTP.")  # fmt: skip
            return
    yield fine("clock", f"{_short(now)} UTC, zone {program.settings.pays.zone}")


def _modules(program: Program, session: Session) -> Iterator[Finding]:
    host, on = program.host, active_names(session)
    for broken in host.broken:
        yield wrong("modules", f"{broken.name} cannot be used: {broken.reason}",
                    "Upgrade or uninstall it, or name it in plugins.blocked.")  # fmt: skip
    known = {*host.loaded, *(one.name for one in host.broken)}
    for name in sorted(on - known):
        yield warning("modules", f"{name} is on and not installed: what it decided stays shut.",
                      "Install it again; its data are kept.")  # fmt: skip
    for name, error in failed_upgrades(session).items():
        yield wrong("modules", f"The tables of {name} could not be upgraded, so it does nothing: {error}",
                    "Install a version of it that works, and run: collegial db upgrade")  # fmt: skip
    for name in sorted(on & host.loaded.keys()):
        for capability in host.lacking(session, name):
            yield warning("modules", f"{name} is on and does nothing: nothing offers “{capability}”.",
                          "Switch a module on that offers it, or this one off.")  # fmt: skip
    for failure in host.failures(session, program_viewer(CLERK), program.clock.now().date()):
        yield wrong("modules", f"{failure.owner} fails in “{failure.hook}”.", "The log says why; upgrade it.")
    yield from _module_settings(program, session)
    yield fine("modules", ", ".join(sorted(on & host.loaded.keys())) or "none is on")


def _module_settings(program: Program, session: Session) -> Iterator[Finding]:
    for owner, section in program.host.declared("settings_sections"):
        try:
            settings_of(session, section)
        except Refused:
            yield wrong("modules", f"The settings {section.key} of {owner} no longer fit.",
                        f"Save them again at {program.settings.public_url}/modules/settings/{section.key}")  # fmt: skip


def _work(program: Program, session: Session) -> Iterator[Finding]:
    open_work = select(func.count(OutboxMessage.id)).where(OutboxMessage.done_at.is_(None))
    given_up = session.scalar(open_work.where(OutboxMessage.attempts >= ATTEMPTS)) or 0
    late = session.scalar(
        open_work.where(OutboxMessage.attempts < ATTEMPTS, OutboxMessage.due_at < program.clock.now() - _LATE)
    )
    if given_up:
        pieces = counted(given_up, "piece of promised work was", "pieces of promised work were")
        yield wrong("work", f"{pieces} given up after {ATTEMPTS} tries.",
                    "The page “Promised work” shows why, and has them tried again.")  # fmt: skip
    if late:
        pieces = counted(late, "piece of promised work waits", "pieces of promised work wait")
        yield warning("work", f"{pieces} since more than a quarter of an hour.",
                      "Is the program running? `collegial serve` does them, or `collegial worker`.")  # fmt: skip
    if not given_up and not late:
        yield fine("work", "nothing is late")


def _accounts(_program: Program, session: Session) -> Iterator[Finding]:
    number = session.scalar(
        select(func.count(Account.id)).where(
            Account.roles.any(RoleRow.name == "administrator"), Account.active
        )
    )
    if number:
        yield fine("accounts", counted(number, "administrator", "administrators"))
    else:
        yield wrong("accounts", "Nobody is an administrator.", "Run: collegial administrator ADDRESS")


def _second_factors(program: Program, session: Session) -> Iterator[Finding]:
    roles = asked_roles(program.settings)
    if not roles and not program.settings.demo:
        yield warning("accounts", "No role needs a second factor: a stolen mailbox opens every right.",
                      'Set security.two_factors = ["administrator", "staff", "chair"].')  # fmt: skip
    missing = without_second_factor(session, roles)
    if missing:
        accounts = counted(
            missing, "account with rights over others has", "accounts with rights over others have"
        )
        yield warning("accounts", f"{accounts} no second factor yet.",
                      "The page “Second factors” shows which; each sets one up on its own account.")  # fmt: skip


def _statutes(_program: Program, session: Session) -> Iterator[Finding]:
    if newest(session) is None:
        yield warning("statutes", "There are none: nothing can be convened.",
                      "Record them at /statutes/new, or run: collegial statutes import FILE")  # fmt: skip
    else:
        yield fine("statutes", "recorded")


def _journal(_program: Program, session: Session) -> Iterator[Finding]:
    broken = verify(session)
    if broken is None:
        yield fine("journal", "the chain holds from the first entry to the last")
    else:
        yield wrong("journal", f"The chain does not hold at entry {broken.sequence}: {broken.reason}",
                    "Somebody wrote the database by hand, or a backup was mixed with it. Keep this file, "
                    "compare with a backup, and tell the board.")  # fmt: skip


def _attendance(_program: Program, session: Session) -> Iterator[Finding]:
    """Look at the assemblies whose quorum is still asked for."""
    meetings = [
        one for one in assemblies(session) if one.state in (AssemblyState.CONVENED, AssemblyState.OPEN)
    ]
    wrong_ones = [str(one.id) for one in meetings if miscounted(session, one.id)]
    if wrong_ones:
        yield wrong("attendance", f"The counts kept of assembly {', '.join(wrong_ones)} are not what there is.",
                    "Somebody wrote the database by hand. Run: collegial attendance verify --repair")  # fmt: skip
    elif meetings:
        counts = counted(len(meetings), "assembly", "assemblies")
        yield fine("attendance", f"the counts kept of {counts} are what there is")


def _backup(program: Program, session: Session) -> Iterator[Finding]:
    yield from look_at_backup(program.settings, session, now=program.clock.now())


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def _short(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


_INSIDE = (
    _engine, _clock, _modules, _work, _accounts, _second_factors, _statutes, _attendance, _journal, _backup,
)  # fmt: skip
