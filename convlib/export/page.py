"""One HTML file: the player with its scenes in it, which works without a network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from functools import cache
from html import escape
from math import ceil
from string import Template
from typing import Any, BinaryIO

from convlib import text
from convlib.export.job import Job
from convlib.export.pack import Pack
from convlib.render.film import Film
from convlib.render.fonts import WEIGHTS, file
from convlib.render.player import joined, script, source, style
from convlib.render.raster import image_of
from convlib.render.theme import NAMES, theme

EXTRA = ("states.js", "unpack.js", "single.js")  # beside the player's own modules
PART = '<script type="text/plain" id="{name}">{packed}</script>'
STILL = 640  # pixels across: what is seen where no script runs


def write(job: Job, to: BinaryIO) -> None:
    """Write a job's page.

    Raises:
        ConvError: There would be too many states, or too many bytes.
    """
    to.write(page(job, Pack(job)).encode())


def forecast(job: Job) -> tuple[int, int]:
    """How many states a page would hold, and about how many bytes it would have.

    Raises:
        ConvError: There would be too many states, or certainly too many bytes.

    Example:
        >>> import convlib
        >>> from convlib.render.options import Options
        >>> scene = convlib.lesson("single-channel").build()
        >>> states, size = forecast(Job(scene, Options(packed={"stride": [1, 2]})))
        >>> states, 200_000 < size < 500_000
        (2, True)
    """
    pack = Pack(job)
    answers = pack.foreseen()
    return len(pack), len(_page(job, pack, "").encode()) + 4 * ceil(answers / 3)


def page(job: Job, pack: Pack) -> str:
    """A job's page; another ``pack`` may say how it opens."""
    return _page(job, pack, _as_text(pack.written()))


def _page(job: Job, pack: Pack, answers: str) -> str:
    language = job.options.language
    parts = {**_shell(), "answers": answers}
    title = escape(pack.title or text.say("player.stage", language))
    return Template(source("single.html")).substitute(
        language=escape(language),
        theme=job.options.theme if job.chose("theme") else "",
        title=title,
        policy=_policy(),
        grounds=_grounds(),
        still=_still(job),
        needs=escape(text.say("file.needs-script", language)),
        parts="\n".join(PART.format(name=name, packed=packed) for name, packed in parts.items()),
        starter=_starter(),
    )


@cache
def _shell() -> dict[str, str]:
    """What all pages hold: the player, its style and its fonts."""
    parts = {"script": _code().encode(), "style": style().encode()}
    fonts = {f"font-{weight}": file(weight).read_bytes() for weight in WEIGHTS}
    return {name: _as_text(gzip.compress(part, mtime=0)) for name, part in (parts | fonts).items()}


def _as_text(packed: bytes) -> str:
    return base64.b64encode(packed).decode()


@cache
def _code() -> str:
    return script(*EXTRA)


@cache
def _starter() -> str:
    """What is run first: it unpacks the player."""
    return joined("unpack.js", "starter.js")


@cache
def _policy() -> str:
    """What the page may do: run these two scripts, and ask nobody for anything."""
    hashes = (hashlib.sha256(each.encode()).digest() for each in (f"\n{_starter()}", _code()))
    scripts = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    allowed = f"script-src {scripts}; style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _grounds() -> str:
    """The page's own colours, by theme, behind the player's."""
    rules = []
    for name in NAMES:
        colours = theme(name).colours
        scheme = name.partition("-")[0]
        rule = f"background: {colours['ground']}; color: {colours['ink']}; color-scheme: {scheme};"
        rules.append(f':root[data-theme="{name}"] {{ {rule} }}')
    return "\n".join(rules)


def _still(job: Job) -> str:
    """The end of the animation as a picture."""
    kept: dict[str, Any] = {"theme": job.options.theme, "language": job.options.language}
    film = Film(job.scene, width=STILL, **kept)
    image = image_of(film.frame(len(film) - 1), film.palette.colours)
    drawn = io.BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return _as_text(drawn.getvalue())
