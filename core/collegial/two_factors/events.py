"""What happens to second factors."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class SecondFactorSet(Event):
    """An account has an app as its second factor from now on."""

    key = "two_factors.set"
    sentence = t("Account %(account)s set up a second factor.")
    account: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """Its owner took the second factor away."""

    key = "two_factors.removed"
    sentence = t("Account %(account)s removed its second factor.")
    account: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorReset(Event):
    """Somebody else took away all ways in of an account, save the mailbox."""

    key = "two_factors.reset"
    sentence = t("The second factor and the passkeys of account %(account)s were removed for its owner.")
    account: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorTakenBack(Event):
    """What may have been set while the account was in other hands was taken away."""

    key = "two_factors.taken_back"
    sentence = t(
        "Account %(account)s was given back to its owner: its recovery codes, and an app added meanwhile, were removed."
    )
    account: int
    app: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(Event):
    """New recovery codes took the place of the former ones."""

    key = "two_factors.codes_made"
    sentence = t("Account %(account)s made new recovery codes.")
    account: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    """A recovery code stood in for the app."""

    key = "two_factors.code_used"
    sentence = t("Account %(account)s signed in by a recovery code (codes left: %(left)s).")
    account: int
    left: int


EVENTS = (
    SecondFactorSet, SecondFactorRemoved, SecondFactorReset, SecondFactorTakenBack, RecoveryCodesMade, RecoveryCodeUsed,
)  # fmt: skip
