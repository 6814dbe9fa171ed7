"""The scene as JSON for the player: columns, not an object per term or frame."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from convlib import text
from convlib.numerals import exact, texts
from convlib.ops import Array
from convlib.picture.marked import Block, bracketed, labels, lettering, stripe
from convlib.picture.marks import Label, Pegs, Points, colour_of
from convlib.picture.order import LAYERS, MOVER
from convlib.picture.parts import Curve, Layout, Panel, Window
from convlib.picture.pegged import LEFT
from convlib.picture.places import framed
from convlib.picture.scene import RULES, Scene
from convlib.picture.spread import carried, shares_of, written
from convlib.picture.states import signed
from convlib.render.raster import as_address

VERSION = 1

# What panels and all else have unless they say otherwise: the same as in assets/player/scene.js.
USUAL_PANEL: dict[str, Any] = {
    "renamed": None,
    "titled": True,
    "below": False,
    "stripe": [],
    "origin": [0, 0],
    "every": [1, 1],
    "lead": [],
    "axes": 2,
    "array": "",
    "plane": -1,
    "shifts": None,
    "anew": False,
    "running": None,
    "raised": 0,
    "beside": 0,
    "pegs": [],
}
USUAL_WINDOW: dict[str, Any] = {"kernel": -1, "joined": False}
USUAL_CURVE: dict[str, Any] = {"array": "", "scale": [], "drawn": None, "moves": [], "aims": False}
USUAL_LABEL: dict[str, Any] = {
    "colour": "muted",
    "align": "center",
    "since": 0,
    "until": -1,
    "panel": -1,
}
MISSING = object()
FEW = 3  # numbers at least that a run stands for, so that it is shorter
DECIMALS = 9  # of a label's place, which hides binary rounding
TINY = 1e-9  # by which sums of what is rounded may differ


def payload(scene: Scene, language: str = text.DEFAULT) -> dict[str, Any]:
    """All that the player needs to play the scene without a server.

    Args:
        scene: What is staged.
        language: Of the titles, the ticks and the player's own words.

    Returns:
        A dict that goes through JSON unchanged.

    Example:
        >>> import convlib
        >>> sent = payload(convlib.lesson("single-channel").build())
        >>> sent["dst"][:3], sent["sums"][:3]
        ([34, 35, 36], ['0', '3', '7'])
    """
    panels = zip(scene.panels, scene.first_cells, strict=True)
    short, sums = scene.short_values, texts(scene.sums)
    full = [each for panel in scene.panels for each in texts(panel.values)]
    pairs = zip(short, full, strict=True)
    return {
        "version": VERSION,
        "panels": [_panel(panel, first, language) for panel, first in panels],
        "figures": max(panel.figures for panel in scene.panels),
        "cells": {
            "text": short,
            "exact": {str(cell): long for cell, (cut, long) in enumerate(pairs) if cut != long},
            "level": scene.levels.tolist(),
            "heat": scene.heat.tolist(),
            "kind": scene.kinds,
            "since": scene.since.tolist(),
        },
        "levelsAfter": scene.levels_after.tolist() if scene.anew else [],
        "heatAfter": scene.heat_after.tolist() if scene.anew else [],
        "adds": signed(scene.products) if scene.stamped.any() else [],
        "heatTops": {name: exact(top) for name, top in scene.heat_tops.items()},
        "outs": None if scene.outs is None else scene.outs.tolist(),
        "gain": None if scene.gain is None else texts(scene.gain),
        "reads": {str(at): [count, exact(read)] for at, (count, read) in scene.reads.items()},
        "rules": [] if scene.rules is None else _runs([RULES[rule] for rule in scene.rules]),
        "scatter": _flag(scene.scatter),
        "goesOn": _flag(scene.goes_on),
        "wires": _flag(scene.wires),
        "captions": {str(step): list(map(list, said)) for step, said in scene.captions.items()},
        "made": {str(step): list(cells) for step, cells in scene.made.items()},
        "abreast": _flag(scene.abreast),
        "pictures": [
            {"plot": picture.plot, "source": as_address(picture)} for picture in scene.pictures
        ],
        "curves": [_curve(curve) for curve in scene.curves if _is_seen(scene, curve)],
        "windows": [_window(window, framed(scene, window)) for window in scene.windows],
        "points": [_points(scene, points) for points in scene.points],
        "starts": scene.starts.tolist(),
        "src": scene.src.tolist(),
        "ker": scene.ker.tolist(),
        "sums": sums,
        "shortSums": scene.short_sums if scene.short_sums != sums else [],
        "dst": scene.dst.tolist(),
        "ticks": [
            [tick.step, text.say(f"tick.{tick.key}", language, number=tick.number)]
            for tick in scene.ticks
        ],
        "layouts": {
            name: _layout(scene, layout, language) for name, layout in scene.on_screen.items()
        },
        "layers": list(LAYERS),
        "ofMovers": list(MOVER),
        "words": text.section("player", language),
    }


def played(scene: Scene, language: str = text.DEFAULT) -> dict[str, Any]:
    """The payload without the player's words, for one that has got them already."""
    made = payload(scene, language)
    del made["words"]
    return made


