"""The controls in a player without a server: what they say, offer and ask for, by key and mouse."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

import convlib
from convlib.text import say
from tests.browser.bench import Bench
from tests.browser.controlled import options_of

CLASSIC = convlib.lesson("single-channel")


def shown(bench: Bench, slug: str = "single-channel", **state: Any) -> Locator:
    """A lesson's state with its controls, and a server that never answers."""
    scene = convlib.lesson(slug).build(**state)
    return bench.show(scene, serves=True, **options_of(slug, **state))


def with_slider(bench: Bench, **changes: Any) -> Locator:
    """The classic figure with one slider, from 1 to 9; gives the slider."""
    slider = {
        **{"id": "kernel", "of": "kernel", "label": "Kernel", "kind": "slider", "letter": "k"},
        **{"role": "kernel", "value": 4, "low": 1, "high": 9, "offered": [[1, 9]], "stops": {}},
    }
    stage = bench.show(CLASSIC.build(), serves=True, controls=[slider | changes])
    return stage.get_by_role("slider", name="Kernel")


def moves(bench: Bench) -> list[Any]:
    """The values that controls were set to since the player is there."""
    return [what[0]["value"] for act, *what in bench.asked() if act == "change"]


def wishes(bench: Bench) -> list[Any]:
    """What may be next, as was said last: the control and its values."""
    return next(what for act, *what in reversed(bench.asked()) if act == "wish")


def test_a_slider_says_its_name_its_value_and_its_range(bench: Bench) -> None:
    slider = with_slider(bench, offered=[[2, 6]], stops={"above": "Too large.", "below": "Small."})
    expect(slider).to_have_attribute("type", "range")
    expect(slider).to_have_accessible_name("Kernel")
    expect(slider).to_have_attribute("aria-valuetext", "4")
    expect(slider).to_have_value("4")
    assert [slider.get_attribute(name) for name in ("min", "max", "step")] == ["1", "9", "1"]
    title = slider.get_attribute("title") or ""
    assert title.startswith("2 – 6")
    assert "Too large." in title
    assert "Small." in title


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ArrowRight", 5),
        ("ArrowUp", 5),
        ("ArrowLeft", 3),
        ("ArrowDown", 3),
        ("Home", 1),
        ("End", 9),
    ],
)
def test_keys_move_a_slider(bench: Bench, key: str, value: int) -> None:
    slider = with_slider(bench)
    slider.press(key)
    assert moves(bench) == [value]
    expect(slider).to_have_value(str(value))
    expect(slider).to_have_attribute("aria-valuetext", str(value))
    _, ask, how = next(each for each in bench.asked() if each[0] == "change")
    assert ask == {"act": "set", "control": "kernel", "value": value}
    assert how["latest"] == "kernel"
    assert not how["of"], "each key is a change of its own"


@pytest.mark.parametrize(("key", "way"), [("PageUp", 1), ("PageDown", -1)])
def test_paging_keys_move_a_slider_and_nothing_else(bench: Bench, key: str, way: int) -> None:
    slider = with_slider(bench, value=5)
    slider.press(key)
    assert (moves(bench)[0] - 5) * way >= 1
    assert bench.page.evaluate("scrollY") == 0
    expect(bench.page.locator(".convolution")).to_have_attribute("data-step", "0")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["End"], [6]),
        (["Home"], [2]),
        (["End", "ArrowRight", "ArrowRight"], [6]),
        (["ArrowRight", "ArrowRight", "ArrowRight"], [5, 6]),
        (["Home", "ArrowLeft", "PageDown"], [2]),
        (["PageUp", "PageUp", "PageUp", "PageUp"], [5, 6]),
    ],
)
def test_a_slider_stops_at_what_is_offered(
    bench: Bench, keys: list[str], expected: list[int]
) -> None:
    stops = {"above": "Too large for the input.", "below": "Too small."}
    slider = with_slider(bench, offered=[[2, 6]], stops=stops)
    for key in keys:
        slider.press(key)
    assert moves(bench) == expected
    expect(slider).to_have_value(str(expected[-1]))
    hint = bench.page.locator(".hint")
    if len(keys) > len(expected):
        expect(hint).to_have_text(stops["above" if expected[-1] == 6 else "below"])
    expect(hint).to_have_role("status")


