"""The panel for a file: as it opens, what it asks for, how far it is, and what comes of it."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib.controls.offer import controls
from convlib.export.formats import LISTED
from convlib.export.save import encoded
from pages.parts.form import offered
from tests.browser.bench import Bench
from tests.browser.desk import Desk
from tests.browser.stage import tool

CLASSIC = convlib.lesson("single-channel")
SEEN = {
    **{"by": "value", "show": "numbers", "hues": False, "predict": False, "speed": 1},
    **{"loop": False, "theme": "light", "step": 4, "term": None, "steps": 9, "layout": "wide"},
    "layouts": ["wide", "tall"],
}
BESIDE = controls(CLASSIC, CLASSIC.values(), "en")
# A server that says what a test has it say: what it is asked is noted, what it says comes in parts.
OPEN = """([offered, words, seen, controls]) => {
  const parent = document.querySelector('main');
  parent.className = 'convolution';
  parent.dataset.theme = 'light';
  const told = window.told = { said: [], failed: [], busy: [], asked: [] };
  window.fetch = async (path, { body, signal }) => {
    if (path === 'form') return new Response(JSON.stringify(offered));
    told.asked.push([path, JSON.parse(body)]);
    let feed;
    const stream = new ReadableStream({ start: (controller) => (feed = controller) });
    signal.addEventListener('abort', () => {
      told.asked.push([path, 'left']);
      try { feed.error(signal.reason); } catch {}
    });
    window.feeds[path.split('/')[0]] = feed;
    return new Response(stream, { headers: { 'x-file-name': 'film.gif', 'x-file-type': 'image/gif' } });
  };
  window.feeds = {};
  window.exporter = createExport({
    about: { slug: 'single-channel', lang: 'en', words }, serverAt: (path) => path, state: () => 'size=7',
    controls: () => controls,
  });
  window.reopen = () => void exporter.open({
    parent, seen, say: (text) => told.said.push(text), fail: (text) => told.failed.push(text),
    busy: (part) => told.busy.push(part),
  });
  return reopen();
}"""  # noqa: E501
# Messages behind their lengths, in parts that end anywhere.
FEED = """([path, messages, isLast]) => {
  const bytes = messages.flatMap((message) => {
    const body = typeof message === 'string'
      ? new TextEncoder().encode('f' + message) : new TextEncoder().encode('j' + JSON.stringify(message));
    return [0, 0, body.length >> 8, body.length & 255, ...body];
  });
  for (let at = 0; at < bytes.length; at += 7) feeds[path].enqueue(new Uint8Array(bytes.slice(at, at + 7)));
  if (isLast) feeds[path].close();
}"""  # noqa: E501
LEAVE = """() => {
  exporter.stop();
  const main = document.querySelector('main');
  main.replaceChildren();
  main.removeAttribute('class');
  delete main.dataset.theme;
}"""


class Fed:
    """A panel whose server says what it is fed."""

    def __init__(self, page: Page, beside: Any = BESIDE, **seen: Any) -> None:
        self.page = page
        words = convlib.text.section("player")
        page.evaluate(OPEN, [offered("en"), words, SEEN | seen, beside])
        self.dialog = page.get_by_role("dialog", name="Export")
        page.wait_for_function("told.asked.length")

    def feed(self, path: str, *messages: Any, last: bool = False) -> None:
        """Have the server say something; a text is a piece of the file."""
        self.page.wait_for_function("path => window.feeds[path]", arg=path)
        self.page.evaluate(FEED, [path, list(messages), last])

    def told(self, what: str) -> list[Any]:
        """What the panel said, asked, or told its player."""
        found: list[Any] = self.page.evaluate("what => window.told[what]", what)
        return found

    def options(self) -> dict[str, Any]:
        """What the server was asked for last."""
        asked: dict[str, Any] = self.told("asked")[-1][1]
        return asked


@pytest.fixture
def fed(bench: Bench) -> Any:
    """Opens a panel."""
    kept = bench.page.evaluate_handle("() => window.fetch")
    yield lambda **seen: Fed(bench.page, **seen)
    bench.page.evaluate(LEAVE)
    bench.page.evaluate("kept => { window.fetch = kept; }", kept)


def field(dialog: Locator, name: str) -> Locator:
    return dialog.locator(f"[name={name}]")


def test_it_opens_as_the_stage_is_and_asks_for_what_is_seen(fed: Any) -> None:
    """Each option of a film is asked for, and none but those."""
    seen = {"by": "term", "show": "both", "hues": True, "predict": True, "speed": 2}
    panel = fed(**seen, theme="dark-contrast", layout="tall", term=3)
    path, asked = panel.told("asked")[0]
    assert path == "sight/single-channel"
    assert (asked["state"], asked["form"], asked["at"]) == ("size=7", "gif", [4, 3])
    wanted = {"by": "term", "show": "both", "hues": True, "covered": True, "seconds": "0.35"}
    wanted |= {"theme": "dark-contrast", "layout": "tall", "width": "800", "steps": ""}
    parts = ("titles", "equation", "numbers", "weights", "kernel", "loop")
    wanted |= dict.fromkeys(parts, True) | dict.fromkeys(
        ("result", "large", "transparent", "slanted"), False
    )
    wanted |= {"hold": "", "between": "0", "aspect": "", "scale": "1", "cell": ""}
    assert asked["options"] == wanted
    for name in ("by", "hues", "covered"):
        expect(field(panel.dialog, name)).to_be_checked()
    convlib.export.choices.read_options(asked["options"])


def test_formats_are_those_of_the_server(fed: Any) -> None:
    panel = fed()
    names = [each["value"] for each in options_of(field(panel.dialog, "format"))]
    assert names == [*(each.name for each in LISTED), "sheet-pdf", "sheet-png"]


def test_layouts_are_those_of_the_scene(fed: Any) -> None:
    ways = options_of(field(fed(layouts=["wide"]).dialog, "layout"))
    assert [each["value"] for each in ways if not each["hidden"]] == ["", "wide"]


def test_what_has_no_time_or_no_size_is_not_asked_for_it(fed: Any) -> None:
    panel = fed()
    for count, (name, form, steps) in enumerate(
        (("png", "png", "5"), ("sheet-pdf", "pdf", ""), ("html", "html", None))
    ):
        field(panel.dialog, "format").select_option(name)
        panel.page.wait_for_function("count => told.asked.length === count", arg=2 * count + 3)
        asked = panel.options()
        assert asked["form"] == form
        expect(field(panel.dialog, "step")).to_be_visible(visible=name == "png")
        assert asked["options"].get("steps") == steps
        assert ("width" in asked["options"]) == (name == "png")
        assert ("grid" in asked["options"]) == (name == "sheet-pdf")
        assert not asked["options"].keys() & {"hold", "between"}
        assert ("packed" in asked["options"]) == (name == "html")
        if name != "html":
            assert not asked["options"].keys() & {"seconds", "loop", "by"}


def test_a_page_plays_as_the_stage_does_and_its_sliders_can_be_packed(fed: Any) -> None:
    panel = fed(by="term", loop=True, speed=2)
    field(panel.dialog, "format").select_option("html")
    panel.page.wait_for_function("told.asked.length === 3")
    stage = {"by": "term", "loop": True, "seconds": 0.35}
    assert panel.options()["options"].items() >= {**stage, "packed": {}}.items()
    group = panel.dialog.get_by_role("group", name="Controls that work in the file")
    rules = "Padding by a rule valid, same, full, causal"
    labels = ["Input size 3–16", "Kernel 1–5", "Stride 1–8", rules, "Padding 0–9", "Dilation 1–2"]
    shown = group.locator("label").all_inner_texts()
    assert (shown[0].startswith("Preset"), shown[1:]) == (True, labels)
    group.get_by_role("checkbox", name="Stride 1–8").check()
    panel.page.wait_for_function("told.asked.length === 5")
    group.get_by_role("checkbox", name="Padding 0–9").check()
    panel.page.wait_for_function("told.asked.length === 7")
    assert panel.options()["options"]["packed"] == {"stride": "1..8", "padding": "0..9"}
    group.get_by_role("textbox", name="Stride: values").fill("1..3")
    group.get_by_role("checkbox", name="Padding by a rule").check()
    group.get_by_role("checkbox", name="Preset").check()
    packed = {"stride": "1..3", "padding": "valid,same,full,causal,0..9"}
    packed["preset"] = ",".join(preset.name for preset in CLASSIC.presets)
    panel.page.wait_for_function("told.asked.length === 9")
    assert panel.options()["options"]["packed"] == packed
    panel.page.evaluate("reopen()")
    panel.page.wait_for_function("told.asked.length === 11")
    assert panel.options()["options"]["packed"] == packed, "what was chosen stays"
    panel.feed("sight", {"states": 88, "bytes": 458_480}, last=True)
    expect(panel.dialog.locator(".facts")).to_have_text("88 states · about 458 KB")
    panel.dialog.get_by_role("button", name="Save HTML").click()
    panel.feed("export", {"waits": 1}, {"done": 5, "total": 88})
    expect(panel.dialog.get_by_role("status")).to_have_text("5 of 88 states")
    field(panel.dialog, "format").select_option("gif")
    expect(group).to_be_hidden()


def test_what_has_to_stay_in_the_picture_is_said_beside_it(fed: Any) -> None:
    """Until something else is chosen; the file can be made meanwhile."""
    panel = fed()
    note, known = "Kernel has no effect here.", {"width": 800, "height": 400, "frames": 2}
    panel.feed("sight", {"note": note}, known, {"bytes": 9000}, last=True)
    alert = panel.dialog.get_by_role("alert")
    expect(panel.dialog.locator(".facts")).to_have_text("800 × 400 px · 2 frames · about 9 KB")
    expect(alert).to_have_text(note)
    expect(panel.dialog.get_by_role("button", name="Save GIF")).to_be_enabled()
    field(panel.dialog, "format").select_option("png")
    expect(alert).to_be_hidden()


def test_of_a_long_slider_the_values_around_the_present_one_are_packed(fed: Any) -> None:
    labels = {100: "Wide 84–115", 1: "Wide 1–32", 224: "Wide 193–224", 2: "Wide 1–3,7–35"}
    for value, label in labels.items():
        wide = {"id": "wide", "of": "wide", "kind": "slider", "label": "Wide", "value": value}
        offered = [[1, 3], [7, 224]] if value == 2 else [[1, 224]]
        panel = fed(beside=[wide | {"offered": offered}])
        field(panel.dialog, "format").select_option("html")
        expect(panel.dialog.locator(".packing label")).to_have_text(label)
        panel.page.evaluate(LEAVE)


def test_steps_of_a_print_sheet_may_be_named_one_by_one(fed: Any) -> None:
    panel = fed()
    panel.dialog.get_by_text("More", exact=True).click()
    for name, typed in (("sheet-pdf", "1, 4-5"), ("pdf", "1, 4-6")):
        field(panel.dialog, "format").select_option(name)
        panel.dialog.get_by_role("textbox", name="Only steps").fill(typed)
        panel.page.wait_for_function(
            "only => told.asked.at(-1)[1].options?.only === only", arg=typed
        )
        assert "steps" not in panel.options()["options"]
    expect(field(panel.dialog, "loop")).to_be_hidden()  # of animations alone
    field(panel.dialog, "format").select_option("png")
    expect(field(panel.dialog, "only")).to_be_hidden()


def test_what_does_nothing_beside_another_option_is_not_offered(fed: Any) -> None:
    """The guide's look is drawn, painted and printed, but no page has it; nor has it titles."""
    panel = fed()
    panel.dialog.get_by_text("More", exact=True).click()
    field(panel.dialog, "slanted").check()
    panel.page.wait_for_function("told.asked.length === 3")
    gone = {"layout", "show", "hues", "titles", "equation", "result", "weights", "kernel"}
    assert not gone & panel.options()["options"].keys()
    for name in ("svg", "animated-svg", "pdf", "sheet-pdf", "sheet-png", "html"):
        field(panel.dialog, "format").select_option(name)
        expect(field(panel.dialog, "slanted")).to_be_visible(visible=name != "html")
        expect(field(panel.dialog, "numbers")).to_be_visible(visible=name != "html")
        expect(field(panel.dialog, "hues")).to_be_visible(visible=name == "html")
        expect(field(panel.dialog, "titles")).to_be_hidden()
    field(panel.dialog, "format").select_option("gif")
    field(panel.dialog, "slanted").uncheck()
    expect(field(panel.dialog, "titles")).to_be_visible()


