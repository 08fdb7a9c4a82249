"""Keep by triggers how each voting right counts for the quorum, and how many do, so that no look counts a roll anew.

On PostgreSQL a trigger locks the entries it settles before it looks: of two acts on one entry the second sees the
first. Counts are added to a shard that no other transaction holds. SQLite has one writer and one shard.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

WAYS = ("room", "remote", "represented", "correspondence")
# A stay goes before a form, a form before a proxy (L37, L38); each is one at most, by the unique indexes.
WAY = """coalesce(
  (SELECT mode FROM attendance WHERE entry_id = entry.id AND left_at IS NULL),
  (SELECT 'correspondence' FROM correspondence_form WHERE entry_id = entry.id AND withdrawn_at IS NULL),
  (SELECT 'represented' FROM mandate JOIN attendance ON attendance.entry_id = mandate.holder_id
    WHERE mandate.giver_id = entry.id AND mandate.kind = 'proxy' AND mandate.revoked_at IS NULL
      AND attendance.left_at IS NULL),
  (SELECT 'represented' FROM blank_proxy WHERE entry_id = entry.id AND revoked_at IS NULL))"""
_GIVERS = (
    "SELECT giver_id FROM mandate WHERE holder_id = {row}.entry_id AND kind = 'proxy' AND revoked_at IS NULL"
)
# Of each table: which entries a row concerns, and the columns on which that depends.
_WATCHED = {
    "attendance": ("SELECT {row}.entry_id UNION " + _GIVERS, "left_at, mode"),
    "mandate": ("SELECT {row}.giver_id WHERE {row}.kind = 'proxy'", "revoked_at"),
    "blank_proxy": ("SELECT {row}.entry_id", "revoked_at"),
    "correspondence_form": ("SELECT {row}.entry_id", "withdrawn_at"),
}
_COLUMNS = f"assembly_id, college_id, shard, members, {', '.join(WAYS)}"
_ADD = "ON CONFLICT (assembly_id, college_id, shard) DO UPDATE SET " + ", ".join(
    f"{one} = attendance_count.{one} + excluded.{one}" for one in ("members", *WAYS)
)

# The advisory locks of shards: a class of their own, and the number of the shard.
_SHARD = """CREATE FUNCTION attendance_shard() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE own integer := pg_backend_pid() % 64;
BEGIN
  FOR step IN 0..63 LOOP
    IF pg_try_advisory_xact_lock(1129270348, (own + step) % 64) THEN RETURN (own + step) % 64; END IF;
  END LOOP;
  RETURN 64 + pg_backend_pid();
