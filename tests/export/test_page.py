"""A page in one file: what it holds is what the app's server would answer, and it asks nobody."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import itertools
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import convlib
from convlib import ConvError
from convlib.__main__ import main
from convlib.controls.shown import text_of
from convlib.export import pack, page
from convlib.export.job import Job
from convlib.export.save import encoded
from convlib.export.states import read_packed, states_of
from convlib.params import Choice
from convlib.picture.scene import Scene
from convlib.render.options import Options
from pages.parts.play import answer
from tests.contract.states import each_lesson

CLASSIC = convlib.lesson("single-channel")
ARITHMETIC = convlib.lesson("arithmetic")
STRIDES: dict[str, list[Any]] = {"stride": [1, 2, 3], "padding": [0, 1, "same"]}


def parts(made: bytes) -> dict[str, bytes]:
    """What a page has packed into itself."""
    found = re.findall(r'<script type="text/plain" id="([\w-]+)">([^<]+)</script>', made.decode())
    return {name: gzip.decompress(base64.b64decode(packed)) for name, packed in found}


def held(scene: Scene, **options: Any) -> Any:
    """The opening and the answers of a scene's page."""
    return json.loads(parts(encoded(scene, "html", **options))["answers"])


def served(lesson: convlib.Lesson, state: str, ask: Any = None) -> Any:
    """What the app's server answers."""
    return json.loads(gzip.decompress(answer(lesson, {"state": state, "ask": ask, "lang": "en"})))


def unchangeable(scene: Any) -> Any:
    for each in (*scene["panels"], *scene["curves"], *scene["points"]):
        each.pop("array", None)
    return scene


@each_lesson
def test_it_shows_what_the_page_shows(lesson: convlib.Lesson) -> None:
    holds = held(lesson.build())
    ours, theirs = holds["answers"][""], served(lesson, "")
    for name in ("state", "result", "opens", "apart"):
        assert ours[name] == theirs[name]
    assert ours["scene"] == unchangeable(theirs["scene"])
    assert ours["controls"] == []
    assert holds["opening"]["about"]["title"]


def test_every_state_is_what_the_server_answers_and_leads_where_it_would() -> None:
    answers = held(ARITHMETIC.build(size=6, padding=1), packed=STRIDES)["answers"]
    assert next(iter(answers)) == "size=6&padding=1"
    assert len(answers) == 9
    led = set()
    for state, ours in answers.items():
        theirs = served(ARITHMETIC, state)
        assert ours["scene"] == unchangeable(theirs["scene"])
        assert ours["result"] == theirs["result"]
        known = {(control["kind"], control["id"]): control for control in theirs["controls"]}
        for control in ours["controls"]:
            offered = known[control["kind"], control["id"]]
            for value, (there, said) in control["leads"].items():
                typed = int(value) if control["kind"] == "slider" else value
                ask = {"act": "set", "control": control["id"], "value": typed}
                reached = served(ARITHMETIC, state, ask)
                assert (reached["state"], reached["problem"]) == (there, said)
                assert there in answers
                led.add(control["id"])
            if control["kind"] == "slider":
                numbers = {n for low, high in control["offered"] for n in range(low, high + 1)}
                present = {offered["value"]} - {None}
                assert numbers == set(map(int, control["leads"])) | present
            if control["kind"] == "wish":
                held_ways = {way for ways in by_size(control).values() for way in ways}
                assert held_ways == control["leads"].keys()
                sizes = by_size(offered)
                assert all({*ways} <= {*sizes[size]} for size, ways in by_size(control).items())
    assert led == {"stride", "padding", "padding.amount", "wish"}


def by_size(wish: Any) -> dict[str, list[str]]:
    """The settings that a wish offers, by the size that they give."""
    ways = iter(wish["options"])
    return {size: [next(ways)[0] for _ in range(count)] for size, count in wish["groups"]}


def test_sizes_that_no_state_of_the_file_has_are_greyed() -> None:
    """A kernel of 1 cell lies on padding alone at the edge, so nobody may wish that."""
    scene = ARITHMETIC.build(padding=1)
    answers = held(scene, packed={"kernel": [1, 3], "stride": [1, 2]})["answers"]
    nothing = ["", "not in this file", "This file doesn't hold it.", ""]
    for state, said in answers.items():
        (wish,) = (each for each in said["controls"] if each["id"] == "wish")
        greyed = [each for each in wish["options"] if each[2]]
        assert greyed == ([nothing] if "kernel=1" in state else [])
        assert len(wish["leads"]) == (0 if greyed else 2)


