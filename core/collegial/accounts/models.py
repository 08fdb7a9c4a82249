"""Accounts, roles and passkeys, in the shape that Flask-Security asks for."""

import json
from datetime import UTC, datetime
from typing import Any

from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from flask_security.unified_signin import us_send_security_token
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.accounts.codes import NONE, issue, looks_like_a_code
from collegial.accounts.rules import Way
from collegial.kernel.base import Base, one_of


class AccountRole(Base):
    """Which account holds which role."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id", ondelete="CASCADE"), primary_key=True)


class RoleRow(Base, RoleMixin):
    """A role that accounts hold; its rights are declared in code by permissions."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class Account(Base, UserMixin):
    """A way to sign in, for one actor at most; columns named as Flask-Security reads them."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), unique=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(8), default="fr")
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    us_totp_secrets: Mapped[str | None] = mapped_column(default=json.dumps({"email": NONE}))
    us_phone_number: Mapped[str | None] = mapped_column(String(128), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleRow]] = relationship(secondary="account_role")  # type: ignore[assignment]
    webauthn: Mapped[list["Passkey"]] = relationship(back_populates="user", cascade="all, delete-orphan")  # type: ignore[assignment]

    def us_send_security_token(self, method: str, **given: Any) -> None:
        """Write the mail with a new code; the one sent before is no longer good.

        The library's own takes every error for a mail that could not leave. It leaves after the commit: an error here
        is one of the database.
        """
        self.keep_code(issue(datetime.now(UTC)))
        us_send_security_token(self, method, **{**given, "totp_secret": self.code})

    def verify_and_update_password(self, password: str) -> bool:
        """Check a password. A code is none, being too short for one, and is not hashed: that would tell who has one."""
        return not looks_like_a_code(password) and bool(super().verify_and_update_password(password))

    @property
    def code(self) -> str:
        """Return what is kept of the code sent last."""
        kept: str = json.loads(self.us_totp_secrets or "{}").get("email", NONE)
        return kept

    def keep_code(self, kept: str) -> None:
        """Keep what allows to recognise one code, in place of any other."""
        self.us_totp_secrets = json.dumps({"email": kept})


class Passkey(Base, WebAuthnMixin):
    """A passkey of an account."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None] = mapped_column(default=0)  # type: ignore[assignment]
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))

    user: Mapped[Account] = relationship(back_populates="webauthn")


class AccountSession(Base):
    """One sign-in that has not ended: the cookie holds its key, and this row what is needed to know the key again.

    It is good while `mark` is its account's: whatever renews that ends all sessions of the account at once.
    """

    __tablename__ = "account_session"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class AccountAttempt(Base):
    """A try to sign in that failed; without an account, one at an address that has none here."""

    __tablename__ = "account_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    way: Mapped[Way] = mapped_column(one_of(Way))
    device: Mapped[str] = mapped_column(String(40))
    tried_at: Mapped[datetime] = mapped_column(index=True)


class AddressChange(Base):
    """Another address that the owner of an account asked for: confirmed from there, stopped from the former one."""

    __tablename__ = "account_address_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(255))
    former: Mapped[str] = mapped_column(String(255))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class KeptForm(Base):
    """What was typed into a form whose sign-in had become too old; only the browser it was typed in has the key."""

    __tablename__ = "account_kept_form"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("account_session.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
