"""A lesson's page: the stage, its controls, what follows from them, the prose."""

from __future__ import annotations

from typing import Any

import streamlit as st

import convlib
from convlib import Lesson, text
from convlib.picture.look import SHOWN
from convlib.picture.scene import Scene
from convlib.render.theme import NAMES
from pages.parts import style
from pages.parts.address import COUNTED, SPEEDS, State, address_of, state_of, visit
from pages.parts.asks import carry_out, options_of
from pages.parts.controls import Controls
from pages.parts.export import show_export
from pages.parts.facts import show_code, show_costs, show_sizes
from pages.parts.language import present_language, tell
from pages.parts.numbers import Numbers
from pages.parts.player import KEPT, follow_player, show_player
from pages.parts.quiz import show_questions
from pages.parts.style import coloured

# What the player may tell, by name.
CHOICES: dict[str, tuple[Any, ...]] = {
    "by": COUNTED,
    "speed": SPEEDS,
    "loop": (False, True),
    "show": SHOWN,
    "hues": (False, True),
    "predict": (False, True),
    "theme": NAMES,
    "layout": ("wide", "tall"),
}


def show(slug: str) -> None:
    """Draw the whole page of a lesson."""
    lesson = convlib.lesson(slug)
    language = present_language()
    if st.context.is_embedded:
        style.apply(style.EMBEDDED)
        visit(lesson)
        stage_alone(lesson, language)
        return
    prose = text.prose(slug, language)
    style.apply()
    st.title(prose["title"], anchor=False)
    st.markdown(coloured(prose["idea"]))
    visit(lesson)
    play(lesson, language)
    sections = [
        f"## {text.say(f'prose.{name}', language)}\n\n{coloured(section)}"
        for name, section in prose.items()
        if name not in ("title", "idea", "questions")
    ]
    st.markdown("\n\n".join(sections))


@st.fragment
def play(lesson: Lesson, language: str) -> None:
    """The stage with all that follows from its state.

    A slider's move runs ``stage_and_sliders`` alone, so that the picture is there at once: the
    browser takes some milliseconds for every element. The rest follows when the sliders rest.
    """
    stage_and_sliders(lesson, language)
    state = state_of(lesson)
    scene = lesson.stage(state.values)
    follow_player(player_key(lesson))
    show_second_row(lesson, state, scene, language)
    show_sizes(lesson, state, scene, language)
    show_costs(lesson, state, language)
    show_questions(lesson, language)
    show_code(lesson, state, language)


@st.fragment
def stage_and_sliders(lesson: Lesson, language: str) -> None:
    """The stage and the controls that are moved rather than chosen."""
    # The stage comes first: its picture is what a reader waits for.
    show_stage(lesson, language)
    controls = Controls(lesson, state_of(lesson), language)
    controls.show_choices()
    controls.show_sliders()


@st.fragment
def stage_alone(lesson: Lesson, language: str) -> None:
    """The stage for another page's frame."""
    show_stage(lesson, language, tools=False)


def show_stage(lesson: Lesson, language: str, **options: Any) -> None:
    """The player with the lesson's state, and what was wrong with it."""
    state = state_of(lesson)
    scene = lesson.stage(state.values)
    show_player(
        scene,
        key=player_key(lesson),
        stamp=repr(lesson.write(state.values)),
        language=language,
        on_change=lambda: read_player(lesson, state),
        on_asked=lambda: hear_player(lesson, state),
        autoplay=True,
        query=address_of(lesson, state),
        position=state.position,
        visit=state.visits,
        **{name: getattr(state, name) for name in KEPT},
        **options_of(lesson, state, language),
        problem=tell(state.problem, language) if state.problem else "",
        **options,
    )


def player_key(lesson: Lesson) -> str:
    """Names the player's place on the page."""
    return f"{lesson.slug}.player"


def read_player(lesson: Lesson, state: State) -> None:
    """Take over how the player counts, how fast it goes and how it looks."""
    told = st.session_state[player_key(lesson)]
    for name, choices in CHOICES.items():
        if told.get(name) in choices:
            setattr(state, name, type(choices[0])(told[name]))


def hear_player(lesson: Lesson, state: State) -> None:
    """Do what the player asks for, such as an edit."""
    carry_out(lesson, state, st.session_state[player_key(lesson)].get("asked"))


def show_second_row(lesson: Lesson, state: State, scene: Scene, language: str) -> None:
    """Presets, the numbers, rows and columns apart, and the export."""
    controls = Controls(lesson, state, language)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        controls.show_presets()
        panel = None
        if lesson.grids():
            # Its fields cost every slider's move time: they are drawn only while it is open.
            panel = st.popover(
                text.say("control.numbers", language),
                width="stretch",
                key=f"{lesson.slug}.numbers",
                on_change="rerun",
            )
        controls.show_apart()
        show_export(lesson, state, scene, language)
    if panel and panel.open:
        with panel:
            Numbers(lesson, state, language).show()
