"""What every lesson promises: whatever its controls can say builds a true, small, tidy scene."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, Lesson, all_lessons, text
from convlib.lesson import Values
from convlib.ops import Array
from convlib.params import Choice, Grid, PaddingParam, Param, PerAxis, Seed, Several, Whole
from convlib.picture.scene import OF_ONE, RULES, Scene
from convlib.render.payload import encode, payload
from tests.arithmetic import check_caption
from tests.cases import check_layouts, fixed

DEFAULT_BYTES = 40_000
LARGEST_BYTES = 600_000
STEPS = 5  # of a scene whose captions are checked: the first, the last, and some between
LONGEST_IDEA = 260  # characters, marks included: two lines and a bit beside the list of lessons
LONGEST = 1234.56789012345  # digits as many as a number can have
SECTIONS = {"title", "idea", "why", "mistakes", "questions", "references"}

each_lesson = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)


def extremes(param: Param) -> list[Any]:
    """The least and the most that a parameter takes, in every way it takes them."""
    match param:
        case PerAxis(low=low, high=high):
            return [low, high, (low, high), (high, low)]
        case PaddingParam(rules=rules, high=high):
            return [*rules, 0, high, ((0, high), (0, 0)), ((0, 0), (high, 0))]
        case Whole(low=low, high=high):
            return [low, high]
        case Choice(choices=choices):
            return list(choices)
        case Several(low=low, high=high, most=most):
            return [[low], [high], [low] * most, [high] * most]
        case Seed(high=high):
            return [0, high]
        case Grid(cap=cap, planes=planes) if planes:
            full = np.full((planes, cap, cap), LONGEST)
            return [[[[-9999]]], full, -full[:1, :1], full[:, :, :1] / 1e6]
        case Grid(cap=cap):
            full = np.full((cap, cap), LONGEST)
            return [[[-9999]], full, -full[:1], full[:, :1] / 1e6, np.arange(cap)[None] - 2]
    raise NotImplementedError(f"say here what the extremes of a {type(param).__name__} are")


def states(lesson: Lesson) -> Iterator[dict[str, Any]]:
    """The defaults, each preset, and each parameter's extremes."""
    yield {}
    yield from ({"preset": preset.name} for preset in lesson.presets)
    for param in lesson.params:
        yield from ({param.name: value} for value in extremes(param))


def name_of(state: object) -> str:
    """A state or a lesson, short, as a test's id."""
    if isinstance(state, Lesson):
        return state.slug
    assert isinstance(state, dict)
    return " ".join(
        f"{name}={getattr(value, 'shape', value)}".replace(" ", "") for name, value in state.items()
    )


EVERY_STATE = [(lesson, state) for lesson in all_lessons() for state in states(lesson)]


def test_lessons_are_told_apart() -> None:
    assert all_lessons()
    for names in ([each.slug for each in all_lessons()], [each.order for each in all_lessons()]):
        assert len(set(names)) == len(names)
    assert [each.order for each in all_lessons()] == sorted(each.order for each in all_lessons())
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.slug) for each in all_lessons())


@each_lesson
def test_names_within_a_lesson(lesson: Lesson) -> None:
    for names in ([p.name for p in lesson.params], [p.name for p in lesson.presets]):
        assert len(set(names)) == len(names)
    assert lesson.presets, "the first preset is the default state"
    assert lesson.write(lesson.values(preset=lesson.presets[0].name)) == {}


@each_lesson
def test_prose(lesson: Lesson) -> None:
    prose = text.prose(lesson.slug)
    assert set(prose) >= SECTIONS
    assert all(len(words) > 20 for name, words in prose.items() if name != "title")
    assert not any("TODO" in words for words in prose.values())
    named = {f"prose.{name}" for name in prose if name not in ("title", "idea", "questions")}
    assert named <= set(text.words())
    for language in text.languages():
        assert len(text.prose(lesson.slug, language)) == len(prose)


@each_lesson
def test_the_idea_is_one_sentence(lesson: Lesson) -> None:
    idea = text.prose(lesson.slug)["idea"]
    assert [end.start() for end in re.finditer(r"[.!?](?=\s|$)", idea)] == [len(idea) - 1]
    assert len(idea) < LONGEST_IDEA


