"""What the database holds is told as a refusal."""

import pytest
from sqlalchemy import select

from collegial.accounts.models import RoleRow
from collegial.kernel.errors import Refused
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t


def test_what_a_constraint_forbids_is_refused_and_nothing_of_it_is_written(session):
    session.add(RoleRow(name="first"))
    session.flush()

    with (
        pytest.raises(Refused, match=r"kernel\.taken") as refusal,
        or_refuse(session, Refused("kernel.taken", t("It is taken."))),
    ):
        session.add_all([RoleRow(name="second"), RoleRow(name="first")])

    assert refusal.value.__cause__ is None
    with or_refuse(session, Refused("kernel.taken", t("It is taken."))):
        session.add(RoleRow(name="second"))
    names = session.scalars(select(RoleRow.name).where(RoleRow.name.in_(["first", "second"])))
    assert sorted(names) == ["first", "second"]
