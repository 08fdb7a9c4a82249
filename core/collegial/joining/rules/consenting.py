"""What applicants are asked to agree to, and the program's own words until the deployment publishes its own."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from collegial.kernel.text import Text, t

STATUTES, DATA, CONVOCATIONS, NEWS = "statutes", "data", "convocations", "news"


@dataclass(frozen=True, kw_only=True)
class ConsentRule:
    """One thing to agree to; without the required ones nobody can join."""

    key: str
    title: Text
    words: Text
    is_required: bool


CONSENTS = (
    ConsentRule(
        key=STATUTES,
        title=t("The statutes"),
        words=t(
            "I ask to become a member of the cooperative. I have read its statutes and I will respect them."
        ),
        is_required=True,
    ),
    ConsentRule(
        key=DATA,
        title=t("My data"),
        words=t(
            "I know that what I write here is used to examine my application and, if I become a member, to "
            "keep the register of members that the law asks for. It is given to nobody else. I can ask to "
            "see it, to correct it, and to have erased what the law does not oblige the cooperative to keep."
        ),
        is_required=True,
    ),
    ConsentRule(
        key=CONVOCATIONS,
        title=t("Convocations by e-mail"),
        words=t(
            "I agree to be convened to the general assemblies by e-mail instead of by post. I can go back to "
            "post at any time."
        ),
        is_required=False,
    ),
    ConsentRule(
        key=NEWS,
        title=t("News by e-mail"),
        words=t("I agree to receive news of the cooperative by e-mail. I can stop them at any time."),
        is_required=False,
    ),
)
BY_KEY: Mapping[str, ConsentRule] = {rule.key: rule for rule in CONSENTS}


def print_of(words: Mapping[str, str]) -> str:
    """Return the fingerprint of the words that were shown, to know later that the same ones were read."""
    shown = "\0".join(f"{key}\0{words[key]}" for key in sorted(words))
    return hashlib.sha256(shown.encode()).hexdigest()
