"""The map of networks: which type of convolution each of them brought or used, and why."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import convlib
from convlib import text
from convlib.compare.types import TYPES
from convlib.text import ASSETS

FILE = ASSETS / "networks.toml"


@cache
def network_map(language: str) -> dict[str, Any]:
    """The map as the browser draws it, which nobody may change.

    Args:
        language: Of the words.

    Returns:
        ``{"types", "networks", "words"}``: places, names, and for each network its sentence, its
        paper, and what it is joined to; for each type its lesson, where that exists.
    """
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lessons = {each.slug: each for each in convlib.all_lessons()}
    types = []
    for each in found["type"]:
        kind = TYPES[each["name"]]
        lesson = lessons.get(kind.lesson)
        link = (
            [lesson.slug, text.say("map.lesson", language, number=lesson.order)] if lesson else None
        )
        title = text.say(f"type.{each['name']}", language)
        types.append({**each, "title": title, "mark": kind.changes, "link": link})
    networks = [
        {
            **{"first": [], "used": [], "ports": {}},
            **each,
            "title": text.say(f"network.{each['name']}", language),
            "why": text.say(f"network-why.{each['name']}", language),
        }
        for each in found["network"]
    ]
    words: dict[str, Any] = {
        name: text.say(f"map.{name}", language)
        for name in ("help", "first", "used", "paper", "map")
    }
    changes = {name: text.say(f"mark.changes-{name}", language) for name in ("space", "channels")}
    words["marks"] = {**changes, "both": text.say("mark.changes-both", language)}
    return {"types": types, "networks": networks, "words": words}
