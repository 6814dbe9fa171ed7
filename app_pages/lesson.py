"""A lesson's page: the stage, its controls, the size worked out, the prose."""

from __future__ import annotations

from typing import Any

import streamlit as st

import convlib
from app_pages.parts import style
from app_pages.parts.address import COUNTED, SPEEDS, State, address_of, state_of, visit
from app_pages.parts.asks import carry_out, options_of
from app_pages.parts.controls import Controls
from app_pages.parts.language import present_language
from app_pages.parts.player import KEPT, follow_player, show_player
from app_pages.parts.style import coloured
from convlib import Lesson, text
from convlib.errors import ConvError
from convlib.look import SHOWN, Look
from convlib.params import Grid
from convlib.render.movie import MAX_FRAMES, gif
from convlib.scene import UNVISITED, Scene
from convlib.theme import NAMES

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
    show_second_row(Controls(lesson, state, language), scene)
    show_sizes(lesson, state, scene, language)


@st.fragment
def stage_and_sliders(lesson: Lesson, language: str) -> None:
    """The stage and the controls that are moved rather than chosen."""
    # The stage comes first: its picture is what a reader waits for.
    show_stage(lesson, language)
    Controls(lesson, state_of(lesson), language).show_sliders()


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
        **options,
    )
    with st.container():
        if state.problem:
            st.warning(tell(state.problem, language), icon="⚠️")


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


def tell(problem: ConvError, language: str) -> str:
    """An error's sentence that names its parameter as the page does."""
    try:
        label = text.say(f"control.{problem.parameter}", language)
    except KeyError:
        label = problem.parameter
    return text.say(f"error.{problem.key}", language, **{"parameter": label, **problem.details})


def show_second_row(controls: Controls, scene: Scene) -> None:
    """Presets, the numbers, rows and columns apart, and the export."""
    lesson, state, language = controls.lesson, controls.state, controls.language
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        controls.show_presets()
        # Its fields cost every slider's move time: they are drawn only while it is open.
        panel = st.popover(
            text.say("control.numbers", language),
            width="stretch",
            key=f"{lesson.slug}.numbers",
            on_change="rerun",
        )
        controls.show_apart()
        show_export(lesson, state, scene, language)
    if panel.open:
        with panel:
            shown = {"input": inner(scene, 0), "weights": inner(scene, 1)}
            controls.show_numbers(shown.__getitem__)


def inner(scene: Scene, panel: int) -> list[list[float]]:
    """A panel's numbers without the padding."""
    rows, columns = scene.panels[panel].inner
    top, left = (-start for start in scene.panels[panel].origin)
    values = scene.panels[panel].values[top : top + rows, left : left + columns]
    numbers: list[list[float]] = values.tolist()
    return numbers


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
    grids = {param.name for param in lesson.params if isinstance(param, Grid)}
    parts = [
        value if name == "preset" else f"{name}{value.replace(':', '+')}"
        for name, value in written.items()
        if name not in grids
    ]
    return "-".join((lesson.slug, *parts)) + ".gif"


def show_sizes(lesson: Lesson, state: State, scene: Scene, language: str) -> None:
    """The output size, worked out with the present numbers: one element, since each costs time."""
    derivations = lesson.derive(state.values)
    blocks, left = [], []
    for derivation in derivations:
        lines = r" \\[0.5em] ".join(derivation.lines)
        block = rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"
        if len(derivations) > 1:
            block = f"**{text.say(f'size.{derivation.label}', language)}**\n\n{block}"
        blocks.append(block)
        if derivation.left:
            left.append(text.say("size.left", language, left=derivation.left))
    unvisited = sum(int((panel.kind_of_cells & UNVISITED > 0).sum()) for panel in scene.panels)
    if unvisited:
        left.append(text.say("size.unvisited", language, count=unvisited))
    heading = f"## {text.say('size.title', language)}"
    st.markdown("\n\n".join([heading, *blocks, *dict.fromkeys(left)]))
