"""Read telephone numbers and web addresses as people write them, and keep them in one form."""

import re
from urllib.parse import urlsplit

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_FILLING = re.compile(r"[\s./()-]")
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_HOME = "+33"


def read_phone(written: str) -> str:
    """Return a number as `+33299000000`, or as written without spaces when it is no French one.

    Raises Invalid for anything but 6 to 15 digits.
    """
    bare = _FILLING.sub("", written.replace("(0)", ""))
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    if not _PHONE.fullmatch(bare):
        raise Invalid(
            "actors.bad_phone",
            t(
                "This is not a telephone number: it has 6 to 15 digits, with a + before those of other countries."
            ),
            field="value",
        )
    return f"{_HOME}{bare[1:]}" if re.fullmatch(r"0[1-9][0-9]{8}", bare) else bare


def show_phone(value: str) -> str:
    """Write a French number in twos, as it is dialled here; any other as it is kept."""
    if not re.fullmatch(r"\+33[1-9][0-9]{8}", value):
        return value
    national = f"0{value[len(_HOME) :]}"
    return " ".join(national[start : start + 2] for start in range(0, len(national), 2))


def read_website(written: str) -> str:
    """Return a web address with its scheme; raises Invalid for anything that is no page of the web."""
    address = written.strip()
    address = address if "://" in address else f"https://{address}"
    if not _is_page(address):
        raise Invalid(
            "actors.bad_website",
            t("This is not a web address: it looks like https://example.org."),
            field="value",
        )
    return address


def _is_page(address: str) -> bool:
    """Tell a page of the web: a link on our pages must run no script."""
    if " " in address or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".")
