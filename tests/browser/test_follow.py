"""Sections follow a player: while they are in sight, once it rests, and nobody is asked in vain."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from pages.parts.files import contents

URL = "http://localhost/lesson"
# Sections in what scrolls on Streamlit's page; they lie a screen's height down.
PAGE = """<!doctype html><html lang="en"><title>Sections</title>
<div data-testid="stApp" data-test-script-state="notRunning">
  <main data-testid="stMain" style="position: fixed; inset: 30px 0 0; overflow: auto">
    <div style="height: 2000px"></div>
    <div id="host"></div>
    <div style="height: 2000px"></div>
  </main>
</div>"""
# Two sections of 200 pixels in a shadow tree, and below them one that is empty.
SET_UP = """async () => {
  Object.assign(window, await import('/player.js'));
  const root = document.querySelector('#host').attachShadow({ mode: 'open' });
  const blocks = new Map(['work', 'questions', 'empty'].map((name) => {
    const block = document.createElement('div');
    block.style.height = name === 'empty' ? 0 : '200px';
    root.append(block);
    return [name, block];
  }));
  const drawn = { work: '', questions: '', empty: '' };
  Object.assign(window, { drawn, asked: [], fails: null, holds: false, blocks });
  const draw = async (names, state) => {
    asked.push([names.join(), state]);
    if (window.holds) await new Promise((go) => { window.go = go; });
    if (window.fails) throw window.fails;
    for (const name of names) drawn[name] = state;
  };
  window.follow = () => {
    window.follower = createFollower('player', blocks, (name) => drawn[name], draw);
  };
}"""
# Until observers have been told what is in sight.
LOOKED = """async top => {
  document.querySelector('main').scrollTop = top;
  for (const block of blocks.values())
    await new Promise(done => new IntersectionObserver(done).observe(block));
}"""
RESTS = 250
ALL = "work,questions,empty"
BACK = "convolution-connected"  # of the page, to which Streamlit's socket is open again


class Sections:
    """A page of sections that follow a player."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tell(self, state: str, place: str = "player") -> None:
        """Have the player show another state."""
        self.page.evaluate("([place, state]) => tell(place, state)", [place, state])

    def set(self, **given: Any) -> None:
        """Have the server hold what it is asked, or fail."""
        self.page.evaluate("given => { Object.assign(window, given); }", given)

    def wait(self, milliseconds: int) -> None:
        """Let time pass."""
        self.page.clock.run_for(milliseconds)

    def scroll(self, top: int) -> None:
        """Scroll so far down; the viewport is 770 pixels high."""
        self.page.evaluate(LOOKED, top)

    def asked(self) -> list[Any]:
        """What was asked for, and forget it."""
        found: list[Any] = self.page.evaluate("asked.splice(0)")
        return found


