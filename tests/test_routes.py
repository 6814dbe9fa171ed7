"""The addresses that a player asks: every ask has an answer, and nonsense has a sentence."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import convlib
from convlib import Lesson
from convlib.export.choices import CHOICES, read_options
from convlib.export.formats import FORMATS, format_named
from convlib.export.save import encoded, job_of
from convlib.render.film import Film
from pages.parts import estimate
from pages.parts.export import file_name
from pages.parts.play import answer, values_of
from pages.parts.routes import LONGEST_ASK
from tests.asgi import Answer, heard, post, request
from tests.cases import fixed
from tests.contract.states import each_lesson

CLASSIC = convlib.lesson("single-channel")
STATE = {"state": "stride=2", "lang": "en"}
WISH = {"form": "gif", "options": {}, "at": [0, None]}
PLACES = ["play", "facts", "reply", "export", "sight"]
ASKED = [f"/{place}/single-channel" for place in PLACES] + ["/code"]


def play(asked: Any, slug: str = "single-channel") -> Answer:
    return post(f"/play/{slug}", asked)


def export(place: str = "export", state: str = "stride=2", **options: Any) -> Answer:
    """A GIF of the classic lesson, or with ``"sight"`` how it would look."""
    return post(f"/{place}/single-channel", STATE | WISH | {"state": state, "options": options})


def test_an_ask_is_answered_packed_and_kept_nowhere() -> None:
    asked = STATE | {"ask": {"act": "set", "control": "kernel", "value": 2}, "apart": False}
    answered = play(asked)
    assert answered.status == 200
    assert answered.data == json.loads(gzip.decompress(answer(CLASSIC, asked)))
    assert answered.data["state"] == "kernel=2&stride=2"
    assert answered.headers["content-encoding"] == "gzip"
    assert answered.headers["content-type"].startswith("application/json")
    assert answered.headers["cache-control"] == "no-store"
    assert int(answered.headers["content-length"]) == len(answered.body)


def test_what_is_refused_is_an_answer_too() -> None:
    refused = play(STATE | {"ask": {"act": "set", "control": "stride", "value": 99}})
    assert refused.status == 200
    assert refused.data["refused"]
    assert (refused.data["state"], refused.data["scene"]) == ("stride=2", None)
    assert "Stride is 99" in refused.data["problem"]


@pytest.mark.parametrize("slug", [lesson.slug for lesson in convlib.all_lessons()])
def test_every_lesson_answers(slug: str) -> None:
    answered = play({"state": "", "ask": None}, slug)
    assert answered.status == 200
    assert answered.data["controls"]


@pytest.mark.parametrize("base", ["/lectures", "/of/mine"])
def test_it_is_there_under_any_base_path(base: str) -> None:
    asked = STATE | {"ask": None}
    assert post(f"{base}/play/single-channel", asked) == play(asked)


def test_a_lesson_that_is_not_there_gets_a_sentence() -> None:
    for answered in (post(f"/{place}/nothing", STATE | WISH) for place in PLACES):
        assert answered.status == 422
        assert "“nothing”" in answered.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"7", b"[]", b'"x"', b"{}", b"\xff\xfe", b'{"ask": 1}', b"[" * 5000],
    ids=lambda body: str(body)[:20],
)
@pytest.mark.parametrize("path", ASKED)
def test_what_cannot_be_read_is_told(path: str, body: bytes) -> None:
    answered = request("POST", path, body)
    assert answered.status == 400
    assert answered.text == "This is not how a player asks."
    assert answered.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("size", "status"), [(LONGEST_ASK + 1, 400), (LONGEST_ASK // 2, 200)], ids=["too long", "long"]
)
def test_an_ask_has_an_end(size: int, status: int) -> None:
    ask = {"act": "edit", "array": "input", "index": [0, 0], "text": "1" * size}
    assert play(STATE | {"ask": ask}).status == status


@pytest.mark.parametrize(
    "path", ["/play", "/play/", "/export/", "/facts", "/play/a/b/c", "/codes", "/"]
)
def test_there_is_nothing_else(path: str) -> None:
    assert post(path, STATE).status in {404, 405}


def test_players_only_ask_by_posting() -> None:
    assert request("GET", "/play/single-channel").status in {404, 405}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["act", "array", "index", "text", "control", "value", "url"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
acts = st.sampled_from(["set", "edit", "paste", "type", "named", "undo", "none"])
odd_asks = st.fixed_dictionaries(
    {"act": acts},
    optional=dict.fromkeys(
        ("array", "index", "text", "name", "control", "value", "seed"),
        anything | st.sampled_from(["input", "kernel", "padding.left", "preset", "seed"]),
    ),
)
states = st.sampled_from(["", "stride=2", "stride=0", "&&=;", "preset=x", "input=1,x"]) | anything
MEANT = {200, 400, 404, 422}


@fixed(300)
@given(message=anything)
@pytest.mark.parametrize("path", ASKED)
def test_nonsense_never_crashes(path: str, message: Any) -> None:
    assert post(path, message).status in MEANT


@fixed(300)
@given(state=states, ask=odd_asks | anything, apart=anything, lang=anything, numbers=anything)
def test_odd_asks_never_crash(state: Any, ask: Any, apart: Any, lang: Any, numbers: Any) -> None:
    asked = {"state": state, "ask": ask, "apart": apart, "lang": lang, "numbers": numbers}
    answered = play(asked)
    assert answered.status in MEANT
    assert play({**asked, "asks": [ask, ask]}).status in MEANT
    if answered.status == 200:
        assert play({"state": answered.data["state"], "ask": None}).data["problem"] == ""


@fixed(200)
@given(
    state=states,
    sections=anything | st.lists(st.sampled_from(["work", "questions", "code", "x"]), max_size=4),
    question=anything | st.sampled_from(["size", "value"]),
    typed=anything,
    lang=anything,
)
def test_odd_asks_for_what_stands_below_never_crash(**asked: Any) -> None:
    for place in ("facts", "reply"):
        assert post(f"/{place}/single-channel", asked).status in MEANT


@fixed(60)
@given(
    form=anything | st.sampled_from(["gif", "exe"]),
    at=anything | st.just([0, None]),
    options=anything | st.dictionaries(st.sampled_from(list(CHOICES)), anything, max_size=3),
)
@pytest.mark.parametrize("place", ["export", "sight"])
def test_an_odd_wish_for_a_file_never_crashes(place: str, **odd: Any) -> None:
    asked = {"state": "size=3&kernel=3", "lang": "en"} | odd
    assert post(f"/{place}/single-channel", asked).status in MEANT


def test_a_file_is_what_is_seen() -> None:
    seen: dict[str, Any] = {
        "theme": "dark",
        "layout": "tall",
        "show": "both",
        "hues": True,
        "seconds": 0.35,
    }
    answered = export(**seen)
    assert answered.status == 200
    assert answered.headers["x-file-type"] == "image/gif"
    assert unquote(answered.headers["x-file-name"]) == "single-channel-stride2-both-dark-hues.gif"
    said, file = heard(answered)
    assert said[-2:] == [{"done": 4, "total": 4}, {"whole": len(file)}]
    assert file == encoded(CLASSIC.build(stride=2), "gif", **seen)


def test_how_it_would_look_is_a_picture_and_what_is_known_of_it() -> None:
    (shown, size), nothing = heard(export("sight", seconds=0.5, width=640))
    assert nothing == b""
    assert (shown["width"], shown["frames"], shown["seconds"]) == (640, 4, 3 * 0.5 + 1.5)
    kind, _, packed = shown["picture"].partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(packed))) as image:
        assert image.size == (640, shown["height"])
    _, file = heard(export(seconds=0.5, width=640))
    assert size["bytes"] == pytest.approx(len(file), rel=0.25)


def test_what_is_looked_at_is_the_moment_on_the_stage() -> None:
    """The third step's fifth term, without the ground; of two steps the beginning of the second."""
    looks: dict[str, Any] = {"by": "term", "theme": "dark", "width": 400}
    film = Film(CLASSIC.build(), **looks)
    for steps, number in (("", 2 * 9 + 4), ("1-2", 9)):
        chosen = looks | {"steps": steps, "transparent": True}
        asked = {"options": chosen, "at": [2, 4], "state": ""}
        (shown, *_), _ = heard(post("/sight/single-channel", STATE | WISH | asked))
        with Image.open(io.BytesIO(base64.b64decode(shown["picture"].partition(",")[2]))) as image:
            seen = np.asarray(image.convert("RGBA"))
        frame = film.frame(number)
        assert np.array_equal(seen[..., 3], 255 * (frame != film.clear))
        assert np.array_equal(seen[..., :3], film.palette.colours[frame])


