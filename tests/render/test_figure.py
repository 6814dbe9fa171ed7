"""The figure shows what the view says, in the theme's colours, where the view says it."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, view
from convlib.picture.parts import TITLE
from convlib.render.figure import SceneFigure, figure
from convlib.render.options import USUAL
from convlib.render.painted import Mark, painted
from convlib.render.sheet import NARROWEST, Sheet
from convlib.render.theme import theme as theme_of
from convlib.text import ASSETS
from tests.render.drawn import STATES, build, pixels, rgb
from tests.staging.test_steps import wired

PALETTES = json.loads((ASSETS / "theme.json").read_text(encoding="utf-8"))

states = pytest.mark.parametrize("state", STATES.values(), ids=STATES)
themes = pytest.mark.parametrize("theme", ["light", "dark"])


def marks(shown: SceneFigure, kind: str) -> dict[int, Mark]:
    """What is painted of a kind, by its number."""
    named = {mark.name: mark for mark in painted(shown)}
    found = {name.rpartition("-"): mark for name, mark in named.items()}
    return {int(number): mark for (start, _, number), mark in found.items() if start == kind}


def texts(shown: SceneFigure, kind: str) -> list[str]:
    return [mark.text for mark in marks(shown, kind).values()]


def middle_of_edge(shown: SceneFigure, cell: int) -> tuple[int, int]:
    """A pixel of a cell's fill that no text and no border reaches: row and column."""
    mark, sheet = marks(shown, "cell")[cell], shown.sheet
    return sheet.y(mark.y) + sheet.cell - 5, sheet.x(mark.x) + sheet.cell // 2


def test_the_classic_figure() -> None:
    """The numbers of Dumoulin & Visin's figure 1.1, typed from it."""
    shown = figure(build({}), 4)
    assert texts(shown, "text") == [
        *"3321000131312232002220001",
        *"012220012",
        *("12", "12", "17", "10", "17"),
    ]
    asides = marks(shown, "aside")
    assert {number: mark.text for number, mark in asides.items()} == {
        **{6: "×0", 7: "×1", 8: "×2"},
        **{11: "×2", 12: "×2", 13: "×0"},
        **{16: "×0", 17: "×1", 18: "×2"},
    }
    assert "".join(texts(shown, "token")) == "y[1, 1]=0·0+1·1+3·2+1·2+2·2+2·0+0·0+0·1+2·2=17"
    assert texts(shown, "below") == ["0", "1", "7", "9", "13", "13", "13", "13", "17"]
    assert texts(shown, "title") == ["Input", "Kernel", "Output"]
    assert texts(shown, "note") == ["5 × 5", "3 × 3", "3 × 3"]
    assert texts(shown, "symbol") == ["∗", "="]


def test_one_term_of_the_classic_figure() -> None:
    shown = figure(build({}), 4, 2)
    assert "".join(texts(shown, "token")) == "y[1, 1]=0·0+1·1+3·2=7"
    assert marks(shown, "text")[38].text == "7"
    rings = [(mark.role, mark.x, mark.y) for mark in marks(shown, "ring").values()]
    output, source, weight = (
        marks(shown, "cell")[38],
        marks(shown, "cell")[8],
        marks(shown, "cell")[27],
    )
    assert rings == [
        ("output", output.x, output.y),
        ("input", source.x, source.y),
        ("kernel", weight.x, weight.y),
    ]