def test_a_reason_goes_when_the_slider_goes_on(bench: Bench) -> None:
    slider = with_slider(bench, offered=[[2, 5]], stops={"above": "Too large."})
    for key in ("ArrowRight", "ArrowRight"):
        slider.press(key)
    expect(bench.page.locator(".hint")).to_have_text("Too large.")
    slider.press("ArrowLeft")
    expect(bench.page.locator(".hint")).to_have_text("")


@pytest.mark.parametrize(
    ("key", "value"), [("ArrowRight", 7), ("ArrowLeft", 2), ("End", 9), ("Home", 1)]
)
def test_keys_go_over_what_is_not_offered(bench: Bench, key: str, value: int) -> None:
    slider = with_slider(bench, offered=[[1, 2], [4, 4], [7, 9]])
    slider.press(key)
    assert moves(bench) == [value]


def test_where_no_number_can_be_chosen_the_rail_is_dashed(bench: Bench) -> None:
    with_slider(bench, offered=[[3, 5], [7, 7]])
    stretches = bench.page.locator(".control.slider .rail > i")
    styles = [each.get_attribute("style") for each in stretches.all()]
    assert styles == ["--from:0;--to:0.25", "--from:0.5;--to:0.75", "--from:0.75;--to:1"]
    with_slider(bench)
    assert stretches.count() == 0


def test_a_slider_that_can_stand_nowhere_else_says_so(bench: Bench) -> None:
    expect(with_slider(bench, offered=[[4, 4]])).to_have_attribute("aria-disabled", "true")
    expect(with_slider(bench)).to_have_attribute("aria-disabled", "false")


def test_what_a_rule_settles_is_said_in_its_words(bench: Bench) -> None:
    stage = shown(bench, padding="same")
    slider = stage.get_by_role("slider", name="Padding")
    expect(slider).to_have_attribute("aria-valuetext", "same")
    slider.press("ArrowRight")
    ask = next(what[0] for act, *what in bench.asked() if act == "change")
    assert ask == {"act": "set", "control": "padding.amount", "value": 1}


def test_one_drag_is_one_change(bench: Bench) -> None:
    slider = with_slider(bench)
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    mouse = bench.page.mouse
    for _ in range(2):
        thumb = (float(slider.input_value()) - 1) / 8
        mouse.move(box["x"] + 8 + thumb * (box["width"] - 16), y)
        mouse.down()
        for part in (0.6, 0.9, 0.1):
            mouse.move(box["x"] + 8 + part * (box["width"] - 16), y, steps=5)
        mouse.up()
    changes = [what for act, *what in bench.asked() if act == "change"]
    assert len(changes) > 6
    ways = [how["of"] for _, how in changes]
    assert len(set(ways)) == 2
    assert "" not in ways
    assert ways == sorted(ways)


def test_what_may_be_next_is_wished_for(bench: Bench) -> None:
    slider = with_slider(bench, offered=[[2, 6]])
    slider.focus()
    assert sorted(wishes(bench)[1]) == [3, 5]
    slider.press("ArrowRight")
    assert wishes(bench) == ["kernel", [6, 4]], "the way it goes comes first"
    box = slider.bounding_box()
    assert box is not None
    bench.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    bench.page.mouse.down()
    assert len(wishes(bench)[1]) == 2, "a click is no drag"
    bench.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    bench.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    _, values = wishes(bench)
    assert sorted(values) == [n for n in range(2, 7) if n != int(slider.input_value())]
    bench.page.mouse.up()
    assert len(wishes(bench)[1]) == 2, "what a drag wished for is wished for no longer"


@pytest.mark.parametrize(("number", "wished"), [(7, [7]), (1, [1]), (9, [8]), (4, [3, 5])])
def test_where_a_pointer_rests_a_press_is_foreseen(
    bench: Bench, number: int, wished: list[int]
) -> None:
    """On the rail that is the number there, or the nearest on offer; on the thumb a step of it."""
    slider = with_slider(bench, offered=[[1, 8]])
    slider.scroll_into_view_if_needed()
    rail = bench.page.locator(".control.slider .rail").bounding_box()
    assert rail is not None
    bench.page.mouse.move(rail["x"] + rail["width"] * (number - 1) / 8 + 1, rail["y"] + 9)
    bench.page.wait_for_function("bench.asked.some(([act]) => act === 'wish')")
    control, values = wishes(bench)
    assert (control, sorted(values)) == ("kernel", wished)
    bench.page.mouse.down()
    bench.page.mouse.up()
    assert moves(bench) == ([] if number == 4 else wished)


