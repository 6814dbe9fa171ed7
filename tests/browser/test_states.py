"""The states that a reader makes, and answers fetched ahead, of a server that answers late."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

# A lesson of two numbers, a and b, whose server answers one by one when it is told to. `log` is
# what was shown and said, `asked` what the server was asked for.
SETUP = """
  const log = [], asked = [], open = [];
  const read = state => Object.fromEntries(new URLSearchParams(state));
  const answerTo = ({ state, ask, asks, apart }) => {
    if (asks) return asks.map(each => answerTo({ state, ask: each, apart }));
    const refused = ask?.value === 'no';
    const values = { ...read(state), ...(ask && !refused && { [ask.control]: ask.value }) };
    return { state: String(new URLSearchParams(values)), scene: refused ? null : { ...values },
      controls: [apart], apart, result: values, problem: refused ? 'No.' : '', refused };
  };
  const post = body => new Promise((done, fail) => {
    asked.push(...(body.asks ?? [body.ask]).map(ask => ({ ...body, ask })));
    open.push([() => done(answerTo(body)), () => fail(new Error('nobody'))]);
  });
  const rest = async () => { for (let at = 0; at < 20; at++) await null; };
  const reply = async () => { open.shift()[0](); await rest(); };
  const replyToAll = async () => { do await reply(); while (open.length); };
  const lose = async () => { open.shift()[1](); await rest(); };
  const ahead = createAhead(post, () =>
    ({ state: states.now().state, apart: states.isApart(), lang: 'en' }));
  const shows = answer => {
    const scene = String(new URLSearchParams(answer.scene));
    log.push(scene === answer.state ? answer.state || '-' : `MIXED ${scene} in ${answer.state}`);
  };
  const states = createStates({ post, ahead, language: 'en', show: shows,
    failed: () => log.push('failed') });
  const put = (control, value, of = '') =>
    states.change({ act: 'set', control, value }, { of, latest: control });
  const edit = (control, value) => states.change({ act: 'set', control, value });
  const now = () => states.now().state;
  states.open(answerTo({ state: 'a=0', ask: null, apart: false }));
