"""A link as a QR code, for a class to scan."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import segno

from convlib import ConvError

LONGEST_LINK = 2_900  # characters that a QR code can hold


def drawn(url: str) -> dict[str, Any]:
    """The code of a link: the path of its dark modules, in modules, and how many there are across.

    Raises:
        ConvError: The link is too long.
        ValueError: It is no link.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("a link begins with http")
    if len(url) > LONGEST_LINK:
        raise ConvError("link-too-long", parameter="link", length=len(url), cap=LONGEST_LINK)
    code = segno.make(url, error="l", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True)
    path = out.getvalue().decode().partition(' d="')[2].partition('"')[0]
    return {"size": code.symbol_size(border=4)[0], "path": path}