PASS_BY = """slider => {
  for (const [type, clientX] of [['move', 10], ['move', 40], ['move', 70], ['leave', 70]])
    slider.dispatchEvent(new PointerEvent(`pointer${type}`, { clientX, pointerType: 'mouse' }));
  return new Promise(done => setTimeout(done, 200));
}"""


def test_a_pointer_that_passes_by_asks_for_nothing(bench: Bench) -> None:
    """It would have been asked for by then: a pointer rests for 60 milliseconds before."""
    with_slider(bench).evaluate(PASS_BY)
    assert not [act for act, *_ in bench.asked() if act == "wish"]


def test_a_slider_that_stays_keeps_the_focus(bench: Bench) -> None:
    stage = shown(bench)
    slider = stage.get_by_role("slider", name="Stride")
    slider.press("ArrowRight")
    bench.change(CLASSIC.build(stride=2), **options_of(stride=2))
    expect(slider).to_be_focused()
    expect(slider).to_have_value("2")
    bench.change(CLASSIC.build(stride=2), **options_of(stride=2, apart=True))
    expect(stage.get_by_role("slider", name="Stride, rows")).to_have_value("2")


def test_a_refused_move_goes_back(bench: Bench) -> None:
    slider = with_slider(bench)
    slider.press("ArrowRight")
    expect(slider).to_have_value("5")
    control = {
        **{"id": "kernel", "of": "kernel", "label": "Kernel", "kind": "slider", "letter": "k"},
        **{"role": "kernel", "value": 4, "low": 1, "high": 9, "offered": [[1, 9]], "stops": {}},
    }
    bench.change(CLASSIC.build(), controls=[control | {"moving": True}])
    expect(slider).to_have_value("5")
    bench.change(CLASSIC.build(), controls=[control], problem="Not that.")
    expect(slider).to_have_value("4")
    expect(slider).to_have_attribute("aria-valuetext", "4")
    expect(bench.page.get_by_role("alert")).to_have_text("Not that.")


CHOICE = {"id": "view", "of": "view", "label": "View", "kind": "choice", "value": "one"}
WAYS = [["one", "One", ""], ["two", "Two", ""], ["three", "Three", "It has too few planes."]]


def test_few_ways_stand_beside_each_other(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[CHOICE | {"options": WAYS}])
    group = stage.get_by_role("radiogroup", name="View")
    expect(group.get_by_role("radio")).to_have_count(3)
    expect(group.get_by_role("radio", name="One")).to_be_checked()
    looks = group.locator("span").evaluate_all(
        "all => all.map(getComputedStyle).map(look => [look.backgroundColor, look.fontWeight])"
    )
    assert looks[0] != looks[1]
    assert looks[1] == looks[2]
    group.get_by_role("radio", name="Two").focus()
    assert wishes(bench) == ["view", ["two"]]
    group.get_by_role("radio", name="Two").click()
    assert moves(bench) == ["two"]


def test_arrows_choose_a_way_and_pass_over_what_is_greyed(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[CHOICE | {"options": WAYS}])
    stage.get_by_role("radio", name="One").focus()
    bench.page.keyboard.press("ArrowRight")
    expect(stage.get_by_role("radio", name="Two")).to_be_checked()
    assert moves(bench) == ["two"]
    bench.page.keyboard.press("ArrowRight")
    assert moves(bench) == ["two", "one"]
    expect(stage).to_have_attribute("data-step", "0")


def test_a_greyed_way_says_why(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[CHOICE | {"options": WAYS}])
    three = stage.get_by_role("radio", name="Three")
    expect(three).to_be_disabled()
    stage.get_by_text("Three", exact=True).click(force=True)
    expect(stage.locator(".hint")).to_have_text("It has too few planes.")
    assert moves(bench) == []
    expect(stage.locator("label[data-why]")).to_have_attribute("title", "It has too few planes.")


def test_many_ways_are_a_list(bench: Bench) -> None:
    ways = [[name, name.title(), ""] for name in ("one", "two", "three", "four")]
    ways.append(["five", "Five", "It has too few planes."])
    stage = bench.show(CLASSIC.build(), serves=True, controls=[CHOICE | {"options": ways}])
    menu = stage.get_by_role("combobox", name="View")
    expect(menu).to_have_value("one")
    five = menu.locator("option").nth(4)
    expect(five).to_be_disabled()
    assert five.text_content() == "Five · doesn't fit here"
    assert "Five: It has too few planes." in (
        menu.locator("xpath=ancestor::label").get_attribute("title") or ""
    )
    menu.focus()
    assert wishes(bench) == ["view", ["two", "three", "four"]]
    menu.select_option("four")
    assert moves(bench) == ["four"]