@states
@themes
@pytest.mark.parametrize(("layout", "width"), [("wide", 800), ("tall", 420)])
@pytest.mark.parametrize("term", [None, 1])
def test_what_is_painted_is_the_view(
    state: dict[str, Any], theme: str, layout: str, width: int, term: int | None
) -> None:
    scene = build(state)
    step = len(scene) // 2
    moment = view(scene, step, term, layout=layout)
    shown = figure(scene, step, term, theme=theme, layout=layout, width=width)
    cells = marks(shown, "cell")
    pixel = 1 / shown.sheet.cell
    for cell in moment.cells:
        mark = cells[cell.cell]
        assert (mark.role, mark.state) == (cell.role, cell.state)
        assert (mark.x, mark.y) == pytest.approx((cell.x, cell.y), abs=pixel)
    letters, cells_of = shown.sheet.letters, moment.cells
    numbers = {cell.cell: text for cell in cells_of if (text := letters.written(cell.text))}
    assert {number: mark.text for number, mark in marks(shown, "text").items()} == numbers
    asides = {cell.cell: text for cell in cells_of if (text := letters.beside(cell.aside))}
    assert {number: mark.text for number, mark in marks(shown, "aside").items()} == asides
    boxes = [*marks(shown, "window").values(), *marks(shown, "ring").values()]
    for box, mark in zip((*moment.windows, *moment.rings), boxes, strict=True):
        assert mark.role == box.role
        assert (mark.x, mark.y) == pytest.approx((box.x, box.y), abs=pixel)


@themes
def test_cells_have_the_colours_of_their_state(theme: str) -> None:
    """Inputs 0 (a 3, not read), 8 (a 3, read), 24 (a 1), weight 27 (a 2), outputs 34 and 40."""
    shown = figure(build({}), 4, theme=theme)
    palette, drawn = PALETTES[theme], pixels(figure(build({}), 4, theme=theme))
    expected = {
        0: palette["fills"]["input"]["dim"][8],
        8: palette["fills"]["input"]["full"][8],
        24: palette["fills"]["input"]["dim"][6],
        27: palette["fills"]["kernel"]["full"][8],
        34: palette["fills"]["output"]["full"][7],
        40: palette["ground"],
    }
    for cell, colour in expected.items():
        assert marks(shown, "cell")[cell].colour == colour
        assert drawn[middle_of_edge(shown, cell)].tolist() == rgb(colour)


@themes
def test_texts_have_the_colours_of_their_role(theme: str) -> None:
    shown = figure(build({"padding": 1}), 0, theme=theme)
    palette = PALETTES[theme]
    roles = {
        "text": ["muted", "ink"],  # of padding that isn't read, of anything else
        "aside": ["kernel"],
        "token": ["output", "muted", "input", "kernel"],
        "below": ["muted"],
        "note": ["muted"],
        "symbol": ["muted"],
        "title": ["input", "kernel", "output"],
    }
    for kind, names in roles.items():
        found = {mark.colour for mark in marks(shown, kind).values()}
        assert found == {palette[name] for name in names}, kind
    *_, result = marks(shown, "token").values()
    assert (result.text, result.role) == ("6", "output")


def test_padding_is_dashed_and_marked_where_it_is_read() -> None:
    """Size 5 and padding 1 make 7 × 7 cells, 24 of them padding, 5 of those read at first."""
    shown = figure(build({"padding": 1}), 0)
    (dashes,) = [each for each in shown.axes[0].collections if each.get_gid() == "dashes"]
    borders, colours = dashes.get_paths(), dashes.get_edgecolor()
    assert len(borders) == 24
    shares = [
        np.isclose(colours, np.array([*rgb(PALETTES["light"][name]), 255]) / 255).all(axis=1)
        for name in ("input", "edge")
    ]
    assert [int(share.sum()) for share in shares] == [5, 19]


def test_cells_that_no_window_visits_are_hatched() -> None:
    """Of 8 × 8 padded cells, stride 2 leaves out the last row and the last column."""
    shown = figure(build(STATES["strided"]), 0)
    (hatching,) = [each for each in shown.axes[0].collections if each.get_gid() == "hatching"]
    sheet = shown.sheet
    middles = np.array([np.asarray(path.vertices).mean(axis=0) for path in hatching.get_paths()])
    columns = np.floor((middles[:, 0] - sheet.x(0)) / sheet.cell).astype(int)
    rows = np.floor((middles[:, 1] - sheet.y(TITLE)) / sheet.cell).astype(int)
    expected = {(7, column) for column in range(8)} | {(row, 7) for row in range(8)}
    assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == expected


