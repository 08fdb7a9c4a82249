"""Look into the database: the tables, the clock, the journal, the modules, the promised work, the first accounts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from collegial.assemblies.models import AssemblyState
from collegial.assemblies.queries.attending import miscounted, stays_left_open
from collegial.assemblies.queries.meetings import assemblies
from collegial.doctor.accounts import look_at_administrators, look_at_organisations, look_at_second_factors
from collegial.doctor.backups import look_at_backup
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.doctor.modules import look_at_modules
from collegial.doctor.reached import unusable
from collegial.hosting import migrations
from collegial.hosting.loading import CORE
from collegial.journal.models import JournalEntry
from collegial.journal.queries import verify
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage
from collegial.kernel.text import Text, nt, t
from collegial.statutes.queries import all_versions, newest, statutes_on
from collegial.web.program import Program

CLERK = "collegial doctor"
_DRIFT = timedelta(minutes=2)
_LATE = timedelta(minutes=15)
_ASLEEP = timedelta(hours=26)
_WAKE = t(
    "Is the program running? `collegial serve` does them, or `collegial worker`"
    " (systemctl restart 'collegial-worker@*')."
)


def look_at_database(program: Program) -> Iterator[Finding]:
    """Yield what is found in the database; nothing more where it cannot be reached or is behind."""
    try:
        with program.database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield unusable(program.database.engine, error)
        return
    yield fine("database", program.database.engine.url.render_as_string(hide_password=True))
    tables = list(_tables(program))
    yield from tables
    if any(one.gravity for one in tables):
        return
    try:
        with program.database.reading() as session:
            for look in _INSIDE:
                yield from look(program, session)
    except SQLAlchemyError as error:  # damaged, or gone meanwhile
        yield unusable(program.database.engine, error)


def _tables(program: Program) -> Iterator[Finding]:
    try:
        there = migrations.revisions(program.database, program.host)
        behind = migrations.behind(program.database, program.host) if there[CORE] else []
    except SQLAlchemyError as error:
        yield unusable(program.database.engine, error)
        return
    if not there[CORE]:
        yield wrong(
            "tables",
            t("There are none: the database is empty."),
            t(
                "If it should hold something, correct database_url or restore the last backup. Only for a new"
                " deployment: collegial db upgrade"
            ),
        )
    elif behind:
        yield wrong(
            "tables", _behind(behind), t("Stop the program, make a backup, and run: collegial db upgrade")
        )
    else:
        yield fine("tables", t("up to date"))


def _behind(owners: Sequence[str]) -> Text:
    modules = [one for one in owners if one != CORE]
    if not modules:
        return t("They are not up to date: %(names)s.", names=", ".join(owners))
    return t(
        "They are not up to date: %(names)s. Until they are, these do nothing: %(modules)s.",
        names=", ".join(owners),
        modules=", ".join(modules),
    )


def _engine(program: Program, session: Session) -> Iterator[Finding]:
    if program.database.engine.dialect.name == "sqlite":
        yield from _sqlite(session)
        return
    encoding = session.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        yield wrong(
            "database",
            t("Its encoding is %(encoding)s: names cannot all be written.", encoding=encoding),
            t("Make a database with the encoding UTF8 and move the data."),
        )


def _sqlite(session: Session) -> Iterator[Finding]:
    mode = session.scalar(text("PRAGMA journal_mode"))
    if mode != "wal":
        yield wrong(
            "database",
            t("Its journal mode is “%(mode)s”, not WAL: readers and writers wait for each other.", mode=mode),
            t("The disk does not allow WAL: move the database to a disk of this machine."),
        )
    damage = session.scalar(text("PRAGMA quick_check(1)"))
    if damage != "ok":
        yield wrong(
            "database",
            t("The file is damaged: %(damage)s", damage=damage),
            t("Stop the program, keep the file, and restore the last backup."),
        )


def _clock(program: Program, session: Session) -> Iterator[Finding]:
    now = program.clock.now()
    last = session.scalar(select(func.max(JournalEntry.at)))
    if last is not None and last > now + _DRIFT:
        yield wrong(
            "clock",
            t(
                "It says %(now)s, and the journal holds an act of %(last)s.",
                now=_short(now),
                last=_short(last),
            ),
            t("Set the clock by NTP: votes open and close by it."),
        )
        return
    if program.database.engine.dialect.name == "postgresql":
        theirs: datetime = session.scalar(text("SELECT now()"))
        if abs(theirs - now) > _DRIFT:
            yield warning(
                "clock",
                t(
                    "It says %(now)s, that of the database %(theirs)s.",
                    now=_short(now),
                    theirs=_short(theirs),
                ),
                t("Set both clocks by NTP."),
            )
            return
    yield fine("clock", t("%(now)s UTC, zone %(zone)s", now=_short(now), zone=program.settings.pays.zone))


def _work(program: Program, session: Session) -> Iterator[Finding]:
    open_work = select(func.count(OutboxMessage.id)).where(OutboxMessage.done_at.is_(None))
    given_up = session.scalar(open_work.where(OutboxMessage.attempts >= ATTEMPTS)) or 0
    late = session.scalar(
        open_work.where(OutboxMessage.attempts < ATTEMPTS, OutboxMessage.due_at < program.clock.now() - _LATE)
    )
    if given_up:
        yield wrong(
            "work",
            nt(
                "%(count)d piece of promised work was given up after %(attempts)d tries.",
                "%(count)d pieces of promised work were given up after %(attempts)d tries.",
                given_up,
                attempts=ATTEMPTS,
            ),
            t("The page “Promised work” shows why, and has them tried again."),
        )
    if late:
        yield warning(
            "work",
            nt(
                "%(count)d piece of promised work has been waiting for more than a quarter of an hour.",
                "%(count)d pieces of promised work have been waiting for more than a quarter of an hour.",
                late,
            ),
            _WAKE,
        )
    asleep = None if given_up or late else _asleep(program, session)
    if asleep:
        yield asleep
    elif not given_up and not late:
        yield fine("work", t("nothing is late"))


def _asleep(program: Program, session: Session) -> Finding | None:
    """Look when work was done last: some comes again each hour, but nobody promises it while nobody works."""
    last = session.scalar(select(func.max(OutboxMessage.done_at)))
    if last is None or program.clock.now() - last < _ASLEEP:
        return None
    return warning(
        "work", t("None was done since %(last)s: nobody seems to do it.", last=_short(last)), _WAKE
    )


def _statutes(program: Program, session: Session) -> Iterator[Finding]:
    last = newest(session)
    today = program.today
    if last is None:
        yield warning(
            "statutes",
            t("There are none: nothing can be convened."),
            t("Record them at /statutes/new, or run: collegial statutes import FILE"),
        )
    elif statutes_on(session, today) is None:
        yield warning(
            "statutes",
            t(
                "None is in force today: the first hold from %(day)s on.",
                day=min(one.effective_from for one in all_versions(session)),
            ),
            t(
                "Until then nobody is admitted and nothing is convened. Record those of today at /statutes/new."
            ),
        )
    else:
        yield fine("statutes", t("recorded"))


def _journal(_program: Program, session: Session) -> Iterator[Finding]:
    broken = verify(session)
    if broken is None:
        yield fine("journal", t("the chain holds from the first entry to the last"))
    else:
        yield wrong(
            "journal",
            t(
                "The chain does not hold at entry %(sequence)s: %(reason)s",
                sequence=broken.sequence,
                reason=broken.reason,
            ),
            t(
                "Somebody wrote the database by hand, or a backup was mixed with it. Keep this file, "
                "compare with a backup, and tell the board."
            ),
        )


def _attendance(_program: Program, session: Session) -> Iterator[Finding]:
    """Look at the assemblies whose quorum is still asked for, and for stays that went on after the others."""
    if left := stays_left_open(session):
        yield warning(
            "attendance",
            t(
                "Somebody is still in, on the sheet of assembly %(names)s, which is over: a fault of earlier versions"
                " left that.",
                names=", ".join(str(one.id) for one in left),
            ),
            t(
                "Run: collegial attendance verify --repair. It ends these stays when the assembly ended, and the "
                "journal says so; minutes that are established stay as they are."
            ),
        )
    meetings = [
        one for one in assemblies(session) if one.state in (AssemblyState.CONVENED, AssemblyState.OPEN)
    ]
    wrong_ones = [str(one.id) for one in meetings if miscounted(session, one.id)]
    if wrong_ones:
        yield wrong(
            "attendance",
            t("The counts kept of assembly %(names)s are not what there is.", names=", ".join(wrong_ones)),
            t("Somebody wrote the database by hand. Run: collegial attendance verify --repair"),
        )
    elif meetings:
        yield fine(
            "attendance",
            nt(
                "the counts kept of %(count)d assembly are what there is",
                "the counts kept of %(count)d assemblies are what there is",
                len(meetings),
            ),
        )


def _backup(program: Program, session: Session) -> Iterator[Finding]:
    yield from look_at_backup(program.settings, session, now=program.clock.now())


def _short(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


_INSIDE = (
    _engine,
    _clock,
    look_at_modules,
    _work,
    look_at_administrators,
    look_at_organisations,
    look_at_second_factors,
    _statutes,
    _attendance,
    _journal,
    _backup,
)
