"""The cookie of somebody who is signed in, made without the pages that sign in."""

import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.accounts.services import begin_session


def signed_in_cookie(session: Session, account: Account, *, age: float = 0) -> dict[str, Any]:
    """Return what the cookie of an account holds that signed in `age` seconds ago; its session is held from now on.

    Put it into `client.session_transaction()` once what `session` wrote is committed.
    """
    session.flush()  # a new account has its number from here on
    key = begin_session(session, account, device="Firefox, Linux", now=datetime.now(UTC))
    return {
        "_user_id": account.fs_uniquifier, "_fresh": True, "held": key,
        "fs_paa": time.time() - age, "fs_cc": "set",
    }  # fmt: skip
