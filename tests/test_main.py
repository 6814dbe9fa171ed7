"""The command line: what it lists, what it writes, and what it says when something is wrong."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from convlib import ConvError, all_lessons, lesson
from convlib.__main__ import main
from convlib.cli.parser import Parser
from convlib.export.save import encoded
from convlib.picture.scene import Scene

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
    assert path.read_bytes() == encoded(lesson("single-channel").build(), "gif")
    said = capsys.readouterr()
    assert said.out == f"{path}: 9 frames, {path.stat().st_size / 1000:.0f} KB\n"
    assert said.err == ""


def test_everything_can_be_set(tmp_path: Path) -> None:
    """Size 6 in place of the preset's 5, padding 1 and stride 2: 3 × 3 outputs of 9 terms each."""
    path = tmp_path / "film.gif"
    state = "--preset padding_strides --set size=6 --set seed=3"
    film = "--by term --theme dark --show both --hues --speed 2 --width 640"
    assert main(["export", "arithmetic", *state.split(), *film.split(), "-o", str(path)]) == 0
    assert delays(path) == [350] * 80 + [1050]
    with Image.open(path) as image:
        assert image.width == 640
        assert image.convert("RGB").getpixel((0, 0)) == (0x14, 0x17, 0x1A)
    scene = lesson("arithmetic").build(size=6, stride=2, padding=1, seed=3)
    expected = encoded(
        scene,
        "gif",
        by="term",
        theme="dark",
        show="both",
        hues=True,
        width=640,
        seconds=0.35,
    )
    assert path.read_bytes() == expected


def test_all_presets_of_a_lesson_are_exported(tmp_path: Path, capsys: Said) -> None:
    assert main(["export", "single-channel", "--all", "--width", "400", "-o", str(tmp_path)]) == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    names = sorted(preset.name for preset in lesson("single-channel").presets)
    assert written == [f"single-channel/{name}.gif" for name in names]
    assert len(delays(tmp_path / "single-channel" / "classic_strided.gif")) == 9
    assert len(capsys.readouterr().out.splitlines()) == len(names)


