"""Which steps a file shows that isn't an animation."""

from __future__ import annotations

from typing import Literal

from convlib.errors import ConvError
from convlib.export.job import Job
from convlib.params import whole_number
from convlib.picture.scene import Scene


def chosen(job: Job, *, usual: Literal["last", "all"] = "last") -> list[int]:
    """The steps that are asked for, from 0; where nobody says, the last one or all.

    Raises:
        ConvError: There is no such step.
    """
    options, count = job.options, len(job.scene)
    first, last = options.steps or (1 if usual == "all" else count, count)
    asked = [each - 1 for each in options.only] or list(range(first - 1, last))
    if max(asked) >= count:
        if options.only:
            first = last = max(asked) + 1
        raise beyond("only" if options.only else "steps", first, last, count)
    return asked


def beyond(name: str, first: int, last: int, count: int) -> ConvError:
    """What to say where an option names steps, from 1, of which a scene has fewer."""
    value = f"{first}-{last}" if first < last else last
    return ConvError("steps-beyond", parameter=name, value=value, steps=count)


def term_of(scene: Scene, step: int, term: int | None) -> int | None:
    """Up to which product of a step is shown, from 0; None for all of them.

    Args:
        scene: What is staged.
        step: From 0.
        term: From 1, as it is asked for; None where nobody does.

    Raises:
        ConvError: There is no such product.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> term_of(scene, 0, 9), term_of(scene, 0, None)
        (8, None)
    """
    rows = scene.terms(step)
    most = max(1, rows.stop - rows.start)
    return None if term is None else whole_number("term", term, 1, most) - 1


def only_step(job: Job, form: str) -> int:
    """The step that is asked for, from 0; the last one where nobody says.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    steps = chosen(job)
    if len(steps) > 1:
        details = {"form": form, "example": steps[-1] + 1, "count": len(steps)}
        raise ConvError("one-step", parameter="steps", **details)
    return steps[0]
