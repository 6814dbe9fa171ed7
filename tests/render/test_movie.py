"""A GIF holds what was painted, to the pixel; and the film paints what the figure shows."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from convlib import ConvError, lesson
from convlib.export import gif_container as container
from convlib.export.changes import changes
from convlib.export.outcome import outcome_of
from convlib.export.painted import MAX_FRAMES
from convlib.export.save import encoded, save
from convlib.ops import Array
from convlib.picture.parts import TITLE
from convlib.picture.scene import Scene
from convlib.render.figure import figure
from convlib.render.film import Film
from convlib.text import ASSETS
from tests.chosen import chosen
from tests.render.drawn import STATES, build, pixels, rgb

PALETTES = json.loads((ASSETS / "theme.json").read_text(encoding="utf-8"))
WAYS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"theme": "dark"},
    "tall": {"layout": "tall", "width": 360},
    "by term": {"by": "term", "width": 480},
    "small": {"width": 320},
    "heat map": {"show": "heat", "theme": "dark-contrast"},
    "heat map with numbers": {"show": "both", "theme": "light-contrast"},
    "hues": {"hues": True, "by": "term", "width": 480},
    "without titles and kernel": {"titles": False, "kernel": False, "width": 400},
    "bare": {"numbers": False, "equation": False, "width": 360},
    "without weights": {"weights": False, "width": 640},
    "covered": {"covered": True, "width": 400},
    "in a shape": {"aspect": (4, 3), "width": 400, "show": "both"},
    "cells of a side": {"cell": 22},
    "twice as large": {"scale": 2, "width": 300},
    "half as large again": {"scale": 1.5, "width": 300, "show": "heat"},
    "from afar": {"large": True, "width": 400},
}

# Every way, each with another state; every state in the first way.
PAIRS = {(way, list(STATES)[at % len(STATES)]) for at, way in enumerate(WAYS)}
PAIRS |= {("light", state) for state in STATES}

pairs = pytest.mark.parametrize(("way", "state"), sorted(PAIRS))


def decoded(file: bytes) -> list[Array]:
    """Every frame of a GIF, ``(height, width, 3)``."""
    with Image.open(io.BytesIO(file)) as image:
        frames = ImageSequence.Iterator(image)
        return [np.asarray(frame.convert("RGB")) for frame in frames]


def delays(file: bytes) -> list[int]:
    """How many milliseconds each frame is shown."""
    with Image.open(io.BytesIO(file)) as image:
        return [frame.info["duration"] for frame in ImageSequence.Iterator(image)]


@pairs
def test_every_decoded_frame_is_the_painted_one(way: str, state: str) -> None:
    scene, options = build(STATES[state]), WAYS[way]
    film = Film(scene, **options)
    frames = decoded(encoded(scene, "gif", **options))
    assert len(frames) == (len(scene.src) if options.get("by") == "term" else len(scene))
    for frame, painted in zip(frames, film, strict=True):
        assert np.array_equal(frame, film.palette.colours[painted])


@pairs
def test_a_film_shows_what_the_figure_shows(way: str, state: str) -> None:
    check_frame(build(STATES[state]), **WAYS[way])


@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_a_film_shows_every_feature_as_the_figure_does(slug: str, preset: str) -> None:
    scene = lesson(slug).build(preset=preset)
    check_frame(scene)
    check_frame(scene, layout="tall", width=400, theme="dark")


def test_a_film_shows_the_result_as_the_figure_does() -> None:
    scene = lesson("arithmetic").build()
    check_frame(scene, result=True, width=560)
    check_frame(scene, result=True, covered=True, scale=2, width=320)
    check_frame(lesson("deformable").build(), result=True, kernel=False, show="both", width=480)


def check_frame(scene: Scene, **way: Any) -> None:
    """The frame in the middle of a film is the figure of its moment."""
    outcome = outcome_of(scene)
    film = Film(scene, outcome=outcome, **way)
    number = len(film) // 2
    step, term = number, None
    if way.get("by") == "term":
        step, term = divmod(number, int(scene.starts[1]))
    options = {name: value for name, value in way.items() if name != "by"}
    painted = film.palette.colours[film.frame(number)].astype(int)
    drawn = pixels(figure(scene, step, term, outcome=outcome, **options)).astype(int)
    away = np.abs(painted - drawn).max(axis=2)
    assert away.mean() < 1.6
    assert (away > 100).mean() < 1e-3


def test_a_frame_is_the_same_wherever_one_comes_from() -> None:
    scene = build(STATES["strided"])
    film = Film(scene, by="term")
    there = [film.frame(number) for number in (70, 3, 12)]
    fresh = [Film(scene, by="term").frame(number) for number in (70, 3, 12)]
    assert np.array_equal(there, fresh)


def test_a_film_may_begin_where_cells_lie_over_each_other() -> None:
    scene = lesson("convolution-vs-correlation").build(preset="turn")
    film = Film(scene)
    there = [film.frame(number) for number in range(5)]
    assert np.array_equal(there, [Film(scene).frame(number) for number in range(5)])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_flat_colours_are_exact(theme: str) -> None:
    """The classic figure's fifth step: ground, and the fills of a 3 read and a 3 left out."""
    palette = PALETTES[theme]
    fills = palette["fills"]["input"]
    found = {
        tuple(each)
        for each in decoded(encoded(build({}), "gif", theme=theme))[4].reshape(-1, 3).tolist()
    }
    wanted = [fills["full"][8], fills["dim"][8], *(palette[name] for name in ("ground", "ink"))]
    assert {tuple(rgb(colour)) for colour in wanted} <= found
    assert len(found) <= 255


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_line_shows_on_or_between_the_cells(theme: str) -> None:
    """Lines pass behind the input's last columns at step 3, the output's first ones at step 5."""
    film = Film(build({}), theme=theme)
    palette, sheet = PALETTES[theme], film.sheet
    rows = slice(sheet.y(TITLE + 1) - 5, sheet.y(TITLE + 4) + 5)
    for step, gap in ((3, 4.0), (5, 12.8)):
        shown = film.palette.colours[film.frame(step)]
        between = shown[rows, sheet.x(gap) - 1 : sheet.x(gap) + 1]
        assert (between == rgb(palette["ground"])).all()
    behind = film.palette.colours[film.frame(3)][rows]
    dim = palette["fills"]["input"]["dim"]
    column = [*[dim[4]] * 4, *[palette["ground"]] * 2, *[dim[6]] * 4]  # a 0, the gap, a 1
    assert behind[:10, sheet.x(4.8)].tolist() == [rgb(colour) for colour in column]
    lines = (behind[:, sheet.x(5.4)] == rgb(palette["line"])).all(axis=1)
    assert lines.sum() == 2


