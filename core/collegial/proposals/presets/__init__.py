"""Pipelines to start from, as documents."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
STUDY = "v0-v4"


@cache
def preset(name: str) -> dict[str, Any]:
    """Return a preset: its name, and the document of its pipeline."""
    with (_HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
