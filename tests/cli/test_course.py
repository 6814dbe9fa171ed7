"""A course: every preset as a file, and the page that shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convlib import ConvError, all_lessons
from convlib.__main__ import main
from convlib.cli.folders import Folders
from convlib.cli.index import Index
from convlib.cli.prose import html, plain
from convlib.cli.works import work_of
from convlib.export.formats import format_named
from convlib.path import path
from convlib.render.theme import theme
from convlib.text import prose, say
from tests.cli.written import written

VOID = {"meta", "img", "source"}


@dataclass
class Page(HTMLParser):
    """A page read strictly: what is opened is closed, in order."""

    open: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def all(self, tag: str, name: str) -> list[str]:
        """The values of an attribute of all elements of a kind that have it."""
        return [str(attrs[name]) for kind, attrs in self.seen if kind == tag and name in attrs]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course without what its files and pictures show, which others test."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        written(patch)
        patch.setattr("convlib.cli.works.Work.count", lambda _: 1)
        patch.setattr("convlib.cli.index._paint", paint)
        assert main(["export", "--all", "-o", str(folder)]) == 0
    return folder


def paint(_work: object, _ground: str, step: int, target: Path) -> tuple[int, int]:
    target.write_text(f"step {step + 1}")
    return 480, 300


@pytest.fixture(scope="module")
def page(course: Path) -> Page:
    read = Page()
    read.feed((course / "index.html").read_text(encoding="utf-8"))
    assert read.open == []
    return read


def test_all_presets_are_shown_in_order_and_lead_to_their_files(course: Path, page: Page) -> None:
    lessons = [each for found in path().values() for each in found]
    files = [f"{one.slug}/{each.name}.gif" for one in lessons for each in one.presets]
    links = [link for link in page.all("a", "href") if not link.startswith("#")]
    assert links == files
    assert all((course / link).is_file() for link in links)


def test_every_picture_is_there_for_both_grounds_and_told_in_words(
    course: Path, page: Page
) -> None:
    light, dark = page.all("img", "src"), page.all("source", "srcset")
    count = sum(len(each.presets) for each in all_lessons())
    assert len(light) == len(dark) == len({*light, *dark}) / 2 == count
    assert all((course / each).is_file() for each in (*light, *dark))
    told = page.all("img", "alt")
    assert len({*told}) == count
    assert told[0].startswith(prose("convolution-vs-correlation")["title"])
    for alt, one, other in zip(told, light, dark, strict=True):
        shown = [(course / each).read_text() for each in (one, other)]
        assert re.findall(r": (step \d+) of \d+$", alt) * 2 == shown
        assert [one.removesuffix("-light.png"), "-dark.png"] == [*other.partition("-dark.png")[:2]]
    assert {*page.all("source", "media")} == {"(prefers-color-scheme: dark)"}


def test_the_lessons_have_their_titles_ideas_and_a_list_of_contents(page: Page) -> None:
    slugs = [each.slug for found in path().values() for each in found]
    assert page.all("section", "id") == slugs
    assert [each for each in page.all("a", "href") if each.startswith("#")] == [
        f"#{slug}" for slug in slugs
    ]
    said = "".join(page.said)
    for each in all_lessons():
        assert say("path.title", number=each.order, title=prose(each.slug)["title"]) in said
        assert plain(prose(each.slug)["idea"]) in said


def test_the_page_needs_nothing_from_elsewhere(course: Path) -> None:
    text = (course / "index.html").read_text(encoding="utf-8")
    assert "//" not in text, "no address names a host"
    named = re.findall(r'url\("([^"]+)"\)', text)
    assert len(named) == 2
    assert all((course / each).read_bytes().startswith(b"\0\1\0\0") for each in named)
    assert (course / "looks" / "OFL.txt").is_file()
    for name in ("light", "dark"):
        assert f"--ground: {theme(name).colours['ground']};" in text


def test_a_picture_is_painted_on_its_ground(tmp_path: Path) -> None:
    state, form = {"preset": "classic"}, format_named("gif")
    work = work_of(tmp_path / "single-channel" / "classic.gif", form, "single-channel", state, {})
    Index(tmp_path, Folders()).show(work)
    for name in ("light", "dark"):
        with Image.open(tmp_path / "looks" / f"single-channel-classic-{name}.png") as image:
            pixels = np.asarray(image.convert("RGB"))
        assert pixels.shape[1] == 480
        ground = theme(name).colours["ground"]
        assert "#{:02x}{:02x}{:02x}".format(*pixels[0, 0]) == ground
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 20, "something is on it"


def test_the_files_of_one_lesson_have_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(monkeypatch)
    assert main(["export", "1x1", "--all", "-o", str(tmp_path)]) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["1x1"]
    assert [each.path.suffix for each in made] == [".gif"] * 5


def test_a_course_leaves_kernels_out_where_a_picture_can_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The matrix of the layer of groups is made of them: asked for alone, that is said."""
    made = written(monkeypatch)
    asked = ["export", "grouped", "--no-kernel", "-o"]
    assert main([*asked, str(tmp_path), "--all"]) == 0
    kept = {each.path.stem for each in made if each.options.get("kernel", True)}
    assert (kept, len(made)) == ({"grouped-matrix"}, 6)
    assert main([*asked, str(tmp_path / "one.png"), "--preset", "grouped-matrix"]) == 2


@pytest.mark.parametrize(
    "stop",
    [KeyboardInterrupt, ConvError("no-room", parameter="output", value="film", reason="none")],
)
def test_folders_that_would_stay_empty_are_gone_again(
    stop: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that this run has made: at the first file all, at the second that of its figure."""

    def save(path: Path, *_: object, **__: object) -> None:
        left.pop()
        if not left:
            raise stop
        path.write_bytes(b"")

    monkeypatch.setattr("convlib.cli.works.save", save)
    there, new = tmp_path / "there", tmp_path / "new" / "course"
    (there / "empty").mkdir(parents=True)
    for folder in (there, new):
        left = [0]
        assert main(["export", "1x1", "--all", "-o", str(folder)]) == 2
    assert {*tmp_path.rglob("*")} == {there, there / "empty"}
    figures = "".join(
        f"[[figure]]\nfile = '{name}/film.gif'\nlesson = 'arithmetic'\n" for name in ("a", "b/c")
    )
    (tmp_path / "set.toml").write_text(figures)
    left = [0, 0]
    assert main(["make", str(tmp_path / "set.toml"), "-o", str(new)]) == 2
    assert {*new.rglob("*")} == {new / "a", new / "a" / "film.gif"}


def test_what_a_role_or_a_mark_stands_round_is_kept() -> None:
    idea = "A *big* :kernel[**kernel**] & :input[x < 1]."
    assert plain(idea) == "A big kernel & x < 1."
    assert html(idea) == (
        'A <em>big</em> <span class="kernel"><strong>kernel</strong></span> &amp; '
        '<span class="input">x &lt; 1</span>.'
    )


def test_what_is_wrong_names_the_lesson_and_the_preset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "3d", "--all", "--width", "240", "-o", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert re.match(r"3d --preset [a-z0-9-]+: --width is 240, but this scene's cells need", said)
    assert main(["export", "--all", "--seconds", "2", "--format", "png", "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("--seconds has no effect in a file that ends in .png")
    assert main(["export", "--all", "-o", ""]) == 2
    assert capsys.readouterr().err.startswith("--output is missing: name the file to write such as")
    assert main(["export", "--all", "-o", str(tmp_path / "all.GIF")]) == 2
    assert "all.GIF”, which names one file, but --all writes many" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]
