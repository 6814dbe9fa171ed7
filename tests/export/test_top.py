"""The package's top level, in a script and in a notebook: figures, files, what is seen of them."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import nbformat
import numpy as np
import pytest
from matplotlib import rc_context, rcParams
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

import convlib
from convlib import ConvError
from convlib.export import save as files
from convlib.export.choices import CHOICES, read_options
from convlib.export.formats import LISTED
from convlib.picture.scene import Scene
from convlib.render import figure as painter
from convlib.render.theme import theme
from tests.export.test_page import parts

ROOT = Path(__file__).resolve().parents[2]
CLASSIC = convlib.lesson("single-channel")
CELLS = (
    "import convlib\nimport sys\n'matplotlib' in sys.modules",
    "scene = convlib.lesson('single-channel').build(stride=2)\nscene",
    "convlib.figure(scene, step=2, theme='dark')",
    "convlib.conv_trace([[1, 2, 3]], [[[1, 1]]])",
    "import matplotlib.pyplot\n%matplotlib inline\nconvlib.figure(scene, step=2, theme='dark')",
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a notebook shows of each of the cells, by type."""
    folder = tmp_path_factory.mktemp("notebook")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]  # type: ignore[no-untyped-call]
    book = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("IPYTHONDIR", str(folder))
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(book, timeout=60, kernel_name="python3", resources=resources).execute()
    return [output["data"] for cell in book.cells for output in cell["outputs"]]


def test_a_notebook_shows_the_player_of_a_scene(shown: list[dict[str, Any]]) -> None:
    seen = shown[1]
    assert seen["text/plain"] == (
        "<Scene of single-channel?stride=2: 4 steps, input 5×5, kernel 3×3, output 2×2>"
    )
    inside = unescape(seen["text/html"].partition(' srcdoc="')[2].partition('"')[0])
    assert b'"state":"stride=2"' in parts(inside.encode())["answers"]


def test_it_shows_the_end_as_a_picture_where_no_player_can_be(shown: list[dict[str, Any]]) -> None:
    """Where a notebook isn't trusted no frame is left, and on paper no HTML."""
    scene, page = CLASSIC.build(stride=2), _Pictures()
    page.feed(shown[1]["text/html"])
    (picture,) = page.pictures
    assert picture["alt"] == "Convolution, one channel"
    for drawn, scale in ((picture["src"].partition("base64,")[2], 1), (shown[1]["image/png"], 2)):
        wanted = convlib.encoded(scene, "png", scale=scale)
        with Image.open(io.BytesIO(base64.b64decode(drawn))) as seen:
            assert seen.width == 800 * scale
            with Image.open(io.BytesIO(wanted)) as still:
                assert seen.convert("RGB").tobytes() == still.convert("RGB").tobytes()


class _Pictures(HTMLParser):
    """The images of a piece of HTML, frames left out as whoever cleans it leaves them out."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is an image."""
        if tag == "img":
            self.pictures.append({name: value or "" for name, value in attrs})


def test_a_notebook_shows_the_picture_of_a_figure(shown: list[dict[str, Any]]) -> None:
    scene = CLASSIC.build(stride=2)
    painted = painter.figure(scene, 1, theme="dark")
    file = io.BytesIO()
    painted.savefig(file, format="png", dpi=200)
    with Image.open(io.BytesIO(base64.b64decode(shown[2]["image/png"]))) as seen:
        with Image.open(file) as wanted:
            assert np.array_equal(np.asarray(seen), np.asarray(wanted))
        assert seen.width == 2 * 800


def test_a_trace_is_one_line_and_nothing_is_drawn_before_it_is_asked_for(
    shown: list[dict[str, Any]],
) -> None:
    assert shown[0]["text/plain"] == "False"
    assert shown[3]["text/plain"] == (
        "<Trace: 2 steps, 4 taps, source 1×3, weight 1×1×2, output 1×2>"
    )


def test_importing_draws_nothing_and_opens_no_lesson() -> None:
    code = """if True:
        import sys, convlib
        heavy = {"matplotlib", "PIL", "imageio", "convlib.export.save", "convlib.render"}
        print(sorted(heavy & sys.modules.keys()), convlib.__version__)
    """
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == f"[] {convlib.__version__}\n"


def test_steps_are_counted_as_a_link_counts_them() -> None:
    scene = CLASSIC.build()
    for step, term, moment in ((1, None, (0, None)), (9, 2, (8, 1)), (None, None, (8, None))):
        ours, wanted = convlib.figure(scene, step, term), painter.figure(scene, *moment)
        assert np.array_equal(_pixels(ours), _pixels(wanted))


