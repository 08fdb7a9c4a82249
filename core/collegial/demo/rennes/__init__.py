"""The Pays de Rennes as data: the study of 15 October 2008, its proposal and an invented assembly."""

import tomllib
from importlib.resources import files
from typing import Any

VERSIONS = ("V0", "V1", "V2", "V3")


def read_part(name: str) -> dict[str, Any]:
    """Read one data file by its name without suffix, such as "pole" or "proposal/V1".

    Raises FileNotFoundError for a name that does not exist.
    """
    return tomllib.loads(part_text(name))


def part_text(name: str) -> str:
    """Return one data file as it stands."""
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def read_version(key: str) -> dict[str, Any]:
    """Read one version of the proposal, by its stage key."""
    return read_part(f"proposal/{key}")
