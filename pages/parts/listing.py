"""Code on a page, its arrays folded: a component, since what is copied has to be all of it."""

from __future__ import annotations

import streamlit as st

from convlib import text
from convlib.code.fold import Part, parts
from pages.parts.files import loader

_mount = st.components.v2.component("listing", js=loader("listing"))


def show_listing(code: str, title: str, key: str, language: str) -> None:
    """Show code that can be read at once, unfolded and copied.

    Args:
        code: All of it, as it runs.
        title: What it is in, such as ``"PyTorch"``.
        key: Of its place on the page.
        language: Of its words.
    """
    words = {
        "copy": text.say("code.copy", language),
        "copied": text.say("player.copied", language),
        "name": text.say("code.of", language, name=title),
    }
    told = [(part.text, part.array, *_names(part, language)) for part in parts(code)]
    _mount(key=key, data={"parts": told, "words": words}, height="content")


def _names(part: Part, language: str) -> tuple[str, ...]:
    """What stands for an array's numbers while they are folded, and what that button is called."""
    if not part.array:
        return ()
    size = " × ".join(map(str, part.shape))
    if len(part.shape) == 1:
        size = text.say("code.count", language, count=size)
    return size, text.say("code.unfold", language, size=size, name=part.array)
