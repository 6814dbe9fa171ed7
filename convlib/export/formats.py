"""Every kind of file that can be written: a new one is a module here, and a line below."""

from __future__ import annotations

from pathlib import Path

from convlib.errors import ConvError
from convlib.export import gif, page
from convlib.export.job import Format
from convlib.params import shortened

LISTED = (
    Format("gif", ".gif", "animation", "image/gif", gif.write),
    Format("html", ".html", "page", "text/html", page.write),
)
FORMATS = {each.name: each for each in LISTED}
ENDINGS = {each.ending: each for each in LISTED}
ROOM = 40


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ConvError: There is none.
    """
    if name not in FORMATS:
        details = {"value": shortened(name, ROOM), "choices": ", ".join(FORMATS)}
        raise ConvError("choice", parameter="format", **details)
    return FORMATS[name]


def format_of(path: Path) -> Format:
    """The format that a file's name asks for by its ending.

    Raises:
        ConvError: It ends otherwise.

    Example:
        >>> format_of(Path("film.GIF")).name
        'gif'
    """
    found = ENDINGS.get(path.suffix.lower())
    if found is None:
        example = f"{path.stem.lstrip('-') or 'film'}{LISTED[0].ending}"  # a dash: an option
        details = {"endings": ", ".join(ENDINGS), "example": example}
        raise ConvError("ending", parameter="output", value=str(path), **details)
    return found
