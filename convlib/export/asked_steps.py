"""Which steps a file shows that isn't an animation."""

from __future__ import annotations

from typing import Literal

from convlib.errors import ConvError
from convlib.export.job import Job


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