def test_what_the_file_does_not_hold_is_refused_with_a_reason() -> None:
    scene = ARITHMETIC.build(size=6, padding=1)
    controls = held(scene, packed={"stride": [1, 2]})["answers"]["size=6&padding=1"]["controls"]
    assert [control["id"] for control in controls] == ["stride", "wish"]
    assert controls[0]["stops"] == {"above": "This file doesn't hold it."}
    assert controls[0]["offered"] == [[1, 2]]


def test_where_the_lesson_goes_no_further_its_own_reason_is_given() -> None:
    """In its first state, which has other values than the defaults, a dilation of 4 is too wide."""
    (slider,) = held(ARITHMETIC.build(), packed={"dilation": "1..3"})["answers"][""]["controls"]
    (theirs,) = (each for each in served(ARITHMETIC, "")["controls"] if each["id"] == "dilation")
    assert slider["offered"] == [[1, 3]]
    assert slider["stops"] == theirs["stops"]
    assert slider["stops"]["above"].startswith("Kernel 3 spans 9 cells")


def test_the_own_values_stand_beside_those_that_are_given() -> None:
    """Or nothing would lead from the state that the file opens with."""
    found = states_of(ARITHMETIC, {"size": 6, "padding": 1}, {"stride": [2], "padding": [2]})
    settings = [(values["stride"][0], values["padding"][0][0]) for values in found.values()]
    assert settings == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_values_can_be_given_as_they_are_typed() -> None:
    scene = ARITHMETIC.build(size=6, padding=1)
    typed = encoded(scene, "html", packed=["stride=1..3", "padding=0,1,same"])
    assert typed == encoded(scene, "html", packed=STRIDES)
    assert typed == encoded(scene, "html", packed={"stride": "1..3", "padding": "0,1,same"})
    one = encoded(scene, "html", packed="stride=2")
    assert one == encoded(scene, "html", packed={"stride": 2})
    with pytest.raises(ConvError, match="packed is “5”, but it has to be a name"):
        encoded(scene, "html", packed=5)


def test_presets_lead_to_each_other() -> None:
    wanted = ["same_padding_no_strides", "padding_strides"]
    answers = held(ARITHMETIC.build(preset=wanted[0]), packed={"preset": wanted})["answers"]
    assert list(answers) == [f"preset={name}" for name in wanted]
    menu = answers["preset=same_padding_no_strides"]["controls"][0]
    said = {name: why for name, _, *why in menu["options"]}
    assert list(said) == [preset.name for preset in ARITHMETIC.presets]
    absent = ["This file doesn't hold it.", "not in this file"]
    assert all(why == ([""] if name in wanted else absent) for name, why in said.items())
    assert menu["leads"] == {wanted[1]: ["preset=padding_strides", ""]}


def test_a_preset_is_held_as_it_is_beside_its_other_values() -> None:
    """Or its place in the list would lead nowhere: its stride is 2, and 1 and 3 are asked for."""
    found = states_of(ARITHMETIC, {}, {"preset": ["padding_strides"], "stride": [1, 3]})
    assert "preset=padding_strides" in found
    sides = [(values["size"][0], values["stride"][0]) for values in found.values()]
    assert sorted(sides) == [(5, 1), (5, 2), (5, 3), (6, 1), (6, 2), (6, 3)]


def test_a_choice_leads_where_it_leads_on_the_page() -> None:
    """Not all views go with the same sizes: some lead to an example of their own."""
    lesson = convlib.lesson("transposed")
    views = next(each for each in lesson.params if isinstance(each, Choice)).choices
    answers = held(lesson.build(), packed={"view": views})["answers"]
    [menu] = answers[""]["controls"]
    for way, (there, said) in menu["leads"].items():
        reached = served(lesson, "", {"act": "set", "control": "view", "value": way})
        assert (reached["state"], reached["problem"]) == (there, said)
    assert len(menu["leads"]) == len(views) - 1
    assert all(why == [""] for _, _, *why in menu["options"])


def test_rows_and_columns_can_be_held_apart() -> None:
    packed = {"stride.rows": [1, 2], "stride.columns": "1..3", "padding.top": [0, 1]}
    answers = held(ARITHMETIC.build(size=6, padding=1), packed=packed)["answers"]
    assert len(answers) == 2 * 3 * 2
    *sliders, wish = answers["size=6&padding=1"]["controls"]
    assert wish["kind"] == "wish"
    ids = ["stride.rows", "stride.columns", "padding.top"]
    assert [(each["id"], each["offered"]) for each in sliders] == [
        *zip(ids, ([[1, 2]], [[1, 3]], [[0, 1]]), strict=True)
    ]
    assert sliders[1]["leads"]["3"] == ["size=6&stride=1x3&padding=1", ""]
    assert "size=6&stride=2x3&padding=0:1x1" in answers


