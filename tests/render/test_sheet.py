"""The page: everything has its room at every step, and the equation breaks only where it may."""

from __future__ import annotations

from itertools import chain, product
from typing import Any

import pytest

from convlib import ConvError, all_lessons, lesson, view
from convlib.picture.equation import Token, equation
from convlib.picture.scene import Scene
from convlib.render.caption import MOST, shortened, wrap
from convlib.render.fonts import advance
from convlib.render.sheet import Sheet
from convlib.render.writing import Writing, around, below, in_cell, labels, titles

LONG = {
    "input": "9999 -9998 1234; -888 0.125 3.14159; 1 2 3",
    "weights": "-99 0.5; -0.125 9999",
}
STATES: dict[str, dict[str, Any]] = {
    "classic": {},
    "strided": {"preset": "padding_strides_odd"},
    "negative": {"size": 5, "padding": 1, "seed": 3},
    "long numbers": LONG,
    "long sums": {"input": "9998.5 1 1; 1 1 1", "weights": "9998.5 1; 1 1"},
    "one cell": {"size": 1, "kernel": 1},
    "a row": {"size": "1x16", "kernel": "1x3", "seed": 4},
    "a column": {"size": "16x1", "kernel": "3x1", "seed": 4},
    "large": {"size": 10, "kernel": 5, "padding": "full", "seed": 1},
}
FREE = 0.0125  # what the widest number leaves free at the edge of its cell, in cells
LAYOUTS = [("wide", 800), ("tall", 360), ("wide", 1920)]

states = pytest.mark.parametrize("state", STATES.values(), ids=STATES)
layouts = pytest.mark.parametrize(("layout", "width"), LAYOUTS)


def build(state: dict[str, Any]) -> Scene:
    return lesson("arithmetic").build(**state)