def _pixels(figure: Figure) -> Any:
    file = io.BytesIO()
    figure.savefig(file, format="png")
    with Image.open(file) as image:
        return np.asarray(image)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"step": 10}, "step is 10, but it has to be a whole number from 1 to 9."),
        ({"step": 0}, "step is 0, but it has to be a whole number from 1 to 9."),
        ({"step": "last"}, "step is “last”, but it has to be a whole number such as 2."),
        ({"step": 1, "term": 10}, "term is 10, but it has to be a whole number from 1 to 9."),
        ({"language": "xx"}, "language is “xx”, but it has to be one of en"),
        ({"theme": "blue"}, "theme is “blue”, but it has to be one of light, dark"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConvError) as caught:
        convlib.figure(CLASSIC.build(), **wrong)
    assert str(caught.value).startswith(said)


def test_a_file_of_one_step_may_ask_for_it_as_a_figure_does() -> None:
    scene = CLASSIC.build()
    same = {convlib.encoded(scene, "svg", **asked) for asked in ({"step": 4}, {"steps": (4, 4)})}
    assert len(same) == 1
    for wrong, said in (
        ({"step": 10}, "step is 10, but this scene has 9 steps"),
        ({"step": "last"}, "step is “last”, but it has to be one step such as 4"),
        ({"steps": 10}, "steps is 10, but this scene has 9 steps"),
        (
            {"step": 4, "steps": 4},
            "steps and step are about the same thing: leave one of the two out.",
        ),
    ):
        with pytest.raises(ConvError) as caught:
            convlib.encoded(scene, "svg", **wrong)
        assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "wrong", [None, "single-channel", CLASSIC, [1, 2], np.zeros((3, 3))], ids=type
)
def test_what_is_no_scene_is_called_what_it_is(wrong: Any, tmp_path: Path) -> None:
    kind, path = type(wrong).__name__, tmp_path / "one.png"
    for ask in (
        lambda: convlib.figure(wrong),
        lambda: convlib.save(path, wrong),
        lambda: convlib.encoded(wrong, "png"),
    ):
        with pytest.raises(ConvError, match=rf"^scene is of the type {kind}, but it has to be"):
            ask()
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("path", [None, 3, ["one.gif"], CLASSIC.build()], ids=type)
def test_what_is_no_path_is_told(path: Any) -> None:
    with pytest.raises(ConvError, match=r"^output is “.*”, but it has to be the path of a file"):
        convlib.save(path, CLASSIC.build())


@pytest.mark.parametrize("name", ["one\0.png", "one\ud800.png"])
def test_a_name_that_no_system_has_is_told(name: str) -> None:
    with pytest.raises(ConvError, match="can't be written"):
        convlib.save(name, CLASSIC.build())


def test_a_path_may_be_bytes(tmp_path: Path) -> None:
    scene, path = CLASSIC.build(), cast(Any, bytes(tmp_path / "one.png"))
    convlib.save(path, scene, width=240)
    assert (tmp_path / "one.png").read_bytes() == convlib.encoded(scene, "png", width=240)


@pytest.mark.parametrize("form", [None, 3, ["gif"], np.zeros(1)], ids=type)
def test_what_is_no_format_is_told(form: Any) -> None:
    with pytest.raises(ConvError, match=r"^format is “.*”, but it has to be one of gif"):
        convlib.encoded(CLASSIC.build(), form)


@pytest.mark.parametrize("name", sorted(CHOICES))
@pytest.mark.parametrize("given", [[7, 6, 5], [0.5], 3], ids=str)
def test_an_array_is_read_as_python_has_it(name: str, given: Any) -> None:
    assert _read(name, np.array(given)) == _read(name, given)


def _read(name: str, value: Any) -> Any:
    """What an option is read as, or what is said of it."""
    try:
        return read_options({name: value})
    except ConvError as error:
        return str(error)


def test_files_are_those_of_the_exporter(tmp_path: Path) -> None:
    scene = CLASSIC.build()
    convlib.save(tmp_path / "one.gif", scene, theme="dark", width=400)
    wanted = files.encoded(scene, "gif", theme="dark", width=400)
    assert (tmp_path / "one.gif").read_bytes() == wanted
    assert convlib.encoded(scene, "gif", theme="dark", width=400) == wanted
    convlib.save(tmp_path / "one.html", scene, packed={"stride": [1, 2]})
    assert b'"stride=2":' in parts((tmp_path / "one.html").read_bytes())["answers"]


