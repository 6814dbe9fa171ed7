"""Sections follow a player: while they are in sight, once it rests, and nobody is asked in vain."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from pages.parts.files import contents

URL = "http://localhost/lesson"
# What Streamlit's page has around a section, which lies a screen's height down.
PAGE = """<!doctype html><html lang="en"><title>Sections</title>
<div data-testid="stApp" data-test-script-state="notRunning">
  <a data-testid="stPageLink-NavLink" href="other">Another lesson</a>
  <main data-testid="stMain" style="position: fixed; inset: 30px 0 0; overflow: auto">
    <div style="height: 2000px"></div>
    <div data-testid="stVerticalBlock" style="height: 200px"><i></i></div>
    <div data-testid="stVerticalBlock" style="height: 200px"><i></i></div>
    <div style="height: 2000px"></div>
  </main>
</div>"""
# Streamlit gathers what it is sent in one moment, draws one section for it, and takes a while.
SET_UP = """async () => {
  Object.assign(window, await import('/player.js'));
  const app = document.querySelector('[data-testid=stApp]');
  let gathered = [];
  const flush = () => {
    messages.push({ asked: gathered, meets: app.dataset.testScriptState });
    gathered = [];
    app.dataset.testScriptState = 'running';
    setTimeout(() => { app.dataset.testScriptState = 'notRunning'; }, window.takes);
  };
  document.querySelector('a').addEventListener('click', event => event.preventDefault());
  Object.assign(window, { messages: [], takes: 120 });
  window.draw = (drawn, at = 0) => sight({
    data: { place: 'player', drawn },
    parentElement: document.querySelectorAll('i')[at],
    setTriggerValue(name, value) {
      if (!gathered.length) setTimeout(flush, 0);
      gathered.push([at, name, value]);
    },
  });
}"""
# Until observers have been told what is in sight.
LOOKED = """async top => {
  document.querySelector('main').scrollTop = top;
  for (const block of document.querySelectorAll('[data-testid=stVerticalBlock]'))
    await new Promise(done => new IntersectionObserver(done).observe(block));
}"""
STATE = "(app, state) => { app.dataset.testScriptState = state; }"
RESTS = 250


class Sections:
    """A page of sections that follow a player."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tell(self, state: str, place: str = "player") -> None:
        """Have the player show another state."""
        self.page.evaluate("([place, state]) => tell(place, state)", [place, state])

    def draw(self, state: str, at: int = 0) -> None:
        """Draw a section for a state, as the server does."""
        self.page.evaluate("([state, at]) => { window.leave = draw(state, at); }", [state, at])

    def wait(self, milliseconds: int) -> None:
        """Let time pass."""
        self.page.clock.run_for(milliseconds)

    def scroll(self, top: int) -> None:
        """Scroll so far down; the viewport is 770 pixels high."""
        self.page.evaluate(LOOKED, top)

    def asked(self) -> list[Any]:
        """What was asked for, and forget it; each is a message of its own while nothing runs."""
        messages = self.page.evaluate("messages.splice(0)")
        assert all(message["meets"] == "notRunning" for message in messages)
        assert all(len(message["asked"]) == 1 for message in messages)
        return [message["asked"][0] for message in messages]