def test_a_still_is_looked_at_up_to_the_product_that_it_ends_with() -> None:
    """The fifth of the third step's nine, wherever the stage is."""
    film = Film(CLASSIC.build(), by="term", width=400)
    (shown, *_), _ = heard(page("sight", form="png", steps="3", term="5", width=400))
    with Image.open(io.BytesIO(base64.b64decode(shown["picture"].partition(",")[2]))) as image:
        seen = np.asarray(image.convert("RGB"))
    assert np.array_equal(seen, film.palette.colours[film.frame(2 * 9 + 4)])


def test_a_picture_is_no_larger_than_it_is_looked_at() -> None:
    (shown, _), _ = heard(export("sight", width=2400))
    assert shown["width"] == 2400
    with Image.open(io.BytesIO(base64.b64decode(shown["picture"].partition(",")[2]))) as image:
        assert image.width == 1120


def test_kernels_that_have_to_stay_are_told_beside_the_picture_that_has_them() -> None:
    """And the file is made as it is seen."""
    asked: dict[str, Any] = {"state": "", "form": "png", "options": {"kernel": False}}
    said, _ = heard(post("/sight/squeeze-excitation", STATE | WISH | asked))
    assert [next(iter(each)) for each in said] == ["note", "picture", "bytes"]
    assert said[0]["note"].startswith("Kernel has no effect here, as this picture would fall apart")
    assert heard(post("/export/squeeze-excitation", STATE | WISH | asked))[1][1:4] == b"PNG"