def encode(scene: Scene, language: str = text.DEFAULT) -> str:
    """The payload as a JSON text; refuses what JSON has no word for."""
    return json.dumps(
        payload(scene, language), allow_nan=False, ensure_ascii=False, separators=(",", ":")
    )


def _panel(panel: Panel, first: int, language: str) -> dict[str, Any]:
    size = f"{panel.rows} \N{MULTIPLICATION SIGN} {panel.columns}"
    usual = {**USUAL_PANEL, "colour": panel.role, "note": size}
    return _unusual(_whole(panel, first, language), usual)


def _unusual(sent: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """What is sent, without what is as usual: the player knows that."""
    return {name: value for name, value in sent.items() if usual.get(name, MISSING) != value}


def _whole(panel: Panel, first: int, language: str) -> dict[str, Any]:
    return {
        "name": panel.name,
        "title": text.say(f"panel.{panel.name}", language, number=panel.number),
        "renamed": _renamed(panel, language),
        "titled": panel.titled,
        "below": panel.below,
        "note": panel.size_note,
        "role": panel.role,
        "colour": panel.colour,
        "stripe": [
            _numbers(piece.x, piece.y, piece.width, piece.height) for piece in stripe(panel)
        ],
        "symbol": panel.symbol,
        "rows": panel.rows,
        "columns": panel.columns,
        "origin": list(panel.origin),
        "every": list(panel.every),
        "lead": list(panel.lead),
        "axes": panel.axes,
        "first": first,
        "array": panel.array,
        "plane": panel.plane,
        "shifts": None if panel.shifts is None else panel.shifts.tolist(),
        "anew": panel.anew,
        "running": None if panel.running is None else _running(panel.running),
        "raised": panel.raised,
        "beside": panel.beside,
        "pegs": [_pegs(pegs, language) for pegs in panel.pegs],
    }


def _pegs(pegs: Pegs, language: str) -> dict[str, Any]:
    """Pegs along an edge; what is said of cells that they leave over."""
    return {
        "across": pegs.across,
        "places": _numbers(*pegs.places),
        "at": pegs.at.tolist(),
        "stride": pegs.stride,
        "said": text.say(f"mark.{LEFT}", language) if pegs.left and pegs.across else "",
        "role": pegs.role,
    }


def _renamed(panel: Panel, language: str) -> list[Any] | None:
    """From which step on it has another title, and which; nothing where it keeps the one."""
    since, name = panel.renamed
    return [since, text.say(f"panel.{name}", language, number=panel.number)] if name else None


def _runs(values: Iterable[Any]) -> list[list[Any]]:
    """What many things in a row have each, as runs: where each begins, and what they have."""
    runs: list[list[Any]] = []
    for at, value in enumerate(values):
        if not runs or runs[-1][1] != value:
            runs.append([at, value])
    return runs


def _in_short(numbers: Array) -> list[int] | dict[str, list[list[int]]]:
    """A number for each step; as runs where these are few."""
    listed: list[int] = numbers.tolist()
    runs = _runs(listed)
    return {"runs": runs} if FEW * len(runs) < len(listed) else listed


def _flag(flag: bool | Array) -> bool | list[list[Any]]:
    """What holds for all steps, or runs of steps."""
    return flag if isinstance(flag, bool) else _runs(flag.tolist())


def _running(numbers: Array) -> list[list[str]]:
    """Per term what the cells show."""
    cells = iter(texts(numbers, "short"))
    return [[next(cells) for _ in row] for row in numbers]


def _is_seen(scene: Scene, curve: Curve) -> bool:
    """Whether a curve stands in a plot of a page's layouts."""
    return any(layout.plots[curve.plot][2] > 0 for layout in scene.on_screen.values())


def _curve(curve: Curve) -> dict[str, Any]:
    steps = curve.points if isinstance(curve.points, tuple) else (curve.points,)
    moves = _moves(steps)
    sent = {
        "plot": curve.plot,
        "role": curve.role,
        "style": curve.style,
        "array": curve.array,
        "scale": list(curve.scale),
        "drawn": None if curve.drawn is None else _in_short(curve.drawn),
        "points": [_coordinates(points) for points in (steps[:1] if moves else steps)],
        "moves": moves,
        "aims": curve.aims,
    }
    return _unusual(sent, USUAL_CURVE)


def _moves(steps: Sequence[Array]) -> list[list[float]]:
    """Per step how far a curve is from where it is in the first one; nothing if it changes more."""
    if len(steps) < FEW or any(len(points) != len(steps[0]) for points in steps):
        return []
    first, *others = [np.round(np.asarray(points, dtype=float), 3) for points in steps]
    moved = [points - first for points in others]
    if any(np.isnan(each).any() or np.ptp(each, axis=0).max() > TINY for each in moved):
        return []
    return [[0, 0], *(_numbers(*each[0]) for each in moved)]


def _coordinates(points: Array) -> list[float | None]:
    """All x and y in a row; nothing where the pen is lifted."""
    rounded = np.round(np.asarray(points, dtype=float), 3).ravel().tolist()
    return [None if math.isnan(number) else _plain(number) for number in rounded]


def _plain(number: float) -> float:
    """A number that is written as shortly as it can be."""
    return int(number) if number.is_integer() else number


def _window(window: Window, colour: str) -> dict[str, Any]:
    sent = {
        "panel": window.panel,
        "rows": window.rows,
        "columns": window.columns,
        "kernel": window.kernel,
        "role": colour,
        "joined": window.joined,
        "row": _in_short(window.row),
        "column": _in_short(window.column),
    }
    return _unusual(sent, USUAL_WINDOW)


def _points(scene: Scene, points: Points) -> dict[str, Any]:
    """Points per step; the weights with which they read as texts, four a point."""
    joins = points.joined is not None or points.terms is not None
    count = 4 * points.places.shape[1]
    shares = _cut(written(shares_of(points.places)), count) if joins else []
    return {
        "panel": points.panel,
        "colour": colour_of(points.role, points.group),
        "places": _steps(points.places),
        "regular": None if points.regular is None else _steps(points.regular),
        "texts": carried(scene, points),
        "shares": shares,
        "joined": None if points.joined is None else points.joined.tolist(),
        "terms": None if points.terms is None else _runs(points.terms.tolist()),
        "array": points.array,
        "chosen": points.chosen,
    }


def _steps(places: Array) -> list[list[float | None]]:
    """Of each step where its points are, all y and x in a row."""
    return _cut(_coordinates(places), 2 * places.shape[1])


def _cut(listed: list[Any], length: int) -> list[list[Any]]:
    """A list in pieces of a length."""
    return [listed[at : at + length] for at in range(0, len(listed), length)]


def _layout(scene: Scene, layout: Layout, language: str) -> dict[str, Any]:
    flights, routes = layout.flights.items(), layout.routes.items()
    return {
        "width": layout.width,
        "height": layout.height,
        "spacing": layout.spacing,
        "stretches": layout.stretches,
        "places": [list(place) for place in layout.places],
        "symbols": [list(symbol) for symbol in layout.symbols],
        "plots": [list(plot) for plot in layout.plots],
        "labels": [_label(label, language) for label in labels(scene.panels, layout)],
        "brackets": [_block(piece) for piece in bracketed(scene.panels, layout)],
        "flights": {str(panel): list(map(list, corners)) for panel, corners in flights},
        "routes": {
            str(panel): [list(map(list, corners)) for corners in steps] for panel, steps in routes
        },
    }


def _label(label: Label, language: str) -> dict[str, Any]:
    moves = {"since": label.since, "until": label.until, "panel": label.panel}
    sent = {**vars(lettering(label, language)), **moves}
    places = {name: _plain(round(float(sent[name]), DECIMALS)) for name in ("x", "y", "size")}
    return _unusual({**sent, **places}, USUAL_LABEL)


def _block(block: Block) -> dict[str, Any]:
    corner = _numbers(block.x, block.y, block.width, block.height)
    return {"colour": block.colour, "box": corner}


def _numbers(*numbers: float) -> list[float]:
    """Places and sizes as shortly as they can be written."""
    return [_plain(round(float(number), 3)) for number in numbers]