@pytest.fixture
def sections(page: Page) -> Sections:
    """A page whose first section is in sight, and drawn for the state that is shown."""
    page.route(URL, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route(
        "**/player.js",
        lambda route: route.fulfill(body=contents()["js"], content_type="text/javascript"),
    )
    page.clock.install(time=0)
    page.goto(URL)
    page.clock.pause_at(60_000)
    page.evaluate(SET_UP)
    sections = Sections(page)
    sections.tell("")
    sections.draw("")
    sections.scroll(1800)
    sections.wait(1000)
    assert sections.asked() == []
    return sections


def test_a_section_in_sight_asks_once_the_state_rests(sections: Sections) -> None:
    for state in ("stride=2", "stride=3", "stride=4"):
        sections.tell(state)
        sections.wait(RESTS - 10)
    assert sections.asked() == []
    sections.wait(20)
    assert sections.asked() == [[0, "state", "stride=4"]]
    sections.draw("stride=4")
    sections.wait(5000)
    assert sections.asked() == []


def test_what_is_drawn_is_not_asked_for(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.wait(RESTS - 10)
    sections.tell("")
    sections.wait(1000)
    assert sections.asked() == []


def test_an_answer_settles_it(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.wait(300)
    sections.draw("stride=2")
    sections.wait(1000)
    assert len(sections.asked()) == 1
    sections.tell("")
    sections.wait(300)
    assert sections.asked() == [[0, "state", ""]]


def test_a_late_answer_is_no_reason_to_ask_again(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.wait(300)
    sections.tell("stride=3")
    sections.wait(600)
    assert len(sections.asked()) == 2
    sections.draw("stride=2")
    sections.draw("stride=3")
    sections.wait(5000)
    assert sections.asked() == []


def test_another_players_state_is_none_of_its_business(sections: Sections) -> None:
    sections.tell("stride=2", place="other")
    sections.wait(1000)
    assert sections.asked() == []
    sections.tell("stride=2")
    sections.wait(RESTS - 10)
    sections.tell("stride=3", place="other")
    sections.wait(20)
    assert sections.asked() == [[0, "state", "stride=2"]]


@pytest.mark.parametrize(
    ("top", "is_in_sight"), [(0, False), (1200, False), (1400, True), (2600, False)]
)
def test_a_section_asks_where_it_is_in_sight(
    sections: Sections, top: int, is_in_sight: bool
) -> None:
    sections.scroll(top)
    sections.tell("stride=2")
    sections.wait(1000)
    assert len(sections.asked()) == is_in_sight


def test_a_section_asks_when_it_comes_into_sight(sections: Sections) -> None:
    sections.scroll(0)
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == []
    sections.scroll(1800)
    sections.wait(1)
    assert sections.asked() == [[0, "state", "stride=2"]]


def test_a_state_shown_before_the_section_was_there_is_asked_for(sections: Sections) -> None:
    sections.page.evaluate("leave()")
    sections.tell("stride=2")
    sections.draw("")
    sections.scroll(1800)
    sections.wait(RESTS - 10)
    assert sections.asked() == []
    sections.wait(20)
    assert len(sections.asked()) == 1


def test_a_state_that_is_refused_is_asked_for_twice_and_then_left_alone(sections: Sections) -> None:
    sections.tell("stride=99")
    sections.wait(300)
    sections.draw("")
    assert len(sections.asked()) == 1
    sections.wait(20_000)
    assert len(sections.asked()) == 1
    sections.scroll(0)
    sections.scroll(1800)
    sections.wait(10_000)
    assert sections.asked() == []
    sections.tell("stride=2")
    sections.wait(300)
    assert sections.asked() == [[0, "state", "stride=2"]]


def test_a_section_waits_for_a_run_that_is_on_its_way_but_not_for_ever(sections: Sections) -> None:
    app = sections.page.get_by_test_id("stApp")
    app.evaluate(STATE, "running")
    sections.tell("stride=2")
    sections.wait(2000)
    assert sections.asked() == []
    app.evaluate(STATE, "notRunning")
    sections.wait(300)
    assert len(sections.asked()) == 1
    app.evaluate(STATE, "running")
    sections.tell("stride=3")
    sections.wait(3400)
    assert sections.page.evaluate("messages.splice(0).length") == 1


def test_sections_that_are_in_sight_together_ask_one_after_the_other(sections: Sections) -> None:
    sections.draw("", at=1)
    sections.scroll(1800)
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == [[0, "state", "stride=2"], [1, "state", "stride=2"]]


def test_a_page_that_is_being_left_asks_nothing(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.wait(100)
    sections.page.get_by_role("link").click()
    sections.wait(4000)
    assert sections.asked() == []
    sections.wait(1500)  # the other page hasn't come: this one is of use again
    assert len(sections.asked()) == 1


def test_paper_gets_what_is_there(sections: Sections) -> None:
    sections.page.emulate_media(media="print")
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == []
    sections.page.emulate_media(media="screen")
    sections.wait(300)
    assert len(sections.asked()) == 1


def test_a_section_that_has_gone_asks_nothing(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.page.evaluate("leave()")
    sections.tell("stride=3")
    sections.wait(1000)
    assert sections.asked() == []
