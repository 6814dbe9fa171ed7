"""The functions behind the player's tools, called in the browser that they are written for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import convlib
from convlib.numerals import parse_grid
from convlib.render.payload import payload
from convlib.render.theme import contents
from tests.browser.test_model import STILL


def strided() -> dict[str, Any]:
    """Six by six outputs, so that the timeline has marks at 0, 6, 12 and so on."""
    return payload(convlib.lesson("arithmetic").build(size=8, kernel=3))


PREDICTING = STILL | {"predict": True, "covered": True}


@pytest.mark.parametrize(
    ("call", "state", "changes"),
    [
        ("forward", PREDICTING, {"covered": False}),
        ("forward", PREDICTING | {"covered": False}, {"position": 1, "covered": True}),
        ("forward", STILL, {"position": 1}),
        ("forward", STILL | {"position": 35}, {}),
        ("forward", PREDICTING | {"position": 35, "covered": False}, {}),
        ("advance", PREDICTING | {"position": 35, "playing": True}, {"covered": False}),
        (
            "advance",
            PREDICTING | {"position": 35, "playing": True, "covered": False},
            {"playing": False},
        ),
        (
            "advance",
            PREDICTING | {"position": 35, "playing": True, "covered": False, "loop": True},
            {"position": 0, "covered": True},
        ),
        ("toggle", PREDICTING | {"position": 35}, {"playing": True}),
        ("toggle", STILL | {"position": 35}, {"playing": True, "position": 0}),
    ],
)
def test_what_is_covered_is_uncovered_before_anything_moves(
    functions: Page, call: str, state: dict[str, Any], changes: dict[str, Any]
) -> None:
    code = f"([scene, state]) => {call}(prepare(scene), state)"
    assert functions.evaluate(code, [strided(), state]) == state | changes


def test_going_back_covers_nothing_and_jumping_ahead_does(functions: Page) -> None:
    code = "([scene, state, to]) => seek(prepare(scene), state, to).covered"
    state = PREDICTING | {"position": 5, "covered": False}
    assert [functions.evaluate(code, [strided(), state, to]) for to in (0, 4, 5, 6, 35)] == [
        False,
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("by", "position", "direction", "target"),
    [
        ("value", 0, 1, 6),
        ("value", 5, 1, 6),
        ("value", 6, 1, 12),
        ("value", 31, 1, 35),
        ("value", 6, -1, 0),
        ("value", 7, -1, 6),
        ("value", 0, -1, 0),
        ("term", 0, 1, 54),
        ("term", 55, -1, 54),
    ],
)
def test_breaks_are_where_the_timeline_has_its_marks(
    functions: Page, by: str, position: int, direction: int, target: int
) -> None:
    code = "([scene, state, direction]) => nextBreak(prepare(scene), state, direction)"
    state = STILL | {"by": by, "position": position}
    assert functions.evaluate(code, [strided(), state, direction]) == target


@pytest.mark.parametrize("covered", [False, True])
def test_a_covered_result_is_nowhere(functions: Page, covered: bool) -> None:
    scene = payload(convlib.lesson("single-channel").build())
    seen = functions.evaluate(
        """([scene, covered]) => {
          const ready = prepare(scene);
          const look = { covered };
          const at = (focus) => view(ready, 2, null, "wide", focus, look);
          const [asked, related] = [at(-1), at(6)];
          const texts = ({ cells }) => cells.slice(34).map((cell) => cell.text);
          const tokens = asked.caption.flat();
          const caption = tokens.map(({ text, below }) => text + (below ?? ""));
          return { asked: texts(asked), related: texts(related), caption: caption.join("") };
        }""",
        [scene, covered],
    )
    known = ["12", "12"]
    assert seen["asked"] == [*known, "?" if covered else "17", *[""] * 6]
    assert seen["related"] == [*known, "" if covered else "17", *[""] * 6]
    assert ("17" in seen["caption"]) is not covered
    assert seen["caption"].endswith(" = ?") is covered


def panel_as(functions: Page, scene: dict[str, Any], at: int, format: str) -> str:
    """What copying a panel gives."""
    code = "([scene, at, format]) => written(numbersOf(prepare(scene), at), format)"
    text: str = functions.evaluate(code, [scene, at, format])
    return text


@pytest.mark.parametrize("format", ["table", "list", "numpy"])
def test_a_copied_panel_can_be_read_again(functions: Page, format: str) -> None:
    built = convlib.lesson("arithmetic").build(
        input=[[0.125, -3.5, 7], [1234.5, 2, -1]], weights=[[-1, 0.5]], padding=1
    )
    expected = [built.panels[0].values[1:-1, 1:-1], *(p.values for p in built.panels[1:])]
    for at, values in enumerate(expected):
        text = panel_as(functions, payload(built), at, format)
        if format == "numpy":
            found = eval(text, {"np": np})
        elif format == "list":
            found = np.array(eval(text))
        else:
            found = parse_grid(text, "copied", 99)
        assert found.tolist() == values.tolist()


@pytest.mark.parametrize(
    ("key", "beginning"),
    [
        ({"key": "7"}, "7"),
        ({"key": "-"}, "-"),
        ({"key": "."}, "."),
        ({"key": "F2"}, None),
        ({"key": "Enter"}, None),
        ({"key": "Delete"}, ""),
        ({"key": "c", "ctrlKey": True}, "nothing"),
        ({"key": "a"}, "nothing"),
        ({"key": "ArrowUp"}, "nothing"),
    ],
)
def test_which_keys_begin_to_type(
    functions: Page, key: dict[str, Any], beginning: str | None
) -> None:
    code = "key => { const text = beginningOf(key); return text === undefined ? 'nothing' : text }"
    assert functions.evaluate(code, key) == beginning


TAKEN = """moves => { const looks = createLooks();
  looks.begin(moves[0].opens);
  let shown = { show: "numbers", speed: 1, ...moves[0].opens };
  return moves.slice(1).map(({ opens, chosen }) => {
    shown = { ...shown, ...chosen };
    const taken = looks.take(opens, shown);
    shown = { ...shown, ...taken };
    return shown;
  });
}"""
PICTURE = {"show": "heat", "speed": 4}
PLAIN: dict[str, Any] = {"show": "numbers", "speed": 1}


@pytest.mark.parametrize(
    ("moves", "shown"),
    [
        ([{}, PICTURE, {}], [PICTURE, PLAIN]),
        ([PICTURE, PICTURE, {}], [PICTURE, PLAIN]),
        ([PICTURE, {"show": "both"}], [{"show": "both", "speed": 1}]),
        ([{}, {}], [PLAIN]),
    ],
)
def test_a_state_is_shown_as_it_asks_for(
    functions: Page, moves: list[dict[str, Any]], shown: list[dict[str, Any]]
) -> None:
    given = [{"opens": opens, "chosen": {}} for opens in moves]
    assert functions.evaluate(TAKEN, given) == shown


def test_what_a_reader_chose_stays(functions: Page) -> None:
    moves = [
        {"opens": {}, "chosen": {}},
        {"opens": PICTURE, "chosen": {"speed": 2}},
        {"opens": PICTURE, "chosen": {"show": "both"}},
        {"opens": {}, "chosen": {}},
    ]
    assert functions.evaluate(TAKEN, moves) == [
        PICTURE,
        {"show": "both", "speed": 4},
        {"show": "both", "speed": 1},
    ]


WRITTEN_ON = """payload => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const [scene, geometry] = payload;
  document.body.append(svg);
  const prepared = prepare(scene), stage = createStage(svg, geometry);
  const layout = stage.build(prepared, 960, 380);
  const told = Array.from({ length: 5 }, (_, step) => {
    stage.paint(view(prepared, step, null, layout));
    const written = [...svg.querySelectorAll(".title, .label")];
    return written.filter(each => each.style.display !== "none").map(each => each.firstChild.data);
  });
  svg.remove();
  return told;
}"""


@pytest.mark.parametrize("preset", ["sawtooth", "turn"])
def test_titles_and_labels_change_with_the_steps(functions: Page, preset: str) -> None:
    """As in files: g is called turned only once it is."""
    scene = convlib.lesson("convolution-vs-correlation").build(preset=preset)
    found = functions.evaluate(WRITTEN_ON, [payload(scene), contents()["geometry"]])
    for step, words in enumerate(found):
        moment = convlib.view(scene, step)
        titles = [title.text for title in moment.titles]
        wanted = [*titles, *(label.text for label in moment.labels)]
        assert sorted(words) == sorted(wanted), step


def test_address_has_the_step_the_theme_and_whether_it_is_for_a_frame(functions: Page) -> None:
    code = "([href, theme, embedded]) => addressAt(href, 4, theme, embedded)"
    href = "http://x.org/single-channel?stride=2&step=1&embed_options=light_theme"
    step = "http://x.org/single-channel?stride=2&step=5"
    assert functions.evaluate(code, [href, "", False]) == step
    dark = f"{step}&embed_options=dark_theme"
    assert functions.evaluate(code, [href, "dark", False]) == dark
    framed = functions.evaluate(code, [href, "dark", True])
    assert framed == f"{dark}&embed=true"
    assert functions.evaluate(code, [framed, "dark", False]) == dark


ASKED = """views => {
  const host = document.createElement('div'), ticks = { isRight: () => false };
  const quiz = createQuiz(host, { help: '', check: 'Check', offline: '' }, null, ticks);
  return views.map((names, at) => {
    quiz.show(names.map((name) => [name, name]), String(at));
    return [...host.querySelectorAll('label')].map((label) => label.textContent);
  });
}"""


def test_questions_are_those_of_the_view(functions: Page) -> None:
    """None of another one stays, and what comes back has its place again."""
    views = [["size", "sum"], ["sum"], ["planes"], ["size", "planes"], ["planes", "size"], []]
    assert functions.evaluate(ASKED, views) == views


LATE = """async () => {
  const host = document.createElement('div'), ticks = { isRight: () => false, note() {} };
  let answer;
  const reply = () => new Promise((tell) => (answer = tell));
  const quiz = createQuiz(host, { help: '', check: 'Check', offline: '' }, reply, ticks);
  const show = (state) => quiz.show([['size', 'How large?']], state);
  const said = () => host.querySelector('.said').textContent;
  show('stride=1');
  host.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  show('stride=2');
  answer({ said: 'Right.', right: true });
  await new Promise((done) => setTimeout(done));
  const found = [said()];
  for (const state of ['stride=1', 'stride=2']) show(state), found.push(said());
  return found;
}"""


def test_an_answer_that_comes_late_is_said_of_the_state_that_it_is_about(functions: Page) -> None:
    assert functions.evaluate(LATE) == ["", "Right.", ""]