def test_all_lessons_are_exported_into_a_folder_that_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """What is in the files is tested with films; here, that each scene gets to its own."""
    scenes: dict[str, Scene] = {}

    def save(path: Path, scene: Scene, **options: Any) -> None:
        scenes[path.relative_to(folder).as_posix()] = scene
        options["progress"](len(scene), len(scene))
        path.write_bytes(bytes(options["width"]))

    folder = tmp_path / "a" / "b"
    monkeypatch.setattr("convlib.cli.works.save", save)
    monkeypatch.setattr("convlib.cli.index._paint", lambda *_: (480, 300))
    assert main(["export", "--all", "--width", "400", "-o", str(folder)]) == 0
    presets = {f"{one.slug}/{each.name}.gif": each for one in all_lessons() for each in one.presets}
    assert list(scenes) == list(presets)
    for path, scene in scenes.items():
        other = lesson(path.partition("/")[0]).build(preset=presets[path].name)
        assert np.array_equal(scene.values, other.values)
        assert len(scene) == len(other)
    *files, page = capsys.readouterr().out.splitlines()
    assert len(files) == len(presets)
    assert page == f"{folder}/index.html: {len(presets)} pictures"


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
    "export arithmetic --set size=16 --by term -o FILM": ("--by: ", "1764 frames"),
    "export arithmetic --by row -o FILM": ("--by is “row”", "value, term"),
    "export arithmetic --theme pink -o FILM": ("--theme is “pink”", "light, dark"),
    "export arithmetic --show all -o FILM": ("--show is “all”", "numbers, both, heat"),
    "export arithmetic --hues=1 -o FILM": ("--hues takes no value", "by itself"),
    "export arithmetic --speed fast -o FILM": ("--speed is “fast”", "0.1 to 10"),
    "export arithmetic --speed nan -o FILM": ("--speed is “nan”", "0.1 to 10"),
    "export arithmetic --speed 11 -o FILM": ("--speed is “11”", "0.1 to 10"),
    "export arithmetic --speed -1 -o FILM": ("--speed is “-1”", "0.1 to 10"),
    "export arithmetic --width wide -o FILM": ("--width is “wide”", "whole number"),
    "export arithmetic --width 10 -o FILM": ("--width is “10”", "from 240 to 3840"),
    "export arithmetic --width 3840 --scale 4 -o FILM": ("--scale: one picture", "60 million"),
    "export arithmetic --width 1e2 -o FILM": ("--width is “1e2”", "from 240 to 3840"),
    "export arithmetic --width 300.5 -o FILM": ("--width is “300.5”", "from 240 to 3840"),
    "export arithmetic --width 240 --set size=16 --set kernel=7 -o FILM": ("--width is 240", "247"),
    "export arithmetic --width NINES -o FILM": (f"--width is “{'9' * 19}…”", "from 240 to 3840"),
    "export arithmetic --speed NINES -o FILM": (f"--speed is “{'9' * 19}…”", "from 0.1 to 10"),
    "export arithmetic --set size=NINES -o FILM": (f"size is {'9' * 19}…, ", "from 1 to 16"),
    "export arithmetic --set NINES=3 -o FILM": (f"“{'9' * 39}…” is no parameter", "size"),
    "export arithmetic --set NINES -o FILM": (f"--set is “{'9' * 39}…”", "stride=2"),
    "export arithmetic --set BROKEN=3 -o FILM": ("“a�b�c” is no parameter", "size"),
    "export arithmetic --set size=BROKEN -o FILM": ("size is “a�b�c”", "whole number"),
    "export arithmetic --by BROKEN -o FILM": ("--by is “a b c”", "value"),
    "export arithmetic --BROKEN -o FILM": ("“--a�b�c” is nothing", "--help"),
    "export arithmetic -o FOLDER/BROKEN": ("--output is “", "a�b�c”, but a file ends"),
    "export arithmetic --set =3 -o FILM": ("--set is “=3”", "a name and a value such as"),
    "export arithmetic --set self=3 -o FILM": ("“self” is no parameter", "size"),
    "export arithmetic --set stride=1 --set stride=2 -o FILM": ("stride is set twice", "once"),
    "export arithmetic --preset default --set preset=dilation -o FILM": ("preset is set", "once"),
    "export arithmetic -o film.avi": ("--output is “film.avi”", "film.gif"),
    "export arithmetic -o film": ("--output is “film”", "film.gif"),
    "export arithmetic -o FOLDER/none/film.gif": ("--output “", "can't be written"),
    "export 1x1 --all -o FOLDER/file": ("--output “FOLDER/file” can't be made", "(file exists)"),
    "export 1x1 --all -o FOLDER/file/a": ("--output “FOLDER/file/a” can't be made", "may write"),
    "export --all --preset classic -o FOLDER": ("--preset doesn't go with --all", "leave"),
    "export --all --set stride=2 -o FOLDER": ("--set doesn't go with --all", "leave"),
    "export arithmetic": ("--output is missing", "film.gif"),
    "export arithmetic --frames 3 -o FILM": ("“--frames” is nothing that", "--help"),
    "export arithmetic single-channel -o FILM": ("“single-channel” is nothing that", "--help"),
    "export arithmetic --out FILM": ("“--out” is nothing that", "--help"),
    "export arithmetic -o": ("-o/--output has no value", "write one after it"),
    "export arithmetic --set -o FILM": ("--set has no value", "write one after it"),
    "export arithmetic --all=yes -o FILM": ("--all takes no value", "by itself"),
    "list single-channel NINES": (f"“{'9' * 39}…” is nothing that", "--help"),
    "convert": ("command is “convert”", "list, export"),
    "-x convert": ("command is “convert”", "list, export"),
    "-1": ("command is “-1”", "list, export"),
    "--help=me": ("-h/--help takes no value", "by itself"),
    "--version=2": ("--version takes no value", "by itself"),
    "": ("command is missing", "list, export"),
}
TYPED = {"NINES": "9" * 5000, "BROKEN": "a\nb\u2028c"}
ARGPARSE = ("argument", "expected", "invalid choice", "required", "usage:", "unrecognized")


