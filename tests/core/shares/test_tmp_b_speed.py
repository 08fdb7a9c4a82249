import time, pytest
from datetime import date
from sqlalchemy import select
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import PaymentMethod
from collegial.shares.services import subscribe_many
from collegial.shares import queries
from collegial.testing.factories import found
@pytest.mark.both_databases
def test_speed(context, session):
    found(context, {"A": 5000,"B":5000})
    ms=list(session.scalars(select(Member)))
    a=time.time()
    subscribe_many(context,[(m,3,Money(3000)) for m in ms],effective_on=date(2026,11,1),method=PaymentMethod.CASH)
    b=time.time()
    subscribe_many(context,[(m,3,Money(3000)) for m in ms],effective_on=date(2026,10,1),method=PaymentMethod.CASH)
    c=time.time()
    queries.outstanding(session,date(2026,11,2)); d=time.time(); queries.first_break(session); e=time.time()
    print("SPEED", b-a, c-b, "outstanding",d-c,"verify",e-d)
