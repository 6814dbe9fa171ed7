"""Animations against matplotlib's own ways of making them, on the same scenes and machine.

The baselines are ``FuncAnimation`` with ``PillowWriter`` and with ``FFMpegWriter``. They draw
artists that are made before the clock starts, so that they are timed drawing and encoding, and
nothing else. What is timed takes turns, so that a machine that slows down slows all of it.

All of this is in the baselines' favour: a film works out what stands where within its time, and is
timed with nothing of its scene drawn before, whereas artists keep where their texts stand, and the
library keeps its fonts open, from one round to the next.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageSequence

from benchmarks.peers import animation, as_on_screen, slanted
from convlib import lesson
from convlib.export.save import encoded
from convlib.picture.scene import Scene
from convlib.render import fonts, mask
from convlib.render.film import Film

ROUNDS = 5
FASTER = {"GIF": 30, "MP4": 8, "slanted GIF": 10}
SMALLER = {"GIF": 45, "APNG": 33}  # per cent of the bytes
GUIDE_BYTES, GUIDE_SECONDS = 1_000_000, 5
MEGABYTES = 150
MANY = """
import re
from pathlib import Path
from convlib import lesson
from convlib.export.save import encoded
encoded(lesson("arithmetic").build(size=10), "{form}", by="term", steps="1-56")
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""  # 56 steps of 9 products: 504 frames; the most kilobytes that were in use, as Linux has it

Row = tuple[str, str, str, str]
Work = Callable[[], object]


def rows() -> Iterator[Row]:
    """Each goal with what was measured: ``(name, measured, goal, "ok" or "missed")``."""
    scene = lesson("arithmetic").build(size=5, kernel=3, padding=1)
    with tempfile.TemporaryDirectory() as folder:
        yield from _flat(scene, Path(folder))
        yield from _slanted(lesson("arithmetic").build(preset="same_padding_no_strides"), folder)
    yield from _guide()
    for form in ("gif", "apng", "webp", "mp4"):
        command = [sys.executable, "-c", MANY.format(form=form)]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        used = int(said.stdout) / 1000
        name = f"{form.upper()} of 504 frames, memory"
        yield name, f"{used:.0f} MB", f"≤ {MEGABYTES} MB", _verdict(used <= MEGABYTES)


def _flat(scene: Scene, folder: Path) -> Iterator[Row]:
    """A grid with numbers, as on the page."""
    gif, film = folder / "baseline.gif", folder / "baseline.mp4"
    works: dict[str, Work] = {
        "PillowWriter": animation(*as_on_screen(scene), gif),
        "FFMpegWriter": animation(*as_on_screen(scene), film),
        "cold": lambda: _cold(scene),
        "warm": lambda: encoded(scene, "gif"),
        "APNG": lambda: encoded(scene, "apng"),
        "WebP": lambda: encoded(scene, "webp"),
        "MP4": lambda: encoded(scene, "mp4"),
        "WebM": lambda: encoded(scene, "webm"),
    }
    spent = _spent(works, len(scene))
    base = spent["PillowWriter"]
    than = f"faster than FuncAnimation with PillowWriter ({base:.0f} ms a frame)"
    yield _faster(f"GIF, nothing drawn before: {than}", base, spent["cold"], FASTER["GIF"])
    yield _faster(f"GIF, made a second time: {than}", base, spent["warm"], FASTER["GIF"])
    other = spent["FFMpegWriter"]
    than = f"faster than FuncAnimation with FFMpegWriter ({other:.0f} ms a frame)"
    yield _faster(f"MP4: {than}", other, spent["MP4"], FASTER["MP4"])
    size = gif.stat().st_size
    for name, goal in SMALLER.items():
        made = len(encoded(scene, name.lower()))
        share = 100 * made / size
        what = f"{name}, bytes against the baseline's GIF ({size:,})"
        yield what, f"{share:.0f} % ({made:,})", f"≤ {goal} %", _verdict(share <= goal)
    for name in ("APNG", "WebP", "WebM"):
        yield f"{name}, time a frame", f"{spent[name]:.1f} ms", "–", ""
    exact = _exact(scene, encoded(scene, "gif"))
    wanted = f"{len(scene)} of {len(scene)}"
    found = f"{exact} of {len(scene)}"
    yield "GIF, decoded frames equal to the painted ones", found, wanted, _verdict(found == wanted)


def _slanted(scene: Scene, folder: str) -> Iterator[Row]:
    """The guide's look, as large as the baseline's."""
    works: dict[str, Work] = {
        "baseline": animation(*slanted(scene), Path(folder) / "slanted.gif"),
        "slanted": lambda: _cold(scene, slanted=True, width=800),
    }
    spent = _spent(works, len(scene))
    than = f"faster than the same by PillowWriter ({spent['baseline']:.0f} ms a frame)"
    goal = FASTER["slanted GIF"]
    yield _faster(f"slanted GIF: {than}", spent["baseline"], spent["slanted"], goal)


def _guide() -> Iterator[Row]:
    """All fifteen animations of the guide to convolution arithmetic."""
    chosen = lesson("arithmetic")
    presets = [preset.name for preset in chosen.presets if preset.known]
    start = time.perf_counter()
    files = [encoded(chosen.build(preset=name), "gif", slanted=True) for name in presets]
    seconds, size = time.perf_counter() - start, sum(map(len, files))
    name = f"the guide's {len(files)}, slanted"
    yield f"{name}: bytes", f"{size:,}", f"≤ {GUIDE_BYTES:,}", _verdict(size <= GUIDE_BYTES)
    spent = f"{seconds:.1f} s"
    yield f"{name}: time", spent, f"≤ {GUIDE_SECONDS} s", _verdict(seconds <= GUIDE_SECONDS)


def _faster(name: str, base: float, spent: float, goal: int) -> Row:
    ratio = base / spent
    return name, f"{ratio:.0f}× ({spent:.1f} ms)", f"≥ {goal}×", _verdict(ratio >= goal)


def _spent(works: dict[str, Work], frames: int) -> dict[str, float]:
    """Milliseconds a frame of each, the median of several rounds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - start) * 1000 / frames)
    return {name: median(listed) for name, listed in times.items()}


def _cold(scene: Scene, **options: Any) -> None:
    """Make a GIF with nothing left by the films before: of a scene that nobody knows yet."""
    scene = replace(scene, panels=tuple(map(replace, scene.panels)))
    for remembered in (mask.lettered, mask.letter, fonts.opened, fonts.advance):
        remembered.cache_clear()
    encoded(scene, "gif", **options)


def _exact(scene: Scene, made: bytes) -> int:
    """How many frames come out of the file as they were painted."""
    film = Film(scene)
    with Image.open(io.BytesIO(made)) as image:
        decoded = [np.asarray(shown.convert("RGB")) for shown in ImageSequence.Iterator(image)]
    pairs = zip(film, decoded, strict=False)
    return sum(np.array_equal(film.palette.colours[painted], shown) for painted, shown in pairs)


def _verdict(reached: bool) -> str:
    return "ok" if reached else "missed"
