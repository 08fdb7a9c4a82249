"""What a look may be: a colour that can be read, a logo that is a small picture."""

import struct
from decimal import Decimal

from collegial.documents.logo import can_print
from collegial.kernel.colours import PREPARED, READABLE, accent_contrast, is_colour, readable_one
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

LARGEST_LOGO = 100_000
_SMALLEST_SIDE, _LARGEST_SIDE = 32, 2000
_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = 24


def check_accent(accent: str) -> None:
    """Raise Invalid for what is no colour, or one that cannot be read; an empty one leaves that of the settings."""
    if not accent or accent in PREPARED:
        return
    if not is_colour(accent):
        raise Invalid(
            "look.no_colour", t("Write a colour as # and six digits, such as #135a75."), field="own"
        )
    if accent_contrast(accent) < READABLE:
        raise Invalid(
            "look.unreadable",
            t(
                "This colour cannot be read on light pages: its contrast is %(contrast)s, and %(readable)s is needed. "
                "The nearest that can be read is %(nearest)s.",
                contrast=Decimal(f"{accent_contrast(accent):.1f}"), readable=Decimal(str(READABLE)),
                nearest=readable_one(accent),
            ),
            field="own",
        )  # fmt: skip


def check_logo(content: bytes) -> None:
    """Raise Invalid for what is no PNG by its content, too heavy, too small or too large, or cannot be drawn."""
    if not content.startswith(_PNG) or len(content) < _HEAD:
        raise Invalid("look.no_png", t("Choose a picture in the PNG format."), field="logo")
    if len(content) > LARGEST_LOGO:
        raise Invalid(
            "look.too_heavy",
            t("Every page carries the logo: choose one of at most %(most)d kB.", most=LARGEST_LOGO // 1000),
            field="logo",
        )
    sides = struct.unpack(">II", content[16:_HEAD])
    if not all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in sides):
        raise Invalid(
            "look.wrong_size",
            t(
                "The logo must have between %(least)d and %(most)d points on each side.",
                least=_SMALLEST_SIDE, most=_LARGEST_SIDE,
            ),
            field="logo",
        )  # fmt: skip
    if not can_print(content):
        raise Invalid(
            "look.broken",
            t(
                "This picture is damaged: it cannot be drawn. Save it as a PNG once more, and choose that file."
            ),
            field="logo",
        )
