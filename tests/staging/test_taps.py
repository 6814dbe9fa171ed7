"""The arrow from trace to scene, held for every lesson: a scene's terms are its traces' taps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convlib import Lesson, Trace, all_lessons
from convlib.picture.parts import HOLE, Panel
from convlib.picture.scene import Scene
from convlib.staging.follow import Staged
from convlib.staging.steps import Steps

PRESETS = [(lesson, preset.name) for lesson in all_lessons() for preset in lesson.presets]
CONVLIB = Path(__file__).resolve().parents[2] / "convlib"
Term = tuple[int, int, float]  # what is read, the weight or -1, and a further factor


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Steps]:
    """The steps of the scenes that are built from now on."""
    found: list[Steps] = []
    columns = Steps.columns

    def kept(self: Steps) -> Any:
        found.append(self)
        return columns(self)

    monkeypatch.setattr(Steps, "columns", kept)
    return found


@pytest.mark.parametrize(
    ("lesson", "preset"), PRESETS, ids=lambda part: part if isinstance(part, str) else part.slug
)
def test_terms_are_the_taps(lesson: Lesson, preset: str, written: list[Steps]) -> None:
    scene = lesson.build(preset=preset)
    (steps,) = written
    assert bool(steps.followed) == bool(len(scene.src)), "terms come out of traces, all of them"
    taps = defaultdict[int, list[Term]](list)
    values = dict[int, float]()
    for staged in steps.followed:
        for number, stage in enumerate(staged.stages):
            for cell, terms in placed(scene, staged, number, stage.trace):
                taps[cell] += terms
                values[cell] = scene.values[cell]
    seen = terms_of(scene)
    assert {cell for _, cell in seen} == {cell for cell, terms in taps.items() if terms}
    for cell in scene.anew:  # what such a cell is made of, one time after another
        turns = [terms for (_, made), terms in seen.items() if made == cell]
        assert [term for terms in turns for term in terms] == taps[cell]
    for (_, cell), terms in seen.items():
        assert terms == taps[cell] or cell in scene.anew


def terms_of(scene: Scene) -> dict[tuple[int, int], list[Term]]:
    """Per step and cell its terms in their order; of what adds up, over all steps."""
    seen = defaultdict[tuple[int, int], list[Term]](list)
    gains = np.ones(len(scene.src)) if scene.gain is None else scene.gain
    for step in range(len(scene)):
        rows = scene.terms(step)
        columns = (scene.out, scene.src, scene.ker, gains)
        for out, src, ker, gain in zip(*(each[rows].tolist() for each in columns), strict=True):
            seen[(-1 if scene.adds(step) else step), out].append((src, ker, gain))
    return seen


def placed(
    scene: Scene, staged: Staged, number: int, trace: Trace
) -> Iterator[tuple[int, list[Term]]]:
    """Per value that a stage makes its cell and its terms, found by indices in plain loops."""
    stage = staged.stages[number]
    read = [cell for place in stage.reads for cell in listed(scene, staged.arrays[place])]
    made = listed(scene, staged.arrays[number + 1])
    given = staged.weights[number] if number < len(staged.weights) else None
    weights = listed(scene, given if stage.weighs is None else staged.arrays[stage.weighs])
    if len(weights) != trace.weight.size:  # a spread kernel: its holes are no weights
        kinds = np.concatenate([panel.kind_of_cells.ravel() for panel in scene.panels])
        weights = [cell for cell in weights if not kinds[cell] & HOLE]
    per_value = defaultdict[int, list[Term]](list)
    position = 0
    for step in trace:
        for tap in step:
            inside = int(trace.cells.ravel()[tap.src])
            whole = len(read) == trace.source.size
            gain = 1.0 if trace.gain is None else float(trace.gain[position])
            position += 1
            if not whole and inside < 0:
                continue
            src = read[tap.src if whole else inside]
            if src >= 0:
                per_value[tap.dst].append((src, weights[tap.ker] if weights else -1, gain))
    bias = listed(scene, staged.biases[number] if number < len(staged.biases) else None)
    places = np.arange(np.prod(trace.shape)).reshape(trace.shape)
    drawn = places if len(made) == places.size else places[trace.crop or ...]
    for cell, place in zip(made, drawn.ravel().tolist(), strict=True):
        channel = place // int(np.prod(trace.shape[1:]))
        yield cell, per_value[place] + ([(bias[channel], -1, 1.0)] if bias else [])


def listed(scene: Scene, cells: Any) -> list[int]:
    """The ids of what an array stands in."""
    if cells is None:
        return []
    if isinstance(cells, np.ndarray):
        return [int(cell) for cell in cells.ravel()]
    panels: list[int] = [cells] if isinstance(cells, int) else list(cells)
    starts = scene.first_cells
    return [starts[at] + n for at in panels for n in range(size_of(scene.panels[at]))]


def size_of(panel: Panel) -> int:
    return panel.rows * panel.columns


def test_only_follow_writes_terms() -> None:
    """Whoever stages a picture may write down a step without terms, and nothing else by hand."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in CONVLIB.rglob("*.py")}
    steps = {
        name
        for name, source in sources.items()
        if re.search(r"\.step\((?!dst=steps\.cell)[^)]", source)
    }
    writes = {name for name, source in sources.items() if re.search(r"steps\.write\(", source)}
    assert not steps
    assert writes == {"follow.py"}
