"""The last guard: whatever goes wrong while a page is drawn, its reader sees a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from urllib.parse import urlencode

import streamlit as st
from streamlit.logger import get_logger

from convlib import text
from pages.parts.address import slug_of
from pages.parts.fault import told
from pages.parts.language import present_language

_log = get_logger(__name__)


@contextmanager
def calm() -> Iterator[None]:
    """Draw something; where that fails, a sentence and a link that begins anew stand in its place.

    What a reader may have done wrong is told long before: what arrives here is a fault of ours.
    """
    try:
        yield
    except Exception as error:
        report(slug_of(st.context.url) or "home", error)
        say_so()


def report(place: str, error: Exception) -> None:
    """Log a fault of ours, which was met at a place of the site.

    A thousand readers may meet it, or one of them a thousand times. So it is one line, which can be
    searched and counted, with the way through our files, which is what one wants to know;
    Streamlit's setting ``logger.level=debug`` adds all of the traceback.
    """
    note(place, told(error))
    _log.debug("All of it:", exc_info=error)


def note(place: str, fault: str) -> None:
    """Log a fault that was told elsewhere."""
    _log.error("%s: %s", place, fault)


def show(_: Exception) -> bool:
    """The same for what goes wrong elsewhere in a run, which Streamlit has logged by now.

    Returns:
        True: Streamlit isn't to show it.
    """
    with suppress(Exception):
        say_so()
    return True


def say_so() -> None:
    """Say that something went wrong; a link leads to the same lesson as it opens by itself."""
    language = present_language()
    kept = {"embed": "true"} if st.context.is_embedded else {}
    kept |= {"lang": language} if "lang" in st.query_params else {}
    address = f"{slug_of(st.context.url) or '.'}{'?' if kept else ''}{urlencode(kept)}"
    sentence, anew = (escape(text.say(f"app.{key}", language)) for key in ("failed", "anew"))
    link = f'<a href="{escape(address)}">{anew}</a>'
    st.html(f'<p class="warning" role="alert">{sentence} {link}</p>')
