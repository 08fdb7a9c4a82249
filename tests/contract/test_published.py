"""The scripts of secret votes are the published ones, complete, and ask nothing of anybody else."""

import re

from collegial.web.published import (
    MANIFEST,
    STATIC,
    present_files,
    published_files,
    published_fingerprint,
    sha384,
)


def test_the_published_list_is_that_of_the_files():
    assert published_files() == present_files(), "run `python -m collegial.web.published`"


def test_the_fingerprint_is_that_of_the_list(client):
    with client.get("/static/js/published.json") as served:
        assert served.data == MANIFEST.read_bytes()
        assert published_fingerprint() == sha384(served.data)


def test_these_scripts_load_each_other_only():
    """What is not in the list could read a vote: no script of it imports from elsewhere."""
    for name in published_files():
        source = (STATIC / name).read_text(encoding="utf-8")
        for target in re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", source):
            path = (STATIC / name).parent.joinpath(target).resolve().relative_to(STATIC)
            assert path.as_posix() in published_files(), f"{name} imports {target}"


def test_chance_comes_from_the_browser_s_source_only():
    for name in published_files():
        source = (STATIC / name).read_text(encoding="utf-8")
        assert "Math.random" not in source, name
        assert "getRandomValues" not in source or name == "js/belenios/numbers.js"
