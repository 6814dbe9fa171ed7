"""What comes out of the state that a scene shows, for the line at the bottom of a file."""

from __future__ import annotations

from convlib.controls.result import written_result
from convlib.lessons import lesson
from convlib.picture.scene import Scene
from convlib.render.foot import Outcome
from convlib.text import DEFAULT


def outcome_of(scene: Scene, language: str = DEFAULT) -> Outcome | None:
    """The size worked out and what it costs; None where a scene doesn't say whose it is.

    Example:
        >>> import convlib
        >>> outcome_of(convlib.lesson("single-channel").build()).costs
        (('81', 'products'), ('9', 'parameters'))
    """
    if scene.origin is None:
        return None
    of = lesson(scene.origin.slug)
    values = of.values(**scene.origin.state)
    return Outcome.of(written_result(of.result(values), language))
