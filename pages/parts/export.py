"""The state on screen as a file, made beside the server and sent as it comes."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

import convlib
from convlib import ConvError, Lesson, text
from convlib.export.choices import read_options
from convlib.export.formats import format_named
from convlib.export.job import Format
from convlib.lesson import Values
from convlib.render.options import Options
from pages.parts.calm import note
from pages.parts.making import SAID, said, sentence
from pages.parts.play import language_of, values_of
from pages.parts.pool import Pool, spare_processors
from pages.parts.worker import framed

# A file may take seconds, and many may want one; how it would look is waited for by somebody.
POOLS = {
    "file": Pool(most=spare_processors(), longest=60, niceness=15),
    "sight": Pool(most=1, longest=30, niceness=5),
}
LONGEST_NAME = 100  # characters
ODD = re.compile(r"[^A-Za-z0-9+,._-]+")  # what some system has no file names with
SAID_BY_NAME = ("hues", "covered", "slanted", "large", "transparent")
# Nobody packs it, who would wait for more of it; nobody keeps it.
HEADERS = {"Cache-Control": "no-store", "Content-Encoding": "identity", "X-Accel-Buffering": "no"}


class Streamed(StreamingResponse):
    """What is sent as it comes; where nobody wants it any more, no more of it is made."""

    def __init__(self, sent: AsyncGenerator[bytes], headers: Mapping[str, str]) -> None:
        super().__init__(sent, 200, headers, "application/octet-stream")
        self.sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        async with aclosing(self.sent):
            await super().__call__(scope, receive, send)


async def made(do: str, slug: str, asked: Mapping[str, Any]) -> Response:
    """A file of a state, or how it would look, as messages behind their lengths.

    Args:
        do: ``"file"`` or ``"sight"``.
        slug: Of the lesson.
        asked: ``{"state", "lang", "form", "options"}``, and for a sight ``"at"``: the step and the
            term that are looked at, from 0.

    Returns:
        Messages: a letter ``j`` and JSON, ``{"waits"}``, ``{"done", "total"}``, ``{"picture",
        "width", "height", "frames", "seconds"}``, ``{"bytes"}`` or ``{"problem"}``; or, after
        ``{"whole"}``, the bytes of the file, a letter ``f`` and a piece of it. Where the
        first is a problem, a sentence in their place.

    Raises:
        ConvError: The lesson or the state doesn't exist.
        AttributeError, KeyError, TypeError, ValueError: No player asks so.
    """
    lesson, language = convlib.lesson(slug), language_of(asked)
    values = values_of(lesson, str(asked["state"]))
    try:
        form = format_named(str(asked["form"]))
        options = read_options({**asked["options"], "language": language})
        name = quote(file_name(lesson, values, form, options))
        messages = POOLS[do].messages(
            {
                **{"do": do, "slug": slug, "values": lesson.write(values), "form": form.name},
                **{"options": {**asked["options"], "language": language}, "language": language},
                "at": _place(asked["at"]) if do == "sight" else None,
            }
        )
        first = await anext(messages, said(problem=text.say("app.failed", language)))
    except ConvError as error:
        return _sentence(sentence(error, lesson, language), 422)
    begins = json.loads(first[1:]) if first[:1] == SAID else {}
    if "problem" in begins:
        await messages.aclose()
        return _sentence(begins["problem"], 422)
    headers = {**HEADERS, "X-File-Name": name, "X-File-Type": form.mime}
    return Streamed(_sent(messages, first, f"{do}/{slug}", language), headers)


def _place(given: Any) -> tuple[int, int | None]:
    """The step and the term that are looked at."""
    step, term = given
    if not isinstance(step, int) or not isinstance(term, int | None):
        raise TypeError("no numbers")
    return max(0, step), None if term is None else max(0, term)


async def _sent(
    messages: AsyncGenerator[bytes], first: bytes, place: str, language: str
) -> AsyncGenerator[bytes]:
    """The messages behind their lengths; a fault of ours is logged, and told in a sentence."""
    failed = said(problem=text.say("app.failed", language))
    async with aclosing(messages):
        message = first
        try:
            while True:
                if message[:1] == SAID and "fault" in (what := json.loads(message[1:])):
                    note(place, what["fault"])
                    message = failed
                yield framed(message)
                message = await anext(messages)
        except StopAsyncIteration:
            pass
        except RuntimeError as error:  # a worker died
            note(place, str(error))
            yield framed(failed)


def _sentence(said: str, status: int) -> Response:
    return Response(said, status, {"Cache-Control": "no-store"}, "text/plain")


def file_name(lesson: Lesson, values: Values, form: Format, options: Options) -> str:
    """A name that says what the file shows; of numbers typed in only whose they are.

    Example:
        >>> lesson, gif = convlib.lesson("single-channel"), format_named("gif")
        >>> file_name(lesson, lesson.values(size=7), gif, Options(theme="dark"))
        'single-channel-size7-dark.gif'
        >>> file_name(lesson, lesson.values(weights="1 2; 3 4"), gif, Options())
        'single-channel-kernel2-own-weights.gif'
    """
    grids, usual = lesson.grids(), Options()
    parts = [lesson.slug]
    for name, value in lesson.write(values).items():
        if name in grids:
            parts.append(value if value in grids[name].names else f"own-{name}")
        else:
            parts.append(value if name == "preset" else f"{name}{value.replace(':', '+')}")
    if options.steps:
        first, last = options.steps
        parts.append(f"step{first}" if first == last else f"steps{first}-{last}")
    parts += [f"term{options.term}"] if options.term else []
    parts += [f"{len(options.only)}steps"] if options.only else []
    parts += ["sheet"] if options.grid else []
    said = {"by": "terms", "show": options.show, "theme": options.theme}
    parts += [word for name, word in said.items() if getattr(options, name) != getattr(usual, name)]
    parts += [name for name in SAID_BY_NAME if getattr(options, name)]
    stem = ODD.sub("_", "-".join(parts))
    return stem[:LONGEST_NAME].rstrip("-._") + form.ending