@pytest.fixture
def sections(page: Page) -> Sections:
    """A page whose sections are in sight, and drawn for the state that is shown."""
    page.route(URL, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route(
        "**/player.js",
        lambda route: route.fulfill(body=contents()["player.js"], content_type="text/javascript"),
    )
    page.clock.install(time=0)
    page.goto(URL)
    page.clock.pause_at(60_000)
    page.evaluate(SET_UP)
    sections = Sections(page)
    sections.tell("")
    page.evaluate("follow()")
    sections.scroll(1800)
    sections.wait(1000)
    assert sections.asked() == []
    return sections


def test_those_in_sight_ask_together_once_the_state_rests(sections: Sections) -> None:
    for state in ("stride=2", "stride=3", "stride=4"):
        sections.tell(state)
        sections.wait(RESTS - 10)
    assert sections.asked() == []
    sections.wait(20)
    assert sections.asked() == [[ALL, "stride=4"]]
    sections.wait(5000)
    assert sections.asked() == []


def test_what_is_drawn_is_not_asked_for(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.wait(RESTS - 10)
    sections.tell("")
    sections.wait(1000)
    assert sections.asked() == []


def test_one_that_is_drawn_is_left_out(sections: Sections) -> None:
    sections.page.evaluate("drawn.work = 'stride=2'")
    sections.tell("stride=2")
    sections.wait(300)
    assert sections.asked() == [["questions,empty", "stride=2"]]


def test_nothing_is_asked_before_the_answer_is_there(sections: Sections) -> None:
    sections.set(holds=True)
    sections.tell("stride=2")
    sections.wait(300)
    sections.tell("stride=3")
    sections.wait(600)
    assert sections.asked() == [[ALL, "stride=2"]]
    sections.set(holds=False)
    sections.page.evaluate("go()")
    assert sections.asked() == [[ALL, "stride=3"]]


def test_another_players_state_is_none_of_its_business(sections: Sections) -> None:
    sections.tell("stride=2", place="other")
    sections.wait(1000)
    assert sections.asked() == []
    sections.tell("stride=2")
    sections.wait(RESTS - 10)
    sections.tell("stride=3", place="other")
    sections.wait(20)
    assert sections.asked() == [[ALL, "stride=2"]]


@pytest.mark.parametrize(
    ("top", "names"),
    [
        (0, ""),
        (1200, ""),
        (1300, "work"),
        (1500, "work,questions"),
        (1700, ALL),
        (2300, "questions,empty"),
        (2600, ""),
    ],
)
def test_a_section_asks_where_it_is_in_sight(sections: Sections, top: int, names: str) -> None:
    sections.scroll(top)
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == ([[names, "stride=2"]] if names else [])


def test_a_section_asks_when_it_comes_into_sight(sections: Sections) -> None:
    sections.scroll(0)
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == []
    sections.scroll(1300)
    assert sections.asked() == [["work", "stride=2"]]


def test_a_state_shown_before_the_sections_were_there_is_asked_for(sections: Sections) -> None:
    sections.page.evaluate("follower.destroy()")
    sections.tell("stride=2")
    sections.page.evaluate("follow()")
    sections.scroll(1800)
    sections.wait(RESTS - 10)
    assert sections.asked() == []
    sections.wait(20)
    assert sections.asked() == [[ALL, "stride=2"]]


@pytest.mark.parametrize(("target", "back"), [("window", "online"), ("document", BACK)])
def test_what_nobody_answers_is_asked_again_twice_and_when_somebody_is_back(
    sections: Sections, target: str, back: str
) -> None:
    sections.set(fails={})
    sections.tell("stride=2")
    sections.wait(300)
    assert len(sections.asked()) == 1
    sections.wait(1000)
    assert len(sections.asked()) == 1
    sections.wait(60_000)
    assert len(sections.asked()) == 1
    sections.scroll(0)
    sections.scroll(1800)
    assert sections.asked() == []
    sections.set(fails=None)
    sections.page.evaluate(f"{target}.dispatchEvent(new Event('{back}'))")
    sections.wait(300)
    assert sections.asked() == [[ALL, "stride=2"]]


def test_a_state_that_is_refused_is_left_alone(sections: Sections) -> None:
    sections.set(fails={"isFinal": True})
    sections.tell("stride=99")
    sections.wait(60_000)
    assert len(sections.asked()) == 1
    sections.scroll(0)
    sections.scroll(1800)
    assert sections.asked() == []
    sections.set(fails=None)
    sections.tell("stride=2")
    sections.wait(300)
    assert sections.asked() == [[ALL, "stride=2"]]


def test_a_state_that_came_while_another_was_refused_is_asked_for(sections: Sections) -> None:
    sections.set(holds=True, fails={"isFinal": True})
    sections.tell("stride=99")
    sections.wait(300)
    sections.tell("stride=2")
    sections.wait(600)
    sections.set(holds=False)
    sections.page.evaluate("go()")
    assert [state for _, state in sections.asked()] == ["stride=99", "stride=2"]


def test_paper_gets_what_is_there(sections: Sections) -> None:
    sections.page.emulate_media(media="print")
    sections.tell("stride=2")
    sections.wait(1000)
    assert sections.asked() == []
    sections.page.emulate_media(media="screen")
    sections.scroll(1800)  # a frame later
    assert len(sections.asked()) == 1


def test_sections_that_have_gone_ask_nothing(sections: Sections) -> None:
    sections.tell("stride=2")
    sections.page.evaluate("follower.destroy()")
    sections.tell("stride=3")
    sections.wait(1000)
    assert sections.asked() == []
