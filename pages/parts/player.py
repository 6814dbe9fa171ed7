"""The player as a Streamlit component: registered once, mounted wherever a scene is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from convlib.picture.scene import Scene
from convlib.render.payload import payload
from convlib.render.player import source
from convlib.render.theme import contents
from pages.parts.files import path_of

# What the player tells the page as it changes, for the link and for exports.
KEPT = ("by", "speed", "loop", "theme", "layout", "show", "hues", "predict")
# What travels with every run only fetches the player, which is a file that the browser keeps.
_loader = (
    source("loader.js").replace("PLAYER.js", path_of("js")).replace("PLAYER.css", path_of("css"))
)
_mount = st.components.v2.component("convolution", js=_loader)
_follow = st.components.v2.component("follower", html="<i></i>", js=source("follower.js"))


def show_player(
    scene: Scene,
    key: str,
    *,
    stamp: str,
    language: str,
    on_change: Callable[[], None] = lambda: None,
    on_asked: Callable[[], None] = lambda: None,
    **options: Any,
) -> None:
    """Mount the player, or hand the one that is there another scene.

    Args:
        scene: What it plays.
        key: Its place on the page; as long as it stays the same, playback goes on.
        stamp: Names the scene's state; with an equal stamp nothing is drawn anew.
        language: Of its words.
        on_change: Called when something of ``KEPT`` changes.
        on_asked: Called when the player asks for something (``asks.carry_out``).
        **options: What ``player.js`` calls options: ``autoplay``, what the page knows of ``KEPT``,
            ``position`` (where to stand, taken over when ``visit`` changes), ``query`` (what the
            address should say; None leaves it alone), ``tools`` (False: none) and what
            ``asks.options_of`` gives.
    """
    callbacks: dict[str, Any] = {f"on_{name}_change": on_change for name in KEPT}
    _mount(
        key=key,
        data={
            "place": key,
            "geometry": contents()["geometry"],
            "scene": payload(scene, language),
            "options": {"stamp": f"{stamp}|{language}", **options},
        },
        on_asked_change=on_asked,
        **callbacks,
        height="content",
    )


def follow_player(key: str) -> None:
    """Run the fragment in which this stands again once the player's picture has changed and rests.

    Args:
        key: The player's place on the page.
    """
    _follow(key=f"{key}.follower", data={"follows": key}, on_shown_change=lambda: None)
