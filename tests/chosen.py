"""The states in which painters are compared: few, but all that a scene of any lesson can have.

A feature is anything that a painter may get wrong: a kind of cell, a rule, a window that goes away,
a curve's style, an option of a panel that is used at all. Options are read off the scene's own
dataclasses, so that a new one is a new feature without a word here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np

from convlib import all_lessons
from convlib.numerals import texts
from convlib.picture.parts import Layout
from convlib.picture.scene import RULES, Scene
from convlib.picture.view import view

TOLD = (
    "role",
    "style",
    "axes",
    "group",
    "side",
    "align",
)  # options of which each value is a feature of its own
SIZES = (8, 16, 24, 32, 48)  # cells that a picture is wide or high, as limits of its kinds of size
MANY = 6  # cells from which on a panel has many
State = TypeVar("State", bound=Hashable)


def features(scene: Scene) -> frozenset[str]:
    """All that a painter of this scene has to paint."""
    found = {each for thing in _parts(scene) for each in _used(thing)}
    found |= {each for name, layout in scene.layouts.items() for each in _sizes(name, layout)}
    return frozenset(found | {*_of_terms(scene)} | {*_of_numbers(scene)} | {*_of_moments(scene)})


def _parts(thing: Any) -> Iterator[Any]:
    """The scene and all that it is made of: panels, windows, layouts with their labels, ..."""
    yield thing
    for option in fields(thing):
        value = getattr(thing, option.name)
        inner = value.values() if isinstance(value, Mapping) else value
        for part in inner if isinstance(inner, Iterable) else ():
            if is_dataclass(part):
                yield from _parts(part)


def _used(thing: Any) -> Iterator[str]:
    """The options of a part that are given, each with the type of what is given."""
    for option in fields(thing):
        name, value = f"{type(thing).__name__}.{option.name}", getattr(thing, option.name)
        if option.name in TOLD:
            yield f"{name}={value}"
        elif _is_given(option, value):
            yield f"{name}: {type(value).__name__}"


def _is_given(option: Field[Any], value: Any) -> bool:
    """Whether an option is another than if nothing had been said."""
    if isinstance(value, np.ndarray):
        return True
    if option.default is MISSING:
        return isinstance(value, Mapping | tuple) and len(value) > 0
    return bool(value != option.default)


def _sizes(name: str, layout: Layout) -> Iterator[str]:
    """How large a picture is, roughly."""
    for side in ("width", "height"):
        yield f"{name} {side} {sum(getattr(layout, side) > limit for limit in SIZES)}"


def _of_terms(scene: Scene) -> Iterator[str]:
    """How steps make numbers of numbers, and what slides meanwhile."""
    sizes = [panel.values.size for panel in scene.panels]
    roles = np.repeat([panel.role for panel in scene.panels], sizes)
    rules = np.array(RULES)[np.zeros_like(scene.src) if scene.rules is None else scene.rules]
    gains = np.ones(len(scene.src)) if scene.gain is None else scene.gain
    weighted = np.where(scene.ker < 0, "as it is", "weighted")
    gained = np.select([gains == 1, gains == -1], ["", " taken away"], " in part")
    for parts in zip(rules, roles[scene.src], roles[scene.out], weighted, gained, strict=True):
        yield "{}: {} to {} {}{}".format(*parts)
    for step in range(len(scene)):
        rows = scene.terms(step)
        outs = len(set(scene.out[rows].tolist()))
        yield f"{min(outs, 2)} cells of {min(rows.stop - rows.start, 2)} terms"
    for window in scene.windows:
        if (window.row < 0).any():
            yield f"window over {scene.panels[window.panel].role} comes and goes"


def _of_numbers(scene: Scene) -> Iterator[str]:
    """Kinds of cells, and of what is written in them."""
    for panel in scene.panels:
        for kind in np.unique(panel.kind_of_cells).tolist():
            yield f"{panel.role} of kind {kind}"
        values = panel.values
        written = zip(texts(values), texts(values, "short"), strict=True)
        yield from ("rounded" for long, short in written if long != short)
        yield f"{panel.role}: {'none' if (values >= 0).all() else 'some'} below 0"
        yield f"{panel.role}: {'many' if values.size >= MANY else 'few'} cells"
        yield f"{panel.role}: {min(values.shape[0], 2)} × {min(values.shape[1], 2)} cells"


def _of_moments(scene: Scene) -> Iterator[str]:
    """What is seen at the beginning, in the middle and at the end, of a step and within it."""
    for step in sorted({0, len(scene) // 2, len(scene) - 1}):
        rows = scene.terms(step)
        count = rows.stop - rows.start
        for term in (None, *sorted({0, count // 2, count - 1} if count else ())):
            within = "step" if term is None else "term"
            for layout in scene.layouts:
                moment = view(scene, step, term, layout=layout)
                yield from (f"{within}: {cell.role} {cell.state}" for cell in moment.cells)
                yield from (f"{within}: ring {ring.role}" for ring in moment.rings)
                yield from (f"{layout}: line {_direction(line)}" for line in moment.links)
                tokens = (token for group in moment.caption for token in group)
                yield from (f"{within}: token {token.role}" for token in tokens)


def _direction(line: tuple[float, float, float, float]) -> str:
    """Which way a line leads."""
    x1, y1, x2, y2 = line
    return f"{np.sign(x2 - x1):+.0f} {np.sign(y2 - y1):+.0f}"


def cover(states: Mapping[State, Iterable[str]]) -> list[State]:
    """Few states that together have all features: always the one with most that are still missing.

    Of several that have equally many the first; then those go that the others make needless.
    """
    left = {feature for found in states.values() for feature in found}
    picked: list[State] = []
    while left:
        best = max(states, key=lambda state: len(left.intersection(states[state])))
        picked.append(best)
        left.difference_update(states[best])
    for state in list(picked):
        others = {feature for each in picked if each != state for feature in states[each]}
        if others.issuperset(states[state]):
            picked.remove(state)
    return [state for state in states if state in picked]


@cache
def every_preset() -> Mapping[tuple[str, str], frozenset[str]]:
    """The presets of all lessons, by slug and name, with the features of their scenes."""
    return {
        (lesson.slug, preset.name): features(lesson.build(preset=preset.name))
        for lesson in all_lessons()
        for preset in lesson.presets
    }


@cache
def chosen() -> tuple[tuple[str, str], ...]:
    """Presets that together have every feature of all of them: slug and name."""
    return tuple(cover(every_preset()))
