"""Animations in every format, read by decoders of others: what is seen, how long, how often."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from convlib import ConvError, lesson
from convlib.export.changes import UNCHANGED, changes
from convlib.export.painted import MAX_FRAMES
from convlib.export.reel import Reel
from convlib.export.save import encoded, save
from convlib.export.video import _feed, pace
from convlib.ops import Array
from convlib.picture.between import between
from convlib.picture.view import view
from convlib.render.film import Film
from convlib.render.theme import theme
from tests.optional import ffmpeg_only, gifsicle_only, magick_only
from tests.render.drawn import STATES, build, rgb

STILL = ("gif", "apng", "webp")  # that keep every pixel
FILMS = ("mp4", "webm")
WAYS: dict[str, dict[str, Any]] = {
    "usual": {},
    "left out": {"transparent": True, "theme": "dark"},
    "once": {"loop": False, "steps": "2-4", "by": "term"},
    "on the way": {"between": 3, "steps": "2-4", "transparent": True},
}
ways = pytest.mark.parametrize("way", WAYS)


def decoded(file: bytes) -> tuple[list[Array], list[float], int | None]:
    """Every frame with its opacity, how long each is shown, and how often all; 0: for ever."""
    with Image.open(io.BytesIO(file)) as image:
        frames = ImageSequence.Iterator(image)
        pairs = [(np.asarray(frame.convert("RGBA")), image.info["duration"]) for frame in frames]
        loop = image.info.get("loop")
    return [frame for frame, _ in pairs], [time for _, time in pairs], loop


def asked(path: Path) -> dict[str, Any]:
    """What ffprobe says of a film, its frames counted by decoding them."""
    entries = "stream=width,height,avg_frame_rate,nb_read_frames,pix_fmt,color_space"
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", entries, "-of", "json"]
    said = subprocess.run([*command, str(path)], capture_output=True, check=True)
    assert said.stderr == b""
    found: dict[str, Any] = json.loads(said.stdout)["streams"][0]
    return found


def played(path: Path, width: int, height: int) -> Array:
    """The frames of a film as Debian's ffmpeg shows them."""
    raw = ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    command = ["ffmpeg", "-v", "error", "-i", str(path), *raw]
    said = subprocess.run(command, capture_output=True, check=True)
    assert said.stderr == b""
    return np.frombuffer(said.stdout, np.uint8).reshape(-1, height, width, 3)


@pytest.mark.parametrize("form", STILL)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pixel_is_the_painted_one(form: str, theme: str) -> None:
    scene = build(STATES["negative"])
    film = Film(scene, theme=theme)
    frames, times, loop = decoded(encoded(scene, form, theme=theme, seconds=0.5))
    assert (times, loop) == ([500] * 24 + [1500], 0)
    for frame, painted in zip(frames, film, strict=True):
        assert (frame[..., 3] == 255).all()
        assert np.array_equal(frame[..., :3], film.palette.colours[painted])


@pytest.mark.parametrize("form", STILL)
def test_the_ground_is_left_out_and_nothing_else(form: str) -> None:
    """What was drawn once and is gone is left out again."""
    scene = build(STATES["strided"])
    film = Film(scene, width=480)
    ground = film.palette.place("#ffffff")
    frames, *_ = decoded(encoded(scene, form, width=480, transparent=True))
    for frame, painted in zip(frames, film, strict=True):
        seen = painted != ground
        assert np.array_equal(frame[..., 3], 255 * seen)
        assert np.array_equal(frame[seen][:, :3], film.palette.colours[painted[seen]])


@pytest.mark.parametrize(("form", "once"), [("gif", None), ("apng", 1), ("webp", 1)])
def test_once_is_once(form: str, once: int | None) -> None:
    """A GIF without the block that repeats it is shown once."""
    file = encoded(build({}), form, loop=False)
    assert decoded(file)[2] == once
    assert b"NETSCAPE" not in file


