"""The guide's look as files of lines and letters: small, valid, in the shipped font."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

import convlib
from convlib import ConvError
from convlib.export.save import encoded
from tests.export.test_still import FONT, SVG, check_fonts, drawn_by, texts

ARITHMETIC = convlib.lesson("arithmetic")
GUIDE = [preset.name for preset in ARITHMETIC.presets if preset.known]
STRIDES = ARITHMETIC.build(preset="padding_strides")  # 5 × 5 in a border of zeros, 3 × 3 out of it


def root_of(form: str = "svg", **options: Any) -> ET.Element:
    return ET.fromstring(encoded(STRIDES, form, slanted=True, **options))


def test_the_fifteen_of_the_guide_are_some_kilobytes_each() -> None:
    """In an SVG, as it stands; a PDF is packed."""
    sizes = {
        form: [
            len(encoded(ARITHMETIC.build(preset=name), form, slanted=True, steps=1))
            for name in GUIDE
        ]
        for form in ("svg", "pdf")
    }
    assert len(GUIDE) == 15
    assert max(sizes["svg"]) < 13_000
    assert max(sizes["pdf"]) < 5_200


def test_an_svg_has_each_cell_once_all_of_one_shape() -> None:
    root = root_of(steps=5)
    shapes = [each.get("href") for each in root.iter(f"{SVG}use")]
    assert sorted(map(shapes.count, {*shapes})) == [1] * 5 + [49 + 9]  # ground, edges, the window
    assert len(list(root.iter(f"{SVG}line"))) == 4
    assert root.findtext(f"{SVG}desc") == "Step 5 of 9: y[1, 1] is 17"
    assert root.find(f"{SVG}text") is None
    assert not FONT.search(encoded(STRIDES, "svg", slanted=True).decode())


@pytest.mark.parametrize(
    ("options", "width"),
    [({}, 400), ({"width": 640, "scale": 2}, 1280), ({"aspect": "1:1", "width": 300}, 300)],
)
def test_it_is_as_large_as_the_film(options: dict[str, Any], width: int) -> None:
    with Image.open(io.BytesIO(encoded(STRIDES, "gif", slanted=True, **options))) as film:
        size = film.size
    assert size[0] == width
    assert root_of(**options).get("viewBox") == f"0 0 {size[0]} {size[1]}"
    [page] = PdfReader(io.BytesIO(encoded(STRIDES, "pdf", slanted=True, **options))).pages
    inches = [float(side) / 72 for side in (page.mediabox.width, page.mediabox.height)]
    assert inches == pytest.approx([side / 100 for side in size], abs=1e-4)


def test_numbers_are_texts_in_letters_that_the_file_brings() -> None:
    svg, pdf, covered = (
        encoded(STRIDES, form, slanted=True, numbers=True, steps=2, covered=way)
        for form, way in (("svg", False), ("pdf", False), ("svg", True))
    )
    assert texts(svg)[:15] == [*"0000000", *"0332100", "0"]
    assert texts(svg)[-2:] == ["6", "17"]
    assert texts(covered)[-2:] == ["6", "?"]
    assert {int(weight) for weight, _ in FONT.findall(svg.decode())} == {500, 600}
    [page] = PdfReader(io.BytesIO(pdf)).pages
    assert page.extract_text().split()[-2:] == ["6", "17"]
    check_fonts(page)
    assert not page.images


def test_a_ground_that_is_left_out_is_nowhere() -> None:
    """Nor in cells that are bare: 24 of zeros that aren't read, and 4 that wait."""
    white, clear = (
        [each.get("fill") for each in root_of(steps=5, transparent=way).iter(f"{SVG}use")]
        for way in (False, True)
    )
    assert white.count("#ffffff") == 1 + 24 + 4
    assert clear == [each for each in white if each != "#ffffff"]
    pages = [
        PdfReader(io.BytesIO(encoded(STRIDES, "pdf", slanted=True, transparent=way))).pages[0]
        for way in (False, True)
    ]
    assert [b"1 g" in drawn_by(page) for page in pages] == [True, False]


@pytest.mark.parametrize("transparent", [False, True])
def test_where_it_moves_the_window_and_its_lines_glide_and_no_cell_does(transparent: bool) -> None:
    root = root_of("animated-svg", transparent=transparent, numbers=True)
    gliding = [each for each in root.iter() if each.get("class") == "glides"]
    assert [each.tag.removeprefix(SVG) for each in gliding] == ["use", *["line"] * 4]
    used = list(root.iter(f"{SVG}use"))
    shape, _ = Counter(each.get("href") for each in used).most_common(1)[0]
    cells = [each for each in used if each.get("href") == shape]
    assert {move.get("attributeName") for each in cells for move in each} == {"fill"}
    places = {(each.get("x"), each.get("y")) for each in cells}
    assert len(places) == len(cells) == 49 + 9


def test_pages_and_sheets_of_steps_say_what_comes_out() -> None:
    pages = PdfReader(io.BytesIO(encoded(STRIDES, "pdf", slanted=True, steps="2-4"))).pages
    assert len(pages) == 3
    sheet = encoded(STRIDES, "pdf", slanted=True, grid="2x2", only="1,5,9", numbers=True)
    [page] = PdfReader(io.BytesIO(sheet)).pages
    said = re.findall(r"Step .*", page.extract_text())
    assert said == [
        "Step 1 of 9: y[0, 0] is 6",
        "Step 5 of 9: y[1, 1] is 17",
        "Step 9 of 9: y[2, 2] is 4",
    ]
    check_fonts(page)
    assert len(sheet) < 40_000


def test_a_figure_has_the_look_too() -> None:
    painted = convlib.figure(STRIDES, step=5, slanted=True, theme="dark")
    size = painted._repr_png_()[1]
    assert size == {"width": 400, "height": 306}
    with pytest.raises(ConvError, match=r"^titles has no effect beside slanted:"):
        convlib.figure(STRIDES, slanted=True, titles=False)
    with pytest.raises(ConvError, match="the lessons single-channel, arithmetic, dilated"):
        convlib.figure(convlib.lesson("deformable").build(), slanted=True)