@pytest.mark.parametrize("width", [800, 1920])
def test_borders_are_sharp_and_within_their_cells(width: int) -> None:
    """An empty output: from its edge a gap of ground, the border, and ground again."""
    film = Film(build({}), width=width)
    shown, sheet = film.palette.colours[film.frame(0)], film.sheet
    middle = shown[sheet.y(TITLE + 3) : sheet.y(TITLE + 4), sheet.x(12.3)].tolist()
    ground, line = (rgb(PALETTES["light"][name]) for name in ("ground", "line"))
    gap, border = sheet.inset, sheet.stroke
    assert (gap, border) == ((1, 1) if width == 800 else (3, 3))
    half = [*[ground] * gap, *[line] * border]
    assert middle == [*half, *[ground] * (sheet.cell - 2 * len(half)), *half[::-1]]


def test_dashes_are_sharp_and_within_their_cells() -> None:
    film = Film(build({"padding": 1}))
    shown, sheet = film.palette.colours[film.frame(24)], film.sheet
    corner = shown[sheet.y(TITLE) : sheet.y(TITLE + 1), sheet.x(0) : sheet.x(1)]
    dashed = (corner == rgb(PALETTES["light"]["edge"])).all(axis=2)
    edges = {sheet.inset, sheet.cell - 1 - sheet.inset}
    places = list(zip(*np.nonzero(dashed), strict=True))
    assert {row for row, _ in places} >= edges
    assert all(row in edges or column in edges for row, column in places)


def test_a_product_wider_than_the_sheet_is_written_smaller() -> None:
    tiny = "-0.0001234567891"
    film = Film(build({"input": tiny, "weights": tiny}), width=240)
    shown, margin = film.frame(0), film.sheet.margin
    assert (shown[:, : margin - 1] == shown[0, 0]).all()
    assert (shown[:, 1 - margin :] == shown[0, 0]).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["classic", "negative"])
def test_what_lies_between_flat_colours_has_a_colour_near_it(name: str, theme: str) -> None:
    """Figures in ink on every tint of the scene's cells, at sixteenths of coverage."""
    scene = build(STATES[name])
    colours = Film(scene, theme=theme).palette.colours.astype(float)
    palette = PALETTES[theme]
    ink = np.array(rgb(palette["ink"]))
    for panel in scene.panels:
        first = scene.first_cells[scene.panels.index(panel)]
        for level in np.unique(scene.levels[first : first + panel.values.size]):
            fill = np.array(rgb(palette["fills"][panel.role]["full"][level + 4]))
            wanted = fill + np.arange(17)[:, None] / 16 * (ink - fill)
            away = np.linalg.norm(wanted[:, None] - colours, axis=2).min(axis=1)
            assert away.max() < 12


