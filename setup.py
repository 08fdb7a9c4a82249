"""Compile the catalogues at build time and carry all that is not Python into the wheel."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from mkdocs.commands.build import build
from mkdocs.config import load_config
from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
OUTSIDE = ("migrations", "translations")
GUIDE = Path("collegial") / "guide"
DATA = (
    "html", "txt", "svg", "css", "js", "json", "woff2", "ttf", "otf", "typ", "toml", "po", "mo", "jinja", "pdf", "png",
)  # fmt: skip
FILES = [*(f"**/*.{one}" for one in DATA), "**/copier.yml", "**/template/project/.gitignore", "py.typed"]
# Asked of these alone: asked of every package, all below it would be searched and copied once more for each.
PACKAGES = [one.parent.name for place in ("core", "plugins") for one in ROOT.glob(f"{place}/*/__init__.py")]


class BuildWithCatalogues(build_py):
    """Compile every .po beside itself, then build; a wheel also gets the folders kept outside."""

    def run(self) -> None:
        """Compile, build, carry."""
        for po in (
            *ROOT.glob("translations/*/LC_MESSAGES/*.po"),
            *ROOT.glob("plugins/*/translations/*/LC_MESSAGES/*.po"),
        ):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=po.parent.parent.name))
        super().run()
        if not self.editable_mode:
            for name in OUTSIDE:
                target = Path(self.build_lib) / "collegial" / name
                shutil.copytree(
                    ROOT / name, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
                )
            _build_guide(Path(self.build_lib) / GUIDE)


def _build_guide(target: Path) -> None:
    """Make the guide from docs/; whatever is wrong with it stops the build."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target), strict=True)
    build(config)


setup(cmdclass={"build_py": BuildWithCatalogues}, package_data=dict.fromkeys(PACKAGES, FILES))