def test_presets_say_where_the_state_is_none_of_them(bench: Bench) -> None:
    stage = shown(bench)
    presets = stage.get_by_role("combobox", name="Preset")
    expect(presets).to_have_value("classic")
    bench.change(CLASSIC.build(stride=2), **options_of(stride=2))
    expect(presets).to_have_value("")
    assert presets.evaluate("menu => menu.selectedOptions[0].textContent") == "your own"
    presets.select_option("classic_strided")
    assert moves(bench) == ["classic_strided"]


SEVERAL = {
    **{"id": "rates", "of": "rates", "label": "Rates", "kind": "several", "value": "1, 2"},
    "help": "A few whole numbers, commas between them.",
}


def test_several_numbers_are_typed(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[SEVERAL])
    field = stage.get_by_role("textbox", name="Rates")
    expect(field).to_have_value("1, 2")
    field.fill("4 2, 1")
    field.press("Enter")
    assert moves(bench) == ["4 2, 1"]
    bench.change(CLASSIC.build(), controls=[SEVERAL | {"value": "4, 2, 1"}])
    expect(field).to_have_value("4, 2, 1")


def test_wrong_numbers_stay_beside_their_sentence(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[SEVERAL])
    field = stage.get_by_role("textbox", name="Rates")
    field.fill("1, 9")
    field.press("Enter")
    bench.change(CLASSIC.build(), controls=[SEVERAL], problem="Rates is 9.")
    expect(field).to_have_value("1, 9")
    expect(stage.get_by_role("alert")).to_have_text("Rates is 9.")
    bench.change(CLASSIC.build(), controls=[SEVERAL])
    expect(field).to_have_value("1, 2")


def test_keys_in_a_field_are_typed(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True, controls=[SEVERAL])
    field = stage.get_by_role("textbox", name="Rates")
    field.fill("")
    for key in ("f", "p", "2", " ", "ArrowLeft", "Home", "1"):
        field.press(key)
    expect(field).to_have_value("1fp2 ")
    expect(stage).to_have_attribute("data-step", "0")
    expect(stage).to_have_attribute("data-playing", "false")
    expect(stage).not_to_have_attribute("data-presenting", "")


def test_the_rule_of_a_padding_stands_beside_its_name(bench: Bench) -> None:
    stage = shown(bench, size=5, padding=1, kernel=7)
    slider = stage.locator('.control.slider[data-of="padding"]')
    rule = slider.get_by_role("combobox", name="Padding")
    expect(rule).to_have_value("amount")
    told = slider.locator(".control.rule").get_attribute("title") or ""
    assert told.splitlines()[0] == say("control.padding-help")
    disabled = rule.locator("option:disabled").evaluate_all("all => all.map(each => each.value)")
    assert "valid" in disabled
    rule.select_option("same")
    assert moves(bench) == ["same"]


def test_rows_and_columns_can_be_taken_apart(bench: Bench) -> None:
    stage = shown(bench)
    joined = stage.get_by_role("button", name="Rows = columns")
    expect(joined).to_have_attribute("aria-pressed", "true")
    joined.click()
    assert ["setApart", True] in bench.asked()
    bench.change(CLASSIC.build(), **options_of(apart=True))
    expect(joined).to_have_attribute("aria-pressed", "false")
    names = stage.locator(".controls .slider input").evaluate_all(
        "all => all.map(e => e.ariaLabel)"
    )
    assert "Kernel, rows" in names
    assert "Kernel, columns" in names
    joined.click()
    assert ["setApart", False] in bench.asked()


@pytest.mark.parametrize("name", ["Kernel", "Stride", "Padding", "Dilation", "Input size"])
def test_the_number_of_the_control_in_hand_is_marked_in_the_formula(
    bench: Bench, name: str
) -> None:
    state = {"size": 8, "kernel": 3, "stride": 2, "padding": 1, "dilation": 2}
    stage = shown(bench, "arithmetic", **state)
    slider = stage.get_by_role("slider", name=name)
    of = slider.locator("xpath=ancestor::div[@data-of]").get_attribute("data-of")
    marked = stage.locator(".outcome .piece.held")
    expect(marked).to_have_count(0)
    slider.press("ArrowLeft")
    expect(marked.first).to_be_visible()
    assert set(marked.evaluate_all("all => all.map(each => each.dataset.of)")) == {of}
    ground = "piece => getComputedStyle(piece).backgroundColor"
    others = stage.locator(f'.outcome .piece[data-of]:not([data-of="{of}"])')
    assert marked.first.evaluate(ground) != others.first.evaluate(ground)
    slider.evaluate("input => input.blur()")
    expect(marked).to_have_count(0)