def options_of(select: Locator) -> list[dict[str, str]]:
    """What a menu offers."""
    found: list[dict[str, str]] = select.evaluate(
        "({ options }) => [...options].map(({ value, text, hidden }) => ({ value, text, hidden }))"
    )
    return found


def test_what_is_known_is_told_as_it_comes(fed: Any) -> None:
    panel = fed()
    facts = panel.dialog.locator(".facts")
    shown = {"picture": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "width": 800, "height": 396}
    panel.feed("sight", shown | {"frames": 9, "seconds": 7.7})
    expect(facts).to_have_text("800 × 396 px · 9 frames · 7.7 s")
    expect(panel.dialog.get_by_role("img", name="How step 5 of the file looks")).to_be_visible()
    panel.feed("sight", {"bytes": 88_600}, last=True)
    expect(facts).to_have_text("800 × 396 px · 9 frames · 7.7 s · about 89 KB")
    panel.page.evaluate("reopen()")
    panel.feed("sight", shown | {"frames": 1, "seconds": 0.7}, {"bytes": 1_234_567}, last=True)
    expect(facts).to_have_text("800 × 396 px · 1 frame · 0.7 s · about 1.2 MB")


def test_a_size_by_name_sets_what_it_comes_to_and_another_is_looked_at_anew(fed: Any) -> None:
    panel = fed()
    field(panel.dialog, "size").select_option("slide")
    panel.page.wait_for_function("told.asked.length === 3")
    (_, first), (_, left), (_, then) = panel.told("asked")
    assert left == "left", "what nobody wants to see any more is not drawn"
    changes = {"width": "1280", "aspect": "16:9", "large": True}
    assert then["options"] == first["options"] | changes
    field(panel.dialog, "size").select_option("own")
    field(panel.dialog, "width").fill("640")
    panel.page.wait_for_function("told.asked.length === 5")
    assert panel.options()["options"] == first["options"] | changes | {"width": "640"}
    field(panel.dialog, "size").select_option("page")
    panel.page.wait_for_function("told.asked.length === 7")
    assert panel.options()["options"] == first["options"]


