"""A set of figures as a TOML file describes it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from convlib import lesson
from convlib.__main__ import main
from convlib.cli.figures import read_figures
from convlib.export.save import encoded
from convlib.render.film import Film
from convlib.render.options import Options
from convlib.render.slanted_sheet import SlantedSheet
from convlib.text import say
from tests.cli.written import written

Said = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
SET = """
[defaults]
theme = "dark"
seconds = 0.35
no-titles = true

[[figure]]
file = "one.gif"
lesson = "single-channel"

[[figure]]
file = "more/two.gif"
lesson = "arithmetic"
preset = "no_padding_strides"
state = { size = 6, kernel = [2, 3] }
titles = true
speed = 1.4
theme = "light"
steps = [2, 3]
"""
TWO = "[[figure]]\nfile = 'a.gif'\nlesson = 'arithmetic'\n"


def made_of(text: str, folder: Path, *words: str) -> int:
    """Make a set; gives the exit status."""
    (folder / "figures.toml").write_text(text)
    return main(["make", str(folder / "figures.toml"), *words])


def test_each_figure_has_its_options_over_those_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    made = written(monkeypatch)
    assert made_of(SET, tmp_path) == 0
    one, two = made
    assert [each.path for each in made] == [tmp_path / "one.gif", tmp_path / "more" / "two.gif"]
    wanted = ("theme", "seconds", "titles", "steps")
    assert [one.options.get(name) for name in wanted] == ["dark", 0.35, False, None]
    assert [two.options[name] for name in wanted] == ["light", pytest.approx(0.5), True, (2, 3)]
    shown = lesson("arithmetic").build(size=6, kernel="2x3", stride=2)
    assert two.scene.panels[-1].values.shape == shown.panels[-1].values.shape
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_file_is_what_the_shell_would_write(tmp_path: Path) -> None:
    text = "[[figure]]\nfile='a.gif'\nlesson='single-channel'\nwidth=300\nby='term'"
    assert made_of(text, tmp_path, "-o", str(tmp_path / "new")) == 0
    scene = lesson("single-channel").build()
    expected = encoded(scene, "gif", width=300, by="term")
    assert (tmp_path / "new" / "a.gif").read_bytes() == expected


def test_cells_of_one_size_fit_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrower or larger picture says how large; what has a size of its own keeps it."""
    made = written(monkeypatch)
    text = "[defaults]\ncell = 'same'\n" + "".join(
        f"[[figure]]\nfile = '{at}.gif'\nlesson = 'arithmetic'\n{more}\n"
        for at, more in enumerate(
            ("", "width = 600", "scale = 2\nstate = { size = 16 }", "cell = 20")
        )
    )
    assert made_of(text, tmp_path) == 0
    scenes = [lesson("arithmetic").build(), lesson("arithmetic").build(size=16)]
    sides = [
        Film(scenes[0]).sheet.cell,
        Film(scenes[0], width=600).sheet.cell,
        Film(scenes[1]).sheet.cell,
    ]
    assert len({*sides}) == 3, "or it shows nothing"
    assert [each.options["cell"] for each in made] == [*[min(sides)] * 3, 20]


