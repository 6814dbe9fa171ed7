"""How a state is shown where nobody says: as the lesson's page opens with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convlib.lessons import lesson
from convlib.picture.scene import Scene
from convlib.render.options import SECONDS


def opening(scene: Scene) -> dict[str, Any]:
    """The options that a scene's state opens with; none where a scene doesn't say whose it is.

    Example:
        >>> import convlib
        >>> opening(convlib.lesson("single-channel").build(preset="edges"))
        {'show': 'heat', 'seconds': 0.175}
    """
    if scene.origin is None:
        return {}
    of = lesson(scene.origin.slug)
    return as_options(of.opens(of.values(**scene.origin.state)))


def as_options(opens: Mapping[str, Any]) -> dict[str, Any]:
    """What ``Lesson.opens`` gives, as options of a file.

    Example:
        >>> as_options({"show": "both", "speed": 2})
        {'show': 'both', 'seconds': 0.35}
    """
    own = {"show": opens["show"]} if "show" in opens else {}
    return own | ({"seconds": SECONDS / opens["speed"]} if "speed" in opens else {})