def moments(scene: Scene) -> list[tuple[int, int | None]]:
    """Every step, and every term of the first, a middle and the last one."""
    steps = sorted({0, len(scene) // 2, len(scene) - 1})
    terms = [(step, term) for step in steps for term in range(scene.starts[1])]
    return [*((step, None) for step in range(len(scene))), *terms]


def box(writing: Writing) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text: of its figures or letters, or of a sign such as =."""
    top, bottom = (0.5, 0.1) if writing.text in "∗=" else (0.73, -0.2 * ("p" in writing.text))
    left, size = writing.start, writing.size
    return left, writing.y - top * size, left + writing.width, writing.y - bottom * size


@states
@layouts
def test_every_moment_has_room_for_its_equation(
    state: dict[str, Any], layout: str, width: int
) -> None:
    scene = build(state)
    sheet = Sheet(scene, layout, width)
    for step, term in moments(scene):
        for writing in below(view(scene, step, term, layout=layout), sheet):
            left, top, right, bottom = box(writing)
            assert left >= sheet.margin - 1
            assert right <= width - sheet.margin + 1
            assert top > sheet.y(sheet.plan.height)
            assert bottom <= sheet.height - sheet.margin


@layouts
def test_each_line_of_the_equation_stands_in_the_middle(layout: str, width: int) -> None:
    scene = build(STATES["large"])
    sheet = Sheet(scene, layout, width)
    lines: dict[int, list[tuple[float, float]]] = {}
    for writing in below(view(scene, 3, layout=layout), sheet):
        if writing.name.startswith("token"):
            left, _, right, _ = box(writing)
            lines.setdefault(writing.y, []).append((left, right))
    assert len(lines) == sheet.lines
    for pieces in lines.values():
        free = min(left for left, _ in pieces), width - max(right for _, right in pieces)
        assert free[0] == pytest.approx(free[1], abs=1.5)


def test_of_a_long_equation_the_middle_is_left_out() -> None:
    """A 7×7 kernel's 49 products: the first and last ones stay, with the name and the result."""
    scene = lesson("single-channel").build(size=8, kernel=7)
    sheet = Sheet(scene, "wide", 240)
    texts = [each for each in below(view(scene, 0), sheet) if each.name.startswith("token")]
    written = "".join(each.text for each in texts).replace(" ", "")
    whole = "".join(token.text for group in equation(scene, 0) for token in group).replace(" ", "")
    first, last = written.split("+…")
    assert whole.startswith(first)
    assert whole.endswith(last)
    assert first.startswith("y[0,0]=")
    assert len({each.y for each in texts}) <= MOST


def test_brackets_are_left_out_as_wholes() -> None:
    """Of neighbours in brackets before a weight no bracket stays open."""
    scene = lesson("deformable").build()
    for step in range(len(scene)):
        for room in (12, 16, 20, 28):
            groups = shortened(equation(scene, step), room, lines=1)
            written = "".join(token.text for group in groups for token in group)
            assert written.count("(") == written.count(")")


WIDTHS = (240, 320, 400)


@pytest.mark.parametrize("slug", [each.slug for each in all_lessons()])
def test_nothing_is_cut_off_at_small_widths(slug: str) -> None:
    """Every text of every preset lies within the sheet, at its first, a middle and last step."""
    for preset in lesson(slug).presets:
        scene = lesson(slug).build(preset=preset.name)
        for layout, width in product(scene.layouts, WIDTHS):
            try:
                sheet = Sheet(scene, layout, width)
            except ConvError:
                continue  # which says how wide it has to be
            for step in {0, len(scene) // 2, len(scene) - 1}:
                moment = view(scene, step, layout=layout)
                for each in (*around(moment, sheet), *labels(moment, sheet), *below(moment, sheet)):
                    assert each.start >= -0.5
                    assert each.start + each.width <= width + 0.5
                    assert each.y <= sheet.height


def test_the_title_of_a_large_kernels_output_is_whole() -> None:
    scene = lesson("single-channel").build(size=8, kernel=7)
    sheet = Sheet(scene, "wide", 240)
    names = [writing for _, writing in titles(view(scene, 0), sheet)]
    assert [each.text for each in names if each.name.startswith("title")] == [
        *("Input", "Kernel", "Output"),
    ]
    assert max(each.start + each.width for each in names) <= 240


@states
def test_no_line_of_the_equation_is_kept_that_none_needs(state: dict[str, Any]) -> None:
    scene = build(state)
    sheet = Sheet(scene, "wide", 800)
    used = [
        1 + max(piece.line for piece in wrap(shortened(whole, sheet.room), sheet.room))
        for whole in (equation(scene, *moment) for moment in moments(scene))
    ]
    assert sheet.lines - max(used) in (0, 1 if state is LONG else 0)


@states
@layouts
def test_the_texts_of_the_equation_stay_apart(
    state: dict[str, Any], layout: str, width: int
) -> None:
    scene = build(state)
    sheet = Sheet(scene, layout, width)
    for step, term in moments(scene):
        texts = sorted(map(box, below(view(scene, step, term, layout=layout), sheet)))
        for at, (_, top, right, bottom) in enumerate(texts):
            for other_left, other_top, _, other_bottom in texts[at + 1 :]:
                beside = other_left >= right - 1
                assert beside or other_top >= bottom or other_bottom <= top


@states
@layouts
def test_texts_stay_within_their_cells(state: dict[str, Any], layout: str, width: int) -> None:
    scene = build(state)
    sheet = Sheet(scene, layout, width)
    shown = [view(scene, step, 0, layout=layout).cells for step in (0, len(scene) - 1)]
    for cell in chain(*shown):
        x, y = sheet.corner(cell)
        for writing in in_cell(cell, sheet):
            left, top, right, bottom = box(writing)
            assert (
                x + FREE * sheet.cell <= left + 1e-9 < right <= x + (1 - FREE) * sheet.cell + 1e-9
            )
            assert y + 1 <= top <= bottom <= y + sheet.cell - 1


@states
def test_a_number_stands_in_the_middle_of_its_cell(state: dict[str, Any]) -> None:
    scene = build(state)
    sheet = Sheet(scene, "wide", 800)
    for cell in view(scene, 0).cells:
        x, y = sheet.corner(cell)
        for writing in in_cell(cell, sheet):
            if not cell.aside:
                left, top, right, bottom = box(writing)
                assert (left + right) / 2 == pytest.approx(x + sheet.cell / 2)
                assert (top + bottom) / 2 == pytest.approx(y + sheet.cell / 2, abs=0.6)


@states
@layouts
def test_titles_stand_clear_of_each_other_and_of_the_cells(
    state: dict[str, Any], layout: str, width: int
) -> None:
    check_titles(build(state), layout, width)


@pytest.mark.parametrize(("layout", "width"), [("tall", 360), ("tall", 240), ("wide", 352)])
@pytest.mark.parametrize("kernel", [1, 7])
def test_titles_stand_clear_where_cells_are_tiny(layout: str, width: int, kernel: int) -> None:
    padding = "full" if kernel > 1 else 6
    check_titles(build({"size": 12, "kernel": kernel, "padding": padding}), layout, width)


def check_titles(scene: Scene, layout: str, width: int) -> None:
    """No title touches another, a sign, a cell or the margin."""
    sheet = Sheet(scene, layout, width)
    moment = view(scene, 0, layout=layout)
    texts = [box(writing) for writing in around(moment, sheet)]
    corners = [sheet.corner(cell) for cell in moment.cells]
    tiles = [(x + 1, y + 1, x + sheet.cell - 1, y + sheet.cell - 1) for x, y in corners]
    for at, (left, top, right, bottom) in enumerate(texts):
        assert left >= 0
        assert right <= width
        assert top >= sheet.margin - 1
        for other in (*tiles, *texts[at + 1 :]):
            across = other[0] < right and left < other[2]
            assert not (across and other[1] < bottom and top < other[3])


def test_a_group_is_never_torn_apart() -> None:
    groups = equation(build({"size": 10, "kernel": 5}), 0)
    room = 20.0
    lines: dict[int, str] = {}
    for piece in wrap(groups, room):
        if piece.role != "below":
            lines[piece.line] = lines.get(piece.line, "") + piece.text.replace(" ", "")
    joined = ["".join(token.text for token in group).replace(" ", "") for group in groups]
    assert "".join(lines.values()) == "".join(joined)
    ends = {"".join(joined[:count]) for count in range(1, len(joined) + 1)}
    so_far = ""
    for line in lines.values():
        so_far += line
        assert so_far in ends


def test_a_line_is_filled_before_the_next_begins() -> None:
    group = (Token(" + ", "muted"), Token("11", "input"))
    width = advance(" + ", 400) + advance("11", 500)
    lines = [piece.line for piece in wrap([group] * 6, room=3.5 * width) if piece.text == "11"]
    assert lines == [0, 0, 0, 1, 1, 1]


def test_a_line_does_not_begin_with_a_space() -> None:
    group = (Token(" + ", "muted"), Token("11", "input"))
    pieces = wrap([group] * 2, room=3)
    assert [(piece.text, piece.line) for piece in pieces] == [
        ("+", 0),
        ("11", 0),
        ("+", 1),
        ("11", 1),
    ]
    assert pieces[2].x == pytest.approx(0)


def test_the_height_is_even_and_the_same_for_every_step() -> None:
    heights = {Sheet(build({}), "wide", width).height % 2 for width in range(300, 900, 7)}
    assert heights == {0}


@pytest.mark.parametrize(
    ("layout", "width", "named"),
    [
        ("round", 800, "layout"),
        ("wide", 239, "width"),
        ("wide", 3841, "width"),
        ("wide", "800", "width"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(layout: str, width: Any, named: str) -> None:
    with pytest.raises(ConvError) as refused:
        Sheet(build({}), layout, width)
    assert refused.value.parameter == named


def test_a_width_that_is_too_little_is_refused_with_one_that_works() -> None:
    scene = build({"size": 16, "kernel": 1, "padding": 4})
    with pytest.raises(ConvError, match="width is 250") as refused:
        Sheet(scene, "wide", 250)
    least = refused.value.details["least"]
    assert isinstance(least, int)
    assert Sheet(scene, "wide", least).cell >= 6