def test_steps_are_counted_as_a_link_counts_them() -> None:
    scene = build({})
    film = Film(scene)
    frames, times, _ = decoded(encoded(scene, "gif", steps=(4, 6), hold=1.2))
    shown = [film.palette.colours[film.frame(number)] for number in (3, 4, 5)]
    assert np.array_equal([frame[..., :3] for frame in frames], shown)
    assert times == [700, 700, 1200]
    by_term = Film(scene, by="term")
    frames, *_ = decoded(encoded(scene, "gif", steps="2", by="term"))
    shown = [by_term.palette.colours[by_term.frame(number)] for number in range(9, 18)]
    assert np.array_equal([frame[..., :3] for frame in frames], shown)


def test_steps_that_the_scene_has_not_are_refused() -> None:
    for steps, said in (("9-12", "steps is 9-12, but this scene has 9 steps"), ("10", "is 10,")):
        with pytest.raises(ConvError, match=said):
            encoded(build({}), "apng", steps=steps)


@gifsicle_only
@magick_only
@ways
def test_others_read_a_gif_without_a_complaint(way: str, tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    save(path, lesson("single-channel").build(), **WAYS[way])
    frames = {"usual": 9, "left out": 9, "once": 27, "on the way": 9}[way]
    for command in (["gifsicle", "--info"], ["identify", "-regard-warnings"]):
        said = subprocess.run([*command, str(path)], capture_output=True, text=True)
        assert (said.returncode, said.stderr) == (0, "")
        lines = [line for line in said.stdout.splitlines() if "image #" in line or "GIF " in line]
        assert len(lines) == frames
    command = ["gifsicle", "-e", "-o", str(tmp_path / "each"), str(path)]
    said = subprocess.run(command, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    assert len(list(tmp_path.glob("each.*"))) == frames


@ffmpeg_only
def test_others_read_an_apng_as_it_was_painted(tmp_path: Path) -> None:
    scene, path = build({}), tmp_path / "film.apng"
    save(path, scene, width=480)
    film = Film(scene, width=480)
    shown = played(path, 480, film.sheet.height)
    assert np.array_equal(shown, [film.palette.colours[painted] for painted in film])


@ffmpeg_only
@pytest.mark.parametrize("form", FILMS)
@pytest.mark.parametrize(
    ("seconds", "hold", "rate", "times"), [(0.7, 2.1, "10/7", 3), (0.2, 0.3, "10", 3)]
)
def test_a_film_has_the_size_the_rate_and_the_frames(
    form: str, seconds: float, hold: float, rate: str, times: int, tmp_path: Path
) -> None:
    """At 0.2 seconds a step and 0.3 in the end a frame is a tenth, which both are made of."""
    scene, path = build({}), tmp_path / f"film.{form}"
    save(path, scene, seconds=seconds, hold=hold, width=481, theme="dark")
    film = Film(scene, width=481, theme="dark")
    said = asked(path)
    each = 1 if rate == "10/7" else 2
    assert (said["width"], said["height"]) == (482, film.sheet.height)
    assert Fraction(said["avg_frame_rate"]) == Fraction(rate)
    assert int(said["nb_read_frames"]) == 8 * each + times
    assert (said["pix_fmt"], said["color_space"]) == ("yuv420p", "bt709")
    shown = played(path, 482, film.sheet.height)[:: 1 if each == 1 else each][:9]
    for frame, painted in zip(shown, film, strict=True):
        away = np.abs(frame[:, :481].astype(int) - film.palette.colours[painted])
        assert away.mean() < 3
        assert np.median(away) <= 2


@ffmpeg_only
def test_a_film_without_its_ground(tmp_path: Path) -> None:
    path = tmp_path / "film.webm"
    save(path, build({}), transparent=True, steps="1-2", width=320)
    command = ["ffmpeg", "-v", "error", "-c:v", "libvpx-vp9", "-i", str(path), "-frames:v", "1"]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    said = subprocess.run([*command, *raw], capture_output=True, check=True)
    opaque = np.frombuffer(said.stdout, np.uint8).reshape(-1, 320, 4)[..., 3]
    film = Film(build({}), width=320)
    seen = film.frame(0) != film.palette.place("#ffffff")
    assert np.abs(opaque - 255.0 * seen).mean() < 8


@pytest.mark.parametrize("form", FILMS)
def test_a_film_that_is_cancelled_leaves_nothing(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, begun = tmp_path / f"film.{form}", list[subprocess.Popen[bytes]]()
    path.write_text("an older file")
    (tmp_path / "for a while").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "for a while"))
    start = subprocess.Popen.__init__

    def noted(self: subprocess.Popen[bytes], *args: Any, **options: Any) -> None:
        begun.append(self)
        start(self, *args, **options)

    def stop(done: int, _: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    with pytest.raises(KeyboardInterrupt):
        save(path, build({}), progress=stop)
    # Its version is asked once, by whoever is first.
    begun = [each for each in begun if "-version" not in str(each.args)]
    assert len(begun) == 1
    assert begun[0].returncode is not None, "ffmpeg has ended, and was waited for"
    assert path.read_text() == "an older file"
    assert list((tmp_path / "for a while").iterdir()) == []
    assert len(list(tmp_path.iterdir())) == 2


def test_a_film_that_cannot_be_written_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk: what ffmpeg complains of is in the sentence."""
    false = tmp_path / "ffmpeg"
    false.write_text("#!/bin/sh\nhead -c 10 >/dev/null\necho No space left on device >&2\nexit 1\n")
    false.chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(false))
    with pytest.raises(ConvError, match=r"no room for it \(.*: no space left on device\)"):
        save(tmp_path / "film.mp4", build({}))
    assert [path.name for path in tmp_path.iterdir()] == ["ffmpeg"]


@pytest.mark.parametrize("form", [*STILL, *FILMS])
def test_the_same_scene_makes_the_same_file(form: str) -> None:
    ways: dict[str, Any] = {"steps": "1-3", "width": 320, "between": 1}
    assert encoded(build({}), form, **ways) == encoded(build({}), form, **ways)


@pytest.mark.parametrize(
    ("times", "rate", "repeats"),
    [
        ((700, 700, 2100), "10/7", [1, 1, 3]),
        ((700, 700, 1000), "10", [7, 7, 10]),
        ((250, 250, 375), "8", [2, 2, 3]),
        ((20, 20, 60), "50", [1, 1, 3]),
        ((333.333333333, 1000), "3", [1, 3]),
        ((700, 713), "10/7", [1, 1]),  # nearer than that would take frames too short
    ],
)
def test_the_pace_of_a_film(times: tuple[float, ...], rate: str, repeats: list[int]) -> None:
    reel = Reel(2, 2, np.zeros((1, 3)), [], times)
    assert pace(reel) == (Fraction(rate), repeats)


def drawn_again(frames: list[Array], clear: int | None) -> Iterator[Array]:
    """What somebody sees who draws change after change."""
    there = np.full(frames[0].shape, UNCHANGED, np.uint8)
    for change in changes(frames, clear):
        height, width = change.pixels.shape
        box = np.s_[change.y : change.y + height, change.x : change.x + width]
        there[box] = np.where(change.pixels == UNCHANGED, there[box], change.pixels)
        yield there.copy()
        if change.empties:
            there[box] = UNCHANGED


@given(st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=1, max_size=6))
def test_changes_add_up_to_the_frames(places: list[list[int]]) -> None:
    frames = [np.array(frame, np.uint8).reshape(2, 3) for frame in places]
    assert np.array_equal(list(drawn_again(frames, None)), frames)
    without = np.where(np.array(frames) == 1, UNCHANGED, frames)
    assert np.array_equal(list(drawn_again(frames, 1)), without)


def test_between_two_steps_the_window_is_on_its_way() -> None:
    """Half of the way is seven eighths of it, as 1 - (1 - 1/2)³; a cell is 50 pixels wide."""
    scene = build({})
    film = Film(scene)
    frames, times, _ = decoded(encoded(scene, "gif", between=1, steps="1-2", seconds=0.6))
    assert times == [400, 200, 1800]
    kernel = rgb(theme().colours["kernel"])
    lined = (frames[1][..., :3] == kernel).all(axis=2)
    row = film.sheet.y(scene.panels[0].headroom[0] + 0.5)
    edges = np.flatnonzero(lined[row, : film.sheet.x(5)])
    assert edges[0] == film.sheet.x(0.875) - film.sheet.ring
    assert edges[-1] == film.sheet.x(3.875) + film.sheet.ring - 1


def test_frames_on_the_way_take_no_time_from_elsewhere() -> None:
    for moves, seconds in ((4, 0.7), (30, 0.7), (3, 0.1)):
        _, times, _ = decoded(encoded(build({}), "apng", width=240, between=moves, seconds=seconds))
        assert len(times) == 8 * (1 + moves) + 1
        assert sum(times[:-1]) == pytest.approx(8 * 1000 * seconds, abs=1)
        assert min(times) >= 20
    with pytest.raises(ConvError, match=r"0\.1 seconds a step there is time for at most 4"):
        encoded(build({}), "gif", between=5, seconds=0.1)
    with pytest.raises(ConvError, match=r"between: .*at most 1000"):
        encoded(build({"size": 16}), "gif", between=10)
    assert MAX_FRAMES < (14 * 14 - 1) * 11 + 1


def test_a_panel_passes_the_corners_of_its_route() -> None:
    """From corner to corner, and from the last to its place; what is made is seen from there on."""
    scene = lesson("transposed").build(preset="2x2-to-5x5")
    one, other = view(scene, 0), view(scene, 1)
    (panel,) = scene.layouts["wide"].routes
    route = [(6.0, 1.0), (8.0, 3.0)]
    early, late = (between(one, other, part, {panel: route}) for part in (0.25, 0.75))
    assert early.corners[panel] == (6 + 2 * 7 / 8, 1 + 2 * 7 / 8)
    x, y = other.corners[panel]
    assert late.corners[panel] == pytest.approx((8 + (x - 8) * 7 / 8, 3 + (y - 3) * 7 / 8))
    assert [cell.text for cell in early.cells] == [cell.text for cell in one.cells]
    assert [cell.text for cell in late.cells] == [cell.text for cell in other.cells]
    first = next(cell for cell in early.cells if cell.panel == panel)
    assert (first.x, first.y) == early.corners[panel]
    assert early.caption == one.caption != other.caption == late.caption


def test_a_file_has_the_route_of_the_step_that_it_leads_to() -> None:
    scene = lesson("transposed").build(preset="2x2-to-5x5")
    film = Film(scene, width=480)
    (panel,) = film.routes
    before, route = film.routes[panel][1:3]
    assert before != route
    frames, *_ = decoded(encoded(scene, "gif", width=480, between=1, steps="2-3"))
    halfway = between(film.moment(1), film.moment(2), 1 / 2, {panel: route})
    assert np.array_equal(frames[1][..., :3], film.palette.colours[film.paint(halfway)])


def test_where_nothing_moves_a_moment_stays_as_it_is() -> None:
    scene = lesson("transposed").build(preset="2x2-to-5x5")
    one = view(scene, 0, 0)
    assert between(one, view(scene, 0, 0), 0.5) is one


@pytest.mark.parametrize(
    ("does", "number", "said"),
    [
        (
            "echo 'av: No space left on device' >&2; echo 'Conversion failed!' >&2; exit 1",
            28,
            "No space left",
        ),
        ("kill -XFSZ $$", 27, "File too large"),
        ("exit 228", 28, "No space left"),  # which it had no room to say
        ("echo 'Conversion failed!' >&2; exit 1", None, "^Conversion failed!$"),
    ],
)
def test_an_encoder_without_room_is_a_full_disk(does: str, number: int | None, said: str) -> None:
    with pytest.raises(OSError, match=said) as caught:
        _feed(["sh", "-c", does], iter(()))
    assert caught.value.errno == number