def test_steps_may_be_all_this_one_or_some(fed: Any) -> None:
    panel = fed()
    for which, wanted, count in (("one", 5, 3), ("some", "1-9", 5)):
        field(panel.dialog, "steps").select_option(which)
        panel.page.wait_for_function("count => told.asked.length === count", arg=count)
        assert panel.options()["options"]["steps"] == wanted
    field(panel.dialog, "first").fill("3")
    panel.page.wait_for_function("told.asked.length === 7")
    assert panel.options()["options"]["steps"] == "3-9"


def test_a_picture_ends_with_the_product_on_the_stage_while_it_shows_its_step(fed: Any) -> None:
    """The stage shows the fourth product of its fifth step."""
    panel = fed(by="term", term=3)
    field(panel.dialog, "format").select_option("svg")
    panel.page.wait_for_function("told.asked.length === 3")
    assert panel.options()["options"]["term"] == 4
    field(panel.dialog, "step").fill("6")
    panel.page.wait_for_function("told.asked.length === 5")
    assert panel.options()["options"].keys().isdisjoint({"term"})


def test_how_far_it_is_is_told_and_the_file_is_saved(fed: Any) -> None:
    panel = fed()
    status = panel.dialog.get_by_role("status")
    panel.page.keyboard.press("Enter")
    panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed("export", {"waits": 2})
    expect(status).to_have_text("Waiting: 2 others are made first")
    panel.feed("export", {"waits": 1})
    expect(status).to_have_text("Waiting: one other is made first")
    panel.feed("export", {"done": 5, "total": 20})
    expect(status).to_have_text("5 of 20 frames")
    bar = panel.dialog.get_by_role("progressbar")
    assert bar.evaluate("({ value, max }) => value / max") == 0.25
    with panel.page.expect_download() as waiting:
        panel.feed("export", {"whole": 6}, "GIF", "89a", last=True)
    assert waiting.value.suggested_filename == "film.gif"
    assert Path(waiting.value.path()).read_bytes() == b"GIF89a"
    expect(status).to_have_text("Saved film.gif, 0.006 KB")
    expect(panel.dialog.get_by_role("button", name="Save GIF")).to_be_focused()
    assert panel.told("busy") == [0, 0.25, None]
    panel.page.keyboard.press("Escape")
    panel.page.evaluate("reopen()")
    expect(status).to_have_text("")