@pytest.mark.parametrize(("words", "told"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_told_in_one_sentence(
    words: str, told: tuple[str, str], tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "file").write_text("")
    places = {"FILM": str(tmp_path / "film.gif"), "FOLDER": str(tmp_path)} | TYPED
    assert main([replaced(word, places) for word in words.split()]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert said.err.endswith((".\n", "?\n"))
    assert said.err.startswith(replaced(told[0], places))
    assert told[1] in said.err
    assert not any(word in said.err for word in ARGPARSE)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def replaced(word: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        word = word.replace(name, place)
    return word


def test_what_a_later_argparse_may_refuse_is_told_by_the_catalogue_too() -> None:
    with pytest.raises(ConvError, match=r"^python -m convlib can't be called this way: --help"):
        Parser(prog="python -m convlib").error("the arguments are ambiguous")


def test_each_option_tells_its_default(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "LESSON] -o OUTPUT [options]" in told, "what is not in brackets has to be given"
    for option, default in {
        "by": "value",
        "theme": "light",
        "show": "numbers",
        "speed": "1",
        "width": "800",
    }.items():
        about = told.split(f" --{option} ")[1].split(" --")[0]
        assert about.endswith(f"; default: {default}"), option


def test_a_width_may_be_written_as_other_whole_numbers_are(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    assert main(["export", "arithmetic", "--width", "3e2", "-o", str(path)]) == 0
    with Image.open(path) as image:
        assert image.width == 300


@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("words", ["list", "nope 2>&1"])
def test_a_reader_that_leaves_is_no_error(words: str, buffered: bool) -> None:
    """As in ``python -m convlib list | true``, and with the errors in the same pipe."""
    reading, writing = os.pipe()
    os.close(reading)
    both = words.endswith("2>&1")
    done = subprocess.run(
        [sys.executable, "-m", "convlib", words.split()[0]],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "" if buffered else "1"},
        stdout=writing,
        stderr=writing if both else subprocess.PIPE,
        timeout=SECONDS,
    )
    os.close(writing)
    assert done.returncode == 128 + signal.SIGPIPE
    assert not done.stderr


class Terminal(io.StringIO):
    """What both outputs go to; ``screen`` is what a person sees at the end."""

    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        """Where a line is begun anew, it is written over."""
        lines = []
        for line in self.getvalue().split("\n"):
            shown = ""
            for written in line.split("\r"):
                shown = written + shown[len(written) :]
            lines.append(shown.rstrip())
        return lines


def test_a_picture_is_exported_as_it_opens(tmp_path: Path) -> None:
    """Unless something else is asked for."""
    house = ["--set", "size=12", "--set", "input=house", "--width", "300"]
    asked = {"own": [], "said": ["--show", "heat", "--speed", "4"], "other": ["--show", "numbers"]}
    files = [tmp_path / f"{name}.gif" for name in asked]
    for file, more in zip(files, asked.values(), strict=True):
        assert main(["export", "single-channel", *house, *more, "-o", str(file)]) == 0
    own, said, other = (file.read_bytes() for file in files)
    assert own == said
    assert own != other


def products(scene: Scene) -> int:
    """A frame for each, or where there would be too many of them one for each value."""
    count = len(scene.src)
    return count if count <= 1000 else len(scene)


@pytest.mark.parametrize(("by", "frames"), [("value", len), ("term", products)])
def test_one_bar_counts_all_frames_and_leaves_only_what_was_written(
    by: str, frames: Callable[[Scene], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    few = ["--by", by, "--width", "400", "-o", str(tmp_path)]
    assert main(["export", "single-channel", "--all", *few]) == 0
    shown = lesson("single-channel")
    counts = {each.name: frames(shown.build(preset=each.name)) for each in shown.presets}
    *lines, last = terminal.screen()
    assert last == ""
    assert [line.split(", ")[0] for line in lines] == [
        f"{tmp_path}/single-channel/{name}.gif: {count} frames" for name, count in counts.items()
    ]
    bars = [part for part in terminal.getvalue().split("\r") if "frame/s" in part]
    assert all(f"/{sum(counts.values())} [" in bar for bar in bars), "one total for all files"
    assert f" {sum(counts.values())}/{sum(counts.values())} [" in bars[-1]
    for name in counts:
        assert any(bar.startswith(f"single-channel/{name}.gif: ") for bar in bars)


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
    assert running.returncode == 2
    assert (out, err) == ("", "Stopped. The files that are there are complete.\n")
    assert list(tmp_path.iterdir()) == []