END $$"""
_STANDING_OF = f"""CREATE FUNCTION standing_of(wanted integer) RETURNS text LANGUAGE sql STABLE AS $$
SELECT {WAY} FROM roll_entry AS entry WHERE entry.id = wanted
$$"""
_SETTLE = """CREATE FUNCTION settle_standings(touched integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM roll_entry WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM standing WHERE entry_id = ANY (touched) AND way IS DISTINCT FROM standing_of(entry_id);
  INSERT INTO standing (entry_id, way)
    SELECT id, way FROM (
      SELECT id, standing_of(id) AS way FROM roll_entry WHERE id = ANY (touched)
    ) AS found WHERE way IS NOT NULL
    ON CONFLICT (entry_id) DO NOTHING;
END $$"""
# Holders before their givers: the givers are looked for once the holder is held.
_BY_STAYS = """CREATE FUNCTION standing_by_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched integer[];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(later.entry_id) INTO touched FROM became AS later JOIN was AS earlier ON earlier.id = later.id
      WHERE (earlier.left_at, earlier.mode) IS DISTINCT FROM (later.left_at, later.mode);
  ELSE
    SELECT array_agg(entry_id) INTO touched FROM became;
  END IF;
  IF touched IS NULL THEN RETURN NULL; END IF;
  PERFORM settle_standings(touched);
  SELECT array_agg(giver_id) INTO touched FROM mandate
    WHERE holder_id = ANY (touched) AND kind = 'proxy' AND revoked_at IS NULL;
  IF touched IS NOT NULL THEN PERFORM settle_standings(touched); END IF;
  RETURN NULL;
END $$"""
# The holder of a proxy that holds is locked too: whether it came in meanwhile must be seen.
_BY_MANDATES = """CREATE FUNCTION standing_by_mandate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched integer[]; held integer[];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(later.giver_id), array_agg(later.holder_id) FILTER (WHERE later.revoked_at IS NULL)
      INTO touched, held FROM became AS later JOIN was AS earlier ON earlier.id = later.id
      WHERE later.kind = 'proxy' AND later.revoked_at IS DISTINCT FROM earlier.revoked_at;
  ELSE
    SELECT array_agg(giver_id), array_agg(holder_id) FILTER (WHERE revoked_at IS NULL)
      INTO touched, held FROM became WHERE kind = 'proxy';
  END IF;
  IF touched IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM roll_entry WHERE id = ANY (touched || held) ORDER BY id FOR NO KEY UPDATE;
  PERFORM settle_standings(touched);
  RETURN NULL;
END $$"""
_BY_PAPERS = """CREATE FUNCTION standing_by_paper() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched integer[];
BEGIN
  SELECT array_agg(entry_id) INTO touched FROM became;
  IF touched IS NOT NULL THEN PERFORM settle_standings(touched); END IF;
  RETURN NULL;
END $$"""
_COUNT_STANDINGS = f"""CREATE FUNCTION count_standings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE step integer := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END; mine integer;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM became) THEN RETURN NULL; END IF;
  mine := attendance_shard();
  INSERT INTO attendance_count ({_COLUMNS})
    SELECT entry.assembly_id, coalesce(entry.college_id, 0), mine, 0,
      {", ".join(f"step * count(*) FILTER (WHERE became.way = '{one}')" for one in WAYS)}
    FROM became JOIN roll_entry AS entry ON entry.id = became.entry_id GROUP BY 1, 2 ORDER BY 1, 2
    {_ADD};
  RETURN NULL;
END $$"""
_COUNT_ROLL = f"""CREATE FUNCTION count_roll() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mine integer := attendance_shard();
BEGIN
  INSERT INTO attendance_count ({_COLUMNS})
    SELECT assembly_id, coalesce(college_id, 0), mine, count(*), 0, 0, 0, 0
    FROM became GROUP BY 1, 2 ORDER BY 1, 2
    {_ADD};
  RETURN NULL;
