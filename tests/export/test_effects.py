"""Every option either changes a file of a format, or is refused there with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import convlib
from convlib import ConvError
from convlib.export import video
from convlib.export.choices import CHOICES, read_values
from convlib.export.effects import SILENT, SILENT_IN, check, fitting
from convlib.export.formats import FORMATS
from convlib.export.save import encoded
from convlib.picture.trimmed import trimmed

SCENE = convlib.lesson("single-channel").build(size=3, kernel=2)
# By option a value that isn't usual; what the others are that it needs to be seen.
OTHERWISE: dict[str, Any] = {
    **{"by": "term", "steps": 2, "seconds": 0.3, "hold": 5, "between": 2, "loop": False},
    **{"theme": "dark", "transparent": True, "layout": "tall", "width": 420, "scale": 2},
    **{"aspect": "16:9", "cell": 60, "large": True, "show": "both", "hues": True},
    **{"titles": False, "equation": False, "result": True, "numbers": False, "weights": False},
    **{"kernel": False, "covered": True, "slanted": True, "grid": "2x2", "paper": "letter"},
    **{"only": "2", "term": 1, "packed": {"stride": [1, 2]}},
}
SMALL: dict[str, dict[str, Any]] = {
    "animation": {"width": 300, "steps": "1-2"},
    "still": {"width": 300, "steps": 1},
    "page": {},
}
# Pages of a PDF are drawn as an SVG is, and so is one that moves: of what they share, a part.
SHARED = dict.fromkeys(("animated-svg", "pdf"), FORMATS["svg"].takes)
PART = {"theme", "transparent", "steps", "scale"}
BESIDE: dict[str, dict[str, Any]] = {"paper": {"grid": "2x2"}, "weights": {"width": 800}}


@pytest.fixture(autouse=True)
def films(monkeypatch: pytest.MonkeyPatch) -> None:
    """A film is what ffmpeg would be told and given."""

    def feed(command: list[str], frames: Iterator[Any]) -> None:
        told = " ".join(command[1:-1]).encode()
        Path(command[-1]).write_bytes(told + b"".join(map(bytes, frames)))

    monkeypatch.setattr(video, "_feed", feed)


def test_every_option_is_tried() -> None:
    """But for the language: there is one."""
    assert {*OTHERWISE, "language"} == {*CHOICES}
    assert all(FORMATS[form].takes <= {*CHOICES} for form in FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_an_option_changes_a_file_or_is_refused(form: str) -> None:
    takes, base = FORMATS[form].takes, SMALL[FORMATS[form].kind]
    plain = encoded(SCENE, form, **base)
    for name in OTHERWISE.keys() - takes:
        assert_refused(form, name)
    for name in OTHERWISE.keys() & takes - (SHARED.get(form, frozenset()) - PART):
        silent = {*SILENT.get(name, ()), *(SILENT["grid"] if name == "paper" else ())}
        usual = {each: base[each] for each in base if each not in silent} | BESIDE.get(name, {})
        file = encoded(SCENE, form, **usual) if name in BESIDE else plain
        value = True if (name, form) == ("loop", "html") else OTHERWISE[name]
        assert encoded(SCENE, form, **(usual | {name: value})) != file, f"{name} does nothing"


def assert_refused(form: str, name: str) -> None:
    """In a sentence that names the option, the kind of file, and those in which it works."""
    with pytest.raises(ConvError) as caught:
        encoded(SCENE, form, **{name: OTHERWISE[name]})
    said = str(caught.value)
    assert said.startswith(f"{name} has no effect in a file that ends in {FORMATS[form].ending}: ")
    works = [each.ending for each in FORMATS.values() if name in each.takes]
    assert re.findall(r"\.[a-z4.]*[a-z4]", said.partition("name one")[2]) == works


@pytest.mark.parametrize(
    ("form", "beside"),
    [("gif", "slanted"), ("gif", "cell"), ("png", "grid"), ("pdf", "grid"), ("pdf", "only")],
)
def test_what_changes_nothing_beside_another_option_is_refused(form: str, beside: str) -> None:
    """And in animations each of the others changes the file there too."""
    silent = SILENT[beside] | SILENT_IN.get((beside, FORMATS[form].ending), set())
    for name in sorted(silent & FORMATS[form].takes):
        with pytest.raises(ConvError, match=f"^{name} has no effect beside {beside}: leave one"):
            encoded(SCENE, form, **{beside: OTHERWISE[beside], name: OTHERWISE[name]})
    if form == "gif":
        # Without numbers none is covered; in so few cells they are large enough from afar.
        read, same = ({"numbers": True}, {"large"}) if beside == "slanted" else ({}, set())
        base = {"steps": "1-2", beside: OTHERWISE[beside], **read}
        file = encoded(SCENE, form, **base)
        for name in sorted(FORMATS[form].takes - silent - {beside, "language", "slanted", *same}):
            given = {**base, name: OTHERWISE[name]}
            assert encoded(SCENE, form, **given) != file, f"{name} does nothing beside {beside}"


def test_what_a_set_says_for_all_holds_where_it_works() -> None:
    others = read_values(
        {"seconds": 1, "width": 640, "titles": False, "slanted": True, "paper": "letter"}
    )
    gif, png, pdf, page = (FORMATS[form] for form in ("gif", "png", "pdf", "html"))
    assert fitting(gif, {}, others) == {"slanted": True, "seconds": 1, "width": 640}
    assert fitting(gif, {"cell": 9}, others) == {"cell": 9, "slanted": True, "seconds": 1}
    assert fitting(png, {"seconds": 2, "width": 500}, {}) == {"seconds": 2, "width": 500}
    assert fitting(pdf, {"grid": (2, 2)}, others) == {
        "grid": (2, 2),
        "slanted": True,
        "paper": "letter",
    }
    assert fitting(page, {}, others) == {"seconds": 1}


@pytest.mark.parametrize("slug", ["squeeze-excitation", "shuffled-grouped", "inception"])
def test_kernels_among_wires_cannot_be_left_out(slug: str) -> None:
    """They would lead nowhere; of a set such a picture keeps them, and others lose theirs."""
    scene, gif, said = convlib.lesson(slug).build(), FORMATS["gif"], {"kernel": False}
    with pytest.raises(ConvError, match=r"^kernel has no effect here, as this picture would "):
        encoded(scene, "png", kernel=False)
    with pytest.raises(ConvError, match=r"^kernel has no effect here, as this picture would "):
        convlib.figure(scene, kernel=False)
    assert fitting(gif, {}, said, scene) == {}
    assert fitting(gif, {}, said, SCENE) == said


def test_kernels_are_left_out_wherever_that_is_not_refused() -> None:
    """In every view of the lesson in which some are drawn as blocks of a matrix."""
    shown, refused = convlib.lesson("grouped"), set()
    for preset in shown.presets:
        scene = shown.build(preset=preset.name)
        try:
            check(FORMATS["png"], {"kernel": False}, scene)
        except ConvError:
            refused.add(preset.name)
        else:
            seen = [scene, trimmed(scene, kernel=False)]
            before, after = (sum(each.role == "kernel" for each in some.seen) for some in seen)
            assert after < before or not before
    assert refused == {"grouped-matrix"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_switch_that_is_as_usual_asks_for_nothing(form: str) -> None:
    """As in a program that says all of them, whatever it writes."""
    usual = {"loop": True, "titles": True, "transparent": False, "slanted": False, "grid": None}
    check(FORMATS[form], usual | {"between": 0, "layout": "", "packed": (), "only": ()})


def test_a_figure_has_no_time() -> None:
    for name in ("seconds", "loop", "steps", "grid", "packed"):
        with pytest.raises(ConvError, match=f"^{name} has no effect in a figure: leave it out, or"):
            convlib.figure(SCENE, **{name: OTHERWISE[name]})
