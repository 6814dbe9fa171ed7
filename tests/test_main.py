"""The command line: what it lists, what it writes, and what it says when something is wrong."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from convlib import all_lessons, lesson
from convlib.__main__ import main
from convlib.render.movie import gif

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60
# Whoever starts the tests in the background has them ignore Ctrl-C, and all that they start.
HEEDFUL = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("convlib", run_name="__main__")
"""
Said = pytest.CaptureFixture[str]


def delays(path: Path) -> list[int]:
    """How many milliseconds each frame of a file is shown."""
    with Image.open(path) as image:
        return [frame.info["duration"] for frame in ImageSequence.Iterator(image)]


def test_every_lesson_is_listed_with_its_presets(capsys: Said) -> None:
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    starts = [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")]
    assert starts == [each.slug for each in all_lessons()]
    presets = [preset.name for each in all_lessons() for preset in each.presets]
    assert all(preset in listed for preset in presets)


def test_the_list_is_aligned_and_not_too_wide(capsys: Said) -> None:
    main(["list"])
    lines = capsys.readouterr().out.splitlines()
    named = [len(line) - len(line.split(maxsplit=1)[1]) for line in lines if line[0] != " "]
    below = [len(line) - len(line.lstrip()) for line in lines if line[0] == " "]
    assert len({*named, *below}) == 1
    assert max(map(len, lines)) <= 100


def test_a_lesson_is_exported(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "classic.gif"
    assert main(["export", "single-channel", "-o", str(path)]) == 0
    assert path.read_bytes() == gif(lesson("single-channel").build())
    said = capsys.readouterr()
    assert said.out == f"{path}: 9 frames, {path.stat().st_size / 1000:.0f} KB\n"
    assert said.err == ""


def test_everything_can_be_set(tmp_path: Path) -> None:
    """Size 6 in place of the preset's 5, padding 1 and stride 2: 3 × 3 outputs of 9 terms each."""
    path = tmp_path / "film.gif"
    state = "--preset padding_strides --set size=6 --set seed=3"
    film = "--by term --theme dark --speed 2 --width 640"
    assert main(["export", "arithmetic", *state.split(), *film.split(), "-o", str(path)]) == 0
    assert delays(path) == [350] * 80 + [1050]
    with Image.open(path) as image:
        assert image.width == 640
        assert image.convert("RGB").getpixel((0, 0)) == (0x14, 0x17, 0x1A)
    scene = lesson("arithmetic").build(size=6, stride=2, padding=1, seed=3)
    assert path.read_bytes() == gif(scene, by="term", theme="dark", width=640, milliseconds=350)


def test_all_presets_of_a_lesson_are_exported(tmp_path: Path, capsys: Said) -> None:
    assert main(["export", "arithmetic", "--all", "--width", "400", "-o", str(tmp_path)]) == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    names = sorted(preset.name for preset in lesson("arithmetic").presets)
    assert written == [f"arithmetic/{name}.gif" for name in names]
    assert len(delays(tmp_path / "arithmetic" / "same_padding_no_strides.gif")) == 25
    assert len(capsys.readouterr().out.splitlines()) == len(names)


def test_all_lessons_are_exported_into_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert main(["export", "--all", "--width", "400", "-o", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        each.slug for each in all_lessons()
    )
    presets = sum(len(each.presets) for each in all_lessons())
    assert len(list(folder.rglob("*.gif"))) == presets


WRONG = {
    "export nope -o FILM": ("lesson is “nope”", "single-channel"),
    "export -o FILM": ("lesson is missing", "single-channel"),
    "export arithmetic --preset nope -o FILM": ("preset is “nope”", "padding_strides_odd"),
    "export arithmetic --set colour=red -o FILM": ("“colour” is no parameter", "stride"),
    "export arithmetic --set stride -o FILM": ("--set is “stride”", "stride=2"),
    "export arithmetic --set size=nan -o FILM": ("size is “nan”", "2"),
    "export arithmetic --set size=99 -o FILM": ("size is 99", "16"),
    "export arithmetic --set input=1,nan -o FILM": ("input, row 1", "“nan”"),
    "export arithmetic --set kernel=7 -o FILM": ("kernel 7 spans 7 cells", "5 or less"),
    "export arithmetic --set size=16 --by term -o FILM": ("by: ", "1764 frames"),
    "export arithmetic --by row -o FILM": ("by is “row”", "value, term"),
    "export arithmetic --theme pink -o FILM": ("theme is “pink”", "light, dark"),
    "export arithmetic --speed fast -o FILM": ("speed is “fast”", "0.1 to 10"),
    "export arithmetic --speed nan -o FILM": ("speed is “nan”", "0.1 to 10"),
    "export arithmetic --speed 11 -o FILM": ("speed is “11”", "0.1 to 10"),
    "export arithmetic --speed -1 -o FILM": ("speed is “-1”", "0.1 to 10"),
    "export arithmetic --width wide -o FILM": ("width is “wide”", "whole number"),
    "export arithmetic --width 10 -o FILM": ("width is 10", "from 240"),
    "export arithmetic -o film.mp4": ("output is “film.mp4”", "film.gif"),
    "export arithmetic -o film": ("output is “film”", "film.gif"),
    "export arithmetic -o FOLDER/none/film.gif": ("output “", "can't be written"),
    "export --all -o FOLDER/file": ("output “", "can't be made a folder"),
    "export --all --preset classic -o FOLDER": ("--preset doesn't go with --all", "leave"),
    "export --all --set stride=2 -o FOLDER": ("--set doesn't go with --all", "leave"),
    "export arithmetic": ("python -m convlib export", "--help"),
    "export arithmetic --frames 3 -o FILM": ("python -m convlib", "--frames 3"),
    "convert": ("python -m convlib", "'convert'"),
    "": ("python -m convlib", "COMMAND"),
}


@pytest.mark.parametrize(("words", "told"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_told_in_one_sentence(
    words: str, told: tuple[str, str], tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "file").write_text("")
    places = {"FILM": str(tmp_path / "film.gif"), "FOLDER": str(tmp_path)}
    for name, place in places.items():
        words = words.replace(name, place)
    assert main(words.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(told[0])
    assert told[1] in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("words", ["--help", "export --help"])
def test_help_fits_a_terminal(words: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 0
    assert "export" in capsys.readouterr().out


def test_ctrl_c_leaves_a_sentence_and_no_half_written_file(tmp_path: Path) -> None:
    """256 frames of 1920 pixels take seconds; the signal comes as soon as a file is begun."""
    state = "--set size=13 --set kernel=4 --set padding=full --width 1920"
    words = ["export", "arithmetic", *state.split(), "-o", str(tmp_path / "film.gif")]
    running = subprocess.Popen(
        [sys.executable, "-c", HEEDFUL, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + SECONDS
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 130
    assert (out, err) == ("", "Stopped. The files that are there are complete.\n")
    assert list(tmp_path.iterdir()) == []
