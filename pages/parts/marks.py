"""Prose as HTML: what is bold or slanted, and words in the colour of the role that they name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape

from convlib import text
from convlib.controls.about import pieces


@cache
def html_of(prose: str) -> str:
    """Prose as HTML; what stands in braces stays, to be filled in.

    Example:
        >>> html_of("**1.** Is a < b in the :input[input], {row}?")
        '<b>1.</b> Is a &lt; b in the <span data-role="input">input</span>, {row}?'
    """
    return "".join(_element(*piece) for piece in pieces(prose))


def filled(html: str, language: str, details: Mapping[str, object]) -> str:
    """HTML with its braces filled in as ``text.filled`` does, by texts that are no HTML.

    Example:
        >>> filled("<b>{name}</b> has {count:rows}.", "en", {"name": "a < b", "count": 1})
        '<b>a &lt; b</b> has 1 row.'
    """
    given = {name: escape(str(value)) for name, value in details.items()}
    return text.filled(html, language, **given)


def _element(said: str, role: str, tag: str) -> str:
    html = escape(said, quote=False)
    html = f"<{tag}>{html}</{tag}>" if tag else html
    return f'<span data-role="{role}">{html}</span>' if role else html
