"""A file that goes to the standard output."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import BinaryIO, Literal

import pytest

from convlib import lesson
from convlib.__main__ import main
from convlib.export import formats, gif
from convlib.export.job import Format, Job
from convlib.export.save import encoded
from tests.test_shell import FULL, called

NARROW = ("export", "single-channel", "--width", "300", "-o", "-")


def test_it_is_the_file_and_nothing_else(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*NARROW, "--format", "gif"]) == 0
    sys.stdout.flush()
    said = capfdbinary.readouterr()
    assert said.out == encoded(lesson("single-channel").build(), "gif", width=300)
    assert said.err.decode() == f"standard output: 9 frames, {len(said.out) / 1000:.0f} KB\n"


def test_a_file_that_is_called_so_is_named_by_its_folder(tmp_path: Path) -> None:
    """As everywhere in a shell."""
    assert main([*NARROW[:-1], str(tmp_path / "-.gif")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["-.gif"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--format is missing: the standard output has no ending, so give one of gif"),
        (("--format", "gif", "--all"), "--output is “-”, but --all writes many files"),
    ],
)
def test_what_it_needs(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*NARROW, *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(told)


def test_a_terminal_shows_no_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    assert main([*NARROW, "--format", "gif"]) == 2
    assert terminal.getvalue() == ""
    assert capsys.readouterr().err.startswith("--output is “-”, but the standard output is a term")


def test_a_format_that_the_ending_contradicts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = Format("toy", ".toy", "still", "image/x-toy", gif.write)
    monkeypatch.setitem(formats.FORMATS, "toy", toy)
    film = tmp_path / "film.gif"
    assert main([*NARROW[:-1], str(film), "--format", "toy"]) == 2
    said = capsys.readouterr().err
    assert said == f"--format is “toy”, but {film} ends in .gif: leave one of the two out.\n"


@pytest.mark.parametrize(
    ("kind", "words", "line"),
    [
        ("still", ("--steps", "3-7"), "5 pictures, 2 KB"),
        ("still", (), "1 picture, 2 KB"),
        ("page", (), "3 states, 2 KB"),  # as many as it says
    ],
)
def test_each_kind_of_file_is_told_as_what_it_holds(
    kind: Literal["still", "page"],
    words: tuple[str, ...],
    line: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write(job: Job, file: BinaryIO) -> None:
        if kind == "page":
            job.tell(3, 3)
        file.write(bytes(1500))

    toy = Format("toy", ".toy", kind, "image/x-toy", write)
    monkeypatch.setitem(formats.FORMATS, "toy", toy)
    monkeypatch.setitem(formats.ENDINGS, ".toy", toy)
    film = tmp_path / "film.toy"
    assert main([*NARROW[:-1], str(film), *words]) == 0
    assert capsys.readouterr().out == f"{film}: {line}\n"


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
def test_where_it_has_no_room() -> None:
    full = called(*NARROW, "--format", "gif", after=f"> {FULL}")
    assert full.returncode == 2
    assert full.stderr.decode().splitlines()[-1].startswith("The standard output can't be written")


def test_how_large_a_page_with_states_will_be_is_said_before_it_is_made(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    page = str(tmp_path / "a.html")
    asked = ["export", "single-channel", "--with", "stride=1,2"]
    assert main([*asked, "-o", page]) == 0
    sys.stdout.flush()
    said = capfdbinary.readouterr()
    foretold = re.fullmatch(r"(.*): 2 states, about (\d+) KB\n", said.err.decode())
    made = re.fullmatch(r"(.*): 2 states, (\d+) KB\n", said.out.decode())
    assert foretold
    assert made
    assert foretold[1] == made[1] == page
    assert int(foretold[2]) == pytest.approx(int(made[2]), rel=0.15)
    assert main([*asked, "-o", "-", "--format", "html"]) == 0
    assert capfdbinary.readouterr().err.startswith(b"standard output: 2 states, about ")
    assert main([*asked[:2], "-o", page]) == 0
    assert capfdbinary.readouterr().err == b""
