"""Contrast of colours as WCAG 2.2 computes it, and the shades of one accent colour for light and dark pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce

Rgb = tuple[int, int, int]
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# The grounds that the stylesheet gives pages, cards and what is sunken.
LIGHT_GROUNDS = ("#ffffff", "#f6f4f1")
DARK_GROUNDS = ("#17141b", "#211d26")
# The accent colours that the stylesheet has prepared, as they are on light pages.
PREPARED = {
    "heather": "#6f2459",
    "sea": "#135a75",
    "moss": "#35602a",
    "brick": "#96341f",
    "slate": "#3f4a63",
}
_STEPS = 40


@dataclass(frozen=True, kw_only=True)
class Shades:
    """The accent colour of one theme, with what is written on it, a stronger and a fainter one."""

    accent: str
    strong: str
    tint: str
    on_accent: str


def is_colour(written: str) -> bool:
    """Tell whether a text is a colour such as #135a75."""
    return _HEX.fullmatch(written) is not None


def accent_colour(accent: str) -> str:
    """Return the colour that a setting names, for what is drawn outside the stylesheet: mails, pictures."""
    return PREPARED.get(accent, accent)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast of a colour on the ground where it is least."""
    return min(contrast(colour, ground) for ground in grounds)


def light_shades(accent: str) -> Shades:
    """Return the shades for light pages, with the accent as it is."""
    return Shades(
        accent=accent, strong=mixed(accent, "#000000", 0.28), tint=mixed(accent, "#ffffff", 0.9),
        on_accent="#ffffff",
    )  # fmt: skip


@cache
def dark_shades(accent: str) -> Shades:
    """Return the shades for dark pages: the accent as light as it must be to be read there."""
    light = next(one for one in _towards(accent, "#ffffff") if least_contrast(one, DARK_GROUNDS) >= 7)  # noqa: PLR2004 (WCAG's AAA: thin letters on black)
    return Shades(
        accent=light, strong=mixed(light, "#ffffff", 0.45), tint=mixed(accent, DARK_GROUNDS[1], 0.72),
        on_accent=mixed(accent, "#000000", 0.72),
    )  # fmt: skip


def readable_one(accent: str) -> str:
    """Return the nearest darker colour that can be read on light pages, and on its own tint."""
    return next(one for one in _towards(accent, "#000000") if accent_contrast(one) >= READABLE)


def accent_contrast(accent: str) -> float:
    """Return the least contrast that an accent colour has where the pages use it."""
    return least_contrast(accent, (*LIGHT_GROUNDS, light_shades(accent).tint))


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    parts = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _towards(colour: str, end: str) -> Iterator[str]:
    return (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))


def _rgb(written: str) -> Rgb:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    weights = zip((0.2126, 0.7152, 0.0722), map(_linear, rgb), strict=True)
    return reduce(lambda total, one: total + one[0] * one[1], weights, 0.0)


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (sRGB)
