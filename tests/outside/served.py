"""Serve several deployments at once from one process, print their addresses, stop when the input ends.

Run by the Python of the environment in which our wheel is installed; `collegial serve` itself is tested elsewhere.
"""

import json
import logging
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from collegial.app import create_app
from collegial.config import load_settings
from collegial.serving import work_forever


def start(folder):
    """Serve one deployment and do its promised work; return its address."""
    server = make_server("localhost", 0, Flask("none"), threaded=True)  # its port is part of the settings
    address = f"http://localhost:{server.server_port}"
    settings = replace(load_settings(folder / "pays.toml"), public_url=address)
    server.app = app = create_app(settings)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=work, args=(app,), daemon=True).start()
    return address


def work(app):
    """Do what is due, without the pauses of a real deployment."""
    while True:
        work_forever(app, once=True)
        time.sleep(0.2)


logging.getLogger("werkzeug").setLevel(logging.ERROR)
sys.stdout.write(json.dumps([start(Path(one)) for one in sys.argv[1:]]) + "\n")
sys.stdout.flush()
sys.stdin.read()
