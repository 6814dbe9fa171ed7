"""Figures and files at the package's top level: what draws is imported when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from convlib.errors import ConvError
from convlib.params import whole_number
from convlib.picture.scene import Scene

if TYPE_CHECKING:
    from convlib.export.job import Progress
    from convlib.render.pixel_figure import PixelFigure


def figure(
    scene: Scene, step: int | None = None, term: int | None = None, **options: Any
) -> PixelFigure:
    """Paint a step of a scene; as a notebook cell's last line it is seen.

    Args:
        scene: What is staged.
        step: From 1, as a link counts; None for the last one.
        term: Up to which of the step's products, from 1; None for all of them.
        **options: Those of ``save`` that say how a picture looks.

    Returns:
        A matplotlib figure that belongs to no window; 100 of its pixels are an inch.

    Raises:
        ConvError: There is no such step, term or option, or an option has a value that doesn't
            exist or no effect in a figure.

    Example:
        >>> import convlib
        >>> painted = figure(convlib.lesson("single-channel").build(), step=5, theme="dark")
        >>> painted.savefig("step.pdf")  # doctest: +SKIP
    """
    from convlib.export.asked_steps import term_of
    from convlib.export.choices import options_of, read_values
    from convlib.export.easel import Easel
    from convlib.export.effects import check_figure
    from convlib.export.opening import opening
    from convlib.export.outcome import outcome_of

    if not isinstance(scene, Scene):
        raise ConvError("no-scene", parameter="scene", value=type(scene).__name__)
    count = len(scene)
    at = count if step is None else whole_number("step", step, 1, count)
    part = term_of(scene, at - 1, term)
    asked = read_values(options)
    check_figure(asked, scene)
    wanted = options_of({**({} if asked.get("slanted") else opening(scene)), **asked})
    outcome = outcome_of(scene, wanted.language) if wanted.result else None
    return Easel(scene, wanted, outcome).show(at - 1, part)


def save(
    path: str | os.PathLike[str],
    scene: Scene,
    *,
    progress: Progress | None = None,
    **options: Any,
) -> None:
    """Write a scene to a file, whose ending says what it becomes.

    Files that end in .gif, .apng, .webp, .mp4, .webm or .animated.svg play; in .png, .svg or .pdf
    there is one step, or more on a page; in .html the player.

    Options say how, each as Python has it or as the shell's text; without any, a state is shown as
    its lesson opens with it. What each does, ``help("convlib.render.options.Options")`` tells:

    - what is shown: step or steps (from 1: 4, or (3, 7)), term (of one step), by ("value" or
      "term"), packed
    - how it plays: seconds (a frame), hold, between, loop
    - how large: width, scale, aspect, cell, large, layout; on paper grid, paper, only
    - how it looks: theme ("light", "dark", "light-contrast", "dark-contrast"), transparent, show
      ("numbers", "both", "heat"), hues, titles, equation, result, numbers, weights, kernel,
      covered, slanted, language

    Args:
        path: Of the file; one that is there is replaced when the new one is complete.
        scene: What is staged.
        progress: Called with how much is done and how much there is; what it raises ends the work.
        **options: As above.

    Raises:
        ConvError: An option has a value that doesn't exist or is out of bounds, or no effect in
            such a file; the path ends otherwise, or it can't be written to.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build(size=5, kernel=3, stride=2, padding=1)
        >>> convlib.save("mine.gif", scene, theme="dark", seconds=0.5)  # doctest: +SKIP
        >>> convlib.save("step.pdf", scene, step=4, result=True)  # doctest: +SKIP
        >>> convlib.save("film.mov", scene)
        Traceback (most recent call last):
        ...
        convlib.errors.ConvError: output is “film.mov”, but a file ends in one of ...
    """
    from convlib.export import save as files

    with _called_as(options):
        files.save(path, scene, progress=progress, **options)


def encoded(
    scene: Scene,
    form: str,
    *,
    progress: Progress | None = None,
    **options: Any,
) -> bytes:
    """A scene as the contents of a file; all else as for ``save``.

    Args:
        scene: What is staged.
        form: The format's name, such as ``"gif"``.
        progress: As for ``save``.
        **options: As for ``save``.

    Raises:
        ConvError: There is no such format, or an option is wrong.

    Example:
        >>> import convlib
        >>> encoded(convlib.lesson("single-channel").build(), "gif")[:6]
        b'GIF89a'
    """
    from convlib.export import save as files

    with _called_as(options):
        return files.encoded(scene, form, progress=progress, **options)


def in_notebook(scene: Scene) -> str:
    """A scene's player as a notebook shows it."""
    from convlib.export import notebook

    return notebook.framed(scene)


def on_paper(scene: Scene) -> tuple[bytes, dict[str, int]]:
    """A scene's picture as a notebook prints it: a PNG, and how wide it is to be seen."""
    from convlib.export import notebook

    return notebook.picture(scene)


@contextmanager
def _called_as(options: Mapping[str, Any]) -> Iterator[None]:
    """Have a step that was given as ``step`` called so where it is wrong."""
    try:
        yield
    except ConvError as error:
        if "step" not in options or "steps" in options:
            raise
        raise error.named({"steps": "step"}) from error.__cause__
