"""A print sheet: the steps that are asked for, all of one size, within the margins of its pages."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D
from PIL import Image
from pypdf import PdfReader

import convlib
from convlib import ConvError
from convlib.export.choices import read_options
from convlib.export.compound import compound
from convlib.export.job import Job
from convlib.export.print_sheet import Printer
from convlib.export.said import result_of
from convlib.export.save import encoded
from convlib.ops import Array
from tests.render.drawn import build

CAPTION = re.compile(r"Step (\d+) of (\d+)")
UPRIGHT, TURNED = (595, 842), (842, 595)  # A4 in points, rounded
MARGIN = 0.5  # inches that printers leave free


def printed(**options: Any) -> PdfReader:
    return PdfReader(io.BytesIO(encoded(build({}), "pdf", **options)))


def captions(reader: PdfReader) -> list[list[int]]:
    """Which steps stand on each page."""
    pages = [CAPTION.findall(page.extract_text()) for page in reader.pages]
    assert {count for page in pages for _, count in page} == {"9"}
    return [[int(step) for step, _ in page] for page in pages]


def sizes(reader: PdfReader) -> set[tuple[int, int]]:
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}


def test_all_steps_of_a_scene_on_as_many_pages_as_they_need() -> None:
    reader = printed(grid="2x3")
    assert captions(reader) == [[1, 2, 3, 4, 5, 6], [7, 8, 9]]
    assert sizes(reader) == {UPRIGHT}
    words = [page.extract_text() for page in reader.pages]
    assert all("Convolution, one channel" in page for page in words)
    assert all("81 products · 9 parameters" in page for page in words)
    assert ["Page 1 of 2" in words[0], "Page 2 of 2" in words[1]] == [True, True]
    assert "y[1, 1] = 0·0" in words[0]


def test_a_grid_that_is_wider_turns_the_paper() -> None:
    assert sizes(printed(grid="3x3", only="1,9")) == {TURNED}
    assert sizes(printed(grid="1x3", paper="letter", steps="1")) == {(612, 792)}


def test_the_costs_stand_behind_the_last_formula() -> None:
    """Rows and columns differ, so each has its own."""
    rows, columns = result_of(convlib.lesson("arithmetic").build(size="5x7"))
    said = ["".join(written for written, _ in line) for line in (rows, columns)]
    assert ["(5 + 2·0 − 3)/1" in said[0], "(7 + 2·0 − 3)/1" in said[1]] == [True, True]
    assert ["products" in each for each in said] == [False, True]


def test_the_steps_of_a_range_or_a_list() -> None:
    assert captions(printed(grid="2x3", steps="3-4")) == [[3, 4]]
    assert captions(printed(grid="2x3", only="9,4-5")) == [[9, 4, 5]]


def test_a_list_of_steps_makes_pages_without_a_grid() -> None:
    pages = [page.extract_text() for page in printed(only="9,1").pages]
    assert ["y[2, 2]" in pages[0], "y[0, 0]" in pages[1], len(pages)] == [True, True, 2]


def test_without_an_equation_the_caption_says_what_comes_out() -> None:
    [page] = printed(grid="2x2", only="1,5", equation=False).pages
    assert "Step 5 of 9: y[1, 1] is 17" in page.extract_text()


def test_a_png_is_the_same_sheet_for_a_printer() -> None:
    told: list[tuple[int, int]] = []
    file = encoded(build({}), "png", grid="3x3", only="1-4", progress=lambda *how: told.append(how))
    with Image.open(io.BytesIO(file)) as image:
        assert image.size == (2338, 1654)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.01)
        pixels = np.array(image.convert("L"))
    edge = round(MARGIN * 200)
    pixels[edge:-edge, edge:-edge] = 255
    assert (pixels == 255).all()
    assert list(dict.fromkeys(told)) == [(done, 4) for done in range(5)]


@pytest.mark.parametrize(("slug", "grid"), [("single-channel", "2x3"), ("deformable", "1x3")])
def test_all_cells_have_one_size_and_stand_within_the_margins(slug: str, grid: str) -> None:
    """Pictures follow each other as words do: to the right, then downwards."""
    scene = convlib.lesson(slug).build()
    pages = [*Printer(Job(scene, read_options({"grid": grid, "steps": (1, 4)}))).pages()]
    found = [each for page in pages for each in placed(page)]
    for page in pages:
        corners = [(-round(float(box[0, 1])), round(float(box[0, 0]))) for box, _ in placed(page)]
        assert corners == sorted(corners)
    assert len(found) == 4
    assert len({round(side, 3) for _, side in found}) == 1
    boxes, free = np.array([box for box, _ in found]), MARGIN * 100
    assert (boxes[:, 0] > free).all()
    assert (boxes[:, 1] < np.array(pages[0].bbox.size) - free).all()


def placed(page: Figure) -> list[tuple[Array, float]]:
    """Where the cells of each picture of a page are, and how wide one is."""
    [axes] = page.axes
    pictures: dict[float, list[Any]] = {}
    for cells in axes.patches:
        if cells.get_gid() == "cells":
            shapes = cells.get_transform().transform_path(cells.get_path()).to_polygons()
            pictures.setdefault(cells.get_zorder(), []).extend(map(np.array, shapes))
    found = []
    for each in pictures.values():
        corners = np.array([[shape.min(axis=0), shape.max(axis=0)] for shape in each])
        box = np.stack([corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)])
        found.append((box, float(np.ptp(corners[0][:, 0]))))
    return found


def test_shapes_of_one_look_are_one_shape_unless_some_lie_over_others() -> None:
    """Those of a colour would come to lie behind another that they are in front of."""
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    apart, over = ([square + step * at for at in range(3)] for step in (1, 0.5))
    colours = ["red", "blue", "red"]
    made = [
        [*compound(PolyCollection(shapes, facecolors=colours, linewidths=0), Affine2D().scale(5))]
        for shapes in (apart, over)
    ]
    assert [len(each) for each in made] == [2, 3]
    [red, blue], _ = made
    assert len(red.get_path().to_polygons()) == 2
    assert blue.get_path().get_extents().get_points().tolist() == [[5, 5], [10, 10]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"grid": "3"}, "grid is “3”.*such as 2x3"),
        ({"grid": "0x2"}, "grid is “0x2”"),
        ({"grid": "30x40"}, "grid is 30x40, but pictures would be too small"),
        ({"grid": "2x2", "only": "1,x"}, "only is “1,x”.*such as 1,4,9"),
        ({"grid": "2x2", "only": "1,12"}, "only is 12, but this scene has 9 steps"),
        ({"grid": "2x2", "steps": "8-12"}, "steps is 8-12, but this scene has 9 steps"),
        ({"grid": "2x2", "paper": "a5"}, "paper is “a5”.*a4, letter"),
        ({"grid": "2x2"}, "grid is 2x2, too few places for 9 steps, and a PNG has one page"),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConvError, match=said):
        encoded(build({}), "png", **wrong)
