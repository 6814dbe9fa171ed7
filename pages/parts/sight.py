"""What of a page follows its stage: drawn again only where it is in sight, and once it has changed.

The browser's player has the state of a lesson; the session hears of it by the sections that are to
be drawn for it.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from convlib import ConvError, Lesson
from pages.parts.address import State
from pages.parts.files import loader
from pages.parts.play import text_of, values_of

_mount = st.components.v2.component("sight", js=loader("sight"))


def place_of(lesson: Lesson) -> str:
    """Names the place of a lesson's player on its page.

    Example:
        >>> import convlib
        >>> place_of(convlib.lesson("dilated"))
        'dilated.player'
    """
    return f"{lesson.slug}.player"


def watch_sight(section: str, place: str, drawn: str, on_state: Callable[[str], None]) -> None:
    """Have the fragment in which this stands first follow a player while somebody may see it.

    Args:
        section: Names the fragment among those that follow the same player.
        place: The player's.
        drawn: The state that the fragment is drawn for.
        on_state: Called with the player's state where that is another one and rests; the fragment
            then runs again.
    """
    key = f"{place}.{section}.sight"

    def hear() -> None:
        on_state(st.session_state[key]["state"])

    _mount(key=key, data={"place": place, "drawn": drawn}, on_state_change=hear, height="content")


def follow_stage(section: str, lesson: Lesson, state: State) -> str:
    """Have a fragment of a lesson's page follow its stage; the first that the fragment draws.

    Returns:
        The state that the fragment is drawn for, as text.
    """
    drawn = text_of(lesson, state.values)
    watch_sight(section, place_of(lesson), drawn, lambda told: take_state(lesson, state, told))
    return drawn


def take_state(lesson: Lesson, state: State, told: object) -> None:
    """Take over the state that a browser tells; one that makes no sense changes nothing."""
    try:
        state.values = values_of(lesson, str(told))
    except ConvError:
        return
