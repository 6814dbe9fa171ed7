"""Which options have an effect in a file: one that has none is refused where it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from convlib.errors import ConvError
from convlib.export.formats import FIGURE, LISTED
from convlib.export.job import USUAL, Format
from convlib.picture.scene import Scene
from convlib.picture.trimmed import trimmed

NOTHING: frozenset[str] = frozenset()
# What has no effect beside another option, which says it by itself or has no use for it.
SILENT: dict[str, frozenset[str]] = {
    "grid": frozenset({"width", "aspect", "transparent", "result", "term"}),
    "slanted": frozenset(
        {"layout", "show", "hues", "titles", "equation", "result", "weights", "kernel"}
    ),
    "cell": frozenset({"width"}),
    "only": frozenset({"steps"}),
}
SILENT_IN = {("grid", ".pdf"): frozenset({"scale"})}  # the same in one kind of file
NEEDED = {"paper": "grid"}  # what has an effect beside another option alone


def check(form: Format, asked: Mapping[str, Any], scene: Scene | None = None) -> None:
    """Refuse an option that would change nothing in a file.

    Args:
        form: What the file becomes.
        asked: The options that somebody chose, as ``read_values`` gives them.
        scene: What it shows, as far as that is known.

    Raises:
        ConvError: There is one.

    Example:
        >>> from convlib.export.formats import format_named
        >>> check(format_named("pdf"), {"seconds": 1, "theme": "dark"})
        Traceback (most recent call last):
        ...
        convlib.errors.ConvError: seconds has no effect in a file that ends in .pdf: leave it ...
    """
    _check(form.takes, form.ending, asked)
    _check_here(scene, asked)


def check_figure(asked: Mapping[str, Any], scene: Scene) -> None:
    """The same of a figure of matplotlib's."""
    _check(FIGURE, "", asked)
    _check_here(scene, asked)


def fitting(
    form: Format, own: Mapping[str, Any], others: Mapping[str, Any], scene: Scene | None = None
) -> dict[str, Any]:
    """A file's own options, and of others those that have an effect in it beside them.

    Args:
        form: What the file becomes.
        own: As for ``check``; they stay, whatever they are.
        others: Such as those of a whole set, in the same way.
        scene: As for ``check``.

    Example:
        >>> from convlib.export.formats import format_named
        >>> fitting(format_named("png"), {"theme": "dark"}, {"seconds": 1, "scale": 2})
        {'theme': 'dark', 'scale': 2}
    """
    found = dict(own)
    for name in sorted(others, key=lambda name: name not in SILENT):
        if name not in found:
            with suppress(ConvError):
                check(form, {**found, name: others[name]}, scene)
                found[name] = others[name]
    return found


def _check(takes: frozenset[str], ending: str, asked: Mapping[str, Any]) -> None:
    for name, value in asked.items():
        if name not in takes and _is_said(name, value):
            raise _idle(name, ending)
    said = [name for name, value in asked.items() if value != getattr(USUAL, name)]
    for name in said:
        if name in NEEDED and NEEDED[name] not in said:
            raise ConvError("idle-without", parameter=name, other=NEEDED[name])
        for other in said:
            if name in SILENT.get(other, NOTHING) | SILENT_IN.get((other, ending), NOTHING):
                raise ConvError("idle-beside", parameter=name, other=other)


def _check_here(scene: Scene | None, asked: Mapping[str, Any]) -> None:
    """Refuse to leave kernels out of a picture that keeps them all."""
    if scene is None or asked.get("kernel", True):
        return
    kept = _kernels(trimmed(scene, kernel=False))
    if kept and kept == _kernels(scene):
        raise ConvError("idle-here", parameter="kernel")


def _kernels(scene: Scene) -> int:
    """How many panels of weights are seen."""
    return sum(panel.role == "kernel" for panel in scene.seen)


def _is_said(name: str, value: Any) -> bool:
    """Whether it asks for anything; a switch that is as usual doesn't, nor what is left open."""
    usual = getattr(USUAL, name)
    return bool(value != usual or not (isinstance(value, bool) or not value))


def _idle(name: str, ending: str) -> ConvError:
    """What to say of an option that has no effect in a kind of file, or in a figure."""
    endings = [each.ending for each in LISTED if name in each.takes]
    listed = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
    key = "idle" if ending else "idle-figure"
    return ConvError(key, parameter=name, value=ending, endings=listed)