@pytest.mark.parametrize("heard", [[], [{"whole": 6}, "GIF"]], ids=["nothing", "a part"])
def test_of_a_server_that_goes_meanwhile_no_part_of_a_file_is_saved(
    fed: Any, heard: list[Any]
) -> None:
    panel = fed()
    panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed("export", {"done": 5, "total": 20}, *heard, last=True)
    alert = panel.dialog.get_by_role("alert")
    expect(alert).to_have_text(convlib.text.section("player")["offline"])
    expect(panel.dialog.get_by_role("status")).to_have_text("")


def test_who_stops_it_has_no_file_and_the_server_is_told(fed: Any) -> None:
    panel = fed()
    panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed("export", {"done": 5, "total": 20})
    panel.dialog.get_by_role("button", name="Stop").click()
    expect(panel.dialog.get_by_role("status")).to_have_text("Stopped. Nothing was saved.")
    assert ["export/single-channel", "left"] in panel.told("asked")
    expect(panel.dialog.get_by_role("button", name="Save GIF")).to_be_focused()
    expect(panel.dialog.get_by_role("alert")).to_have_count(0)


def test_it_goes_on_while_the_panel_is_closed(fed: Any) -> None:
    panel = fed()
    panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed("export", {"done": 5, "total": 20})
    panel.page.keyboard.press("Escape")
    expect(panel.dialog).to_be_hidden()
    panel.feed("export", {"done": 10, "total": 20})
    panel.page.evaluate("reopen()")
    expect(panel.dialog.get_by_role("status")).to_have_text("10 of 20 frames")
    panel.page.keyboard.press("Escape")
    with panel.page.expect_download():
        panel.feed("export", {"whole": 6}, "GIF89a", last=True)
    panel.page.wait_for_function("told.said.length")
    assert panel.told("said") == ["Saved film.gif, 0.006 KB"]


