"""The player's pure functions, called in the browser that they are written for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import convlib
from convlib.picture.covered import is_sized
from convlib.picture.look import Look
from convlib.picture.pegged import Pegged
from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.payload import encode, payload
from convlib.render.player import MODULES, script
from tests import marked
from tests.chosen import chosen
from tests.staging import rules
from tests.staging.test_steps import MAKERS, holed

LOOKS = [Look(), Look("both"), Look("heat"), Look("numbers", hues=True), Look("heat", True)]
# Moments as the player has them, each with what it asks for beside the view.
SEEN = """([scene, moments, layout]) => {
  const ready = prepare(JSON.parse(scene)), plan = ready.layouts[layout];
  return JSON.stringify(moments.map(([step, term, look]) => {
    const moment = view(ready, step, term, layout, -1, look);
    const { aside, ...spread } = moment.spread;
    return { ...moment, ...spread, pegged: peggedAt(ready, plan, moment),
      movers: liftedAt(plan, step),
      boxes: moment.rings.map((cell) => boxOf(ready, plan, cell, step)),
      corners: ready.panels.map((_, at) => cornerOf(plan, at, step)),
      tones: moment.links.map((line) => line.tone), links: moment.links.map((line) => [...line]) };
  }));
}"""
SHOWN = ("state", "kind", "level", "text", "aside", "parts", "fill")  # of each cell
STATES: list[dict[str, Any]] = [
    {},
    {"stride": 2, "padding": 1},
    {"size": (6, 4), "kernel": (3, 2), "padding": "1:0x2", "dilation": (1, 2)},
    {"preset": "padding_strides_odd"},
    {"seed": 3, "size": 7, "kernel": 4, "padding": "full"},
    {"input": [[0.125, -3.5], [1234.5, 2]], "weights": [[-1, 0.5]]},
]


def scene_of(state: dict[str, Any]) -> Scene:
    return convlib.lesson("arithmetic").build(**state)


def test_joined_modules_declare_every_name_once() -> None:
    source = script()
    names = [
        line.removeprefix("export ").split()[1].split("(")[0]
        for line in source.splitlines()
        if line.removeprefix("export ").startswith(("function ", "const ", "class "))
    ]
    assert len(names) == len(set(names))
    assert len(MODULES) > 3


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_view_is_the_same_as_in_python(functions: Page, state: dict[str, Any], layout: str) -> None:
    check_twins(functions, scene_of(state), layout)


@pytest.mark.parametrize(
    "make", [*MAKERS, *rules.MAKERS, *marked.MAKERS], ids=lambda make: make.__name__
)
def test_view_of_several_cells_is_the_same_as_in_python(
    functions: Page, make: Callable[[], Scene]
) -> None:
    scene = make()
    counts = np.diff(scene.starts).tolist()
    every = [(step, term) for step, count in enumerate(counts) for term in (None, *range(count))]
    check_twins(functions, scene, "wide", every)


def test_weights_between_holes_have_the_index_of_their_array(functions: Page) -> None:
    scene = holed()
    found = functions.evaluate(
        "scene => { const ready = prepare(scene); return [1, 3].map(cell =>"
        " [nameOf(ready, cell), indexOf(ready, cell), sameCell(ready, ready, cell)]); }",
        payload(scene),
    )
    assert found == [["w[0, 0]", [0, 0], 1], ["w[0, 1]", [0, 1], 3]]


@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_view_of_every_feature_is_the_same_as_in_python(
    functions: Page, slug: str, preset: str
) -> None:
    check_twins(functions, convlib.lesson(slug).build(preset=preset), "wide")


def some_moments(scene: Scene) -> list[tuple[int, int | None]]:
    """The first step, the last and one between, and of these terms from all over."""
    last = len(scene) - 1
    moments: list[tuple[int, int | None]] = [(0, None), (last // 2, None), (last, None)]
    for step in (0, last):
        rows = scene.terms(step)
        count = rows.stop - rows.start
        moments += [(step, term) for term in sorted({0, count // 2, count - 1}) if count]
    return moments


def check_twins(
    functions: Page, scene: Scene, layout: str, moments: Sequence[tuple[int, int | None]] = ()
) -> None:
    """Moments of a scene as the player has them are those that Python has."""
    moments = moments or some_moments(scene)
    looks = [LOOKS[at % len(LOOKS)] for at in range(len(moments))]
    whole = [moment for moment in moments if moment[1] is None]
    moments, looks = [*moments, *whole], [*looks, *[Look(covered=True)] * len(whole)]
    asked = [
        (*moment, asdict(look) | {"sizeCovered": look.covered and is_sized(scene, *moment)})
        for moment, look in zip(moments, looks, strict=True)
    ]
    views = json.loads(functions.evaluate(SEEN, [encode(scene), asked, layout]))
    for (step, term), look, seen in zip(moments, looks, views, strict=True):
        expected = view(scene, step, term, layout=layout, look=look)
        if expected.sized:  # while the stage hides what counts places
            expected = replace(expected, pegged=Pegged(**seen["pegged"]))
        check_marks(seen, expected)
        assert [tuple(cell[name] for name in SHOWN) for cell in seen["cells"]] == [
            tuple(getattr(cell, name) for name in SHOWN) for cell in expected.cells
        ]
        assert [
            [(token["text"], token["role"], token["cell"]) for token in group if token["text"]]
            for group in with_cells(seen["caption"])
        ] == [[(t.text, t.role, t.cell) for t in group] for group in expected.caption]
        assert [token.get("below", "") for group in seen["caption"] for token in group] == [
            token.below for group in expected.caption for token in group
        ]
        assert [tuple(box.values()) for box in seen["windows"]] == [
            (box.x, box.y, box.width, box.height, box.role, box.panel, box.dashed)
            for box in expected.windows
        ]
        assert [(box["x"], box["y"]) for box in seen["boxes"]] == [
            (box.x, box.y) for box in expected.rings
        ]
        assert len(seen["links"]) == len(expected.links)
        for line, other in zip(seen["links"], expected.links, strict=True):
            assert line == pytest.approx(other, abs=1e-9)


def check_marks(seen: dict[str, Any], expected: View) -> None:
    """What belongs to groups, to points off the grid, to pegs and to panels that move."""
    assert seen["pegged"] == asdict(expected.pegged)
    assert seen["tones"] == list(expected.tones)
    assert seen["corners"] == [pytest.approx(corner) for corner in expected.corners]
    assert seen["movers"] == list(expected.movers)
    for kind in ("threads", "discs", "shares"):
        for one, other in zip(seen[kind], getattr(expected.spread, kind), strict=True):
            wanted = asdict(other)
            assert {name: one[name] for name in wanted} == pytest.approx(wanted)
    assert [tuple(cell["spot"]) for cell in seen["cells"]] == [c.spot for c in expected.cells]


def with_cells(groups: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The equation's groups, with -1 for tokens that speak of no cell."""
    return [[{"cell": -1} | token for token in group] for group in groups]


