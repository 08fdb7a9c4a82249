"""Ask for known faults of the installed libraries: ends with 0 for none, 1 for some, 3 where nobody could be asked.

A service that does not know a library, or does not answer, is not a yes: `pip-audit` alone would end with 0. With
`--told` it is said and ends with 0: for a run that is no worse for having no network.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

NONE, FAULTS, UNKNOWN = 0, 1, 3
SERVICES = ("pypi", "osv")
SHOWN = 5
TOLD = "--told"
MOST_SECONDS = 300  # that a service may take


def verdict(asked: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """Return how it ends and what to say of the libraries: their faults, or why they were left out."""
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}; mended in {', '.join(fault['fix_versions']) or 'none yet'}"
        for one in asked
        for fault in one.get("vulns", ())
    ]
    left = sorted(one["name"] for one in asked if "skip_reason" in one)
    said = list(faults)
    if left or not asked:
        named = ", ".join(left[:SHOWN]) + (" and others" if len(left) > SHOWN else "")
        said.append(
            f"Nobody could be asked about {len(left)} of {len(asked)} libraries ({named}): nothing is known of them. "
            "Run this where pypi.org or api.osv.dev can be reached."
        )
    if faults:
        return FAULTS, said
    return (UNKNOWN, said) if said else (NONE, [f"No fault is known of {len(asked)} libraries."])


def ask(service: str) -> list[Mapping[str, Any]]:
    """Return what one service says of each library; nothing when it cannot be reached."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--skip-editable",
        "--progress-spinner",
        "off",
        "--format",
        "json",
    ]
    try:
        done = subprocess.run(  # noqa: S603 (our own words)
            [*command, "--vulnerability-service", service],
            capture_output=True, text=True, check=False, timeout=MOST_SECONDS,
        )  # fmt: skip
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return []


def ended(end: int, options: Sequence[str]) -> int:
    """Return what the program ends with: that nobody could be asked is no fault where it is to be told alone."""
    return NONE if end == UNKNOWN and TOLD in options else end


def main(options: Sequence[str]) -> int:
    """Ask one service after the other, until one knows all."""
    end, said = UNKNOWN, ["No service of advisories can be reached: nothing is known."]
    for service in SERVICES:
        found = ask(service)
        if found:
            end, said = verdict(found)
        if end != UNKNOWN:
            break
    sys.stdout.write("\n".join(said) + "\n")
    return ended(end, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
