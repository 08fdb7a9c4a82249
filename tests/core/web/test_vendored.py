"""Files of other projects are the ones that were vendored, unchanged."""

import subprocess
import sys
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[3] / "core/collegial/web/vendor"


def test_vendored_files_are_unchanged():
    done = subprocess.run(
        [sys.executable, VENDOR / "vendor.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_names_no_host():
    assert "resolved" not in (VENDOR / "package-lock.json").read_text(encoding="utf-8")
