"""The state on screen as a file."""

from __future__ import annotations

import streamlit as st

from convlib import Lesson, text
from convlib.errors import ConvError
from convlib.picture.look import Look
from convlib.picture.scene import Scene
from convlib.render.movie import MAX_FRAMES, gif
from pages.parts.address import State
from pages.parts.language import tell


def show_export(lesson: Lesson, state: State, scene: Scene, language: str) -> None:
    """The state on screen as a GIF, made on the click."""
    frames = len(scene.src) if state.by == "term" else len(scene)
    too_many = frames > MAX_FRAMES
    problem = ConvError("too-many-frames", parameter="by", frames=frames, cap=MAX_FRAMES)
    st.download_button(
        text.say("control.gif", language),
        data=lambda: made(lesson, state, language),
        file_name=file_name(lesson, state),
        mime="image/gif",
        key=f"{lesson.slug}.gif",
        on_click="ignore",
        disabled=too_many,
        help=tell(problem, language) if too_many else text.say("control.gif-help", language),
        width="stretch",
    )


def made(lesson: Lesson, state: State, language: str) -> bytes:
    """The GIF of what is on screen when it is asked for: the button may lag behind the stage."""
    return gif(
        lesson.stage(state.values),
        by=state.by,
        theme=state.theme,
        layout=state.layout,
        language=language,
        look=Look(state.show, state.hues),
        milliseconds=round(700 / state.speed),
    )


def file_name(lesson: Lesson, state: State) -> str:
    """A name that says what the file shows; numbers typed in would make it too long."""
    written = lesson.write(state.values)
    grids = lesson.grids()
    parts = [
        value if name == "preset" else f"{name}{value.replace(':', '+')}"
        for name, value in written.items()
        if name not in grids
    ]
    return "-".join((lesson.slug, *parts)) + ".gif"
