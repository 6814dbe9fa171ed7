"""How large a picture may be, whoever asks for it: in the shell, in Python, on the page."""

from __future__ import annotations

from convlib.errors import ConvError
from convlib.render.options import Options

MOST = 60  # millions of pixels


def bound(options: Options, width: int, height: int) -> None:
    """Refuse a picture that is too large.

    Args:
        options: That made it so.
        width: In pixels.
        height: In pixels.

    Raises:
        ConvError: It is.
    """
    if width * height > MOST * 1e6:
        scaled = "scale" if options.scale > 1 else "width"
        details = {"width": width, "height": height, "cap": MOST}
        raise ConvError("too-many-pixels", parameter="cell" if options.cell else scaled, **details)