def test_what_is_held_as_a_whole_stays_whole_beside_what_is_apart() -> None:
    scene = ARITHMETIC.build(size=6, kernel=(3, 2))
    answers = held(scene, packed={"stride": [1, 2]})["answers"]
    assert [each["id"] for each in answers["size=6&kernel=3x2"]["controls"]] == ["stride"]


def test_combinations_that_do_not_go_together_are_left_out() -> None:
    """A 3×3 input holds a kernel of 5 if it is padded by 1, and not without."""
    found = states_of(ARITHMETIC, {"size": 3}, {"kernel": [3, 5], "padding": [0, 1]})
    sizes = {(values["kernel"][0], str(values["padding"])) for values in found.values()}
    assert (5, "((1, 1), (1, 1))") in sizes
    assert not any(
        kernel == 5 and padding in ("valid", "((0, 0), (0, 0))") for kernel, padding in sizes
    )


def test_how_it_opens_is_as_chosen_or_as_the_lesson_has_it() -> None:
    scene = CLASSIC.build()
    usual = held(scene)["opening"]["options"]
    assert (usual["theme"], usual["loop"], usual["speed"], usual["position"]) == (
        "",
        False,
        1,
        None,
    )
    chosen = {"theme": "dark", "loop": True, "seconds": 0.35, "steps": "4", "show": "both"}
    given = held(scene, **chosen, hues=True, by="term", covered=True)["opening"]["options"]
    assert given == {
        **{"theme": "dark", "loop": True, "speed": 2, "position": 3, "show": "both"},
        **{"hues": True, "by": "term", "predict": True, "autoplay": True},
    }
    heat = convlib.lesson("convolution-vs-correlation")
    values = heat.values(preset="decay")
    assert held(heat.staged(values))["opening"]["options"]["show"] == heat.opens(values).get(
        "show", "numbers"
    )


@pytest.mark.parametrize("theme", ["light", "dark-contrast"])
def test_where_no_script_runs_it_shows_what_comes_out_in_its_colours(theme: str) -> None:
    made = encoded(CLASSIC.build(), "html", theme=theme).decode()
    (still,) = re.findall(r'<img [^>]*src="data:image/png;base64,([^"]+)"', made)
    wanted = encoded(CLASSIC.build(), "png", theme=theme, width=640, steps="9")
    seen, painted = (
        np.asarray(Image.open(io.BytesIO(each)).convert("RGB"))
        for each in (base64.b64decode(still), wanted)
    )
    assert np.array_equal(seen, painted)


