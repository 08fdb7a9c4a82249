"""A Firefox to drive: Debian's own, by Marionette, the protocol that is built into it. No driver is needed."""

import json
import shutil
import socket
import subprocess
import time

PATIENCE = 60
_PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.chrome.site_icons": False,  # what comes late for the page before sets the cookie of its session again
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
_SHOWN = """
const [words] = arguments, squash = (text) => text.replace(/\\s+/g, " ").trim();
return [...document.querySelectorAll("button, a[href], label")]
  .find((one) => one.getClientRects().length && squash(one.textContent) === words) ?? null;
"""


def path():
    """Return where Firefox is, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Failed(Exception):
    """Firefox refused a command."""


class Firefox:
    """A headless Firefox with a profile of its own."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        lines = (_PREFERENCES | {"marionette.port": port}).items()
        written = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in lines)
        (folder / "user.js").write_text(written, encoding="utf-8")
        command = [path(), "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.socket = _until(lambda: socket.create_connection(("127.0.0.1", port), PATIENCE))
            self.answers, self.number = self.socket.makefile("rb"), 0
            self._read()  # it greets first
            self.do("WebDriver:NewSession", capabilities={})
        except BaseException:
            self.process.kill()
            raise

    def _read(self):
        length = b""
        while (digit := self.answers.read(1)) not in {b":", b""}:
            length += digit
        return json.loads(self.answers.read(int(length)))

    def do(self, command, **parameters):
        """Carry out a command of WebDriver and return its answer."""
        self.number += 1
        sent = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(sent), sent))
        _, _, refused, answer = self._read()
        if refused:
            raise Failed(f"{command}: {refused['message']}")
        return answer.get("value") if isinstance(answer, dict) else answer

    def open(self, address):
        self.do("WebDriver:Navigate", url=address)

    def give(self, address, **cookies):
        """Give cookies to a site, which is open from then on."""
        self.open(address)
        for name, value in cookies.items():
            self.do("WebDriver:AddCookie", cookie={"name": name, "value": value, "path": "/"})

    def ask(self, script, *given):
        return self.do("WebDriver:ExecuteScript", script=script, args=list(given))

    def wait(self, script, *given):
        """Wait until a script answers something, and return it."""
        return _until(lambda: self.ask(script, *given))

    def click(self, words):
        """Click on the button, link or label of these words once it is shown, as a person would."""
        _until(lambda: self._click(self.ask(_SHOWN, words)))

    def _click(self, found):
        if found:
            self.do("WebDriver:ElementClick", id=next(iter(found.values())))
        return found

    def close(self):
        self.answers.close()
        self.socket.close()
        self.process.terminate()
        self.process.wait(PATIENCE)


def _until(act):
    deadline = time.monotonic() + PATIENCE
    while True:
        failure = None
        try:
            if answer := act():
                return answer
        except (Failed, OSError) as error:
            failure = error
        if time.monotonic() > deadline:
            raise TimeoutError("Firefox did not come to it") from failure
        time.sleep(0.1)