@each_lesson
def test_every_name_that_is_shown_has_words(lesson: Lesson) -> None:
    known = text.words()
    assert [p.name for p in lesson.params if f"control.{p.name}" not in known] == []
    assert {f"panel.{panel.name}" for panel in lesson.build().panels} <= set(known)
    for derivation in lesson.derive(lesson.values()):
        assert f"size.{derivation.label}" in known
    for param in lesson.params:
        if isinstance(param, Choice):
            assert {f"control.{param.name}-{choice}" for choice in param.choices} <= set(known)


@pytest.mark.parametrize(("lesson", "state"), EVERY_STATE, ids=name_of)
def test_every_state(lesson: Lesson, state: dict[str, Any]) -> None:
    check_state(lesson, state)


@each_lesson
def test_the_default_and_the_presets_are_never_refused_and_small(lesson: Lesson) -> None:
    for state in ({}, *({"preset": preset.name} for preset in lesson.presets)):
        assert len(encode(lesson.build(**state)).encode()) <= DEFAULT_BYTES


@each_lesson
@fixed(150)
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
        made = scene.src if scene.scatters(step) else scene.out
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
    for flag in (scene.scatter, scene.wires, scene.abreast):
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
    """Every window stays on its panel, and what is read there lies under one of them."""
    covered = np.zeros(len(scene.src), bool)
    framed = np.zeros(len(scene.src), bool)
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
    assert np.array_equal(framed, covered)


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
        assert each.size in (0, int(bold[0]))
        assert int(bold[0]) in (shape if at == 0 else sizes_on_stage(scene))


def sizes_on_stage(scene: Scene) -> set[int]:
    """Rows, columns and counts of what is drawn: of panels, without their padding, and windows."""
    sizes = {*scene.output.shape}
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


def moved(param: Param) -> list[Any]:
    """Values that a control of the page would set; arrays are set on the stage."""
    match param:
        case PerAxis(low=low, high=high):
            return [(n, m) for n in range(low, min(high, low + 4) + 1) for m in (n, low)]
        case PaddingParam(rules=rules):
            return [*rules, ((1, 1), (1, 1)), ((1, 0), (1, 0))]
        case Whole(low=low, high=high):
            return list(range(low, min(high, low + 4) + 1))
        case Choice(choices=choices):
            return list(choices)
        case Several(low=low, high=high):
            return [(low,), (low, high), (low, low), (high, high, high)]
    return []


def views(lesson: Lesson) -> Iterator[Values]:
    """The presets, and what every way of the first choice leads to."""
    yield from (lesson.values(preset=preset.name) for preset in lesson.presets)
    for param in lesson.params[:1]:
        if isinstance(param, Choice):
            yield from lesson.ways(lesson.values(), param).values()


@each_lesson
def test_every_view_can_be_chosen_wherever_one_is(lesson: Lesson) -> None:
    for values in views(lesson):
        for param in lesson.params:
            if isinstance(param, Choice) and param.name == "view":
                assert list(lesson.ways(values, param)) == list(param.choices)
                for way, there in lesson.ways(values, param).items():
                    assert there[param.name] == way
                    lesson.stage(there)


@each_lesson
def test_parameters_are_idle_where_they_change_nothing(lesson: Lesson) -> None:
    working, movable = dict[str, set[str]](), dict[str, set[str]]()
    for values in views(lesson):
        before, view = encode(lesson.stage(values)), values.get("view", "")
        idle, here = lesson.idle(values), working.setdefault(view, set())
        for param in lesson.params:
            offered = lesson.offered(values, dict(enumerate(moved(param))), param.name)
            if param.name not in idle and len({moved(param)[at] for at in offered}) > 1:
                movable.setdefault(view, set()).add(param.name)
            if param.name not in here:
                scenes = (
                    encode(lesson.stage(values | {param.name: moved(param)[at]})) for at in offered
                )
                if any(scene != before for scene in scenes):
                    assert param.name not in idle, values
                    here.add(param.name)
    assert {view: names - working[view] for view, names in movable.items()} == {
        view: set() for view in movable
    }, "what can be moved makes a difference somewhere"


@each_lesson
def test_arrays_are_idle_where_their_numbers_change_nothing(lesson: Lesson) -> None:
    for values in views(lesson):
        before = encode(lesson.stage(values))
        for name, array in lesson.arrays(values).items():
            if name in lesson.grids():
                changed = encode(lesson.stage(values | {name: array + 1})) != before
                assert changed == (name not in lesson.idle(values)), (name, values.get("view"))