def test_the_shell_leaves_open_what_nobody_wrote(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    for typed, theme in (([], ""), (["--theme", "light"], "light"), (["--theme", "dark"], "dark")):
        words = ["arithmetic", "--with", "stride=1..2", *typed, "-o", str(file)]
        assert main(["export", *words]) == 0
        held = json.loads(parts(file.read_bytes())["answers"])
        options = held["opening"]["options"]
        assert (options["theme"], options["loop"]) == (theme, False)
        assert len(held["answers"]) > 1


def test_a_scene_of_no_lesson_plays_too() -> None:
    scene = replace(CLASSIC.build(), origin=None)
    assert list(held(scene)["answers"]) == [""]
    with pytest.raises(ConvError, match="needs a scene that a lesson has built"):
        encoded(scene, "html", packed={"stride": [1]})


def test_its_policy_allows_its_own_scripts_and_no_connection() -> None:
    made = encoded(CLASSIC.build(), "html")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', made.decode())
    rules = dict(rule.strip().split(" ", 1) for rule in unescape(policy).split(";"))
    assert rules["default-src"] == "'none'"
    assert not {"connect-src", "font-src", "media-src"} & rules.keys()
    (starter,) = re.findall(r'<script type="module">(.*?)</script>', made.decode(), re.DOTALL)
    for script in (starter.encode(), parts(made)["script"]):
        digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
        assert f"'sha256-{digest}'" in rules["script-src"]


def test_the_same_command_makes_the_same_bytes() -> None:
    made = [encoded(ARITHMETIC.build(), "html", packed=STRIDES) for _ in range(2)]
    assert made[0] == made[1]


def test_the_size_is_foreseen_and_progress_told() -> None:
    scene, told = ARITHMETIC.build(size=6, padding=1), list[tuple[int, int]]()
    job = Job(scene, Options(packed=STRIDES), lambda *how: told.append(how))
    states, expected = page.forecast(job)
    made = page.page(job, pack.Pack(job)).encode()
    assert states == 9
    assert told == [(done, 9) for done in range(1, 10)]
    assert 0.95 < expected / len(made) < 1.05


@pytest.mark.parametrize(
    ("slug", "packed"),
    [
        ("single-channel", {"size": "3..16", "kernel": "1..7", "stride": "1,2"}),
        ("multi-channel", {"size": "3..8", "kernel": "1..3", "stride": "1..2", "padding": "0..2"}),
    ],
)
def test_the_size_of_many_states_is_foreseen(slug: str, packed: dict[str, str]) -> None:
    """132 and 176 states, of which the largest are some eight times the smallest."""
    made = pack.Pack(Job(convlib.lesson(slug).build(), Options(packed=packed)))
    assert 0.85 < made.foreseen() / len(made.written()) < 1.25


def test_what_is_typed_is_read() -> None:
    wanted = read_packed(["stride=1..3", "padding = 0, 2,same"], CLASSIC)
    assert wanted == {"stride": ("1", "2", "3"), "padding": ("0", "2", "same")}
    assert read_packed(["preset=classic,edges"], CLASSIC) == {"preset": ("classic", "edges")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["stride"], "an equals sign"),
        (["stride="], "an equals sign"),
        (["strid=1..3"], "“strid” is no parameter of this lesson: it has preset, size"),
        (["stride=3..1"], "a larger number such as 1..3"),
        (["stride=a..c"], "a larger number such as 1..3"),
        (["stride=1..9999"], "9999 states together, and a file holds at most 200"),
        (["stride=0..2"], "stride is 0, but it has to be a whole number from 1 to"),
        (["stride=1", "stride=2"], "stride is set twice"),
        (["stride.row=1"], "“stride.row” is no parameter of this lesson: it has stride.rows, str"),
        (["stride.rows=x"], "stride.rows is “x”"),
        (["stride.rows=0"], "stride is 0, but it has to be a whole number from 1 to"),
        (["preset=none"], "preset is “none”"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(typed: list[str], said: str) -> None:
    with pytest.raises(ConvError, match=re.escape(said)):
        read_packed(typed, CLASSIC)


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {"size": range(3, 15), "stride": range(1, 5), "padding": range(5)}
    with pytest.raises(ConvError, match=r"size, stride, padding: these values make 240 states"):
        encoded(ARITHMETIC.build(), "html", packed=many)
    with pytest.raises(ConvError, match="packed: “stride” has no values"):
        encoded(ARITHMETIC.build(), "html", packed={"stride": []})
    with pytest.raises(ConvError, match="size is 17"):
        encoded(ARITHMETIC.build(), "html", packed={"size": itertools.count(3)})
    with pytest.raises(ConvError, match="steps is 99"):
        encoded(ARITHMETIC.build(), "html", steps=99)
    monkeypatch.setattr(pack, "MOST_BYTES", 3000)
    with pytest.raises(ConvError, match="these values make a file of more than 0 MB"):
        encoded(ARITHMETIC.build(), "html", packed=STRIDES)


def test_what_is_far_too_large_is_refused_before_it_is_packed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """119 states of some 69 kB: what may fit is packed until it doesn't."""
    many: dict[str, Any] = {"size": "3..12", "kernel": "1..4", "padding": "0..2"}
    said = "size, kernel, padding: these values make a file of more than 0 MB. Fewer of them work"
    for most, is_soon in ((30_000, True), (68_000, False)):
        monkeypatch.setattr(pack, "MOST_BYTES", most)
        told = list[tuple[int, int]]()
        job = Job(ARITHMETIC.build(), Options(packed=many), lambda *how, to=told: to.append(how))
        with pytest.raises(ConvError, match=re.escape(said)):
            page.write(job, io.BytesIO())
        assert (not told) is is_soon
        if is_soon:
            with pytest.raises(ConvError, match=re.escape(said)):
                page.forecast(job)
        else:
            assert page.forecast(job)[0] == len(pack.Pack(job)) == 119


def test_a_state_that_has_no_text_is_the_lessons_first() -> None:
    assert list(states_of(CLASSIC, {}, {})) == [text_of(CLASSIC, CLASSIC.values())]
