"""Stills: a PNG is the film's frame, an SVG and a PDF have texts in letters of their own."""

from __future__ import annotations

import base64
import errno
import hashlib
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PageObject, PdfReader

import convlib
from convlib import ConvError
from convlib.export.formats import FORMATS
from convlib.export.save import encoded, job_of
from convlib.ops import Array
from convlib.picture.scene import Scene
from tests.render.drawn import STATES, build
from tests.render.test_movie import decoded

SVG = "{http://www.w3.org/2000/svg}"
FONT = re.compile(r"font-weight: (\d+); src: url\(\"data:font/woff;base64,([^\"]+)\"\)")
STILLS = ("png", "svg", "pdf")
EQUATION = "y[1, 1]=0·0+1·1+3·2+1·2+2·2+2·0+0·0+0·1+2·2=17"


def opened(file: bytes) -> Image.Image:
    return Image.open(io.BytesIO(file))


def texts(file: bytes) -> list[str]:
    found = ET.fromstring(file).iter(f"{SVG}text")
    return ["".join(each.itertext()) for each in found]


def pages(file: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_png_is_a_frame_of_the_film(theme: str) -> None:
    scene = build(STATES["strided"])
    frames = decoded(encoded(scene, "gif", theme=theme))
    image = opened(encoded(scene, "png", theme=theme, steps="4"))
    assert image.mode == "P"
    assert image.info["dpi"] == pytest.approx((100, 100), abs=0.01)
    assert np.array_equal(np.asarray(image.convert("RGB")), frames[3])


def test_a_step_may_be_shown_up_to_one_of_its_products() -> None:
    """Of the classic's fifth step, 0·0 + 1·1 + 3·2 are the first three products of nine."""
    scene = build({})
    asked: dict[str, Any] = {"steps": 5, "term": 3}
    frames = decoded(encoded(scene, "gif", by="term", steps=5))
    painted = np.asarray(opened(encoded(scene, "png", **asked)).convert("RGB"))
    assert np.array_equal(painted, frames[2])
    drawn = encoded(scene, "svg", **asked)
    assert ET.fromstring(drawn).findtext(f"{SVG}desc") == (
        "Step 5 of 9, product 3 of 9: y[1, 1] is 7 so far"
    )
    assert texts(drawn)[-2].startswith("y[1, 1]=0·0+1·1+3·2=7")
    [page] = pages(encoded(scene, "pdf", **asked))
    assert "= 7" in page
    assert "= 17" not in page
    clear = opened(encoded(scene, "png", **asked, transparent=True))
    whole = opened(encoded(scene, "png", steps=5, transparent=True))
    assert clear.tobytes() != whole.tobytes()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"term": 10}, "term is 10, but it has to be a whole number from 1 to 9."),
        ({"term": 0}, "term is “0”, but it has to be a whole number from 1"),
        ({"term": 2, "steps": "1-2"}, "term says up to which product one step is shown, but 2"),
    ],
)
def test_a_product_that_is_not_there_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ConvError) as caught:
        encoded(build({}), "pdf", **asked)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("form", STILLS)
def test_without_a_step_it_is_the_last_one(form: str) -> None:
    scene = build({})
    assert encoded(scene, form) == encoded(scene, form, steps="9") != encoded(scene, form, steps=1)


def test_an_svg_names_the_dashes_of_a_cell_once() -> None:
    """Of 8 × 8 cells 28 are padding, and the last row and the last column are hatched."""
    root = ET.fromstring(encoded(build(STATES["strided"]), "svg"))
    shapes = {f"#{each.get('id')}": str(each.get("d")) for each in root.iter(f"{SVG}path")}
    used = [str(each.get("href")) for each in root.iter(f"{SVG}use")]
    counts = {used.count(href): shapes[href].count("M") for href in {*used}}
    unvisited, padding = 2 * 8 - 1, 8 * 8 - 6 * 6
    assert {unvisited, padding} <= counts.keys()
    assert counts[unvisited] > 2, "several lines across a cell"
    assert counts[padding] >= 4 * 3, "several dashes along each side"


def test_an_svg_says_what_it_shows() -> None:
    """The numbers of Dumoulin & Visin's figure 1.1, its fifth step."""
    file = encoded(build({}), "svg", steps="5")
    root = ET.fromstring(file)
    assert (root.get("width"), root.get("viewBox")) == ("800", "0 0 800 396")
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Convolution, one channel"
    assert root.findtext(f"{SVG}desc") == "Step 5 of 9: y[1, 1] is 17"
    written = texts(file)
    assert written[:6] == ["3", "3", "2", "1", "0", "0"]
    assert {"Input", "Kernel", "Output", "5 × 5", "∗"} <= set(written)
    assert written[-2:] == [EQUATION, "01791313131317"]
    asked = encoded(build({}), "svg", steps="5", covered=True, result=True)
    assert ET.fromstring(asked).findtext(f"{SVG}desc") == "Step 5 of 9: what is y[1, 1]?"
    assert texts(asked)[-4:] == ["81", "products", "9", "parameters"]


