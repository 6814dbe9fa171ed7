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
        name, value = ("only", max(asked) + 1) if options.only else ("steps", _named(first, last))
        raise ConvError("steps-beyond", parameter=name, value=value, steps=count)
    return asked


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


def _named(first: int, last: int) -> str:
    return f"{first}-{last}" if first < last else str(first)