def test_what_goes_wrong_while_the_panel_is_closed_is_told_by_the_player(fed: Any) -> None:
    panel = fed()
    panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed("export", {"done": 5, "total": 20})
    panel.page.keyboard.press("Escape")
    panel.feed("export", {"problem": "There is no room."}, last=True)
    panel.page.wait_for_function("told.failed.length")
    assert (panel.told("failed"), panel.told("said")) == (["There is no room."], [])


@pytest.mark.parametrize("path", ["sight", "export"])
def test_what_is_wrong_is_said_in_the_panel(fed: Any, path: str) -> None:
    panel = fed()
    if path == "export":
        panel.dialog.get_by_role("button", name="Save GIF").click()
    panel.feed(path, {"problem": "Width is 5."}, last=True)
    expect(panel.dialog.get_by_role("alert")).to_have_text("Width is 5.")
    expect(panel.dialog.get_by_role("button", name="Save GIF")).to_be_visible()


ANSWERED = """async (status) => {
  const kept = window.fetch;
  window.fetch = async () => new Response('Width is 5.', { status });
  try {
    await askForFile('sight', {}, { offline: 'Nobody is there.' });
  } catch (error) {
    return error.message;
  } finally {
    window.fetch = kept;
  }
}"""


def test_a_sentence_of_the_server_is_told_and_no_other_answer(functions: Page) -> None:
    told = [functions.evaluate(ANSWERED, status) for status in (422, 500, 404)]
    assert told == ["Width is 5.", "Nobody is there.", "Nobody is there."]


