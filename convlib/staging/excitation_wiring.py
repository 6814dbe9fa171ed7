"""Where a squeeze-and-excitation block is put: in a residual block, and behind Inception's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.steps import Steps
from convlib.staging.wires import at_steps, behind_each_other

WIDE, HIGH, APART = 12.0, 11.4, 3.5  # of a diagram, and between the two
MAIN, SIDE, SHORT = 3.4, 7.0, 0.3  # the main line, the numbers of the block, and the shortcut
TOP, FORK, TIMES, PLUS, END = 0.9, 3.0, 8.6, 9.9, 10.7  # heights along the main line
BOX = (0.8, 1.5, 6.0, 2.6)  # the layers that the block follows: left, top, right, bottom
NUMBERS = (3.6, 5.3, 7.0)  # where the block's numbers stand
NAMES = (("se-squeezed",), ("se-reduced", "se-relu"), ("se-excited", "se-sigmoid"))
LINE = 0.66  # from one of a number's names to the next
ROUND, CORNERS = 0.42, 24  # a sign's circle
KINDS = ("residual", "inception")
STEPS = ENTER, LAYERS, SQUEEZE, REDUCE, EXPAND, SCALE, LEAVE = range(7)
Line = Sequence[tuple[float, float]]
Said = tuple[tuple[str, str], ...]


def wiring_scene(channels: int, reduction: int) -> Scene:
    """Both ways to put the block in, part by part; the numbers are those of its channels.

    Args:
        channels: How many the layers before it make.
        reduction: By how much the block's first layer divides them.

    Example:
        >>> [int(panel.values[0, 0]) for panel in wiring_scene(256, 16).panels]
        [256, 16, 256, 256, 16, 256]
    """
    counts = (channels, channels // reduction, channels)
    roles = ("middle", "middle", "output")
    panels = [
        Panel("se-channels", role, "n", np.array([[count]]), axes=0, titled=False, scaled=False)
        for _ in KINDS
        for role, count in zip(roles, counts, strict=True)
    ]
    steps = Steps(panels)
    for _ in STEPS:
        steps.step()
    return Scene(
        panels=tuple(panels),
        layouts={name: _layout(name == "wide") for name in ("wide", "tall")},
        windows=(),
        ticks=(Tick(ENTER, "se-layers", 0), Tick(SQUEEZE, "se-own", 0), Tick(SCALE, "se-scale", 0)),
        captions=dict(enumerate(_captions(*counts))),
        made={step: (at, at + 3) for at, step in enumerate((SQUEEZE, REDUCE, EXPAND))},
        curves=tuple(curve for at, kind in enumerate(KINDS) for curve in _curves(at, kind)),
        **steps.columns(),
    )


def _captions(wide: int, narrow: int, last: int) -> Iterator[Said]:
    """What each step does, of the residual block."""
    layers, gains = ("F(x)", "middle"), ("g", "output")
    yield (("x", "input"),)
    yield (("u", "middle"), (" = ", "muted"), layers)
    yield (
        ("a", "middle"),
        (" = Σ ", "muted"),
        ("u", "middle"),
        (" / (H · W): ", "muted"),
        (f"{wide}", "result"),
    )
    yield (("h", "middle"), (" = max(0, V · a): ", "muted"), (f"{wide} → {narrow}", "result"))
    yield (gains, (" = σ(W · h): ", "muted"), (f"{narrow} → {last}", "result"))
    yield (gains, (" · ", "muted"), ("u", "middle"))
    yield (
        *(("y", "output"), (" = ", "muted"), ("x", "input"), (" + ", "muted")),
        *(gains, (" · ", "muted"), ("u", "middle"), ("     y", "output"), (" = ", "muted")),
        *(gains, (" · ", "muted"), ("u", "middle")),
    )


def _curves(plot: int, kind: str) -> Iterator[Curve]:
    """A diagram: all its lines thin, and thick where a step is."""
    now, parts = np.arange(len(STEPS)), _parts(kind)
    every = [np.array(line, float) for lines in parts.values() for line in lines]
    yield Curve(plot, "line", "thin", behind_each_other(every))
    for step, lines in parts.items():
        lit = behind_each_other([np.array(line, float) for line in lines])
        role = "input" if step == ENTER else "output" if step in (SCALE, LEAVE) else "middle"
        yield at_steps(now == step, plot, role, "line", lit)


def _parts(kind: str) -> dict[int, list[Line]]:
    """Per step the lines that it is about."""
    left, top, right, bottom = BOX
    box = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    first, second, third = NUMBERS
    back = [(SIDE, third + 1), (SIDE, TIMES), (MAIN + ROUND, TIMES)]
    through = [(MAIN, FORK), (MAIN, TIMES - ROUND)]
    parts: dict[int, list[Line]] = {
        ENTER: [[(MAIN, TOP), (MAIN, top)]],
        LAYERS: [box, [(MAIN, bottom), (MAIN, FORK)]],
        SQUEEZE: [[(MAIN, FORK), (SIDE, FORK), (SIDE, first)]],
        REDUCE: [[(SIDE, first + 1), (SIDE, second)]],
        EXPAND: [[(SIDE, second + 1), (SIDE, third)]],
        SCALE: [back, through, _circle(TIMES)],
        LEAVE: [[(MAIN, TIMES + ROUND), (MAIN, END)]],
    }
    if kind == "residual":
        shortcut = [(MAIN, TOP + 0.25), (SHORT, TOP + 0.25), (SHORT, PLUS), (MAIN - ROUND, PLUS)]
        parts[LEAVE] = [
            *([(MAIN, TIMES + ROUND), (MAIN, PLUS - ROUND)], shortcut, _circle(PLUS)),
            [(MAIN, PLUS + ROUND), (MAIN, END)],
        ]
    return parts


def _circle(middle: float) -> Line:
    """Round a sign on the main line."""
    angles = np.linspace(0, 2 * np.pi, CORNERS + 1)
    places = MAIN + ROUND * np.cos(angles), middle + ROUND * np.sin(angles)
    rounded: Array = np.stack(places, axis=1).round(2)
    return [(float(x), float(y)) for x, y in rounded]


def _layout(wide: bool) -> Layout:
    """The two diagrams beside each other, or below each other on a phone."""
    corners = [(0.0, 0.0), (WIDE + APART, 0.0) if wide else (0.0, HIGH + 1.0)]
    return Layout(
        width=2 * WIDE + APART if wide else WIDE,
        height=HIGH if wide else 2 * HIGH + 1.0,
        places=tuple((x + SIDE - 0.5, y + top) for x, y in corners for top in NUMBERS),
        symbols=(),
        plots=tuple((x, y, WIDE, HIGH) for x, y in corners),
        labels=tuple(
            label
            for (x, y), kind in zip(corners, KINDS, strict=True)
            for label in _labels(x, y, kind)
        ),
    )


def _labels(x: float, y: float, kind: str) -> Iterator[Label]:
    """What the parts of a diagram are."""
    line = x + MAIN
    yield Label(line, y + TOP / 2, "x", role="input", size=LARGE)
    yield Label(line, y + (BOX[1] + BOX[3]) / 2, key=f"se-{kind}", role="ink", size=LARGE)
    yield Label(line, y + TIMES, "×", role="output", size=LARGE)
    if kind == "residual":
        yield Label(line, y + PLUS, "+", role="output", size=LARGE)
        shortcut = x + SHORT + 0.3, y + (TIMES + PLUS) / 2 - 1.4
        yield Label(*shortcut, key="se-shortcut", size=LARGE, align="left")
    yield Label(line, y + END + 0.35, "y", role="output", size=LARGE)
    for keys, top in zip(NAMES, NUMBERS, strict=True):
        for at, key in enumerate(keys):
            middle = y + top + 0.5 + (at - (len(keys) - 1) / 2) * LINE
            yield Label(x + SIDE + 0.8, middle, key=key, size=LARGE, align="left")