STYLED: dict[Any, Any] = {  # as somebody's matplotlibrc may have it
    "savefig.facecolor": "pink",
    "savefig.bbox": "tight",
    "savefig.dpi": 30,
    "figure.autolayout": True,
    "path.sketch": (1, 100, 2),
    "patch.antialiased": False,
    "pdf.compression": 0,
    "pdf.fonttype": 3,
    "svg.fonttype": "path",
    "text.usetex": True,
}


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("pdf", {"steps": 4, "width": 240}),
        ("pdf", {"grid": "1x1", "only": "4"}),
        ("png", {"steps": 4, "transparent": True, "width": 240}),
        ("png", {"grid": "1x1", "only": "4", "scale": 0.25}),
        ("svg", {"steps": 4, "width": 240}),
        ("gif", {"steps": 4, "width": 240}),
    ],
    ids=str,
)
def test_a_style_of_matplotlibs_changes_no_file(form: str, options: dict[str, Any]) -> None:
    scene = CLASSIC.build()
    wanted = convlib.encoded(scene, form, **options)
    with rc_context(STYLED):
        assert convlib.encoded(scene, form, **options) == wanted
        assert rcParams["savefig.facecolor"] == "pink"


def test_a_style_says_how_fine_a_figure_is_saved_and_never_its_colours(tmp_path: Path) -> None:
    painted = convlib.figure(CLASSIC.build(), step=4, width=400, theme="dark")
    seen = painted._repr_png_()
    with rc_context({"savefig.facecolor": "pink", "savefig.dpi": 200}):
        painted.savefig(tmp_path / "fine.png")
        assert painted._repr_png_() == seen
    with Image.open(tmp_path / "fine.png") as image:
        assert image.width == 2 * 400
        ground = theme("dark").colours["ground"]
        assert "#{:02x}{:02x}{:02x}".format(*image.convert("RGB").tobytes()[:3]) == ground


def test_a_notebook_with_pyplot_shows_a_figure_as_others_do(shown: list[dict[str, Any]]) -> None:
    """Rather than cut and coarse, as it shows its own figures."""
    assert shown[4]["image/png"] == shown[2]["image/png"]


def test_the_help_names_every_option_and_ending() -> None:
    told = convlib.save.__doc__ or ""
    named = set(re.findall(r"[\w.]+", told))
    assert {*CHOICES, *(each.ending for each in LISTED)} <= named


def test_every_scene_is_one_short_line() -> None:
    for lesson in convlib.all_lessons():
        for preset in lesson.presets:
            line = repr(lesson.build(preset=preset.name))
            assert line.startswith(f"<Scene of {lesson.slug}")
            assert "\n" not in line
            assert len(line) <= 240
    typed = CLASSIC.build(input=np.arange(100).reshape(10, 10), size=10)
    assert len(repr(typed)) <= 160


def test_every_lesson_is_one_short_line() -> None:
    assert repr(CLASSIC) == "<Lesson single-channel: classic, classic_strided, edges>"
    for lesson in convlib.all_lessons():
        line = repr(lesson)
        assert line.startswith(f"<Lesson {lesson.slug}: {lesson.presets[0].name}")
        assert len(line) <= 160


def test_a_scene_by_itself_has_no_player(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("in_notebook", "on_paper"):
        monkeypatch.setattr(Scene, name, None)
    scene = CLASSIC.build()
    assert (scene._repr_html_(), scene._repr_png_()) == (None, None)


def test_a_state_is_shown_as_its_lesson_opens_with_it() -> None:
    """A picture of many cells is a heat-map at first, as on the page, unless numbers are wanted."""
    scene = CLASSIC.build(preset="edges")
    assert CLASSIC.opens(CLASSIC.values(preset="edges"))["show"] == "heat"
    ways: list[dict[str, Any]] = [{}, {"show": "heat"}, {"show": "numbers"}]
    by_itself, heat, numbers = (
        [convlib.encoded(scene, "png", **how), _pixels(convlib.figure(scene, **how)).tobytes()]
        for how in ways
    )
    assert by_itself == heat
    assert all(one != other for one, other in zip(by_itself, numbers, strict=True))
    on_paper = scene._repr_png_()
    assert on_paper
    assert on_paper[0] == convlib.encoded(scene, "png", scale=2)
    nobodys = replace(scene, origin=None)
    assert convlib.encoded(nobodys, "png") == numbers[0]
    assert convlib.encoded(scene, "gif", slanted=True, steps=1)  # which has no heat-map
