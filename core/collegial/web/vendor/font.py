"""Make the shipped font from the vendored one: only the weights we use, and the narrow no-break space.

French puts U+202F before ; ! ? and inside guillemets, and the published font has no glyph for it.
Needs fonttools and brotli, and `npm ci --ignore-scripts` before.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
PACKAGE = "@fontsource-variable/atkinson-hyperlegible-next"
SOURCE = f"{PACKAGE}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
TARGET = HERE.parent / "static" / "fonts" / "atkinson-hyperlegible-next.woff2"
NARROW_NO_BREAK_SPACE, THIN_SPACE = 0x202F, 0x2009


def make_font() -> None:
    """Write the font that the style sheet names."""
    font = TTFont(HERE / "node_modules" / SOURCE, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if THIN_SPACE in table.cmap:
            table.cmap[NARROW_NO_BREAK_SPACE] = table.cmap[THIN_SPACE]
    instantiateVariableFont(font, {"wght": (400, 750)}, inplace=True)
    font.flavor = "woff2"
    font.save(TARGET)


if __name__ == "__main__":
    make_font()