def test_an_svg_brings_each_letter_that_it_has_and_no_other() -> None:
    file = encoded(build(STATES["negative"]), "svg")
    needed: dict[int, set[str]] = {}
    for line in ET.fromstring(file).iter(f"{SVG}text"):
        for each in line.iter():
            weight = int(each.get("font-weight") or line.get("font-weight") or 0)
            needed.setdefault(weight, set()).update(each.text or "")
    needed = {weight: letters for weight, letters in needed.items() if letters}
    brought = {
        int(weight): {chr(code) for code in letters(base64.b64decode(font))}
        for weight, font in FONT.findall(file.decode())
    }
    assert needed == brought
    assert "−" in needed[500]


def letters(font: bytes) -> list[int]:
    opened = TTFont(io.BytesIO(font))
    assert {"glyf", "hmtx"} <= set(opened.keys())
    return list(opened.getBestCmap())


def test_a_pdf_has_its_fonts_and_its_texts() -> None:
    file = encoded(build({}), "pdf", steps="5")
    reader = PdfReader(io.BytesIO(file))
    [page] = reader.pages
    assert (page.mediabox.width, page.mediabox.height) == pytest.approx((576, 396 * 0.72), abs=0.01)
    words = page.extract_text()
    assert words.startswith("3 3 2 1 0\n0 0 ×0 1 ×1 3 ×2 1\n")
    assert {"Input 5 × 5", "∗ =", "y[1, 1] = 0·0", "= 17"} <= set(words.split("\n"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Convolution, one channel"
    assert "/CreationDate" not in reader.metadata
    check_fonts(page)
    assert not page.images  # drawn, not painted


def check_fonts(page: PageObject) -> None:
    """A page's fonts are embedded, as TrueType."""
    resources: Any = page["/Resources"]
    assert resources["/Font"]
    for font in resources["/Font"].values():
        assert font["/Subtype"] == "/Type0"
        [below] = font["/DescendantFonts"]
        assert below.get_object()["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in below.get_object()["/FontDescriptor"]


def test_a_figure_that_is_saved_by_itself_has_such_fonts_too() -> None:
    file = io.BytesIO()
    convlib.figure(build({}), step=5).savefig(file, format="pdf")
    [page] = PdfReader(file).pages
    check_fonts(page)


def test_a_pdf_of_several_steps_has_a_page_for_each() -> None:
    told: list[tuple[int, int]] = []
    progress = lambda done, count: told.append((done, count))  # noqa: E731
    file = encoded(build({}), "pdf", steps="3-5", progress=progress)
    names = [re.findall(r"y\[\d, \d\]", page) for page in pages(file)]
    assert names == [["y[0, 2]"], ["y[1, 0]"], ["y[1, 1]"]]
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("form", ["png", "svg"])
def test_several_steps_are_no_still(form: str) -> None:
    with pytest.raises(
        ConvError, match=rf"a still in {form.upper()} shows one step, not 5: .*such as 7"
    ):
        encoded(build({}), form, steps="3-7")


@pytest.mark.parametrize("form", STILLS)
@pytest.mark.parametrize("steps", ["10", "8-10"])
def test_a_step_that_does_not_exist_is_refused(form: str, steps: str) -> None:
    with pytest.raises(
        ConvError, match=rf"steps is {steps}, but this scene has 9 steps, counted from 1"
    ):
        encoded(build({}), form, steps=steps)


SAME = """
import hashlib, convlib
from convlib.export.save import encoded, job_of
scene = convlib.lesson("single-channel").build()
for form in ("png", "svg", "pdf"):
    for way in ({}, {"slanted": True, "numbers": True}):
        print(hashlib.sha256(encoded(scene, form, steps="5", **way)).hexdigest())
"""


def test_the_same_scene_makes_the_same_file_in_another_process() -> None:
    made = subprocess.run(
        [sys.executable, "-c", SAME],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"},
    )
    ways: list[dict[str, Any]] = [{}, {"slanted": True, "numbers": True}]
    files = [encoded(build({}), form, steps="5", **way) for form in STILLS for way in ways]
    assert made.stdout.split() == [hashlib.sha256(file).hexdigest() for file in files]


def alpha(file: bytes) -> Array:
    return np.asarray(opened(file).convert("RGBA"))[..., 3]


def test_a_transparent_png_has_ground_nowhere() -> None:
    """Half-way between input and kernel, under the star; in an empty cell; in a tinted one."""
    file = encoded(build({}), "png", steps="1", transparent=True)
    seen = alpha(file)
    corner, empty, tinted = seen[2, 2], seen[180, 684], seen[70, 60]
    assert (corner, empty, tinted) == (0, 0, 255)
    on_white = Image.alpha_composite(
        Image.new("RGBA", opened(file).size, "white"), opened(file).convert("RGBA")
    )
    plain = opened(encoded(build({}), "png", steps="1")).convert("RGB")
    away = np.abs(np.asarray(on_white)[..., :3].astype(int) - np.asarray(plain).astype(int))
    assert away.mean() < 1.6  # as between any figure and its film
    assert (away.max(axis=2) > 100).mean() < 1e-3


def test_a_transparent_svg_has_no_ground_and_no_line_under_a_title() -> None:
    scene: Scene = build({})
    plain, clear = (encoded(scene, "svg", transparent=each).decode() for each in (False, True))
    assert 'fill="#ffffff"' in plain
    assert 'fill="#ffffff"' not in clear
    assert plain.count("<text") == clear.count("<text")


def test_a_transparent_line_ends_where_a_panel_begins() -> None:
    """At step 9 the lower lines pass just below the panels, the upper ones behind them."""
    root = ET.fromstring(encoded(build({}), "svg", transparent=True))
    ends = [tuple(line.get(f"{axis}2") for axis in "xy") for line in root.iter(f"{SVG}line")]
    assert ends == [("375", "112.76"), ("375.5", "262.5"), ("620", "160.96"), ("720.5", "262.5")]


def drawn_by(page: Any) -> bytes:
    """The commands that draw a page; "1 g" fills with white."""
    commands: bytes = page.get_contents().get_data()
    return commands


def test_a_transparent_pdf_has_no_ground() -> None:
    plain, clear = (
        PdfReader(io.BytesIO(encoded(build({}), "pdf", transparent=each))).pages[0]
        for each in (False, True)
    )
    assert b"1 g" in drawn_by(plain)
    assert b"1 g" not in drawn_by(clear)


def test_a_picture_in_an_svg_has_its_greys() -> None:
    scene = convlib.lesson("transposed").build(preset="checkerboards")
    image, *_ = ET.fromstring(encoded(scene, "svg")).iter(f"{SVG}image")
    shades = np.asarray(opened(base64.b64decode(str(image.get("href")).partition(",")[2])))
    wanted = scene.pictures[0].greys * (255 / 31)
    assert shades.shape[:2] == wanted.shape
    assert np.abs(shades[..., 0] - wanted).max() <= 1


def test_a_dashed_curve_is_dashed_in_an_svg() -> None:
    scene = convlib.lesson("convolution-vs-correlation").build()
    strokes = convlib.view(scene, len(scene) - 1).strokes
    dashed = [each for each in strokes if each.style == "dashed" and len(each.points)]
    found = [each.get("stroke-dasharray") for each in ET.fromstring(encoded(scene, "svg")).iter()]
    assert dashed
    assert len([each for each in found if each]) == len(dashed)


def test_the_formats_are_listed() -> None:
    kinds = {name: (FORMATS[name].ending, FORMATS[name].kind) for name in STILLS}
    assert kinds == {name: (f".{name}", "still") for name in STILLS}


@pytest.mark.parametrize("options", [{}, {"theme": "dark", "numbers": True, "scale": 1.5}])
def test_a_slanted_png_is_a_frame_of_the_slanted_film(options: dict[str, Any]) -> None:
    scene = convlib.lesson("arithmetic").build()
    frames = decoded(encoded(scene, "gif", slanted=True, **options))
    image = opened(encoded(scene, "png", slanted=True, steps="4", **options))
    assert np.array_equal(np.asarray(image.convert("RGB")), frames[3])
    assert image.width == 400 * options.get("scale", 1)
    assert image.info["dpi"] == pytest.approx((100 * options.get("scale", 1),) * 2, abs=0.02)


def test_a_slanted_png_can_be_laid_on_any_ground() -> None:
    """Also what is half ground, at the edges of lines: laid on white it is as it was."""
    scene = convlib.lesson("arithmetic").build()
    whole, clear = (
        opened(encoded(scene, "png", slanted=True, transparent=each)).convert("RGBA")
        for each in (False, True)
    )
    on_white = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    away = np.abs(np.asarray(on_white).astype(int) - np.asarray(whole).astype(int))
    assert away.mean() < 1.6
    seen = np.asarray(clear)
    assert (seen[seen[..., 3] == 255] == 255).all(axis=1).sum() == 0
    assert (seen[..., 3] == 0).mean() > 0.5
    assert len(np.unique(seen[..., 3])) > 16


@pytest.mark.parametrize("options", [{}, {"grid": (3, 4)}], ids=["pages", "sheet"])
def test_a_pdf_without_room_says_so_as_the_system_does(options: dict[str, Any]) -> None:
    """Where matplotlib ends a file that fails, it fails in another way."""

    class Full(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    job = job_of(build({}), FORMATS["pdf"], options)
    with pytest.raises(OSError, match="No space left"):
        FORMATS["pdf"].write(job, Full())