def page(place: str, state: str = "", form: str = "html", **options: Any) -> Answer:
    """A file of the classic lesson that is no animation, or how it would look."""
    asked = {"form": form, "state": state, "options": options}
    return post(f"/{place}/single-channel", STATE | WISH | asked)


def test_a_page_holds_what_its_sliders_lead_to_and_plays_as_is_seen() -> None:
    seen: dict[str, Any] = {
        "theme": "light",
        "by": "term",
        "loop": True,
        "seconds": 0.35,
        "show": "both",
    }
    chosen: dict[str, Any] = seen | {"packed": {"stride": "1..3"}}
    said, file = heard(page("export", **chosen))
    assert said[-2:] == [{"done": 3, "total": 3}, {"whole": len(file)}]
    assert file == encoded(CLASSIC.build(), "html", language="en", **chosen)
    (_, known), _ = heard(page("sight", **chosen))
    assert known == {"states": 3, "bytes": pytest.approx(len(file), rel=0.1)}


def test_too_many_states_are_told_by_the_labels_of_their_sliders() -> None:
    chosen: dict[str, Any] = {"packed": {"size": "3..16", "stride": "1..8", "padding": "0..9"}}
    begins = "Input size, Stride, Padding: these values make "
    assert page("export", **chosen).text.startswith(begins)
    assert heard(page("sight", **chosen))[0][-1]["problem"].startswith(begins)


@pytest.mark.parametrize("place", ["export", "sight"])
def test_more_pictures_than_paper_is_made_for_are_refused(place: str) -> None:
    """An input of 16 with 3 around it has 22 places across."""
    wide = "size=16&kernel=1&padding=3"
    for asked, begins in (
        ({"state": wide, "grid": "3x4"}, "Steps: 484 pictures are more than"),
        ({"state": wide, "grid": "3x4", "only": "1-401"}, "Only steps: 401 pictures are more"),
        ({"only": "3,10"}, "Only steps is 10, but"),
        ({"only": "1-999999"}, "Only steps is “1-999999”, but it has to be steps such as"),
    ):
        answered = page(place, form="pdf", **asked)
        assert (answered.status, answered.text[: len(begins)]) == (422, begins)