def test_the_mark_outlasts_another_result(bench: Bench) -> None:
    stage = shown(bench, "arithmetic")
    stage.get_by_role("slider", name="Kernel").press("ArrowLeft")
    bench.change(convlib.lesson("arithmetic").build(kernel=2), **options_of("arithmetic", kernel=2))
    held = stage.locator(".outcome .piece.held")
    assert set(held.all_text_contents()) == {"2"}


def test_the_result_says_the_size_and_what_it_costs(bench: Bench) -> None:
    stage = shown(bench, "arithmetic", size=6, stride=2, padding=1)
    outcome = stage.get_by_role("group", name="The output's size, and what it costs")
    said = outcome.locator(".written").all_text_contents()
    assert "".join(said) == "o = ⌊(6 + 2·1 − 3)/2⌋ + 1 = 3"
    words = outcome.locator("small")
    for steps, places in ((0, 1), (1, 2), (2, 3), (2, 3)):
        expect(words).to_have_text(
            [f"{steps} of 2 steps, 1 cell left over", "first", f"{places} of 3 places"]
        )
        stage.press("ArrowRight")
    expect(outcome.locator(".hatch")).to_have_count(1)
    assert outcome.locator(".costs > span").all_text_contents() == ["81 products", "9 parameters"]


def test_without_a_result_there_is_no_line(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build())
    expect(stage.locator(".outcome")).to_be_hidden()


def test_a_plain_stage_has_nothing_to_operate_but_itself(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), tools=False)
    for act in ("predict", "undo", "redo", "controls", "more", "present"):
        expect(stage.locator(f"[data-act={act}]")).to_be_hidden()
    expect(stage.get_by_role("slider", name="Timeline")).to_be_visible()


def test_what_a_server_does_is_not_offered_without_one(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build())
    stage.get_by_role("button", name="More").click()
    for act in ("undo", "redo", "reset", "numbers", "link", "export"):
        expect(stage.locator(f"[data-act={act}]")).to_be_hidden()
    for act in ("by", "loop", "hues"):
        expect(stage.locator(f"button[data-act={act}]")).to_be_visible()


def test_the_title_and_the_idea_stand_above_the_stage(bench: Bench) -> None:
    idea = [["A ", "", ""], ["kernel", "kernel", "b"], [" slides.", "", ""]]
    stage = bench.show(CLASSIC.build(), title="One channel", idea=idea)
    expect(stage.get_by_role("heading", level=1, name="One channel")).to_be_visible()
    assert stage.locator(".idea").text_content() == "A kernel slides."
    colour = "each => getComputedStyle(each).color"
    kernel = stage.locator(".idea .kernel")
    assert kernel.evaluate(colour) == stage.locator(".caption .kernel").first.evaluate(colour)


def test_more_opens_a_panel_that_keys_can_leave(bench: Bench) -> None:
    stage = shown(bench)
    more = stage.get_by_role("button", name="More")
    expect(stage.locator(".panel-of-tools")).to_be_hidden()
    more.press("Enter")
    expect(stage.locator(".panel-of-tools")).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")
    assert stage.locator(".panel-of-tools :focus").count() == 1
    bench.page.keyboard.press("Escape")
    expect(stage.locator(".panel-of-tools")).to_be_hidden()
    expect(more).to_be_focused()


def test_the_keys_of_history_ask_for_it(bench: Bench) -> None:
    shown(bench)
    for key in ("Control+z", "Control+Shift+Z", "Control+y"):
        bench.page.keyboard.press(key)
    steps = [what[0] for act, *what in bench.asked() if act == "step"]
    assert steps == ["undo", "redo", "redo"]


def test_history_keys_work_on_a_slider_too(bench: Bench) -> None:
    stage = shown(bench)
    stage.get_by_role("slider", name="Kernel").press("Control+z")
    assert ["step", "undo"] in bench.asked()
