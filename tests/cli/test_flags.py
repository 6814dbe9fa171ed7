"""The options of a file as flags: all are there, and each sets what it says."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from convlib import ConvError
from convlib.__main__ import main
from convlib.cli.flags import FLAGS, NAMES, chosen
from convlib.cli.meant import sentence
from convlib.export.formats import LISTED
from convlib.render.options import Options
from tests.cli.written import written

Said = pytest.CaptureFixture[str]
SET: dict[str, tuple[str, Any]] = {  # worked out by hand: what each flag makes of which option
    "--by term": ("by", "term"),
    "--step 4": ("steps", (4, 4)),
    "--steps 3-7": ("steps", (3, 7)),
    "--term 2": ("term", 2),
    "--seconds 0.5": ("seconds", 0.5),
    "--speed 2": ("seconds", 0.35),
    "--hold 4": ("hold", 4),
    "--between 3": ("between", 3),
    "--once": ("loop", False),
    "--theme dark": ("theme", "dark"),
    "--transparent": ("transparent", True),
    "--layout tall": ("layout", "tall"),
    "--width 640": ("width", 640),
    "--scale 2": ("scale", 2),
    "--aspect 16:9": ("aspect", (16, 9)),
    "--cell 40": ("cell", 40),
    "--large": ("large", True),
    "--show both": ("show", "both"),
    "--hues": ("hues", True),
    "--no-titles": ("titles", False),
    "--no-equation": ("equation", False),
    "--result": ("result", True),
    "--no-numbers": ("numbers", False),
    "--no-weights": ("weights", False),
    "--no-kernel": ("kernel", False),
    "--covered": ("covered", True),
    "--slanted": ("slanted", True),
    "--numbers": ("numbers", True),
    "--language en": ("language", "en"),
    "--only 1,4-6": ("only", (1, 4, 5, 6)),
    "--grid 2x3": ("grid", (2, 3)),
    "--paper letter --grid 2x3": ("paper", "letter"),
    "--with stride=1..3 --with padding=0,1": ("packed", ("stride=1..3", "padding=0,1")),
}


@pytest.mark.parametrize(("words", "told"), SET.items(), ids=SET)
def test_a_flag_sets_its_option_and_no_other(
    words: str, told: tuple[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(monkeypatch)
    monkeypatch.setattr("convlib.cli.works.Work.count", lambda _: 1)
    option, value = told
    ending = next(each.ending for each in LISTED if option in each.takes)
    film = str(tmp_path / f"film{ending}")
    assert main(["export", "single-channel", *words.split(), "-o", film]) == 0
    beside = {"grid": (2, 3)} if option == "paper" else {}
    assert made[0].options == {option: pytest.approx(value), **beside}, "what is usual isn't said"


def test_every_option_has_a_flag_and_every_flag_is_tried() -> None:
    assert {option for option, _ in SET.values()} == {field.name for field in fields(Options)}
    assert {words.split()[0] for words in SET} == {f"--{name}" for name in FLAGS}


def test_what_a_state_opens_with_gives_way_to_what_is_said() -> None:
    opens = {"show": "heat", "speed": 4}
    assert chosen({}, opens) == {"show": "heat", "seconds": 0.175}
    assert chosen({"speed": 1, "show": "both"}, opens) == {"show": "both", "seconds": 0.7}
    assert chosen({"seconds": 0.2}, opens) == {"show": "heat", "seconds": 0.2}
    assert chosen({}, {}) == {}


WRONG = {
    "--steps 7-3": ("--steps is “7-3”", "3-7"),
    "--step 0": ("--step is “0”", "counted from 1"),
    "--step 99": ("--step is 99, but this scene has 9 steps", "from 1"),
    "--step 4 --step 5": ("--step is set twice", "once"),
    "--output one.gif": ("--output is set twice", "once"),
    "--step 4 --steps 3-7": ("--steps and --step are about the same thing", "leave one"),
    "--seconds 99": ("--seconds is “99”", "0.02 to 10"),
    "--speed 2 --seconds 1": ("--seconds and --speed are about the same thing", "leave one"),
    "--aspect wide": ("--aspect is “wide”", "16:9"),
    "--layout round": ("--layout is “round”", "one of wide, tall."),
    "--cell 1": ("--cell is “1”", "6 to 200"),
    "--theme drak": ("--theme is “drak”", "Did you mean dark?"),
    "--show heap": ("--show is “heap”", "Did you mean heat?"),
    "--language zz": ("--language is “zz”", "en"),
    "--format git": ("--format is “git”, but it has to be one of gif", "Did you mean gif?"),
    "--with stride=1..3": ("--with has no effect in a file that ends in .gif", "in .html."),
    "--only 1,4": ("--only has no effect in a file that ends in .gif", "in .png or .pdf."),
    "--cell 30 --width 400": ("--width has no effect beside --cell", "leave one"),
    "--slanted --numbers --no-numbers": (
        "--numbers and --no-numbers are about the same thing",
        "leave one",
    ),
    "--slanted --no-kernel": ("--no-kernel has no effect beside --slanted", "leave one"),
    "--no-titles=1": ("--no-titles takes no value", "by itself"),
    "--set stride=2 --set strid=3": ("“strid” is no parameter", "Did you mean stride?"),
    "--preset clasic": ("preset is “clasic”", "Did you mean classic?"),
    "--widht 300": ("“--widht” is nothing that", "Did you mean --width?"),
    "--stride=2": ("“--stride=2” is nothing that", "Did you mean --set stride=…?"),
    "--kernel 3": ("“--kernel” is nothing that", "Did you mean --set kernel=…?"),
}


@pytest.mark.parametrize(("words", "told"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_called_as_it_was_written(
    words: str, told: tuple[str, str], tmp_path: Path, capsys: Said
) -> None:
    asked = ["export", "single-channel", *words.split(), "-o", str(tmp_path / "film.gif")]
    assert main(asked) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(told[0])
    assert told[1] in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "meant"),
    {
        "exprt arithmetic": "export",
        "export arithmetc -o film.gif": "arithmetic",
        "list arithmetc": "arithmetic",
        "compare --sise 3": "--size",
        "make --ouptut x": "--output",
    }.items(),
)
def test_what_is_written_much_like_something_may_mean_it(
    words: str, meant: str, capsys: Said
) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.endswith(f" Did you mean {meant}?\n")


def test_a_picture_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("convlib.export.bounds.MOST", 1)
    film = str(tmp_path / "film.gif")
    assert main(["export", "single-channel", "--width", "3840", "-o", film]) == 2
    said = capsys.readouterr().err
    assert said.startswith("--width: one picture would have 3840 × ")
    assert "at most 1 million" in said
    assert not list(tmp_path.iterdir())


def test_an_error_that_is_about_no_option_keeps_its_name() -> None:
    error = ConvError("below-one", parameter="stride", value=0)
    assert sentence(error.named(NAMES)) == "stride is 0, but it has to be 1 or more."
