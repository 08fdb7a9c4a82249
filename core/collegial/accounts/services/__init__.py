"""Acts on accounts: open and close them, give them roles, hold their sessions, change their addresses."""

from collegial.accounts.services.opening import (
    choose_language,
    close_account,
    give_by_address,
    give_roles,
    open_account,
    open_accounts,
    usable_address,
)
from collegial.accounts.services.owning import give_owner
from collegial.accounts.services.sessions import (
    begin_session,
    end_other_sessions,
    end_session,
    end_sessions,
    forget_session,
    note_seen,
    sweep_sessions,
    sweep_waiting,
)

__all__ = [
    "begin_session",
    "choose_language",
    "close_account",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "forget_session",
    "give_by_address",
    "give_owner",
    "give_roles",
    "note_seen",
    "open_account",
    "open_accounts",
    "sweep_sessions",
    "sweep_waiting",
    "usable_address",
]