def call(functions: Page, expression: str, **given: Any) -> Any:
    """The value of an expression; `scene` in it is the default lesson's."""
    given["payload"] = payload(convlib.lesson("single-channel").build())
    names = ", ".join(given)
    return functions.evaluate(
        f"given => {{ const {{ {names} }} = given; const scene = prepare(payload);"
        f" return {expression}; }}",
        given,
    )


STILL = {
    "position": 0,
    "by": "value",
    "playing": False,
    "speed": 1,
    "loop": False,
    "predict": False,
    "covered": False,
}


@pytest.mark.parametrize(
    ("asked", "position"), [(-3, 0), (0, 0), (4, 4), (8, 8), (9, 8), (1e9, 8), (None, 0)]
)
def test_seek_stays_within_the_scene(functions: Page, asked: float, position: int) -> None:
    moved = call(functions, "seek(scene, state, asked)", state=STILL, asked=asked)
    assert moved == STILL | {"position": position}


def test_advance_stops_at_the_end_or_starts_again(functions: Page) -> None:
    end = STILL | {"position": 8, "playing": True}
    assert call(functions, "advance(scene, end)", end=end)["playing"] is False
    again = call(functions, "advance(scene, end)", end=end | {"loop": True})
    assert (again["position"], again["playing"]) == (0, True)
    assert call(functions, "advance(scene, end)", end=end | {"position": 3})["position"] == 4


def test_playing_from_the_end_starts_at_the_beginning(functions: Page) -> None:
    played = call(functions, "toggle(scene, end)", end=STILL | {"position": 8})
    assert (played["position"], played["playing"]) == (0, True)


