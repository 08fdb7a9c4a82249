"""A process that serves leaves what it is made of out of the search for garbage, and has one heap."""

import signal
import subprocess

import pytest
from click.testing import CliRunner

from collegial.cli import serve

PROGRAM = """
import ctypes, gc, os, signal, threading
from collegial.serving import settle
gc.unfreeze()  # a program that stands by was settled before
settle()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
for _ in range(8):
    one = threading.Thread(target=lambda: [libc.malloc(100_000) for _ in range(50)])
    one.start()
    one.join()
text = ctypes.create_string_buffer(200_000)
libc.fmemopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fmemopen(text, len(text), b"w"))
libc.malloc_info(0, out)
libc.fclose(out)
print(gc.get_freeze_count() > 100_000, text.value.count(b"<heap nr="), flush=True)

def within_a_library():
    os.kill(os.getpid(), signal.SIGSEGV)

within_a_library()
"""


@pytest.mark.xdist_group("wheel")
def test_threads_share_one_heap_what_was_built_is_not_searched_and_a_death_says_where(loaded, tmp_path):
    script = tmp_path / "settle.py"
    script.write_text(PROGRAM, encoding="utf-8")
    ended = subprocess.run([loaded, script], capture_output=True, text=True, check=False)

    assert ended.stdout.split() == ["True", "1"], ended.stderr
    assert ended.returncode == -signal.SIGSEGV
    assert "in within_a_library" in ended.stderr  # where it died


def test_granian_is_not_given_a_socket_that_it_would_leave_aside():
    told = CliRunner().invoke(serve, ["--server", "granian", "--socket", "collegial.sock"])

    assert (told.exit_code, "no socket file" in told.output) == (1, True)
