"""The addresses at which a player asks: its files, what comes of an act, a QR code, an export."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import convlib
from convlib import ConvError, text
from convlib.controls.tell import tell
from pages.parts import code, export, facts, files, form, network, turn
from pages.parts.calm import report
from pages.parts.play import answer, language_of

LONGEST_ASK = 100_000  # bytes: a pasted block, and a state with all its numbers typed in
FRESH = {"Cache-Control": "no-store"}
NO_TIME = 204  # nothing, for now: no error that a browser would complain of
Asked = dict[str, Any]
Act = Callable[[str, Asked], Response]
Work = Callable[[str, Asked], Awaitable[Response]]
Turn = Callable[[Asked], Awaitable[bool]]


def _play(slug: str, asked: Asked) -> Response:
    """What comes of an act."""
    body = answer(convlib.lesson(slug), asked)
    return Response(body, 200, {**FRESH, "Content-Encoding": "gzip"}, "application/json")


def _facts(slug: str, asked: Asked) -> Response:
    """What stands below the stage."""
    body = facts.answer(convlib.lesson(slug), asked)
    return Response(body, 200, {**FRESH, "Content-Encoding": "gzip"}, "application/json")


def _reply(slug: str, asked: Asked) -> Response:
    """What is said of an answer to a question."""
    said = facts.reply(convlib.lesson(slug), asked)
    return Response(said, 200, FRESH, "application/json")


async def _file(slug: str, asked: Asked) -> Response:
    """A state as a file; a sentence where it would be too long."""
    return await export.made("file", slug, asked)


async def _sight(slug: str, asked: Asked) -> Response:
    """How that file would look, and how large it would be."""
    return await export.made("sight", slug, asked)


def _form(_: str, asked: Asked) -> Response:
    """All that can be chosen of a file."""
    body = json.dumps(form.offered(language_of(asked)), ensure_ascii=False)
    return Response(body, 200, FRESH, "application/json")


def _code(_: str, asked: Asked) -> Response:
    """A link as a QR code, or why there is none; for others, if it names this computer alone."""
    url = str(asked["url"])
    found = network.named(url)
    try:
        drawn = code.drawn(found["network"] if found["network"] and found["served"] else url)
    except ConvError as error:
        drawn = {"problem": tell(error, language_of(asked))}
    return Response(json.dumps({"url": url, **found, **drawn}), 200, FRESH, "application/json")


async def _healthy(_: Request) -> Response:
    """That the server answers."""
    return Response("ok", 200, FRESH, "text/plain")


async def _in_turn(asked: Asked) -> bool:
    """What a reader waits for, or a player foresees."""
    return await turn.come(is_ahead="asks" in asked)


async def _in_a_pause(_: Asked) -> bool:
    """What can wait until no picture does."""
    await turn.wait_a_little()
    return True


def _in_a_thread(act: Act) -> Work:
    """What takes a while, but holds the interpreter for little of it."""

    async def work(slug: str, asked: Asked) -> Response:
        return await run_in_threadpool(act, slug, asked)

    return work


def read(body: bytes) -> Any:
    r"""What is asked; half a letter, which could be repeated to nobody, is a question mark.

    Example:
        >>> read(b'"a\\ud800b"'), read(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"
        ('a?b', True)
    """
    asked = json.loads(body.decode(errors="replace"))
    if b"\\u" in body:
        asked = json.loads(json.dumps(asked, ensure_ascii=False).encode(errors="replace"))
    return asked


def answering(act: Act | Work, come: Turn | None) -> Callable[[Request], Any]:
    """A route that reads what is asked, and has a sentence for whatever is wrong with it.

    Args:
        act: What is done.
        come: Waits for its turn, and says whether that has come, where it takes some milliseconds
            at most: it is then done at once, since another thread would have to share the
            interpreter with all that waits, at twice the cost. None for what isn't done here.
    """

    async def serve(request: Request) -> Response:
        body = await request.body()
        try:
            if len(body) > LONGEST_ASK:
                raise ValueError("too long")
            asked, slug = read(body), request.path_params.get("slug", "")
            if come is None:
                return await cast(Work, act)(slug, asked)
            if not await come(asked):
                return Response(None, NO_TIME, FRESH)
            return cast(Act, act)(slug, asked)
        except ConvError as error:
            return Response(tell(error, text.DEFAULT), 422, FRESH)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return Response("This is not how a player asks.", 400, FRESH)
        except Exception as error:
            report(request.url.path, error)
            return Response(text.say("app.failed", text.DEFAULT), 500, FRESH)

    return serve


PLACES: dict[str, tuple[Act | Work, Turn | None]] = {
    "play/{slug}": (_play, _in_turn),
    "facts/{slug}": (_facts, _in_a_pause),
    "reply/{slug}": (_reply, _in_turn),
    "export/{slug}": (_file, None),
    "sight/{slug}": (_sight, None),
    "form": (_form, _in_turn),
    "code": (_in_a_thread(_code), None),
}
# Streamlit puts its own addresses under server.baseUrlPath, and leaves those of others as they are.
HEALTHY = "healthz"  # asked by what balances load
BASES = ("", "/{base:path}")
ROUTES = [
    Route(f"{base}/{place}", answering(act, come), methods=["POST"])
    for place, (act, come) in PLACES.items()
    for base in BASES
] + [
    Route(f"{base}/{place}", answer_with, methods=["GET"])
    for place, answer_with in ((f"{files.FOLDER}/{{name}}", files.serve), (HEALTHY, _healthy))
    for base in BASES
]
