"""The GIF export against matplotlib's own way of making one, on the same scene and machine.

The baseline is ``FuncAnimation`` with ``PillowWriter``. It draws the artists that ``figure`` makes;
they are made before the clock starts, so that it is timed drawing and encoding, and nothing else.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageSequence

from convlib import lesson
from convlib.export.save import encoded
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render import fonts, mask
from convlib.render.artists import DPI
from convlib.render.figure import figure
from convlib.render.film import Film

ROUNDS = 5
GOAL_SPEED = 20
GOAL_SIZE = 50

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Measured:
    """Medians over the rounds, in milliseconds a frame, and sizes in bytes."""

    baseline: float
    cold: float
    warm: float
    baseline_size: int
    size: int
    exact: int
    frames: int


def rows() -> list[Row]:
    """Each goal with what was measured: ``(name, measured, goal, "ok" or "missed")``."""
    got = measure(lesson("arithmetic").build(size=5, kernel=3, padding=1))
    cold, warm = got.baseline / got.cold, got.baseline / got.warm
    share = 100 * got.size / got.baseline_size
    than = f"than FuncAnimation with PillowWriter ({got.baseline:.0f} ms a frame)"
    speeds = ((cold, got.cold, "nothing drawn before"), (warm, got.warm, "made a second time"))
    return [
        (
            f"GIF, {state}: faster {than}",
            f"{ratio:.0f}× ({spent:.1f} ms)",
            f"≥ {GOAL_SPEED}×",
            _verdict(ratio >= GOAL_SPEED),
        )
        for ratio, spent, state in speeds
    ] + [
        (
            f"GIF, bytes against the same ({got.baseline_size:,})",
            f"{share:.0f} % ({got.size:,})",
            f"≤ {GOAL_SIZE} %",
            _verdict(share <= GOAL_SIZE),
        ),
        (
            "GIF, decoded frames equal to the painted ones",
            f"{got.exact} of {got.frames}",
            f"{got.frames} of {got.frames}",
            _verdict(got.exact == got.frames),
        ),
    ]


def measure(scene: Scene, rounds: int = ROUNDS) -> Measured:
    """Make the scene's GIF in each way in turn, several times over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.gif"
        animate = _baseline(scene, path)
        spent: dict[str, list[float]] = {"baseline": [], "cold": [], "warm": []}
        for _ in range(rounds):
            spent["baseline"].append(_milliseconds(animate))
            _forget()
            spent["cold"].append(_milliseconds(lambda: encoded(scene, "gif")))
            spent["warm"].append(_milliseconds(lambda: encoded(scene, "gif")))
        baseline_size = path.stat().st_size
    made = encoded(scene, "gif")
    each = {name: median(times) / len(scene) for name, times in spent.items()}
    return Measured(
        baseline=each["baseline"],
        cold=each["cold"],
        warm=each["warm"],
        baseline_size=baseline_size,
        size=len(made),
        exact=_exact(scene, made),
        frames=len(scene),
    )


def _baseline(scene: Scene, path: Path) -> Callable[[], None]:
    """What draws and writes the animation, its artists being ready."""
    painted = figure(scene, 0)
    FigureCanvasAgg(painted)
    stages = []
    for step in range(len(scene)):
        painted.paint(view(scene, step))
        stages.append(painted.axes[0])
        painted.delaxes(painted.axes[0])

    def show(step: int) -> list[Artist]:
        for axes in painted.axes:
            painted.delaxes(axes)
        painted.add_axes(stages[step])
        return []

    def animate() -> None:
        animation = FuncAnimation(painted, show, frames=len(scene))
        animation.save(path, writer=PillowWriter(fps=1), dpi=DPI)

    return animate


def _forget() -> None:
    """Empty every cache that one film leaves for the next."""
    for remembered in (mask.lettered, mask.letter, fonts.opened, fonts.advance):
        remembered.cache_clear()


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _exact(scene: Scene, made: bytes) -> int:
    """How many frames come out of the file as they were painted."""
    film = Film(scene)
    with Image.open(io.BytesIO(made)) as image:
        decoded = [np.asarray(shown.convert("RGB")) for shown in ImageSequence.Iterator(image)]
    pairs = zip(film, decoded, strict=False)
    return sum(np.array_equal(film.palette.colours[painted], shown) for painted, shown in pairs)


def _verdict(reached: bool) -> str:
    return "ok" if reached else "missed"
