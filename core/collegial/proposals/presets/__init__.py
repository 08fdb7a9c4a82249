"""Pipelines to start from, as documents."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from collegial.hooks.contracts import PipelinePreset

_HERE = Path(__file__).parent
STUDY = "v0-v4"


@cache
def preset(key: str) -> PipelinePreset:
    """Return a preset of the core."""
    with (_HERE / f"{key}.toml").open("rb") as file:
        document: dict[str, Any] = tomllib.load(file)
    return PipelinePreset(key=key, name=document.pop("name"), document=document)