def test_a_gif_repeats_for_ever() -> None:
    with Image.open(io.BytesIO(encoded(build({}), "gif"))) as image:
        assert image.info["loop"] == 0


@pytest.mark.parametrize("milliseconds", [700, 333, 25, 466.67])
def test_a_gif_lasts_as_long_as_it_should(milliseconds: float) -> None:
    """9 frames in whole hundredths of a second that add up; the last stays three times longer."""
    *before, last = delays(encoded(build({}), "gif", seconds=milliseconds / 1000))
    assert sum(before) == pytest.approx(8 * milliseconds, abs=5)
    assert last == pytest.approx(3 * milliseconds, abs=15)
    assert max(before) - min(before) <= 10


def framed(frames: list[Array]) -> list[bytes]:
    """What a GIF has of each frame."""
    with tempfile.TemporaryFile(buffering=0) as scratch:
        return [container.frame(change, 50, scratch) for change in changes(frames)]


def test_frames_that_are_equal_stay_two_frames() -> None:
    pixel = np.zeros((3, 4), np.uint8)
    parts = [
        container.opening(4, 3, np.array([[9, 8, 7]])),
        *framed([pixel, pixel]),
        container.END,
    ]
    frames = decoded(b"".join(parts))
    assert len(frames) == 2
    assert all((frame == [9, 8, 7]).all() for frame in frames)


def test_only_what_changed_is_written_again() -> None:
    before = np.zeros((300, 300), np.uint8)
    after = before.copy()
    after[200, 10:20] = 1
    whole, part = map(len, framed([before, after]))
    assert part < 60 < whole
    noise = np.random.default_rng(0).integers(0, 255, (300, 300), np.uint8)
    speckled = noise.copy()
    speckled[[3, 290], [5, 280]] += 1
    whole, part = map(len, framed([noise, speckled]))
    assert 50 * part < whole


def test_the_same_scene_makes_the_same_file() -> None:
    assert encoded(build(STATES["negative"]), "gif") == encoded(build(STATES["negative"]), "gif")


def test_progress_is_told_after_every_frame() -> None:
    told: list[tuple[int, int]] = []
    encoded(build({}), "gif", progress=lambda done, count: told.append((done, count)))
    assert told == [(done, 9) for done in range(1, 10)]


def test_more_frames_than_anyone_watches_are_refused() -> None:
    scene = build({"size": 16})
    assert len(scene.src) == 1764 > MAX_FRAMES
    with pytest.raises(ConvError, match=r"1764 frames.*at most 1000"):
        encoded(scene, "gif", by="term")


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "row"},
        {"theme": "pink"},
        {"layout": "round"},
        {"width": 10},
        {"seconds": 0},
        {"seconds": float("nan")},
        {"seconds": 1e9},
    ],
)
def test_an_option_that_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConvError) as refused:
        encoded(build({}), "gif", **wrong)
    assert refused.value.parameter == next(iter(wrong))


def test_a_file_holds_the_same_gif(tmp_path: Path) -> None:
    path = tmp_path / "film.GIF"
    path.write_text("an older file")
    save(path, build({}), theme="dark", seconds=0.1)
    assert path.read_bytes() == encoded(build({}), "gif", theme="dark", seconds=0.1)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "film.gif").write_text("an older file")
    seen: list[int] = []

    def stop(done: int, _: int) -> None:
        seen.append(len(list(tmp_path.iterdir())))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "film.gif", build({}), progress=stop)
    assert seen == [2, 2, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]
    assert (tmp_path / "film.gif").read_text() == "an older file"


@pytest.mark.parametrize("name", ["film.avi", "film", ".gif", "film.gif.txt"])
def test_a_name_of_another_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConvError, match=r"one of .*\.gif works"):
        save(tmp_path / name, build({}))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.gif").mkdir()
    (tmp_path / "file").write_text("")
    for path in ("missing/film.gif", "folder.gif", "file/film.gif"):
        with pytest.raises(ConvError, match="can't be written") as refused:
            save(tmp_path / path, build({}))
        assert refused.value.parameter == "output"
    assert {path.name for path in tmp_path.iterdir()} == {"folder.gif", "file"}