@themes
def test_no_line_shows_between_the_cells(theme: str) -> None:
    """The gaps of every panel keep the ground, although lines pass behind two of them."""
    shown = figure(build({}), 8, theme=theme)
    drawn, sheet = pixels(shown), shown.sheet
    ground = rgb(PALETTES[theme]["ground"])
    for cell in (25, 26, 28, 29, 34, 35, 37, 38):  # at the right of each is another cell
        mark = marks(shown, "cell")[cell]
        right = sheet.x(mark.x) + sheet.cell
        gap = drawn[sheet.y(mark.y) + 4 : sheet.y(mark.y) + sheet.cell - 8, right - 1 : right + 1]
        assert (gap == ground).all()


@states
@pytest.mark.parametrize(("layout", "width"), [("wide", 800), ("tall", 360), ("wide", 1600)])
def test_texts_measured_by_matplotlib_stay_in_their_cells(
    state: dict[str, Any], layout: str, width: int
) -> None:
    shown = figure(build(state), 1, layout=layout, width=width)
    shown.draw_without_rendering()
    cells, sheet = marks(shown, "cell"), shown.sheet
    for artist in shown.axes[0].texts:
        kind, _, number = (artist.get_gid() or "").rpartition("-")
        if kind in ("text", "aside"):
            extent = artist.get_window_extent()
            left = sheet.x(cells[int(number)].x)
            assert left <= extent.x0 <= extent.x1 <= left + sheet.cell


def test_every_figure_of_a_scene_is_equally_large() -> None:
    scene = build({"size": 4, "kernel": 3, "seed": 3})
    sizes = {
        tuple(figure(scene, step, term).get_size_inches())
        for step in range(len(scene))
        for term in (None, 0, 7)
    }
    assert len(sizes) == 1


def test_the_width_is_in_pixels() -> None:
    assert pixels(figure(build({}), 0, width=640)).shape[1] == 640


def test_no_row_of_pixels_is_lost() -> None:
    """Of the inches that it is made with, as matplotlib does: parts of a pixel are cut off."""
    scene = build({})
    sheets = [Sheet(scene, "wide", width) for width in range(NARROWEST, USUAL, 11)]
    for sheet in sheets:
        box = SceneFigure(sheet, theme_of("light")).bbox
        assert (int(box.width), int(box.height)) == (sheet.width, sheet.height)


def test_a_figure_is_painted_anew() -> None:
    scene = build({})
    shown = figure(scene, 0)
    shown.paint(view(scene, 8))
    assert painted(shown) == painted(figure(scene, 8))


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_a_figure_can_be_saved(kind: str) -> None:
    file = io.BytesIO()
    figure(build({"padding": 1}), 0).savefig(file, format=kind)
    assert len(file.getvalue()) > 1000
    if kind == "svg":
        assert b'id="text-12"' in file.getvalue()
        assert b'id="window-0"' in file.getvalue()


def test_dollar_signs_and_settings_do_not_change_what_is_written() -> None:
    letters = figure(build({}), 0).axes[0].texts
    assert not any(each.get_parse_math() or each.get_usetex() for each in letters)


@pytest.mark.parametrize(
    "wrong", [{"theme": "pink"}, {"layout": "round"}, {"width": 10}, {"width": 10_000}]
)
def test_an_option_that_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConvError) as refused:
        figure(build({}), 0, **wrong)
    assert refused.value.parameter == next(iter(wrong))


@pytest.mark.parametrize("moment", [(9,), (-1,), (0, 9), (0, -1)])
def test_a_moment_that_does_not_exist_is_refused(moment: tuple[int, ...]) -> None:
    with pytest.raises(IndexError):
        figure(build({}), *moment)


def test_wires_are_stronger_than_other_lines() -> None:
    for make, name in ((wired, "edge"), (lambda: build({}), "line")):
        (colour,) = {
            line.get_color()
            for line in figure(make(), 0).axes[0].lines
            if str(line.get_gid()).startswith("link-")
        }
        assert colour == PALETTES["light"][name]
