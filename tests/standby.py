"""A program that stands by, loaded: each command is run by a fork of it, which spares it the seconds of a start.

    python -I standby.py SOCKET                 stands by until its input ends
    python -I -S standby.py SOCKET COMMAND…     has a command of `collegial`, or a script, run here, with these streams

What is run is a process of its own, from its arguments to the end of its interpreter; it finds imported what it would
import.
"""

import json
import os
import runpy
import select
import signal
import socket
import sys

_ROOM = 1 << 17
_STREAMS = 3


def stand_by(place):
    """Take what is asked at a socket, each in a fork; return in the fork that is to run it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that take a question
    with _door() as door:
        door.bind(place)
        door.listen()
        print("ready", flush=True)  # noqa: T201 (whoever started it waits for this)
        while door in select.select([door, sys.stdin], [], [])[0]:
            asked = door.accept()[0]
            if os.fork() == 0:
                break
            asked.close()
        else:
            sys.exit()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _answer(asked)


def _answer(asked):
    told, streams, *_ = socket.recv_fds(asked, _ROOM, _STREAMS)
    if child := os.fork():
        for one in streams:
            os.close(one)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asked.sendall(str(status).encode())
        os._exit(0)
    asked.close()
    _become(**json.loads(told), streams=streams)


def _become(*, arguments, folder, environment, streams):
    """Take the arguments, the folder, the environment and the streams of whoever asked."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    sys.argv = arguments if _is_script(arguments[0]) else ["collegial", *arguments]


def _is_script(word):
    return word.endswith(".py")


def ask(place, arguments):
    """Have it run and return its status; die of the signal that it died of."""
    here = os.getcwd()  # noqa: PTH109 (importing paths would take longer than all of this)
    told = {"arguments": arguments, "folder": here, "environment": dict(os.environ)}
    with _door() as door:
        door.connect(place)
        socket.send_fds(door, [json.dumps(told).encode()], range(_STREAMS))
        status = int(door.recv(_ROOM) or 1)
    if status < 0:
        os.kill(os.getpid(), -status)  # it ends as what it asked for ended
    return status


def _door():
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def load():
    """Import the program and its modules; return what `collegial` runs."""
    import gc
    import warnings

    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an import warns of nothing
        from collegial.cli import main
        from collegial.features import FEATURES
        from collegial.hosting.discovery import installed
        from collegial.hosting.host import Host

        Host(FEATURES, installed())
    gc.freeze()
    gc.enable()
    return main


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
    main = load()
    stand_by(sys.argv[1])
    if _is_script(sys.argv[0]):
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        main()
