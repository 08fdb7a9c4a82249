"""Domain errors: a stable code, a sentence for the person, the HTTP status that fits."""

from typing import ClassVar

from collegial.kernel.text import Text


class DomainError(Exception):
    """A refusal that a person can read: what happened, why, what to do now."""

    status: ClassVar[int] = 409

    def __init__(self, code: str, text: Text, *, field: str | None = None) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.field = field


class Refused(DomainError):
    """The act is not possible in the present state (409)."""


class Invalid(DomainError):
    """What was sent cannot be right, whatever the state (422)."""

    status = 422


class Forbidden(DomainError):
    """Not for this person (403)."""

    status = 403


class Unknown(DomainError):
    """Whoever asks does not show who it is (401)."""

    status = 401


class Missing(DomainError):
    """There is no such thing (404)."""

    status = 404


class Expired(DomainError):
    """It was there and is no longer valid (410)."""

    status = 410
