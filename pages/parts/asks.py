"""What a player asks of the server: edits, steps back, values of a dragged slider, a QR code."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import segno

from convlib import ConvError, Lesson
from convlib.edits import RANDOM, choose, paste, set_cell
from convlib.text import say
from pages.parts.address import State

LONGEST_TEXT = 20_000  # characters: more than any block that fits
LONGEST_LINK = 2_900  # characters that a QR code can hold
MOST_ASKS = 1_000  # in one message


def carry_out(lesson: Lesson, state: State, message: object) -> None:
    """Carry out what was asked and not carried out yet, in order.

    A player repeats what isn't answered, so that nothing is lost when messages overtake each other.

    Args:
        lesson: Whose page it is.
        state: The page's state, which changes; what is wrong stands in its ``problem``.
        message: ``{"player": str, "asks": [{"number": int, "act": str, …}, …]}``; whatever else it
            is comes from no player and is left alone.
    """
    if not isinstance(message, Mapping) or not isinstance(message.get("player"), str):
        return
    player, asks = message["player"][:40], message.get("asks")
    if state.answered.get("player") != player:
        state.answered = {"player": player, "number": 0}
    for ask in asks[:MOST_ASKS] if isinstance(asks, list) else []:
        if not isinstance(ask, Mapping) or type(ask.get("number")) is not int:
            continue
        if ask["number"] > state.answered["number"]:
            state.answered["number"] = ask["number"]
            _act(lesson, state, ask)


def _act(lesson: Lesson, state: State, ask: Mapping[str, Any]) -> None:
    acts: dict[str, Callable[[], None]] = {
        "edit": lambda: _edit(lesson, state, ask),
        "paste": lambda: state.change(lesson, paste(lesson, state.values, *_place(ask))),
        "named": lambda: _choose(lesson, state, ask),
        "undo": state.undo,
        "redo": state.redo,
        "reset": lambda: state.change(lesson, state.start),
        "move": lambda: _move(state, ask),
        "qr": lambda: _draw_code(state, ask),
    }
    try:
        act = acts.get(str(ask.get("act")))
        if act:
            act()
    except ConvError as error:
        state.problem = error
    except (KeyError, TypeError):
        return  # no player asks so


def _edit(lesson: Lesson, state: State, ask: Mapping[str, Any]) -> None:
    """A number is changed; all changes of one drag are taken back together."""
    values = set_cell(lesson, state.values, *_place(ask))
    state.change(lesson, values, of=str(ask.get("of", ""))[:40])


def _place(ask: Mapping[str, Any]) -> tuple[str, list[int], str]:
    """The array, the index and the text of an edit.

    Raises:
        TypeError: They are of other types.
    """
    array, index, text = ask["array"], ask["index"], ask["text"]
    if not isinstance(index, list) or any(type(each) is not int for each in index):
        raise TypeError("an index is a list of whole numbers")
    if not isinstance(array, str) or not isinstance(text, str):
        raise TypeError("an array's name and what is typed are texts")
    return array, index, text[:LONGEST_TEXT]


def _choose(lesson: Lesson, state: State, ask: Mapping[str, Any]) -> None:
    if ask["name"] == RANDOM:
        state.drawn += 1
    values = choose(lesson, state.values, str(ask["array"]), str(ask["name"]), state.drawn)
    state.change(lesson, values)


def _move(state: State, ask: Mapping[str, Any]) -> None:
    """A slider is being dragged; one that is gone by now moves nothing."""
    mover = state.movers.get(str(ask["control"]))
    if mover:
        mover(str(ask["text"]))


def _draw_code(state: State, ask: Mapping[str, Any]) -> None:
    """A link as a QR code: the path of its dark modules, in modules."""
    url = str(ask["url"])
    if urlsplit(url).scheme not in ("http", "https"):
        raise TypeError("a link begins with http")
    if len(url) > LONGEST_LINK:
        raise ConvError("link-too-long", parameter="link", length=len(url), cap=LONGEST_LINK)
    code = segno.make(url, error="l", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True)
    path = drawn.getvalue().decode().partition(' d="')[2].partition('"')[0]
    state.code = {"url": url, "size": code.symbol_size(border=4)[0], "path": path}


def names_of(lesson: Lesson, language: str) -> dict[str, list[list[str]]]:
    """Per array what it can be filled with: the names, and the words for them."""
    return {
        name: [[each, say(f"named.{each}", language)] for each in (*param.names, RANDOM)]
        for name, param in lesson.grids().items()
    }


def options_of(lesson: Lesson, state: State, language: str) -> dict[str, Any]:
    """What a player has to know to ask."""
    return {
        "answered": state.answered or None,
        "names": names_of(lesson, language),
        "arrays": {name: say(f"control.{name}", language) for name in lesson.grids()},
        "qr": state.code,
        "history": {
            "undo": bool(state.past),
            "redo": bool(state.future),
            "reset": not lesson.same(state.values, state.start),
        },
    }
