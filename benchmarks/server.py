"""The app's server as a process of its own, and what that process has used."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.browser.conftest import HOST, free_port, start_server, wait_until_healthy

LAST_SAID = 3000  # characters of the server's log that an error brings along
TICKS = os.sysconf("SC_CLK_TCK")  # a second


class Server(NamedTuple):
    """A running server: its address without a slash at the end, and its process."""

    url: str
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time used so far, by the app and by the system for it (Linux)."""
        # After the name, which may have spaces: the state is the 3rd field, utime the 14th.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Megabytes of memory that it holds at present (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise RuntimeError("the server has stopped")


class Meter:
    """Whose the machine's processors are from now on: the server's, this process's, or others'."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._began = time.perf_counter()
        self._before = self._read()

    def used(self) -> tuple[float, float]:
        """Seconds that the server took, and how many processors others took, on an average."""
        server, own, everybody = (
            now - before for now, before in zip(self._read(), self._before, strict=True)
        )
        return server, (everybody - server - own) / (time.perf_counter() - self._began)

    def _read(self) -> tuple[float, float, float]:
        first = Path("/proc/stat").read_text().partition("\n")[0]
        user, nice, system, _, _, *interrupts = map(int, first.split()[1:9])
        everybody = (user + nice + system + sum(interrupts)) / TICKS
        return self._server.cpu(), time.process_time(), everybody


@contextmanager
def running(**options: str) -> Iterator[Server]:
    """The app on a free port, until it answers; ``options`` are more of the server's options."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        with log.open("w") as output, start_server(port, output.fileno(), **options) as process:
            try:
                wait_until_healthy(process, url, log)
                yield Server(url, process.pid)
            except Exception as error:
                error.add_note(f"The server said last:\n{log.read_text()[-LAST_SAID:]}")
                raise
            finally:
                process.terminate()