"""


def run(page: Page, code: str) -> Any:
    """What some code gives that does things to the states."""
    return page.evaluate(f"async () => {{ {SETUP} {code} }}")


def test_what_is_done_comes_one_after_the_other(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); edit('b', 2); edit('a', 3); await replyToAll();"
        "return [log, asked.map(({ state, ask }) => [state, ask.control, ask.value])];",
    )
    assert found == [
        ["a=0", "a=1", "a=1&b=2", "a=3&b=2"],
        [["a=0", "a", 1], ["a=1", "b", 2], ["a=1&b=2", "a", 3]],
    ]


def test_of_a_control_the_latest_wins_and_another_loses_nothing(functions: Page) -> None:
    found = run(
        functions,
        "for (const value of [1, 2, 3, 4]) put('a', value);"
        "put('b', 1); put('b', 2); await replyToAll();"
        "return [log, asked.length];",
    )
    assert found == [["a=0", "a=1", "a=4", "a=4&b=2"], 3]


def test_what_waits_is_not_done_after_what_came_later(functions: Page) -> None:
    """Another move of a slider takes the place of one before, but not of one before an undo."""
    found = run(
        functions,
        "edit('b', 1); await reply();"
        "edit('b', 2); put('a', 1); states.step('undo'); put('a', 2); await replyToAll();"
        "const there = now();"
        "for (const _ of [1, 2]) { states.step('undo'); await rest(); }"
        "return [there, now()];",
    )
    assert found == ["a=2&b=2", "a=0&b=1"]


def test_undo_redo_and_reset_without_the_server(functions: Page) -> None:
    found = run(
        functions,
        "for (const value of [1, 2, 3]) { edit('a', value); await reply(); }"
        "const before = asked.length, seen = [];"
        "for (const way of 'undo undo redo undo undo undo redo reset reset undo'.split(' ')) {"
        "  states.step(way); await rest(); seen.push(now()); }"
        "return [seen, asked.length - before, states.history()];",
    )
    states = [2, 1, 2, 1, 0, 0, 1, 0, 0, 1]
    history = {"undo": True, "redo": True, "reset": True}
    assert found == [[f"a={each}" for each in states], 0, history]


def test_all_that_was_taken_back_can_be_done_again(functions: Page) -> None:
    found = run(
        functions,
        "for (const value of [1, 2, 3]) { edit('a', value); await reply(); }"
        "const seen = [];"
        "for (const way of 'undo undo undo redo redo redo'.split(' ')) {"
        "  states.step(way); await rest(); seen.push(now()); }"
        "return seen;",
    )
    assert found == ["a=2", "a=1", "a=0", "a=1", "a=2", "a=3"]


def test_history_says_what_can_be_done(functions: Page) -> None:
    found = run(
        functions,
        "const seen = [states.history()];"
        "edit('a', 1); await reply(); seen.push(states.history());"
        "states.step('undo'); await rest(); seen.push(states.history());"
        "edit('a', 2); await reply(); seen.push(states.history());"
        "return seen.map(({ undo, redo, reset }) => [undo, redo, reset]);",
    )
    assert found == [
        [False, False, False],
        [True, False, True],
        [False, True, False],
        [True, False, True],
    ]


def test_one_drag_is_one_change(functions: Page) -> None:
    found = run(
        functions,
        "for (const value of [1, 2, 3]) { put('a', value, 'hold 1'); await reply(); }"
        "for (const value of [4, 5]) { put('a', value, 'hold 2'); await reply(); }"
        "const seen = [];"
        "for (const _ of [1, 2]) { states.step('undo'); await rest(); seen.push(now()); }"
        "return [seen, states.history().undo];",
    )
    assert found == [["a=3", "a=0"], False]


def test_a_drag_taken_back_can_be_begun_anew(functions: Page) -> None:
    found = run(
        functions,
        "put('a', 1, 'hold 1'); await reply(); states.step('undo'); await rest();"
        "put('a', 2, 'hold 1'); await reply(); states.step('undo'); await rest(); return now();",
    )
    assert found == "a=0"


def test_the_past_has_an_end(functions: Page) -> None:
    found = run(
        functions,
        "for (let value = 1; value <= 250; value++) { edit('a', value); await reply(); }"
        "let steps = 0;"
        "while (states.history().undo) {"
        "  states.step('undo'); if (open.length) await reply(); await rest(); steps++; }"
        "return [steps, now()];",
    )
    assert found == [200, "a=50"]


def test_a_change_that_changes_nothing_is_none(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 0); await reply(); states.step('reset'); await rest();"
        "return [states.history().undo, asked.length];",
    )
    assert found == [False, 1]


def test_what_is_refused_leaves_the_picture_and_says_why(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); edit('a', 'no'); edit('b', 2); await reply(); await reply();"
        "const { state, problem, scene } = states.now();"
        "const refused = [state, problem, scene]; await reply();"
        "return [refused, log, states.now().problem];",
    )
    assert found == [["a=1", "No.", {"a": 1}], ["a=0", "a=1", "a=1", "a=1&b=2"], ""]


def test_where_nobody_answers_it_is_said_and_the_state_stays(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); await reply(); edit('a', 2); edit('b', 3); states.step('undo');"
        "await lose();"
        "const seen = [now(), log.at(-1), open.length, states.history().undo];"
        "edit('b', 4); await reply(); return [...seen, now()];",
    )
    assert found == ["a=1", "failed", 0, True, "a=1&b=4"]


def test_rows_and_columns_are_taken_apart_after_what_came_before(functions: Page) -> None:
    """No change that is under way is lost, and no answer that was asked for together is shown."""
    found = run(
        functions,
        "edit('a', 1); states.setApart(true); await replyToAll();"
        "return [now(), states.now().controls, states.history().undo,"
        "  asked.map(each => each.apart)];",
    )
    assert found == ["a=1", [True], True, [False, True]]


def test_apart_and_back_and_undone(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); await reply(); states.setApart(true); await reply();"
        "states.step('undo'); await reply();"
        "const seen = [now(), states.now().controls];"
        "states.setApart(false); await rest();"
        "return [...seen, states.now().controls, open.length];",
    )
    assert found == ["a=0", [True], [False], 0]


def test_another_address_can_be_taken_back_and_is_what_reset_leads_to(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); await reply(); states.visit('a=7'); await reply();"
        "const there = [now(), states.history().reset];"
        "edit('b', 1); await reply(); states.step('reset'); await rest(); there.push(now());"
        "states.step('undo'); await rest(); states.step('undo'); await rest();"
        "states.step('undo'); await rest(); return [...there, now()];",
    )
    assert found == ["a=7", False, "a=7", "a=1"]


def test_a_preset_is_what_reset_leads_to(functions: Page) -> None:
    found = run(
        functions,
        "edit('preset', 'x'); await reply(); edit('a', 5); await reply();"
        "states.step('reset'); await rest(); return now();",
    )
    assert found == "a=0&preset=x"


def test_what_was_left_goes_on(functions: Page) -> None:
    found = run(
        functions,
        "edit('a', 1); await reply(); edit('a', 2); edit('b', 1);"
        "const memory = states.leave(); await reply(); const before = log.length;"
        "const later = createStates({ post, ahead: { find: () => undefined, keep: () => {} },"
        "  language: 'en', show: shows, failed: () => log.push('failed') });"
        "later.open(memory.now, memory); await replyToAll();"
        "const seen = log.slice(before);"
        "later.step('undo'); await rest(); later.step('undo'); await rest();"
        "return [seen, later.now().state];",
    )
    assert found == [["a=1", "a=2", "a=2&b=1"], "a=1"]


def test_an_answer_that_is_ahead_is_shown_before_anything_else_happens(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1, 2]); await replyToAll(); const before = asked.length;"
        "put('a', 1); return [now(), asked.length - before, log];",
    )
    assert found == ["a=1", 0, ["a=0", "a=1"]]


def test_an_answer_on_its_way_is_waited_for_and_not_asked_for_again(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1]); put('a', 1); const before = now(); await reply();"
        "return [before, now(), asked.length];",
    )
    assert found == ["a=0", "a=1", 1]


def test_a_sliders_own_answers_stay_while_it_moves(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1, 2, 3]); await replyToAll(); const before = asked.length;"
        "for (const value of [1, 3, 2]) { put('a', value); await rest(); }"
        "return [log, asked.length - before];",
    )
    assert found == [["a=0", "a=1", "a=3", "a=2"], 0]


@pytest.mark.parametrize(
    "between",
    [
        "edit('b', 1); await reply();",
        "states.visit('b=9'); await reply();",
        "edit('a', 5); await reply(); states.step('undo'); await rest();",
        "states.setApart(true); await reply();",
        "edit('preset', 'x'); await reply();",
    ],
)
def test_what_another_act_changes_is_not_shown_from_before(functions: Page, between: str) -> None:
    found = run(
        functions,
        f"ahead.wish('a', [1, 2]); await replyToAll(); {between} const before = asked.length;"
        "put('a', 2); await replyToAll();"
        "return [asked.length - before, asked.at(-1).state === log.at(-2), log,"
        "  states.now().controls[0] === states.isApart()];",
    )
    assert found[0] == 1
    assert found[1]
    assert found[3]
    assert not any("MIXED" in each for each in found[2])


def test_an_answer_that_comes_too_late_is_dropped(functions: Page) -> None:
    """It was asked for before another control changed the state."""
    found = run(
        functions,
        "ahead.wish('a', [1]); const late = open.shift();"
        "edit('b', 1); await reply(); late[0](); await rest();"
        "put('a', 1); await reply(); return log;",
    )
    assert found == ["a=0", "a=0&b=1", "a=1&b=1"]


def test_no_more_is_asked_for_than_is_of_use(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', Array.from({ length: 1000 }, (_, at) => at + 1));"
        "const atOnce = open.length; await replyToAll(); const all = asked.length;"
        "ahead.wish('a', [3, 2, 1]); await rest();"
        "ahead.wish('a', [2000]); return [atOnce, all, asked.length - all];",
    )
    assert found == [3, 24, 1]


def test_what_is_ahead_comes_two_at_a_time(functions: Page) -> None:
    """A number has two neighbours: one request brings both."""
    found = run(
        functions,
        "ahead.wish('a', [1, 2]); const atOnce = [open.length, asked.length]; await reply();"
        "for (const value of [2, 1]) { put('a', value); atOnce.push(now()); await rest(); }"
        "return [...atOnce, asked.length];",
    )
    assert found == [1, 2, "a=2", "a=1", 2]


def test_what_the_server_had_no_time_for_ahead_is_asked_for_when_it_is_wanted(
    functions: Page,
) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1, 2]); put('a', 1); await lose(); const again = asked.length;"
        "await reply(); return [again, asked.at(-1).asks ?? 'alone', log];",
    )
    assert found == [3, "alone", ["a=0", "a=1"]]


def test_a_server_without_time_is_left_in_peace_for_longer_each_time(functions: Page) -> None:
    found = run(
        functions,
        "let time = 0; performance.now = () => time; const tried = [];"
        "for (let at = 0; at < 40; at++) { time = at * 1000; const before = asked.length;"
        "  ahead.wish('a', [at + 1]); if (asked.length > before) tried.push(at);"
        "  while (open.length) await lose(); }"
        "ahead.wish('a', [99]); return tried;",
    )
    assert found == [0, 1, 3, 7, 15, 31]


def test_a_server_with_time_again_is_asked_as_before(functions: Page) -> None:
    found = run(
        functions,
        "let time = 0; performance.now = () => time; const tried = [];"
        "for (let at = 0; at < 12; at++) { time = at * 1000; const before = asked.length;"
        "  ahead.wish('a', [at + 1]); if (asked.length > before) tried.push(at);"
        "  while (open.length) await (at === 3 ? reply : lose)(); }"
        "return tried;",
    )
    # Three are lost, then one arrives: the next one lost keeps it waiting for a second only.
    assert found == [0, 1, 3, 4, 5, 7, 11]


def test_the_likeliest_comes_first_and_earlier_wishes_give_way(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1, 2, 3, 4, 5, 6]); ahead.wish('a', [9, 8]); await replyToAll();"
        "return asked.map(({ ask }) => ask.value);",
    )
    assert found == [1, 2, 3, 4, 5, 6, 9, 8]


def test_answers_kept_have_an_end(functions: Page) -> None:
    found = run(
        functions,
        "for (let from = 0; from < 120; from += 20) {"
        "  ahead.wish('a', Array.from({ length: 20 }, (_, at) => from + at + 1));"
        "  await replyToAll(); }"
        "const known = value => ahead.find({ act: 'set', control: 'a', value }) !== undefined;"
        "return [known(1), known(120), Array.from({ length: 120 }, (_, at) => known(at + 1))"
        "  .filter(Boolean).length];",
    )
    assert found == [False, True, 64]


def test_what_could_not_be_fetched_is_asked_for_again(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1]); await lose(); put('a', 1); await reply();"
        "return [log, asked.length];",
    )
    assert found == [["a=0", "a=1"], 2]


def test_only_what_is_set_is_found_ahead(functions: Page) -> None:
    found = run(
        functions,
        "ahead.wish('a', [1]); await reply();"
        "return ahead.find({ act: 'edit', control: 'a', value: 1 }) === undefined;",
    )
    assert found is True


def test_who_follows_a_player_hears_of_each_state_once(functions: Page) -> None:
    found = functions.evaluate(
        """() => {
          const heard = [];
          const hear = ({ detail }) => heard.push([detail.place, detail.state]);
          document.addEventListener('convolution-shown', hear);
          tell('x', 'a=1'); tell('x', 'a=1'); tell('y', 'a=1'); tell('x', '');
          document.removeEventListener('convolution-shown', hear);
          return [heard, shownAt('x'), shownAt('y'), shownAt('z') === undefined];
        }"""
    )
    assert found == [[["x", "a=1"], ["y", "a=1"], ["x", ""]], "", "a=1", True]
