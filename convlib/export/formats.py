"""Every kind of file that can be written: a new one is a module here, and a line below."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from convlib.errors import ConvError
from convlib.export import apng, gif, moving_svg, page, still, video, webp
from convlib.export.choices import in_a_line
from convlib.export.job import Format

# The options that have an effect: in every file, in what is drawn or still or plays, on paper.
EVERY = frozenset({"theme", "language", "show", "hues", "covered", "steps"})
DRAWN = EVERY.union(
    ("transparent", "layout", "width", "scale", "aspect", "cell", "large"),
    ("titles", "equation", "result", "numbers", "weights", "kernel", "slanted"),
)
STILL = DRAWN | {"term"}
PLAYED = frozenset({"by", "seconds", "hold", "loop"})
PAPER = frozenset({"grid", "paper", "only"})
FRAMES = DRAWN | PLAYED | {"between"}
FILM = FRAMES - {"loop"}  # whoever shows it says whether it begins again
PAGE = EVERY | {"by", "seconds", "loop", "packed"}

SVG = "image/svg+xml"
LISTED = (
    Format("gif", ".gif", "animation", "image/gif", gif.write, FRAMES),
    Format("apng", ".apng", "animation", "image/apng", apng.write, FRAMES),
    Format("webp", ".webp", "animation", "image/webp", webp.write, FRAMES),
    Format("mp4", ".mp4", "animation", "video/mp4", video.write_mp4, FILM - {"transparent"}),
    Format("webm", ".webm", "animation", "video/webm", video.write_webm, FILM),
    Format("png", ".png", "still", "image/png", still.png, STILL | PAPER),
    Format("svg", ".svg", "still", SVG, still.svg, STILL),
    Format("animated-svg", ".animated.svg", "animation", SVG, moving_svg.write, DRAWN | PLAYED),
    Format("pdf", ".pdf", "still", "application/pdf", still.pdf, STILL | PAPER),
    Format("html", ".html", "page", "text/html", page.write, PAGE),
)
FIGURE = DRAWN - {"steps"}  # of matplotlib's, whose step is said in another way
FORMATS = {each.name: each for each in LISTED}
ENDINGS = {each.ending: each for each in LISTED}


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ConvError: There is none.
    """
    if not isinstance(name, str) or name not in FORMATS:
        details = {"value": in_a_line(name), "choices": ", ".join(FORMATS)}
        raise ConvError("choice", parameter="format", **details)
    return FORMATS[name]


def format_of(path: Path) -> Format:
    """The format that a file's name asks for by its ending.

    Raises:
        ConvError: It ends otherwise, or no file can have such a name.

    Example:
        >>> format_of(Path("film.GIF")).name
        'gif'
    """
    if not _possible(path):
        reason = os.strerror(errno.EINVAL).lower()
        raise ConvError("unwritable", parameter="output", value=str(path), reason=reason)
    name = path.name.lower()
    endings = [each for each in ENDINGS if name.endswith(each) and name != each]
    if not endings:  # the example begins with no dash, as an option does, and with no dot
        example = f"{path.stem.lstrip('-.') or 'film'}{LISTED[0].ending}"
        details = {"endings": ", ".join(ENDINGS), "example": example}
        raise ConvError("ending", parameter="output", value=str(path), **details)
    return ENDINGS[max(endings, key=len)]


def _possible(path: Path) -> bool:
    """Whether the system can have such a name."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half of a character
        return False
