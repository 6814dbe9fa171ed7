"""Two readers at once: neither sees the other's state, numbers, link or undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

import convlib
from convlib import view
from tests.browser.conftest import context_options, fail_for, watched
from tests.browser.stage import box_in_cells, open_paused

# As quick as a hand could: what is fetched ahead of it doesn't go so far.
SET = "(input, to) => { input.value = to; input.dispatchEvent(new Event('input')); }"


class Reader:
    """Somebody at a lesson's page, who knows what was done there, and nothing else."""

    def __init__(self, page: Page, address: str, **state: int) -> None:
        self.page, self.address = page, address
        self.before, self.after = [state], list[dict[str, int]]()
        self.stage = open_paused(page, f"{address}?{urlencode(state)}")

    def set(self, name: str, label: str, value: int) -> None:
        """Move a slider, and don't wait for what comes of it."""
        self.page.get_by_role("slider", name=label, exact=True).evaluate(SET, str(value))
        self.before.append({**self.before[-1], name: value})
        self.after.clear()

    def undo(self) -> None:
        """Take back what was done last."""
        self.stage.locator("[data-act=undo]").click()
        self.after.append(self.before.pop())

    def check(self) -> None:
        """Link, numbers, and what can be undone and redone are those of this reader."""
        state: dict[str, Any] = self.before[-1]
        self.page.bring_to_front()
        expect(self.page).to_have_url(f"{self.address}?{urlencode(state)}&step=1")
        moment = view(convlib.lesson(self.address.rpartition("/")[2]).build(**state), 0)
        expect(self.stage.locator(".picture svg .cell")).to_have_count(len(moment.cells))
        found = {cell["cell"]: cell["text"] for cell in box_in_cells(self.stage)}
        assert found == {cell.cell: cell.text for cell in moment.cells}
        for act, many in (("undo", len(self.before) > 1), ("redo", bool(self.after))):
            button = self.stage.locator(f"[data-act={act}]")
            expect(button).to_be_enabled() if many else expect(button).to_be_disabled()


@pytest.fixture
def others(
    request: pytest.FixtureRequest, page: Page, browser: Browser
) -> Iterator[dict[str, Page]]:
    """A second reader's page: beside the first one's, and in a browser that shares nothing."""
    context = browser.new_context(**context_options(request.node))
    pages = {"in another tab": page.context.new_page(), "in another browser": context.new_page()}
    problems = [watched(each) for each in pages.values()]
    yield pages
    context.close()
    fail_for(request.node, [text for each in problems for text in each])


@pytest.mark.parametrize(
    ("slug", "place"),
    [("single-channel", "in another tab"), ("dilated", "in another browser")],
)
def test_readers_at_once_know_nothing_of_each_other(
    page: Page, others: dict[str, Page], app_url: str, slug: str, place: str
) -> None:
    one = Reader(page, f"{app_url}/single-channel", size=6)
    other = Reader(others[place], f"{app_url}/{slug}", size=9)
    for reader in (one, other):
        reader.check()
    for more in (1, 2):
        one.set("size", "Input size", 6 + more)
        other.set("size", "Input size", 9 + more)
        one.set("kernel", "Kernel", 3 - more)
        for reader in (one, other):
            reader.check()
    one.undo()
    one.check()
    other.check()
    other.undo()
    other.undo()
    for reader in (other, one):
        reader.check()
