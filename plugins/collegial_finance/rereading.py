"""Keep who changes a record from writing over what somebody else changed while the form stood open."""

from collegial.plugin import Refused, t


def check_seen(seen: int | None, changed: int) -> None:
    """Refuse a change whose writer saw fewer changes than there are; `seen` is None where the writer read it just now.

    Asked under the lock of the record: Refused `finance.changed_meanwhile`.
    """
    if seen is not None and seen != changed:
        raise Refused(
            "finance.changed_meanwhile",
            t(
                "Someone else changed this meanwhile: nothing of yours is saved. Open this page in another window, "
                "where it stands as it is now, and change it there."
            ),
        )