@pytest.mark.viewport(360, 640)
@pytest.mark.parametrize("name", ["gif", "html"])
def test_on_a_phone_nothing_is_cut_off_and_the_main_button_stays_in_sight(
    fed: Any, name: str
) -> None:
    panel = fed(layout="tall")
    panel.dialog.get_by_text("More", exact=True).click()
    field(panel.dialog, "format").select_option(name)
    cut = panel.dialog.evaluate(
        "dialog => [dialog, ...dialog.querySelectorAll('*')]"
        ".filter(({ scrollWidth, clientWidth, tagName }) => scrollWidth > clientWidth + 1 &&"
        " clientWidth && !['SELECT', 'INPUT'].includes(tagName)).map(({ outerHTML }) => outerHTML)"
    )
    assert cut == []
    button = panel.dialog.get_by_role("button", name=f"Save {name}")
    for end in (0, 10_000):
        panel.dialog.evaluate("(dialog, end) => dialog.scrollTo(0, end)", end)
        expect(button).to_be_in_viewport(ratio=1)
    for each in panel.dialog.locator(":is(select, input, button, summary):visible").all():
        box = each.bounding_box() or {"width": 0, "height": 0}
        least = 18 if each.get_attribute("type") == "checkbox" else 24  # its words press it too
        assert min(box["width"], box["height"]) >= least, each.evaluate("each => each.outerHTML")


@pytest.mark.context(color_scheme="light")
def test_a_file_holds_what_is_on_the_stage(desk: Desk) -> None:
    """By the app's own answers, and by keys alone."""
    stage = desk.open(CLASSIC, "stride=2&speed=2&step=3&show=both")
    tool(stage, "export").focus()
    desk.page.keyboard.press("Enter")
    dialog = desk.page.get_by_role("dialog", name="Export")
    expect(dialog.locator(".facts")).to_have_text(re.compile(r"^800 × \d+ px · 4 frames · .+ KB$"))
    picture = dialog.get_by_role("img").get_attribute("src") or ""
    with Image.open(io.BytesIO(base64.b64decode(picture.partition(",")[2]))) as image:
        assert image.width == 800
    expect(field(dialog, "format")).to_be_focused()
    dialog.get_by_role("button", name="Save GIF").focus()
    with desk.page.expect_download() as waiting:
        desk.page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "single-channel-stride2-both.gif"
    wanted = encoded(CLASSIC.build(stride=2), "gif", seconds=0.35, show="both")
    assert Path(waiting.value.path()).read_bytes() == wanted
    expect(dialog.get_by_role("status")).to_have_text(re.compile("^Saved single-channel-stride2"))
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_tool_says_how_far_it_is_while_the_player_plays_on(bench: Bench) -> None:
    stage = bench.show(CLASSIC.build(), serves=True)
    tool(stage, "export").click()
    (asked,) = [given for act, given in bench.asked() if act == "save"]
    assert (asked["seen"]["step"], asked["seen"]["theme"]) == (0, "light")
    button = stage.locator("[data-act=export]")
    bench.page.evaluate("bench.asked.find(([act]) => act === 'save')[1].busy(0.5)")
    bench.page.keyboard.press("End")
    expect(button).to_have_text("Export: 50 %")
    bench.page.evaluate("bench.asked.find(([act]) => act === 'save')[1].busy(null)")
    expect(button).to_have_text("Export…")
