"""What comes from outside is text: every way in is tried with what would be a link or a picture.

Nothing of it becomes an element, and the page asks no other host: the fixture of the page fails
for that, and for a script that runs into a fault. The policy, which would hide a part of it, is
left out here.
"""

from __future__ import annotations

from itertools import cycle
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

import convlib
from convlib.text import say
from tests.browser.stage import ROOT, open_stage, tool

HOST = "e.vil"
HOSTILE = (  # short: most sentences repeat some 20 characters
    "<img src=//e.vil/i>",
    "<a href=//e.vil>x",
    "<b onclick=e.vil()>",
    "![](//e.vil/m)",
    "[a](//e.vil) //e.vil",
    "$x$ :blue[x] www.e.vil",
    "\"'><i style=e.vil>&lt;",
    "<script>e.vil</script>",
)

# Whatever leads to the host, in the page and in all shadow trees; and what could run or look so.
LIVE = """host => {
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        const leads = /^(href|src|srcset|srcdoc|action|data|style|xlink:href|on.*)$/.test(name);
        if (leads && value.includes(host)) found.push(element.outerHTML.slice(0, 200));
      }
      if (/^(STYLE|SCRIPT)$/.test(element.tagName) && element.textContent.includes(host)) found.push(element.outerHTML.slice(0, 200));
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return found;
}"""  # noqa: E501


def check_dead(page: Page) -> None:
    """Nothing of what came in is alive."""
    assert page.evaluate(LIVE, HOST) == []
    assert HOST not in page.title()


@pytest.mark.parametrize(
    "text",  # a slash would end it
    [
        "<img src=&#47;&#47;e.vil>",
        "![](&#47;&#47;e.vil)[a](&#47;&#47;e.vil)",
        "<b onclick=e.vil()>",
    ],
)
def test_of_a_path(page: Page, app_url: str, text: str) -> None:
    page.goto(f"{app_url}/{quote(text, safe='')}")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("which does not exist: there are")
    assert alert.locator("*").count() == 0
    check_dead(page)


def test_of_a_link(page: Page, app_url: str) -> None:
    """All parameters at once, those of the page and of Streamlit, other names, what is behind #."""
    lesson = convlib.lesson("single-channel")
    own = ["by", "speed", "show", "loop", "hues", "predict", "contrast", "step", "preset"]
    names = [*(param.name for param in lesson.params), *own, "lang", "embed", "embed_options"]
    pairs = [*zip(names, cycle(HOSTILE)), *zip(HOSTILE, HOSTILE, strict=True)]
    query = "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs)
    fragment = "".join(map(quote, HOSTILE))
    open_stage(page, f"{app_url}/single-channel?{query}&stride=2#{fragment}")
    alert = page.locator(f"{ROOT} [role=alert]")
    for name in ("Kernel", "Stride is set twice", "Input numbers", "speed", "step", "Preset"):
        expect(alert).to_contain_text(name)
    for text in HOSTILE:
        expect(alert).to_contain_text(f"“{text}” is no parameter")
    assert alert.locator("*").count() == 0
    check_dead(page)


def test_of_what_is_typed(page: Page, app_url: str) -> None:
    """Into a cell, into the numbers' field, as an answer."""
    stage = open_stage(page, f"{app_url}/single-channel?step=1")
    answer = page.locator(".question").first
    for text in HOSTILE:
        stage.locator('.panel[data-role="input"] .cell').first.dblclick()
        stage.locator(".editor").fill(text)
        page.keyboard.press("Enter")
        problem = stage.locator(".problem")
        expect(problem).to_contain_text(text[:16].split("  ")[0])
        assert problem.locator("*").count() == 0

        tool(stage, "numbers").click()
        field = page.get_by_role("textbox", name="Kernel numbers")
        field.fill(text)
        field.press("Control+Enter")
        alert = page.get_by_role("dialog").get_by_role("alert")
        expect(alert).to_contain_text("Kernel numbers")
        assert alert.locator("*").count() == 0
        page.keyboard.press("Escape")

        answer.get_by_role("textbox").fill(text)
        answer.get_by_role("button").click()
        expect(answer.locator(".said")).to_contain_text(text[:30])
        assert answer.locator(".said :not(p, b)").count() == 0
        check_dead(page)


def test_of_the_link_that_is_shared(page: Page, app_url: str) -> None:
    """A course's page that takes the frame in has the frame, and nothing else."""
    fragment = "".join(HOSTILE)
    stage = open_stage(page, f"{app_url}/single-channel?step=1#{fragment}")
    tool(stage, "link").click()
    label = say("player.embed-label")
    frame = page.get_by_role("textbox", name=label, exact=True).input_value()
    made = page.evaluate(
        "html => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*')]"
        ".map(each => [each.tagName, ...each.getAttributeNames()])",
        frame,
    )
    around = [[name] for name in ("HTML", "HEAD", "BODY")]
    assert made == [*around, ["IFRAME", "src", "width", "height", "style", "allow", "title"]]
    check_dead(page)
