"""What the player says, to eyes and to ears, belongs to what it shows and is said in words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib import text
from convlib.numerals import texts
from convlib.picture.scene import Scene
from pages.parts.networks import network_map
from pages.parts.table import table
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.chosen import chosen
from tests.contract.test_said import ENGLISH, GAP, OWN_NAME

CLASSIC = convlib.lesson("single-channel")
# All that is read in an element, and all that is read out of it.
READ = """root => [root, ...root.querySelectorAll('*')].flatMap(each => [
  ...[...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data),
  ...['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label']
    .map(name => each.getAttribute(name)),
]).filter(said => said?.trim())"""


def spoken(stage: Locator) -> str:
    """What the stage says of its moment; the timeline says the same."""
    said = stage.get_by_role("figure").get_attribute("aria-label") or ""
    expect(stage.get_by_role("slider", name="Timeline")).to_have_attribute("aria-valuetext", said)
    return said


def check_spoken(scene: Scene, step: int, said: str) -> None:
    """It names the step, of as many as there are, and the number that comes out of it."""
    assert said.startswith(f"Step {step + 1} of {len(scene)}: ")
    rows = scene.terms(step)
    if rows.start < rows.stop:
        assert said.endswith(f" is {texts(scene.sums)[rows.stop - 1]}")


@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_all_that_is_said_has_words_and_belongs_to_its_step(
    bench: Bench, slug: str, preset: str
) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    step = 2 * len(scene) // 3
    stage = bench.show(scene, serves=True, position=step, **options_of(slug, preset=preset))
    check_spoken(scene, step, spoken(stage))
    found = {each.strip() for each in stage.evaluate(READ)}
    assert {each for each in found if GAP.search(each)} == set()
    meant = ENGLISH | {each.known for each in convlib.lesson(slug).presets}
    assert {each for each in found - meant if OWN_NAME.fullmatch(each)} == set()


def test_each_product_is_said_with_its_number_and_the_sum_so_far(bench: Bench) -> None:
    scene = CLASSIC.build()
    x, w = (scene.panels[at].values for at in (0, 1))
    sums = np.cumsum(x[0:3, 1:4] * w).tolist()  # of the second output
    stage = bench.show(scene, position=9, by="term")
    for term, total in enumerate(sums[:-1], start=1):
        assert spoken(stage) == f"Step 2 of 9, product {term} of 9: y[0, 1] is {total} so far"
        bench.page.keyboard.press("ArrowRight")
    assert spoken(stage) == f"Step 2 of 9: y[0, 1] is {sums[-1]}"


def test_a_cell_is_called_by_its_row_and_then_its_column(bench: Bench) -> None:
    scene = CLASSIC.build(size="5x4", kernel="3x2", padding="1:0x2:0")
    stage = bench.show(scene)
    wanted = [
        f"row {row}, column {column}, " + (f"{scene.panels[0].values[row + 1, column + 2]}")
        for row in range(-1, 5)
        for column in range(-2, 4)
    ]
    said = stage.locator('.panel[data-role="input"] .cell').evaluate_all(
        "all => all.map(each => each.getAttribute('aria-label').replace(/ ×.*|, padding/g, ''))"
    )
    assert said == wanted
    expect(stage.get_by_role("grid", name="Output, 4 × 5")).to_be_visible()


# A point in the head of an arrow that turns to the left, and one in its mirror image.
HEADS = """button => {
  const path = button.querySelector('path');
  return [2.5, 21.5].map(x => path.isPointInFill(new DOMPoint(x, 9.5)));
}"""


def test_undo_points_back_and_redo_on(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, **options_of())
    undo = stage.get_by_role("button", name=re.compile("^Undo"))
    redo = stage.get_by_role("button", name=re.compile("^Redo"))
    assert undo.evaluate(HEADS) == [True, False]
    assert redo.evaluate(HEADS) == [False, True]
    told = [each.get_attribute("title") for each in (undo, redo)]
    assert told == ["Undo (Ctrl+Z)", "Redo (Ctrl+Shift+Z)"]


def test_the_link_and_the_frame_stand_beside_their_names(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, position=4, **options_of())
    stage.locator("[data-act=more]").click()
    stage.locator("[data-act=link]").click()
    frame = stage.get_by_role("textbox", name="Frame for a course page").input_value()
    assert frame.startswith("<iframe ")
    assert "embed=true" in frame
    assert "step=5" in frame, "as the steps are counted on the page"


def test_menus_of_the_tools_name_the_panels_that_they_are_about(bench: Bench) -> None:
    names = {"input": [["ones", "Ones"]], "weights": [["box", "Box"]]}
    arrays = {"input": "Input numbers", "weights": "Kernel numbers"}
    stage = bench.show(CLASSIC.build(), serves=True, names=names, arrays=arrays, **options_of())
    stage.locator("[data-act=more]").click()
    groups = stage.locator("[data-act=fill] optgroup").evaluate_all(
        "all => all.map(each => [each.label, each.children[0].value, each.children[0].text])"
    )
    assert groups == [["Input", "input|ones", "Ones"], ["Kernel", "weights|box", "Box"]]
    copied = stage.locator("[data-act=copy] optgroup").evaluate_all("all => all.map(e => e.label)")
    assert copied == [panel["title"] for panel in titles(CLASSIC.build())]


def titles(scene: Scene) -> list[dict[str, Any]]:
    """The panels with their titles in words."""
    return [{"title": text.say(f"panel.{panel.name}")} for panel in scene.panels]


TABLE = """([shown, words]) => {
  const place = document.createElement('div');
  const made = createTable(place, words, 'nowhere');
  made.show(shown, '');
  const heads = [...place.querySelectorAll('thead th')].map(each => each.textContent);
  const rows = [...place.querySelectorAll('tbody tr:not(.refused)')].map(row =>
    [...row.children].map((cell, at) => [cell.dataset.column, cell.dataset.title ?? heads[at],
      cell.querySelector('abbr')?.title ?? cell.firstChild.textContent]));
  made.destroy();
  return [heads, rows];
}"""


def test_a_cell_of_the_table_stands_under_its_heading(functions: Page) -> None:
    """With numbers that are rounded, which are told in full."""
    lesson = convlib.lesson("compare")
    values = lesson.values(height=224, width=224, din=512, dout=512, kernel=11)
    shown = table(lesson, values, "en")
    heads, rows = functions.evaluate(TABLE, [shown, {}])
    assert heads == [each["title"] for each in shown[0]["columns"]]
    costs = {row.name: row for row in lesson.compared(values)}
    for row in rows:
        assert [title for _, title, _ in row] == heads
        said = {title: cell for _, title, cell in row}
        cost = next(
            each for name, each in costs.items() if text.say(f"type.{name}") == said["Type"]
        )
        assert said["Products"] == f"{cost.macs:,}"
        assert said["Weights"] == f"{cost.parameters:,}"
        assert said["× standard"] == f"{cost.macs / costs['standard'].macs:.3f}"
    assert len(rows) == sum(row.refused is None for row in costs.values())


NETWORKS = """map => {
  const place = document.createElement('div');
  createNetworks(place, map);
  const read = each => [each.textContent, [...each.querySelectorAll('a')].map(a => a.getAttribute('href'))];
  return [[...place.querySelectorAll('.map-list li')].map(read),
    [...place.querySelectorAll('.map .network')].map(each => each.textContent)];
}"""  # noqa: E501


def test_the_list_of_networks_says_of_each_what_it_is_joined_to(functions: Page) -> None:
    told = network_map("en")
    types = {each["name"]: each for each in told["types"]}
    listed, drawn = functions.evaluate(NETWORKS, told)
    for network, (said, links), box in zip(told["networks"], listed, drawn, strict=True):
        assert said.startswith(f"{network['title']} {network['year']} {network['why']} ")
        assert box == f"{network['title']}{network['year']}"
        joined = [types[name] for name in (*network["first"], *network["used"])]
        wanted = [network["paper"], *(each["link"][0] for each in joined if each["link"])]
        assert links == wanted
