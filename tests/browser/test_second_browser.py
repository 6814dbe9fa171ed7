"""In Firefox every lesson opens, steps, answers and changes as it does in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import convlib
from convlib import Lesson
from convlib.controls.ask import carry_out
from convlib.controls.offer import controls
from convlib.controls.shown import text_of
from convlib.lesson import Values
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.browser.firefox import Firefox, firefox, installed
from tests.contract.states import each_lesson

# The player's root: its component lives in a shadow tree.
ROOT = """[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
  .map(tree => tree.querySelector('.convolution:not(.miniature)')).find(Boolean)"""
# Whether the page is at rest on a step, with a state of these words, however they are ordered.
AT_REST = f"""(step, state) => {{
  const root = {ROOT}, svg = root?.querySelector('.picture svg');
  const app = document.querySelector('[data-testid=stApp]');
  const said = new URLSearchParams(location.search), now = new URLSearchParams(state);
  for (const own of ['step', 'show']) said.delete(own);
  said.sort();
  now.sort();
  return svg?.querySelector('.cell') && app.dataset.testScriptState === 'notRunning'
    && root.dataset.step === String(step) && svg.dataset.moving === undefined
    && String(said) === String(now);
}}"""
NUMBERS = f"""() => [...{ROOT}.querySelectorAll('.picture svg .cell')]
  .map(cell => [Number(cell.dataset.cell), cell.querySelector('.number').textContent])"""
# Of the cells that can be pointed at, the last one, which is an output: itself and its middle.
TARGET = f"""() => {{
  const root = {ROOT}, cells = [...root.querySelectorAll('.picture svg .cell')].reverse();
  for (const cell of cells) {{
    const {{ left, top, width, height }} = cell.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (root.getRootNode().elementFromPoint(x, y)?.closest('.cell') === cell)
      return [cell.dataset.cell, x, y];
  }}
}}"""
# Where cells are steps themselves, what is pointed at is the step that is seen.
IS_ASKED = f"""(cell, step) => {{
  const {{ focus, step: seen }} = {ROOT}.dataset;
  return focus === cell || (focus === '-1' && seen !== step);
}}"""
# Whether a page in one file shows a step, and an output of so many places along an axis.
IN_FILE = """() => {
  const root = document.querySelector('.convolution');
  const step = root?.dataset.step, places = root?.querySelector('.piece.result')?.textContent;
  return root?.querySelector('.cell') && (WANTED);
}"""
FOCUS = f"control => {ROOT}.querySelector(`.slider[data-control='${{control}}'] input`).focus()"
# The families that the player's texts are set in, as far as they were loaded.
FAMILIES = f"""async () => {{
  await document.fonts.ready;
  const texts = [...{ROOT}.querySelectorAll('h1, .number, .caption span, .transport, .control')];
  const faces = [...document.fonts].filter(({{ status }}) => status === 'loaded');
  const loaded = faces.map(({{ family }}) => family.replaceAll('"', ''));
  const first = text => getComputedStyle(text).fontFamily.split(',')[0].replaceAll('"', '');
  return [...new Set(texts.map(text => loaded.find(family => family === first(text)) ?? ''))];
}}"""
# Of Streamlit's front end, which tries whether it may have WebAssembly, and does without.
OF_STREAMLIT = "blocked WebAssembly"


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    path = installed()
    if not path:
        pytest.skip("Firefox, the second browser (none was found, and none could be installed)")
    with firefox(path, tmp_path_factory.mktemp("firefox")) as page:
        page.resize(1280, 720)
        yield page


@pytest.fixture
def page(started: Firefox) -> Iterator[Firefox]:
    """Firefox's one page; what it complains of fails the test."""
    started.problems.clear()
    yield started
    assert [each for each in started.problems if OF_STREAMLIT not in each] == []


@each_lesson
def test_a_lesson_works_in_firefox(page: Firefox, app_url: str, lesson: Lesson) -> None:
    scene = lesson.build()
    page.open(f"{app_url}/{lesson.slug}?step=1")
    page.wait(AT_REST, 0, "")
    check_numbers(page, scene, 0)
    assert page.evaluate(FAMILIES) == ["Inter Tabular"]
    page.press("ArrowRight")
    page.wait(AT_REST, 1, "")
    check_numbers(page, scene, 1)
    cell, x, y = page.evaluate(TARGET)
    page.click(x, y)
    page.wait(IS_ASKED, cell, "1")
    page.press("Escape")
    page.move(2, 2)
    page.wait(AT_REST, 1, "")
    check_slider(page, lesson, lesson.values())


def test_a_page_in_one_file_works_in_firefox(page: Firefox, tmp_path: Path) -> None:
    lesson = convlib.lesson("single-channel")
    convlib.save(tmp_path / "one.html", lesson.build(), packed={"stride": [1, 2]}, steps=1)
    page.open(f"file://{tmp_path}/one.html")
    page.wait(IN_FILE.replace("WANTED", "step === '0' && places === '3'"))
    page.press("ArrowRight")
    page.wait(IN_FILE.replace("WANTED", "step === '1'"))
    page.evaluate("() => document.querySelector('.slider input').focus()")
    page.press("ArrowRight")
    page.wait(IN_FILE.replace("WANTED", "places === '2'"))
    assert page.evaluate("() => document.fonts.check('16px \"Inter Tabular\"')")


def check_numbers(page: Firefox, scene: Scene, step: int) -> None:
    """Every cell is there with its number, or less where it has no room for it."""
    wanted = {cell.cell: cell.text for cell in view(scene, step).cells}
    found = dict(page.evaluate(NUMBERS))
    assert found.keys() == wanted.keys()
    assert {cell: text for cell, text in found.items() if text not in ("", "…", wanted[cell])} == {}
    assert any(found.values())


def check_slider(page: Firefox, lesson: Lesson, values: Values) -> None:
    """An arrow key moves a slider, and all that follows is there."""
    control, key, value = movable(controls(lesson, values, "en"))
    changed, _ = carry_out(lesson, values, {"act": "set", "control": control, "value": value})
    scene = lesson.build(**changed)
    page.evaluate(FOCUS, control)
    page.press(key)
    step = min(1, len(scene) - 1)
    page.wait(AT_REST, step, text_of(lesson, changed))
    check_numbers(page, scene, step)


def movable(offered: list[dict[str, Any]]) -> tuple[str, str, int]:
    """The first slider that can be moved: its name, the key, and where it then stands."""
    for each in offered:
        if each["kind"] == "slider" and each["value"] is not None:
            free = {n for low, high in each["offered"] for n in range(low, high + 1)}
            for key, value in (("ArrowRight", each["value"] + 1), ("ArrowLeft", each["value"] - 1)):
                if value in free:
                    return each["id"], key, value
    raise AssertionError("no slider can be moved")
