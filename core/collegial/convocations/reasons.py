"""Say in words why a convocation came back: mail servers give numbers (RFC 3463, RFC 5321)."""

from collegial.kernel.text import Text, t

# The reason of what someone saw come back; a mail server gives its numbers instead.
RETURNED = "returned"

_IN_WORDS = {
    "5.1": t("There is no such address"),
    "5.2.2": t("The mailbox is full"),
    "5.2": t("The mailbox takes no mail"),
    "5.4": t("The server of this address was not reached"),
    "5.7": t("Refused as unwanted"),
    "550": t("The mailbox is not there, or takes no mail from us"),
    "551": t("There is no such address"),
    "552": t("The mailbox is full"),
    "553": t("There is no such address"),
}
_OTHER = t("Refused by the server of this address")


def reason_in_words(reason: str | None) -> Text | None:
    """Return what a reason means, with the server's numbers for whoever helps; None where there is none."""
    if not reason:
        return None
    if reason == RETURNED:
        return t("Seen to come back")
    return t("%(reason)s (%(code)s)", reason=_meaning(reason), code=reason)


def _meaning(code: str) -> Text:
    return _IN_WORDS.get(code) or _IN_WORDS.get(code.rpartition(".")[0]) or _OTHER