END $$"""
_FUNCTIONS = {
    "attendance_shard()": _SHARD, "standing_of(integer)": _STANDING_OF, "settle_standings(integer[])": _SETTLE,
    "standing_by_attendance()": _BY_STAYS, "standing_by_mandate()": _BY_MANDATES, "standing_by_paper()": _BY_PAPERS,
    "count_standings()": _COUNT_STANDINGS, "count_roll()": _COUNT_ROLL,
}  # fmt: skip
# Table, act and function of each trigger; those of an update see what was as well.
_TRIGGERS = (
    *(("attendance", act, "standing_by_attendance") for act in ("INSERT", "UPDATE", "DELETE")),
    *(("mandate", act, "standing_by_mandate") for act in ("INSERT", "UPDATE", "DELETE")),
    *(("blank_proxy", act, "standing_by_paper") for act in ("INSERT", "UPDATE", "DELETE")),
    *(("correspondence_form", act, "standing_by_paper") for act in ("INSERT", "UPDATE", "DELETE")),
    *(("standing", act, "count_standings") for act in ("INSERT", "DELETE")),
    ("roll_entry", "INSERT", "count_roll"),
)
_SEEN = {
    "INSERT": "NEW TABLE AS became",
    "UPDATE": "OLD TABLE AS was NEW TABLE AS became",
    "DELETE": "OLD TABLE AS became",
}


def upgrade() -> None:
    """Make the tables and the triggers, and count what is there."""
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        for statement in _of_sqlite():
            op.execute(sa.text(statement))
    else:
        for function in _FUNCTIONS.values():
            op.execute(sa.text(function))
        for table, act, function in _TRIGGERS:
            op.execute(
                f"CREATE TRIGGER {function}_{act.lower()} AFTER {act} ON {table} REFERENCING {_SEEN[act]} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )
    op.execute(
        f"INSERT INTO attendance_count ({_COLUMNS}) SELECT assembly_id, coalesce(college_id, 0), 0, count(*), 0, 0, 0, 0 "
        "FROM roll_entry GROUP BY assembly_id, coalesce(college_id, 0)"
    )
    op.execute(
        f"INSERT INTO standing (entry_id, way) SELECT id, way FROM (SELECT id, {WAY} AS way FROM roll_entry AS entry) "
        "AS found WHERE way IS NOT NULL"
    )


def _make_tables() -> None:
    op.create_table(
        "standing",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("way", sa.Enum(*WAYS, name="way", native_enum=False, length=32, create_constraint=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name=op.f("fk_standing_entry_id_roll_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_standing")),
    )  # fmt: skip
    op.create_table(
        "attendance_count",
        *(sa.Column(one, sa.Integer(), autoincrement=False, nullable=False) for one in _COLUMNS.split(", ")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_attendance_count_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("assembly_id", "college_id", "shard", name=op.f("pk_attendance_count")),
    )


def _of_sqlite() -> list[str]:
    made = [
        _count_on_sqlite("INSERT", "NEW", 1),
        _count_on_sqlite("DELETE", "OLD", -1),
        f"CREATE TRIGGER count_roll_insert AFTER INSERT ON roll_entry BEGIN INSERT INTO attendance_count ({_COLUMNS}) "
        f"VALUES (NEW.assembly_id, coalesce(NEW.college_id, 0), 0, 1, 0, 0, 0, 0) {_ADD}; END",
    ]
    for table, (touched, columns) in _WATCHED.items():
        for act, row in (("INSERT", "NEW"), (f"UPDATE OF {columns}", "NEW"), ("DELETE", "OLD")):
            made.append(_settle_on_sqlite(table, act, touched.format(row=row)))
    return made


def _count_on_sqlite(act: str, row: str, step: int) -> str:
    ways = ", ".join(f"{step} * ({row}.way = '{one}')" for one in WAYS)
    return (
        f"CREATE TRIGGER count_standings_{act.lower()} AFTER {act} ON standing BEGIN "
        f"INSERT INTO attendance_count ({_COLUMNS}) SELECT assembly_id, coalesce(college_id, 0), 0, 0, {ways} "
        f"FROM roll_entry WHERE id = {row}.entry_id {_ADD}; END"
    )


def _settle_on_sqlite(table: str, act: str, touched: str) -> str:
    return (
        f"CREATE TRIGGER standing_by_{table}_{act.split()[0].lower()} AFTER {act} ON {table} BEGIN "
        f"DELETE FROM standing WHERE entry_id IN ({touched}); "
        f"INSERT INTO standing (entry_id, way) SELECT id, way FROM (SELECT id, {WAY} AS way FROM roll_entry AS entry "
        f"WHERE id IN ({touched})) WHERE way IS NOT NULL; END"
    )


def downgrade() -> None:
    """Take them away; the quorum is counted from stays, proxies and forms again."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _of_sqlite():
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
    else:
        for table, act, function in _TRIGGERS:
            op.execute(f"DROP TRIGGER {function}_{act.lower()} ON {table}")
        for function in reversed(_FUNCTIONS):
            op.execute(f"DROP FUNCTION {function}")
    op.drop_table("attendance_count")
    op.drop_table("standing")