def test_a_sheet_of_some_steps_is_seen_and_measured_by_as_many_as_stand_on_a_page() -> None:
    """Nine steps make three pages, the last of which has one."""
    chosen: dict[str, Any] = {"only": "1-8,9", "grid": "2x2"}
    answered = page("export", form="pdf", **chosen)
    assert unquote(answered.headers["x-file-name"]) == "single-channel-9steps-sheet.pdf"
    _, file = heard(answered)
    (shown, known), _ = heard(page("sight", form="pdf", **chosen))
    assert known["bytes"] == pytest.approx(len(file), rel=0.05)
    (first, _), _ = heard(page("sight", form="pdf", **chosen | {"only": "1-4"}))
    assert shown["picture"] == first["picture"], "its first page"


@pytest.mark.parametrize(
    ("form", "state", "options"),
    [
        ("gif", "preset=padding_strides", {}),
        ("gif", "size=7&kernel=2", {"width": 400, "steps": "2-34"}),
        ("animated-svg", "size=5&kernel=2", {"width": 400}),
        ("pdf", "size=5&kernel=2", {"width": 400, "steps": "1-16"}),
        ("pdf", "size=6", {"grid": "2x3"}),
    ],
)
def test_how_large_a_file_will_be_is_foreseen(
    form: str, state: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the larger ones only some steps are made to see."""
    monkeypatch.setattr(estimate, "MOST_MADE", 2_000_000)
    monkeypatch.setattr(estimate, "MOST_DRAWN", 8)
    values = dict(part.split("=") for part in state.split("&"))
    scene = convlib.lesson("arithmetic").build(**values)
    job = job_of(scene, format_named(form), options)
    told = estimate.estimated(format_named(form), job, lambda: None)
    assert told == pytest.approx(len(encoded(scene, form, **options)), rel=0.1)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "its own control": ({"state": "stride=0"}, "Stride is 0, but it has to be a whole number"),
    "a width": ({"width": 20}, "Width in pixels is “20”, but it has to be a whole number from 240"),
    "seconds": ({"seconds": "x"}, "Seconds a frame is “x”, but it has to be a number"),
    "terms": (
        {"state": "size=16&kernel=7", "by": "term"},
        "Term by term: one frame each would make 4900 frames",
    ),
    "pixels": (
        {"state": "size=16&kernel=2", "width": 3840},
        "Width in pixels: 225 frames of 3840 × ",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_file_is_said_by_the_names_on_the_page(name: str) -> None:
    asked, sentence = WRONG[name]
    for place in ("export", "sight"):
        answered = export(place, **asked)
        assert answered.status == 422
        assert answered.text.startswith(sentence)


@pytest.mark.parametrize(
    ("state", "options", "name"),
    [
        ("", {}, "single-channel"),
        ("size=7", {"theme": "dark"}, "single-channel-size7-dark"),
        ("padding=1:2", {"steps": "4"}, "single-channel-padding1+2-step4"),
        ("preset=edges", {"steps": "2-5", "by": "term"}, "single-channel-edges-steps2-5-terms"),
        ("", {"grid": "2x2"}, "single-channel-sheet"),
        ("", {"steps": "4", "term": "3"}, "single-channel-step4-term3"),
        (
            "input=1,2;3,4&kernel=2",
            {"covered": True},
            "single-channel-size2-kernel2-own-input-covered",
        ),
        ("weights=sobel-x", {"transparent": True}, "single-channel-sobel-x-transparent"),
    ],
)
def test_a_files_name_says_the_state(state: str, options: dict[str, Any], name: str) -> None:
    values = values_of(CLASSIC, state)
    assert file_name(CLASSIC, values, FORMATS["gif"], read_options(options)) == f"{name}.gif"


@each_lesson
def test_a_files_name_is_good_on_every_system(lesson: Lesson) -> None:
    options = read_options({"theme": "dark-contrast", "show": "both", "hues": True, "steps": "1-4"})
    for preset in lesson.presets:
        name = file_name(lesson, lesson.values(preset=preset.name), FORMATS["gif"], options)
        assert re.fullmatch(r"[a-z0-9][A-Za-z0-9+,._-]{0,99}\.gif", name)


@pytest.mark.parametrize(
    "url", ["http://x.org/single-channel?step=3", "https://x.org/?a=" + "1" * 2000]
)
def test_the_code_of_a_link_holds_the_link(url: str) -> None:
    code = post("/code", {"url": url, "lang": "en"}).data
    assert code["url"] == url
    drawn = modules(code["path"], code["size"])
    assert drawn[4:11, 4:11].tolist() == FINDER
    assert drawn[4:11, -11:-4].tolist() == FINDER
    assert drawn[-11:-4, 4:11].tolist() == FINDER
    assert not drawn[:4].any()
    assert not drawn[:, :4].any()


# The square in three corners of every QR code, by ISO/IEC 18004.
FINDER = [
    [1, 1, 1, 1, 1, 1, 1],
    [1, 0, 0, 0, 0, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 0, 0, 0, 0, 1],
    [1, 1, 1, 1, 1, 1, 1],
]


def modules(path: str, size: int) -> Any:
    """The dark modules that a path of horizontal strokes draws."""
    drawn = np.zeros((size, size), dtype=int)
    x = y = 0.0
    for command in (
        path.replace("M", " M ").replace("m", " m ").replace("h", " h ").split(" M ")[1:]
    ):
        parts = command.split()
        x, y = float(parts[0]), float(parts[1])
        at = 2
        while at < len(parts):
            if parts[at] == "m":
                x, y = x + float(parts[at + 1]), y + float(parts[at + 2])
                at += 3
            else:
                length = float(parts[at + 1])
                drawn[int(y), int(x) : int(x + length)] = 1
                x += length
                at += 2
    return drawn


def test_a_link_that_is_too_long_gets_a_sentence_and_others_nothing() -> None:
    long = "http://x.org/?" + "1" * 5000
    answered = post("/code", {"url": long, "lang": "en"})
    assert answered.status == 200
    assert answered.data.keys() == {"url", "own", "network", "served", "problem"}
    assert "QR code" in answered.data["problem"]
    assert post("/code", {"url": "javascript:alert(1)"}).status == 400


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("half", [b"\\ud800", b"\xed\xa0\x80", b"\xff"])
def test_half_a_letter_is_told_as_a_question_mark(place: str, half: bytes) -> None:
    """It can't be written, so that no answer could repeat it."""
    body = b'{"state": "size=%s", "ask": null}' % half
    body = body[:-1] + b", " + json.dumps(WISH).encode()[1:]
    answered = request("POST", f"/{place}/single-channel", body)
    assert answered.status == (200 if place == "play" else 422)
    said = answered.data["problem"] if place == "play" else answered.text
    assert re.match(r"Input size is “[?\N{REPLACEMENT CHARACTER}]+”, but it has to be", said)


def test_a_whole_letter_stays_whole() -> None:
    asked = {"state": "size=\N{GRINNING FACE}", "ask": None}
    body = json.dumps(asked).encode()
    assert b"\\ud83d" in body
    said = request("POST", "/play/single-channel", body).data["problem"]
    assert said.startswith("Input size is “\N{GRINNING FACE}”")


@pytest.mark.parametrize("place", ["play", "export"])
def test_a_fault_of_ours_is_told_and_logged_in_a_line(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("first\nsecond")

    logged: list[str] = []
    monkeypatch.setattr(
        "pages.parts.calm._log.error", lambda *said: logged.append(said[0] % said[1:])
    )
    monkeypatch.setattr("pages.parts.routes.answer", fail)
    monkeypatch.setattr("pages.parts.export.file_name", fail)
    answered = post(f"/{place}/single-channel", STATE | WISH)
    assert answered.status == 500
    assert answered.text == "Something went wrong here, and it is no fault of yours."
    (line,) = logged
    assert line.startswith(
        f"/{place}/single-channel: ZeroDivisionError('first\\nsecond') at tests/"
    )
    assert "\n" not in line
