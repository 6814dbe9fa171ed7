"""What browser tests know about a stage: how to open one, wait for it, and read it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE = 600  # frames
ROOT = ".convolution:not(.miniature)"

# Until the stage has stood in the same place for so many frames that nothing moves it any more: 20
# on a page, or as many as it is told.
AT_REST = """(svg, enough) => new Promise(done => {
  let place = '', frames = 0;
  const look = () => {
    const { x, y, width } = svg.getBoundingClientRect();
    const now = [x, y, width].join();
    frames = now === place ? frames + 1 : 0;
    place = now;
    if (frames < (enough ?? 20)) requestAnimationFrame(look);
    else done();
  };
  look();
})"""


def open_stage(page: Page, url: str) -> Locator:
    """Open an address and wait until its stage is painted and the page is at rest."""
    page.goto(url)
    page.locator(f"{ROOT} svg .cell").first.wait_for()
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate("document.fonts.ready")
    page.locator(f"{ROOT} .picture svg").evaluate(AT_REST)
    return page.locator(ROOT)


def open_paused(page: Page, url: str) -> Locator:
    """Open an address with the playhead at rest on the first step."""
    mark = "&" if "?" in url else "?"
    return open_stage(page, url if "step=" in url else f"{url}{mark}step=1")


def wait_for_step(stage: Locator, step: int) -> None:
    """Wait until the playhead stands on a step (from 0) and nothing slides any more."""
    expect(stage).to_have_attribute("data-step", str(step))
    expect(stage.locator(".picture svg")).not_to_have_attribute("data-moving", "")


def tool(stage: Locator, act: str) -> Locator:
    """A tool of the player; if it is in the panel of those that are not at hand, that is opened."""
    found = stage.locator(f"[data-act={act}]")
    if not found.is_visible():
        stage.locator("[data-act=more]").click()
    return found


def texts(stage: Locator, role: str) -> list[list[str]]:
    """The numbers of the panel of a role, row by row."""
    rows: list[list[str]] = stage.locator(f'.panel[data-role="{role}"]').evaluate(
        "panel => [...panel.querySelectorAll('[role=row]')].map(row =>"
        " [...row.querySelectorAll('.number')].map(text => text.textContent))"
    )
    return rows


def states(stage: Locator, role: str) -> list[str]:
    """The states of the panel's cells, in order."""
    found: list[str] = stage.locator(f'.panel[data-role="{role}"]').evaluate(
        "panel => [...panel.querySelectorAll('.cell')].map(cell => cell.dataset.state)"
    )
    return found


def caption(stage: Locator) -> str:
    """The equation as one text, without the running sums."""
    text: str = stage.locator(".caption:not(.measure)").evaluate(
        "box => [...box.querySelectorAll('.group')].map(group =>"
        " [...group.querySelectorAll('span')].map(span => span.textContent).join('')).join('')"
    )
    return text


def wait_for_caption(stage: Locator, part: str) -> None:
    """Wait until the equation holds something: what is typed is in its cell before the answer."""
    for _ in range(PATIENCE):
        if part in caption(stage):
            return
        stage.evaluate("() => new Promise(requestAnimationFrame)")
    assert part in caption(stage)


def step_of(stage: Locator) -> int:
    """The step that the playhead stands on, from 0."""
    return int(stage.get_attribute("data-step") or -1)


def box_in_cells(stage: Locator) -> list[dict[str, Any]]:
    """Every cell as it is painted: id, text, aside, state, and place in cells."""
    cells: list[dict[str, Any]] = stage.locator(".picture svg").evaluate(
        """svg => { const size = Number(svg.dataset.cell);
        return [...svg.querySelectorAll('.cell')].map(cell => {
          const at = new DOMMatrix(getComputedStyle(cell).transform);
          return { cell: Number(cell.dataset.cell), role: cell.closest('.panel').dataset.role,
            text: cell.querySelector('.number').textContent,
            aside: cell.querySelector('.aside').textContent,
            state: cell.dataset.state, x: at.e / size, y: at.f / size }; }); }"""
    )
    return cells


def address(page: Page) -> str:
    """The page's address, as the page has it: Playwright hears of it a moment later."""
    found: str = page.evaluate("location.href")
    return found
