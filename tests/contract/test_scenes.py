"""What every lesson promises: whatever its controls can say builds a true, small, tidy scene."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, Lesson
from convlib.lesson import Values
from convlib.ops import Array
from convlib.picture.scene import OF_ONE, RULES, Scene
from convlib.render.payload import encode, payload
from tests.arithmetic import check_caption
from tests.cases import check_layouts, fixed
from tests.contract.states import EVERY_STATE, each_lesson, extremes, name_of

DEFAULT_BYTES = 40_000
LARGEST_BYTES = 600_000
STEPS = 5  # of a scene whose captions are checked: the first, the last, and some between


@pytest.mark.parametrize(("lesson", "state"), EVERY_STATE, ids=name_of)
def test_every_state(lesson: Lesson, state: dict[str, Any]) -> None:
    check_state(lesson, state)


@each_lesson
def test_the_default_and_the_presets_are_never_refused_and_small(lesson: Lesson) -> None:
    for state in ({}, *({"preset": preset.name} for preset in lesson.presets)):
        sent = payload(lesson.build(**state))
        del sent["words"]  # these travel once
        written = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
        assert len(written.encode()) <= DEFAULT_BYTES


@each_lesson
@fixed(80)
@given(data=st.data())
def test_extremes_together(lesson: Lesson, data: st.DataObject) -> None:
    choices = {p.name: st.sampled_from([p.default, *extremes(p)]) for p in lesson.params}
    check_state(lesson, data.draw(st.fixed_dictionaries({}, optional=choices)))


def check_state(lesson: Lesson, state: dict[str, Any]) -> None:
    """A state builds and keeps every promise, or is refused with a sentence naming a parameter."""
    try:
        values = lesson.values(**state)
    except ConvError as error:
        check_refusal(lesson, error)
        return
    scene = lesson.stage(values)
    check_terms(scene)
    check_windows(scene)
    check_layouts(scene)
    check_payload(scene)
    check_derivation(lesson, values, scene)
    for step in sorted({*range(0, len(scene), max(len(scene) // STEPS, 1)), len(scene) - 1}):
        check_caption(scene, step)
    check_address(lesson, values)


def check_refusal(lesson: Lesson, error: ConvError) -> None:
    """It names a parameter of the lesson, in a sentence that begins with it."""
    assert error.parameter in {param.name for param in lesson.params}
    assert str(error).startswith(error.parameter)
    assert str(error).endswith(".")


def check_terms(scene: Scene) -> None:
    """Columns of one length; what is read, multiplied and written stands where it belongs."""
    assert len(scene) >= 1
    assert scene.starts[0] == 0
    assert np.all(np.diff(scene.starts) >= 0)
    silent = np.flatnonzero(np.diff(scene.starts) == 0).tolist()
    assert set(scene.captions) == set(silent), "a step has terms, or a caption instead"
    assert len(scene.src) == len(scene.ker) == len(scene.sums) == scene.starts[-1]
    assert len(scene.out) == scene.starts[-1]
    assert len(scene.dst) == len(scene)
    assert roles(scene, scene.src) <= {"input", "kernel", "middle", "output"}
    check_rules(scene)
    assert roles(scene, scene.out) <= {"kernel", "middle", "output"}
    about = scene.dst[np.diff(scene.starts) > 0]
    for step, cell in enumerate(scene.dst.tolist()):
        made = scene.src if scene.lists(step) else scene.out
        assert cell == -1 or step in silent or cell in made[scene.terms(step)]
    assert np.all(about >= 0)
    last = scene.written(len(scene.src))
    known = np.flatnonzero(last >= 0)
    assert np.allclose(scene.sums[last[known]], scene.values[known], rtol=1e-9, atol=1e-9)
    assert [(tick.step, tick.number) for tick in scene.ticks] == sorted(
        {(tick.step, tick.number) for tick in scene.ticks}
    )
    assert all(0 <= tick.step < len(scene) for tick in scene.ticks)


def check_rules(scene: Scene) -> None:
    """A cell has one rule in a step, and one term where that takes one; weights are weights.

    Numbers that were worked out multiply where a channel is scaled, and nowhere else.
    """
    for column in (scene.gain, scene.rules):
        assert column is None or column.shape == scene.src.shape
    for flag in (scene.scatter, scene.goes_on, scene.wires, scene.abreast):
        assert isinstance(flag, bool) or flag.shape == (len(scene),)
    rules = np.zeros(scene.src.shape, int) if scene.rules is None else scene.rules
    made = np.unique(scene.step_of * scene.values.size + scene.out, return_inverse=True)[1]
    first = np.unique(made, return_index=True)[1]
    assert np.array_equal(rules, rules[first][made])
    of_one = [RULES.index(rule) for rule in OF_ONE]
    assert np.all(np.bincount(made)[np.isin(rules[first], of_one)] == 1)
    scaled = (scene.ker >= 0) & (rules == RULES.index("scale"))
    assert roles(scene, scene.ker[(scene.ker >= 0) & ~scaled]) <= {"kernel"}
    assert roles(scene, scene.ker[scaled]) <= {"kernel", "middle"}


def roles(scene: Scene, cells: Array) -> set[str]:
    """The roles of the panels that cells stand in."""
    return {scene.role(cell) for cell in np.unique(cells).tolist()}


def check_windows(scene: Scene) -> None:
    """Every window stays on its panel, and what is read there lies under one of them.

    What points read lies round the points, wherever these have moved to.
    """
    covered = np.zeros(len(scene.src), bool)
    framed = np.zeros(len(scene.src), bool)
    loose = np.zeros(len(scene.src), bool)
    for points in scene.points:
        loose |= False if points.terms is None else points.terms >= 0
    for window in scene.windows:
        panel = scene.panels[window.panel]
        assert len(window.row) == len(window.column) == len(scene)
        there = window.row >= 0
        assert np.all((window.column >= 0) == there)
        assert window.row.max() + window.rows <= panel.rows
        assert window.column.max() + window.columns <= panel.columns
        number = scene.src - scene.first_cells[window.panel]
        here = (number >= 0) & (number < panel.values.size) & there[scene.step_of]
        row, column = np.divmod(number, panel.columns)
        down, across = row - window.row[scene.step_of], column - window.column[scene.step_of]
        inside = (down >= 0) & (down < window.rows) & (across >= 0) & (across < window.columns)
        framed |= here
        covered |= here & inside
    assert np.array_equal(framed[~loose], covered[~loose])


def check_payload(scene: Scene) -> None:
    """It is small, goes through JSON, and has a text of 4 characters at most for every cell."""
    sent = encode(scene)
    assert len(sent.encode()) <= LARGEST_BYTES
    received = json.loads(sent)
    assert received == payload(scene)
    cells = received["cells"]
    assert {len(column) for name, column in cells.items() if name != "exact"} == {len(scene.values)}
    assert max(map(len, cells["text"])) <= 4
    shown = received["sums"]
    assert max(map(len, received["shortSums"] or shown), default=0) <= 4


def check_derivation(lesson: Lesson, values: Values, scene: Scene) -> None:
    """The size that is worked out, set in bold, is the size of what it names."""
    shape = scene.output.shape
    true = {"planes": shape[0], "slices": shape[0], "rows": shape[-2], "columns": shape[-1]}
    true["length"] = shape[-1]
    derivations = lesson.derive(values)
    labels = [each.label for each in derivations]
    assert len(set(labels)) == len(labels)
    assert "length" not in labels or shape[-2] == 1
    if "both" in labels:
        assert shape[-2] == shape[-1]
        true["both"] = shape[-1]
    if {"both", "rows", "columns"} & set(labels):
        assert {"both"} <= set(labels) or {"rows", "columns"} <= set(labels)
    for at, each in enumerate(derivations):
        bold = re.findall(r"\\mathbf\{(\d+)\}", "\n".join(each.lines))
        assert bold == [str(true.get(each.label, each.size))]
        assert each.size == int(bold[0])
        assert each.size in (shape if at == 0 else sizes_on_stage(scene))


def sizes_on_stage(scene: Scene) -> set[int]:
    """Rows, columns and counts of what is drawn: of panels, their cells, and windows."""
    sizes = {*scene.output.shape, *Counter(panel.name for panel in scene.panels).values()}
    for panel in scene.panels:
        sizes |= {*panel.inner, panel.rows, panel.columns}
    for window in scene.windows:
        sizes |= {window.rows, window.columns}
    return sizes


def check_address(lesson: Lesson, values: Values) -> None:
    """The state written down and read again is the same state, written the same."""
    written = lesson.write(values)
    assert all(isinstance(each, str) for each in written.values())
    again = lesson.values(**written)
    assert again.keys() == values.keys()
    for name, value in values.items():
        assert np.array_equal(again[name], value), name
    assert lesson.write(again) == written
