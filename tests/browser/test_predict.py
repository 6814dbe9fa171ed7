"""To predict: the output's size and what is hatched, then the results, one by one or by rows."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.stage import open_stage, states, texts, tool

ARITHMETIC = convlib.lesson("arithmetic")
ODD: dict[str, Any] = {
    "preset": "padding_strides_odd"
}  # 6 cells, padding 1, stride 2: 3 places, 1 cell is left
# What is seen of the stage, or heard by who listens, with what is hidden from both left out.
SEEN = """root => [...root.querySelectorAll('*')].flatMap(each => {
  const { visibility, display } = getComputedStyle(each);
  if (visibility === 'hidden' || display === 'none' || !each.getClientRects().length) return [];
  const own = [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data);
  return [each.ariaLabel, own.join('')].filter(text => text?.trim());
})"""


def predicted(bench: Bench, *, slug: str = "arithmetic", **state: Any) -> Locator:
    lesson = convlib.lesson(slug)
    stage = bench.show(lesson.build(**state), serves=True, **options_of(slug, **state))
    bench.page.keyboard.press("p")
    return stage


def hatched(stage: Locator) -> int:
    """How many cells are seen hatched."""
    return stage.locator(".hatched:visible").count()


def title(stage: Locator) -> str:
    """What is seen of the output's title."""
    seen: str = stage.locator(".title", has_text="Output").evaluate(
        "title => [title.firstChild, ...title.querySelectorAll('tspan')].filter(each =>"
        " each.nodeType === 3 || getComputedStyle(each).display !== 'none')"
        ".map(each => each.textContent).join(' ')"
    )
    return seen


def size(stage: Locator) -> str:
    """What is seen in place of the size in the result line."""
    found: str = stage.locator(".piece.result").evaluate(
        "piece => getComputedStyle(piece).visibility === 'hidden'"
        " ? getComputedStyle(piece, '::after').content : piece.textContent"
    )
    return found.strip('"')


def test_the_size_and_what_is_left_over_are_asked_for_first(bench: Bench) -> None:
    stage = predicted(bench, **ODD)
    assert (title(stage), size(stage), hatched(stage)) == ("Output ?", "?", 0)
    assert stage.locator(".counter").inner_text() == "1 / ?"
    assert states(stage, "output") == ["partial"] + 8 * ["unseen"]
    bench.page.keyboard.press("Enter")
    assert (title(stage), size(stage), hatched(stage)) == ("Output 3 × 3", "3", 8 + 7)
    assert stage.locator(".counter").inner_text() == "1 / 9"
    assert states(stage, "output") == ["partial"] + 8 * ["empty"]
    assert texts(stage, "output")[0] == ["?", "", ""]
    bench.page.keyboard.press("Enter")
    assert texts(stage, "output")[0] == ["6", "", ""]


def test_nothing_that_is_seen_or_heard_tells_what_is_covered(bench: Bench) -> None:
    stage = predicted(bench, **ODD)
    said = " | ".join(stage.evaluate(SEEN))
    for told in ("3 × 3, ", "left over", "steps", "81", "no weight touches", "of 9", "| row 2 |"):
        assert told not in said.replace("Kernel, 3 × 3", ""), told
    bench.page.keyboard.press("Enter")
    said = " | ".join(stage.evaluate(SEEN))
    for told in ("left over", "steps", "81", "no weight touches", "of 9", "| row 2 |"):
        assert told in said, told


def test_the_pieces_that_go_into_the_size_stay(bench: Bench) -> None:
    stage = predicted(bench, **ODD)
    formula = stage.locator(".outcome .line .piece:not(.result)")
    assert "".join(formula.all_inner_texts()).replace(" ", "").startswith("o=⌊(6+2·1−3)/2⌋+1=")


def test_another_size_is_asked_for_once_more_but_other_numbers_are_not(bench: Bench) -> None:
    stage = predicted(bench, **ODD)
    bench.page.keyboard.press("Enter")
    bench.change(ARITHMETIC.build(**ODD, seed=4), **options_of("arithmetic", **ODD, seed=4))
    assert size(stage) == "3"
    bench.change(ARITHMETIC.build(**ODD, stride=1), **options_of("arithmetic", **ODD, stride=1))
    assert (size(stage), hatched(stage)) == ("?", 0)
    bench.page.keyboard.press("p")
    assert size(stage) == "6"


@pytest.mark.parametrize(
    ("slug", "preset", "rows"),
    [
        ("single-channel", "classic", [3, 6, 9]),
        # two filters take turns at each of 4 × 4 pixels
        ("1x1", "1x1-reduce", [8, 16, 24, 32]),
        ("depthwise", "depthwise-apart", [5, 10, 15]),
        # four steps in which the kernel turns make nothing
        ("transposed", "sliding", [9, 14, 19, 24, 29]),
    ],
)
def test_a_row_at_a_time_is_uncovered(
    bench: Bench, slug: str, preset: str, rows: list[int]
) -> None:
    stage = predicted(bench, slug=slug, preset=preset)
    for last in rows:
        bench.page.keyboard.press("Shift+Enter")
        assert stage.get_attribute("data-step") == str(last - 1)
        assert stage.get_attribute("data-covered") == "false"
    bench.page.keyboard.press("ArrowLeft")
    bench.page.keyboard.press("Shift+Enter")  # what is left of a row
    assert stage.get_attribute("data-step") == str(rows[-1] - 1)


def test_a_row_is_uncovered_term_by_term_too(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build(), by="term", predict=True)
    bench.page.keyboard.press("Shift+Enter")
    assert stage.locator(".counter").inner_text() == "27 / ?"
    assert texts(stage, "output") == [["12", "12", "17"], ["", "", ""], ["", "", ""]]


def test_the_tool_for_a_row_is_there_where_something_is_covered(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build())
    stage.locator("[data-act=more]").click()
    row = stage.locator("[data-act=row]")
    expect(row).to_be_hidden()
    stage.locator("[data-act=predict]").click()
    stage.locator("[data-act=more]").click()
    expect(row).to_have_accessible_name("Uncover a row")
    row.click()
    assert texts(stage, "output")[0] == ["12", "12", "17"]


def test_what_was_asked_for_is_played_in_order(bench: Bench) -> None:
    """Playing, too, uncovers the size first; a clicker likewise."""
    stage = predicted(bench, **ODD)
    bench.page.keyboard.press("f")
    bench.page.keyboard.press("PageDown")
    assert (size(stage), texts(stage, "output")[0][0]) == ("3", "?")
    bench.page.keyboard.press("PageDown")
    assert texts(stage, "output")[0][0] == "6"
    bench.page.keyboard.press("f")


def test_a_link_covers_the_size_for_the_class_too(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/arithmetic?preset=padding_strides_odd&predict=1")
    expect(stage).to_have_attribute("data-size-covered", "")
    assert (title(stage), size(stage), hatched(stage)) == ("Output ?", "?", 0)
    tool(stage, "predict").click()
    assert hatched(stage) == 15
