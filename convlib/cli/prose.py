"""The little Markdown of a lesson's idea, as plain text and as HTML."""

from __future__ import annotations

import re
from html import escape

ROLE = re.compile(r":(\w+)\[([^\[\]]*)\]")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")


def plain(markdown: str) -> str:
    """Without its marks.

    Example:
        >>> plain("A :kernel[**kernel**] *slides*.")
        'A kernel slides.'
    """
    return EMPHASIS.sub(r"\1", STRONG.sub(r"\1", ROLE.sub(r"\2", markdown)))


def html(markdown: str) -> str:
    """With its marks; what has a role is of a class of that name.

    Example:
        >>> html("A :kernel[**kernel**] & *more*.")
        'A <span class="kernel"><strong>kernel</strong></span> &amp; <em>more</em>.'
    """
    text = ROLE.sub(r'<span class="\1">\2</span>', escape(markdown, quote=False))
    return EMPHASIS.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", text))
