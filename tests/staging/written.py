"""A staged scene as lines of text: all that is settled before anything is painted.

``python -m tests.staging.written`` writes the references anew; look at what it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from convlib import Lesson, all_lessons, text
from convlib.ops import Array
from convlib.picture.equation import equation
from convlib.picture.parts import Layout, Panel
from convlib.picture.scene import Scene

FOLDER = Path(__file__).parent / "references"
ROLES = 12  # of an equation that are named
FEW = 6  # numbers of an array that are written out


def references() -> Iterator[tuple[Lesson, str]]:
    """Of each view of each lesson the first preset, and each in which other signs stand."""
    for lesson in all_lessons():
        seen = set[Any]()
        for preset in lesson.presets:
            values = lesson.values(preset=preset.name)
            layouts = lesson.stage(values).on_screen.values()
            signs = ["".join(sign for sign, _, _ in layout.symbols) for layout in layouts]
            kind = (values.get("view"), *signs)
            if kind not in seen:
                seen.add(kind)
                yield lesson, preset.name


def lines(scene: Scene) -> list[str]:
    """The scene, a thing a line."""
    found = [f"steps: {len(scene)}", *map(_tick, scene.ticks)]
    found += [_panel(at, panel) for at, panel in enumerate(scene.panels)]
    found += [each for window in scene.windows for each in _thing("window", window)]
    found += [each for points in scene.points for each in _thing("points", points)]
    found += [each for picture in scene.pictures for each in _thing("picture", picture)]
    for curve in scene.curves:
        drawn = {_numbers(curve.at(step)): step for step in reversed(_some(scene))}
        found += _thing("curve", curve, leaving=("points", "drawn"))
        found[-1] += "".join(f" | from step {step} {at}" for at, step in reversed(drawn.items()))
    for name, layout in scene.layouts.items():
        found += _layout(name, layout)
    said = {_said(scene, step): step for step in reversed([*_some(scene), *scene.captions])}
    found += [f"step {step}: {words}" for words, step in reversed(said.items())]
    return [line.rstrip() for line in found]


def _said(scene: Scene, step: int) -> str:
    """What stands under a step, and the roles of its parts."""
    tokens = [token for group in equation(scene, step) for token in group]
    roles = [role for role, _ in groupby(token.role for token in tokens if token.role != "muted")]
    return f"{''.join(token.text for token in tokens)} | {' '.join(roles[:ROLES])}"


def _some(scene: Scene) -> list[int]:
    """The first step, the last one and one between."""
    return sorted({0, len(scene) // 2, len(scene) - 1})


def _tick(tick: Any) -> str:
    return f"tick {tick.key} {tick.number} at step {tick.step}"


def _panel(at: int, panel: Panel) -> str:
    """A panel by its title and its size, with what it was given beside."""
    title = text.say(f"panel.{panel.name}", number=panel.number) if panel.titled else "-"
    rest = _options(panel, leaving=("name", "number", "titled", "note", "pegs"))
    pegs = "".join(f" | pegs {_options(each)}" for each in panel.pegs)
    size = f"{panel.rows} × {panel.columns}"
    return f"panel {at} {title!r} {panel.size_note!r}: {size} | {rest}{pegs}"


def _layout(name: str, layout: Layout) -> Iterator[str]:
    """A layout, and all that stands in it."""
    size = f"{_one(layout.width)} × {_one(layout.height)}"
    rest = _options(layout, leaving=("width", "height", "places", "symbols", "plots"))
    yield f"layout {name}: {size} {rest}"
    yield "  panels at " + ", ".join(f"({_one(x)} {_one(y)})" for x, y in layout.places)
    yield from (f"  sign {sign} at ({_one(x)} {_one(y)})" for sign, x, y in layout.symbols)
    yield from (f"  plot at ({' '.join(map(_one, plot))})" for plot in layout.plots)
    for each in (*layout.labels, *layout.brackets):
        yield f"  {type(each).__name__.lower()} {_options(each)}"


def _thing(name: str, thing: Any, leaving: Iterable[str] = ()) -> Iterator[str]:
    yield f"{name} {_options(thing, leaving)}"


def _options(thing: Any, leaving: Iterable[str] = ()) -> str:
    """The options that are given, by name."""
    listed = ((each, getattr(thing, each.name)) for each in fields(thing))
    given = ((each.name, value) for each, value in listed if _is_given(each, value))
    return ", ".join(f"{name}={_value(value)}" for name, value in given if name not in leaving)


def _is_given(option: Field[Any], value: Any) -> bool:
    """Whether it is said, and isn't made of parts that have lines of their own."""
    if isinstance(value, np.ndarray):
        return True
    if isinstance(value, tuple) and any(map(is_dataclass, value)):
        return False
    return bool(value) if option.default is MISSING else bool(value != option.default)


def _value(value: Any) -> str:
    match value:
        case np.ndarray():
            return _numbers(value)
        case bool() | str():
            return str(value)
        case int() | float():
            return _one(value)
        case Mapping():
            return "; ".join(f"{key}: {_value(each)}" for key, each in value.items())
        case tuple():
            runs = [(each, len(list(run))) for each, run in groupby(map(_value, value))]
            return f"({' '.join(f'{count}*{one}' if count > 1 else one for one, count in runs)})"
    return str(value)


def _numbers(values: Array) -> str:
    """An array's numbers; of many the shape, the range, and a sum in which each has its weight."""
    flat = values.ravel().astype(float)
    flat = np.nan_to_num(flat, nan=-99)
    runs = [(one, len(list(run))) for one, run in groupby(flat.tolist())]
    if len(runs) <= FEW:
        return f"[{' '.join(f'{n}*{_one(one)}' if n > 1 else _one(one) for one, n in runs)}]"
    weights = np.cos(np.arange(flat.size)) + 2
    shape = " × ".join(map(str, values.shape))
    low, high = _one(flat.min()), _one(flat.max())
    return f"[{shape} from {low} to {high}, in all {_one(float(flat @ weights))}]"


def _one(number: float) -> str:
    """A number to two decimals, however its last digits were come by; never -0."""
    return f"{round(round(float(number), 6), 2) + 0.0:g}"


@cache
def kept(slug: str) -> dict[str, list[str]]:
    """A lesson's references, by preset."""
    parts = (FOLDER / f"{slug}.txt").read_text(encoding="utf-8").split("\n\n")
    return {name: rest for name, *rest in (part.strip().split("\n") for part in parts)}


def write() -> None:
    """Write all references."""
    FOLDER.mkdir(exist_ok=True)
    for lesson, listed in groupby(references(), key=lambda each: each[0]):
        parts = ["\n".join([name, *lines(lesson.build(preset=name))]) for _, name in listed]
        (FOLDER / f"{lesson.slug}.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
