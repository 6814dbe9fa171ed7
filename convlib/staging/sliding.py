"""Two signals on one line: g turns and slides over f, and what comes of it grows below.

Everything stands on one axis: the points of f and g above their cells, and each result under the
place where the 0 of g stands. A unit of τ is as wide as the screen has room for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.numerals import exact
from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import Layout, Tick
from convlib.picture.scene import ABREAST, Scene
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.signal_axes import LEFT
from convlib.staging.signal_pair import PARTS, TURNS, Pair, named, origin_of
from convlib.staging.signal_range import Range
from convlib.staging.signal_track import Track
from convlib.staging.steps import Steps

SIGNALS_HEIGHT, RESULT_HEIGHT = 3.0, 2.1
SCREEN, PHONE = 25.0, 11.0  # cells across that pictures fill, where their units may be wider
WIDEST = 6.0  # cells of a unit
BLOCKS, STACKED = 1.6, 0.6  # between two pictures, beside each other or one below the other
DECIMALS = 4  # of a result under the stage
Caption = tuple[tuple[str, str], ...]


def stage_line(
    f: Array, g: Array, reverse: Sequence[bool], *, mode: str = "full", smooth: bool = False
) -> Scene:
    """Stage the convolution of two rows of numbers, their correlation, or both in step.

    Args:
        f: What stands still.
        g: What slides.
        reverse: For each picture whether g is turned.
        mode: ``"full"`` or ``"valid"``.
        smooth: Whether they are functions rather than numbers in a row.

    Example:
        >>> scene = stage_line(np.array([1, 2, 3]), np.array([0, 1, 0.5]), [True])
        >>> scene.output.tolist(), len(scene)
        ([[0.0, 1.0, 2.5, 4.0, 1.5]], 9)
    """
    origin = origin_of(g, reverse, smooth=smooth)
    pairs = [Pair(f, g, turned, mode, smooth, origin) for turned in reverse]
    turns = len(TURNS) if any(reverse) else 1
    signs = np.sign(np.outer(f, g).ravel())  # on whose sides there has to be room for products
    numbers = Range.of(np.concatenate([f, g, signs]), SIGNALS_HEIGHT)
    outcome = Range.of(np.concatenate([pair.curve[1] for pair in pairs]), RESULT_HEIGHT)
    others = pairs[::-1] if len(pairs) > 1 else [None]
    tracks = [
        Track(pair, turns, numbers, outcome, other if smooth else None)
        for pair, other in zip(pairs, others, strict=True)
    ]
    panels = [panel for track in tracks for panel in track.panels()]
    steps, captions = Steps(panels), dict[int, Caption]()
    made: dict[int, tuple[int, ...]] = {}
    names = ("g(τ)", "g(−τ)") if smooth else ("g[i]", "g[−i]")
    for turn in range(turns):
        captions[turn] = turning(TURNS[turn] if any(reverse) else 1, *names)
        steps.step()
    if not smooth:
        firsts = range(0, 3 * len(pairs), 3)  # f, g and the result of each pair stand in a row
        staged = zip((pair.trace for pair in pairs), firsts, strict=True)
        follow(steps, *(Staged(trace, [at, at + 2], [at + 1]) for trace, at in staged))
    for at, t in enumerate(pairs[0].times if smooth else ()):
        captions[len(steps)] = _areas([(pair, pair.times[at]) for pair in pairs])
        if t == round(t):
            cells = (steps.cell(3 * number + 2, 0, at // PARTS) for number in range(len(pairs)))
            made[len(steps)] = tuple(cells)
        steps.step()
    ways = [_together(tracks, SCREEN, beside) for beside in (True, False)]
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, ways, _together(tracks, PHONE, False)),
        windows=(),
        ticks=ticks(turns, any(reverse)),
        captions=captions,
        made=made,
        abreast=len(pairs) > 1,
        curves=tuple(
            replace(curve, plot=curve.plot + 2 * at)
            for at, track in enumerate(tracks)
            for curve in track.curves()
        ),
        results=tuple(range(2, 3 * len(pairs), 3)) if len(pairs) > 1 else (),
        **steps.columns(),
    )


def ticks(turns: int, turned: bool) -> tuple[Tick, ...]:
    """Where g turns, if it does, and where it begins to slide."""
    return (*([Tick(0, "turn", 0)] if turned else []), Tick(turns, "slide", 1))


def turning(width: float, shown: str, turned: str) -> Caption:
    """What is said while g turns: ``g(τ)``, ``g(τ) → g(−τ)``, ``g(−τ)``."""
    before, after = (shown, "kernel"), (turned, "kernel")
    if abs(width) == 1:
        return (before if width == 1 else after,)
    return before, (" → ", "muted"), after


def argument(t: float, *, turned: bool) -> str:
    """Of what g is taken, where its 0 stands at t.

    Example:
        >>> argument(1.5, turned=True), argument(0, turned=True), argument(-2, turned=False)
        ('1.5 − τ', '−τ', 'τ + 2')
    """
    if turned:
        return f"{exact(t)} − τ" if t else "−τ"
    return f"τ {'−' if t > 0 else '+'} {exact(abs(t))}" if t else "τ"


def _areas(now: Sequence[tuple[Pair, float]]) -> Caption:
    """The integrals of a moment, side by side."""
    said: list[tuple[str, str]] = []
    for pair, t in now:
        at = exact(t)
        there = argument(t, turned=pair.turned)
        value = pair.result(t)
        rounded = round(value, DECIMALS)
        equals = " = " if abs(value - rounded) < 1e-9 else " ≈ "
        said += [(ABREAST, "muted")] if said else []
        said += [
            (f"{named(pair.turned)[1]}({at})", "output"),
            (" = ∫ ", "muted"),
            ("f(τ)", "input"),
            ("·", "muted"),
            (f"g({there})", "kernel"),
            (" dτ", "muted"),
            (equals, "muted"),
            (exact(rounded), "result"),
        ]
    return tuple(said)


def _together(tracks: Sequence[Track], room: float, beside: bool) -> Layout:
    """Pictures beside each other or one below the other, as wide as there is room for."""
    across = (room - BLOCKS * (len(tracks) - 1)) / len(tracks) if beside else room
    spacing = round(min(WIDEST, max(1.0, (across - LEFT) / tracks[0].width)), 3)
    x = y = width = height = 0.0
    places, plots = list[tuple[float, float]](), list[tuple[float, float, float, float]]()
    labels = list[Label]()
    for track in tracks:
        places += [(x + left, y + top) for left, top in track.corners(spacing)]
        plots += [(x + left, y + top, w, h) for left, top, w, h in track.plots(spacing)]
        labels += [replace(each, x=x + each.x, y=y + each.y) for each in track.labels(spacing)]
        width, height = max(width, x + track.across(spacing)), max(height, y + track.height)
        x, y = (width + BLOCKS, y) if beside else (x, height + STACKED)
    return Layout(
        *(round(width, 6), round(height, 6), tuple(places), (), tuple(plots), tuple(labels)),
        spacing=spacing,
        stretches=True,
    )