def test_what_holds_for_all_holds_where_it_has_an_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each figure says less than all of them together; the page has no cells of a size."""
    made = written(monkeypatch)
    monkeypatch.setattr("convlib.cli.works.Work.count", lambda _: 1)
    text = "[defaults]\nspeed = 2\ntransparent = true\nno-titles = true\ncell = 'same'\n" + "".join(
        f"[[figure]]\nfile = 'a.{ending}'\nlesson = 'arithmetic'\n{more}\n"
        for ending, more in {"gif": "slanted = true", "png": "cell = 30", "html": ""}.items()
    )
    assert made_of(text, tmp_path) == 0
    film, picture, page = (each.options for each in made)
    whole = SlantedSheet(lesson("arithmetic").build(), Options(slanted=True, width=400))
    cell = {"cell": int(whole.cell)}  # of those that are alike it is the only one
    assert film == {"slanted": True, "seconds": 0.35, "transparent": True} | cell
    assert picture == {"cell": 30, "transparent": True, "titles": False}
    assert page == {"seconds": 0.35}


@pytest.mark.parametrize("text", ["", "example"], ids=["README", "help"])
def test_the_examples_are_sets(text: str, tmp_path: Path) -> None:
    if text:
        shown = say("cli.make-example").partition("\n")[2]
    else:
        shown = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[0]
    (tmp_path / "figures.toml").write_text(shown)
    figures = read_figures(tmp_path / "figures.toml")
    assert [figure.lesson for figure in figures] == ["arithmetic"] * 2
    assert all(figure.alike for figure in figures)
    for figure in figures:
        lesson(figure.lesson).values(**figure.state)


WRONG = {
    "x =": ("figures.toml is no TOML: invalid value", "at end of document"),
    "a = 1\n[[figure]": ("figures.toml is no TOML: expected", "at line 2, column 9"),
    "": ("figures.toml has no figures", "[[figure]]"),
    "[figure]\nfile = 'a.gif'": ("figures.toml has no figures", "[[figure]]"),
    "figure = [1]": ("figures.toml, figure 1 has to be a table", "lesson ="),
    "[figures]": ("figures.toml: “figures” is nothing", "Did you mean figure?"),
    "defaults = 3": ("figures.toml, defaults has to be a table", 'theme = "dark"'),
    "[defaults]\nwidht = 3": ("figures.toml, defaults: “widht” is", "Did you mean width?"),
    "[defaults]\nwidth = 3": ("figures.toml, defaults: width is “3”", "240 to 3840"),
    "[[figure]]\nlesson = 'arithmetic'": ("figures.toml, figure 1: file is missing", "write"),
    "[[figure]]\nfile = ''\nlesson = 'arithmetic'": (
        "figures.toml, figure 1 (): file is missing",
        "write",
    ),
    "[[figure]]\nfile = 'b.gif'": ("figures.toml, figure 1 (b.gif): lesson is missing", "write"),
    "[[figure]]\nfile = 3": ("figures.toml, figure 1: file has to be text", "in quotes"),
    "TWO preset = 3": ("figures.toml, figure 2: preset has to be text", "in quotes"),
    "TWO preset = 'dilatio'": ("FIGURE: preset is “dilatio”", "Did you mean dilation?"),
    "TWO preset = 'dilation'\nstate = { preset = 'x' }": ("FIGURE: preset is set twice", "once"),
    "TWO state = 3": ("figures.toml, figure 2 (a.gif), state has to be a table", "stride = 2"),
    "TWO state = { strid = 3 }": ("FIGURE: “strid” is no parameter", "Did you mean stride?"),
    "TWO state = { kernel = 99 }": ("FIGURE: kernel is 99", "1 to 7"),
    "TWO state = { kernel = 7 }": ("FIGURE: kernel 7 spans 7 cells", "5 or less"),
    "TWO state = { kernel = { a = 1 } }": ("FIGURE: kernel is “{'a': 1}”", "whole number"),
    "TWO widht = 3": ("FIGURE: “widht” is nothing", "Did you mean width?"),
    "TWO width = 'wide'": ("FIGURE: width is “wide”", "240 to 3840"),
    "TWO theme = ['dark']": ("FIGURE: theme is “['dark']”", "one of light"),
    "TWO hues = 3": ("FIGURE: hues is “3”", "yes, no"),
    "TWO steps = [3, 2]": ("FIGURE: steps is “3-2”", "3-7"),
    "TWO cell = 'some'": ("FIGURE: cell is “some”", "6 to 200"),
    "TWO loop = true\nonce = true": ("FIGURE: once and loop are about the same thing", "leave one"),
    "TWO speed = 1\nseconds = 1": (
        "FIGURE: seconds and speed are about the same thing",
        "leave one",
    ),
    "TWO with = 'stride=1..3'": (
        "FIGURE: with has no effect in a file that ends in .gif",
        "in .html",
    ),
    "TWO cell = 30\nwidth = 400": ("FIGURE: width has no effect beside cell", "leave one"),
    "TWO once = true\nslanted = true\nno-titles = true": (
        "FIGURE: no-titles has no effect",
        "slanted",
    ),
    "TWO step = 99": ("FIGURE: step is 99, but this scene has 9 steps", "from 1"),
    "TWO file = 3": ("figures.toml is no TOML: cannot overwrite", "end of document"),
    "TWO width = 240\nstate = { size = 16, kernel = 7 }": ("FIGURE: width is 240", "247"),
    "TWO by = 'term'\nstate = { size = 16 }": ("FIGURE: by: ", "1764 frames"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_told_of_its_figure_before_any_is_written(
    text: str, told: tuple[str, str], tmp_path: Path, capsys: Said
) -> None:
    first = "[[figure]]\nfile = 'first.gif'\nlesson = 'arithmetic'\n"
    assert made_of(text.replace("TWO ", f"{first}{TWO}"), tmp_path) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith(told[0].replace("FIGURE", "figures.toml, figure 2 (a.gif)"))
    assert told[1] in said.err
    assert said.err.count("figures.toml") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["figures.toml"]


def test_a_file_that_two_figures_would_be(tmp_path: Path, capsys: Said) -> None:
    assert made_of(TWO + TWO.replace("a.gif", "./A.gif"), tmp_path) == 2
    one, other = "figures.toml, figure 1 (a.gif)", "figures.toml, figure 2 (./A.gif)"
    said = f"{other} would be the same file as {one}: give each one of its own.\n"
    assert capsys.readouterr().err == said


def test_an_ending_or_a_name_that_no_file_has(tmp_path: Path, capsys: Said) -> None:
    assert made_of(TWO.replace("a.gif", "a.docx"), tmp_path) == 2
    assert capsys.readouterr().err.startswith("figures.toml, figure 1 (a.docx): file is “")
    assert made_of(TWO.replace("'a.gif'", '"a\\u0000.gif"'), tmp_path) == 2
    assert "a�.gif” can't be written (invalid argument)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "file is missing: name the TOML file"),
        (("",), "file is missing: name the TOML file"),
        (("FOLDER", "-o", ""), "--output is empty: name a folder"),
        (("FOLDER/none.toml",), "file “FOLDER/none.toml” can't be read (no such file"),
        (("FOLDER",), "file “FOLDER” can't be read (is a directory)"),
        (("FOLDER/bytes.toml",), "bytes.toml is no text in UTF-8: save it"),
    ],
)
def test_a_set_that_cannot_be_read(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    assert main(["make", *(word.replace("FOLDER", str(tmp_path)) for word in words)]) == 2
    assert capsys.readouterr().err.startswith(told.replace("FOLDER", str(tmp_path)))


def test_the_sets_of_the_tests_are_toml() -> None:
    assert len(tomllib.loads(SET)["figure"]) == 2