def test_counting_by_terms_stays_at_the_same_place(functions: Page) -> None:
    terms = call(functions, "countBy(scene, state, 'term')", state=STILL | {"position": 5})
    assert terms["position"] == 45
    back = call(functions, "countBy(scene, state, 'value')", state=terms | {"position": 53})
    assert back["position"] == 5
    assert call(functions, "momentAt(scene, state)", state=terms | {"position": 53}) == {
        "step": 5,
        "term": 8,
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"position": 3}, {"position": 3}),
        ({"position": 8}, {"position": 24}),
        ({"position": 8, "playing": True}, {"position": 8}),
        ({"position": 80, "by": "term"}, {"position": 224}),
        ({"position": 13, "by": "term"}, {"position": 13}),
    ],
)
def test_another_scene_keeps_the_place_and_the_end(
    functions: Page, before: dict[str, Any], after: dict[str, Any]
) -> None:
    larger = payload(scene_of({"padding": 1}))
    state = STILL | before
    moved = call(functions, "carry(scene, prepare(larger), state)", state=state, larger=larger)
    assert moved == state | after


@pytest.mark.parametrize(("speed", "by", "next_speed"), [(1, 1, 2), (4, 1, 4), (0.25, -1, 0.25)])
def test_speeds_end_at_a_quarter_and_at_four(
    functions: Page, speed: float, by: int, next_speed: float
) -> None:
    assert call(functions, "faster(speed, by)", speed=speed, by=by) == next_speed


@pytest.mark.parametrize(
    ("event", "action"),
    [
        ({"key": " "}, "toggle"),
        ({"key": "ArrowLeft"}, "back"),
        ({"key": "Home"}, "first"),
        ({"key": "-"}, "slower"),
        ({"key": "ArrowLeft", "altKey": True}, None),
        ({"key": "c"}, "controls"),
        ({"key": "c", "ctrlKey": True}, None),
        ({"key": "x"}, None),
    ],
)
def test_keys_have_their_actions(functions: Page, event: dict[str, Any], action: str) -> None:
    assert call(functions, "actionOf(event)", event=event) == action


@pytest.mark.parametrize(
    ("width", "height", "layout", "cell"),
    [
        (1000, 400, "wide", 67),
        (340, 700, "tall", 36),
        (868, 369, "wide", 58),
        (1800, 900, "wide", 96),
        (60, 60, "wide", 8),
        (800, 50, "wide", 24),
    ],
)
def test_stage_takes_the_layout_with_the_larger_cells(
    functions: Page, width: int, height: int, layout: str, cell: int
) -> None:
    expression = "fit(payload.layouts, width, height)"
    fitted = call(functions, expression, width=width, height=height)
    assert fitted == {"name": layout, "cell": cell}


def test_an_upright_panel_with_one_index_is_named_by_its_rows(functions: Page) -> None:
    sent = payload(convlib.lesson("arithmetic").build(kernel="3x1"))
    sent["panels"][1]["axes"] = 1
    first = sent["panels"][1]["first"]
    names = functions.evaluate(
        "([sent, cells]) => { const ready = prepare(sent);"
        " return cells.map(cell => nameOf(ready, cell)); }",
        [sent, [first, first + 2]],
    )
    assert names == ["w[0]", "w[2]"]


def test_a_cell_is_found_again_by_its_panel_where_the_other_scene_has_it(functions: Page) -> None:
    lesson = convlib.lesson("1x1")
    four, three = (payload(lesson.build(channels=channels)) for channels in (4, 3))
    bottleneck = payload(lesson.build(view="bottleneck"))
    weight, channel, before = (four["panels"][at]["first"] for at in (4, 3, 2))
    found = functions.evaluate(
        "([before, scenes, cells]) => scenes.map(after => cells.map("
        "cell => sameCell(prepare(before), prepare(after), cell)))",
        [four, [three, bottleneck], [weight, channel, before]],
    )
    assert found == [[three["panels"][3]["first"], -1, before], [-1, -1, -1]]


def test_of_panels_that_are_called_alike_each_is_found_again(functions: Page) -> None:
    """Two kernels beside each other stay the first and the second one as their input grows."""
    lesson = convlib.lesson("dilated")
    small, large = (payload(lesson.build(preset="dilated-pair", size=size)) for size in (5, 6))
    kernels = [
        [p["first"] for p in each["panels"] if p["role"] == "kernel"] for each in (small, large)
    ]
    assert [len(each) for each in kernels] == [2, 2]
    found = functions.evaluate(
        "([before, after, cells]) => { const [one, other] = [before, after].map(prepare);"
        " return cells.map(cell => [sameCell(one, other, cell), sameCell(one, one, cell)]); }",
        [small, large, [first + 4 for first in kernels[0]]],
    )
    assert found == [[kernels[1][at] + 4, kernels[0][at] + 4] for at in (0, 1)]
