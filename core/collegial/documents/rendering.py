"""Render a Typst template and its data as a file to read aloud and to keep, without system fonts or network."""

import json
import shutil
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import typst

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_PACKAGES = _HERE / "packages"
_LAYOUT_CHARACTERS = frozenset("\n\t")


class RenderingFailed(Exception):
    """A template and its data give no accessible document; the message is for developers."""


def render_pdf(
    template: Path,
    data: Mapping[str, object],
    *,
    locale: str,
    files: Mapping[str, bytes] = MappingProxyType({}),
    logo: bytes | None = None,
) -> bytes:
    """Render a template as a PDF/UA-1 file; the same template and data give the same bytes.

    The template imports the page layout with `#import "@collegial/layout:1.0.0": *` and may read
    files of its own folder only. `data` is JSON-able and is never read as markup; it must hold a
    `title`, for a document without one is not accessible. With its day as `dated`, such as 2026-05-04,
    it is PDF/A-2a too, which archives ask for. The `logo` is drawn where the letterhead in the data has its text, as
    `logo`. Characters that no shipped font can draw
    are printed as their code point, `[U+1F642]`: one of them would make the whole file unreadable
    aloud. Raise RenderingFailed when the template is wrong or its result would not be accessible.
    """
    inputs = {"data": json.dumps(_drawable(data), ensure_ascii=False), "locale": locale}
    if logo is not None:
        inputs["logo"] = json.dumps(list(logo))
    is_dated = bool(data.get("dated"))
    if not files:
        return _compile(template, inputs, is_dated=is_dated)
    with TemporaryDirectory() as folder:
        for one in template.parent.glob("*.typ"):
            shutil.copy(one, folder)
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return _compile(Path(folder) / template.name, inputs, is_dated=is_dated)


def _compile(template: Path, inputs: dict[str, str], *, is_dated: bool) -> bytes:
    name = template.name
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=_shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        package_path=_PACKAGES,
        package_cache_path=_PACKAGES,
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"] if is_dated else "ua-1")
    except typst.TypstError as error:
        hints = "".join(f" Hint: {hint}." for hint in error.hints)
        raise RenderingFailed(f"{name}: {error.message}.{hints}") from error
    if not isinstance(pdf, bytes):
        raise RenderingFailed(f"{name}: the compiler gave no file.")
    return pdf


def render_picture(template: Path, data: Mapping[str, str]) -> bytes:
    """Render the one page of a template as a PNG of as many pixels as it has points; text is never read as markup."""
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=_shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        package_path=_PACKAGES,
        package_cache_path=_PACKAGES,
    )
    try:
        picture = compiler.compile(format="png", ppi=72)
    except typst.TypstError as error:
        raise RenderingFailed(f"{template.name}: {error.message}.") from error
    if not isinstance(picture, bytes):
        raise RenderingFailed(f"{template.name}: the compiler gave no picture.")
    return picture


@cache
def _shipped_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONTS])


def _drawable(value: object) -> object:
    """Copy JSON-able data with every string, keys apart, made of characters the fonts can draw."""
    if isinstance(value, str):
        return _drawable_text(value)
    if isinstance(value, Mapping):
        return {str(key): _drawable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(item) for item in value]
    return value


def _drawable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char if _can_draw(char) else f"[U+{ord(char):04X}]" for char in composed)


@lru_cache(maxsize=8192)
def _can_draw(character: str) -> bool:
    """Ask the compiler itself, the only one that knows the fonts inside its wheel."""
    if character in _LAYOUT_CHARACTERS:
        return True
    if unicodedata.category(character) in {"Cc", "Cs"}:
        return False
    probe = typst.Compiler(
        input=b'#set document(title: "probe", date: none)\n#sys.inputs.text',
        font_paths=_shipped_fonts(),
        ignore_system_fonts=True,
        # A combining mark is drawn on the letter before it, so it is tried on one.
        sys_inputs={"text": f"a{character}"},
    )
    try:
        probe.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True
