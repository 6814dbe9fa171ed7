"""Firefox, spoken to by WebDriver BiDi over a websocket: no driver and no other library."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox-esr", "firefox")
SECONDS = 60  # that anything may take, also on a busy machine
SECONDS_BETWEEN_POLLS = 0.05
HEARD = ("log.entryAdded", "network.beforeRequestSent")
OUTSIDE = re.compile(r"^(https?|wss?)://(?!127\.0\.0\.1[:/]|localhost[:/])")
# What WebDriver says for keys that write nothing.
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Escape": "\ue00c"}
SETTINGS = {
    "ui.prefersReducedMotion": 1,
    "ui.systemUsesDarkTheme": 0,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
# Looks in every frame until something is there.
UNTIL = """(...given) => new Promise((done, fail) => {
  const latest = performance.now() + 15000;
  const look = () => {
    const found = (LOOK)(...given);
    if (found) done(found);
    else if (performance.now() > latest) fail(new Error(`never came: LOOK of ${given}`));
    else requestAnimationFrame(look);
  };
  look();
})"""


def installed() -> str | None:
    """The Firefox that FIREFOX names, or the first on PATH; None where there is none."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class FirefoxError(Exception):
    """What Firefox says it can't do, or a page's script throws."""


class Firefox:
    """One page of a Firefox that runs.

    Attributes:
        problems: What the page has complained of: console errors, uncaught exceptions, and requests
            that leave the machine.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._told = socket, 0
        self.problems: list[str] = []
        self.call("session.new", capabilities={})
        self._page = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self.call("session.subscribe", events=HEARD)

    def call(self, method: str, **given: Any) -> Any:
        """Have a command carried out, and note what is heard meanwhile."""
        self._told += 1
        self._socket.send(json.dumps({"id": self._told, "method": method, "params": given}))
        while True:
            message = json.loads(self._socket.recv(timeout=SECONDS))
            if message["type"] == "event":
                self._hear(**message)
            elif message.get("id") == self._told:
                break
        if message["type"] == "error":
            raise FirefoxError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def _hear(self, method: str, params: dict[str, Any], **_: Any) -> None:
        if method == "log.entryAdded" and params["level"] == "error":
            self.problems.append(f"{params['type']}: {params['text']}")
        elif method == "network.beforeRequestSent" and OUTSIDE.match(params["request"]["url"]):
            self.problems.append(f"request: {params['request']['url']}")

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in CSS pixels."""
        self.call(
            "browsingContext.setViewport",
            context=self._page,
            viewport={"width": width, "height": height},
        )

    def open(self, url: str) -> None:
        """Go to an address."""
        self.call("browsingContext.navigate", context=self._page, url=url, wait="interactive")

    def evaluate(self, function: str, *given: Any) -> Any:
        """What a function of the page gives, by way of JSON; a promise is waited for."""
        whole = f"async () => JSON.stringify(await ({function})(...{json.dumps(given)})) ?? 'null'"
        found = self.call(
            "script.callFunction",
            functionDeclaration=whole,
            awaitPromise=True,
            target={"context": self._page},
        )
        if found["type"] == "exception":
            raise FirefoxError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def wait(self, function: str, *given: Any) -> Any:
        """Wait until a function of the page gives something that is true, and return it."""
        return self.evaluate(UNTIL.replace("LOOK", function), *given)

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        value = KEYS.get(key, key)
        downs = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keys", "actions": downs})

    def move(self, x: float, y: float, *acts: str) -> None:
        """Move the mouse to a place of the window, and do something with its button there."""
        there = {"type": "pointerMove", "x": round(x), "y": round(y)}
        own = [{"type": act, "button": 0} for act in acts]
        self._perform({"type": "pointer", "id": "mouse", "actions": [there, *own]})

    def click(self, x: float, y: float) -> None:
        """Click at a place of the page's window."""
        self.move(x, y, "pointerDown", "pointerUp")

    def _perform(self, acts: dict[str, Any]) -> None:
        self.call("input.performActions", context=self._page, actions=[acts])

    def picture(self) -> bytes:
        """What is seen of the page, as PNG."""
        taken = self.call("browsingContext.captureScreenshot", context=self._page)
        return base64.b64decode(taken["data"])


@contextmanager
def firefox(path: str, folder: Path) -> Iterator[Firefox]:
    """A Firefox without a window, its profile in an empty folder, for as long as it is used."""
    lines = (
        f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in SETTINGS.items()
    )
    (folder / "user.js").write_text("\n".join(lines))
    command = [
        path,
        "--headless",
        "--no-remote",
        "--remote-debugging-port=0",
        "--profile",
        str(folder),
    ]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen([*command, "about:blank"], stdout=log, stderr=log)
    try:
        with connect(f"{_address(process, folder)}/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Where it listens, as soon as it does: it says so in its log."""
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        said = re.search(r"ws://\S+:\d+", (folder / "log.txt").read_text())
        if said:
            return said[0]
        time.sleep(SECONDS_BETWEEN_POLLS)
    raise FirefoxError(f"it did not start: {(folder / 'log.txt').read_text()}")
