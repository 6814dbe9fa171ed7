"""A scene in a notebook: its player, and its picture where no player can be."""

from __future__ import annotations

import base64
import io
from html import escape

from convlib import text
from convlib.export import still
from convlib.export.job import Job
from convlib.export.opening import opening
from convlib.export.pack import Pack
from convlib.export.page import page
from convlib.export.said import title_of
from convlib.picture.scene import Scene
from convlib.render.options import USUAL, Options

WIDTH = 900  # pixels: about as wide as a notebook's outputs are
AROUND = 250  # pixels that the equation, the result and the transport take
LEAST, MOST = 220, 440  # pixels of the picture
FINE = 2  # pixels of a picture on paper for one
# The player is a page of its own, of no host: it may run its scripts and fill the screen, and
# reaches nothing of the notebook. It hides a picture that is all that is left of both where a
# notebook isn't trusted.
SHOWN = (
    '<div style="display: grid">'
    '<img alt="{title}" src="data:image/png;base64,{picture}" '
    'style="grid-area: 1 / 1; max-width: 100%">'
    '<iframe title="{label}" srcdoc="{page}" height="{height}" sandbox="allow-scripts" '
    'allow="fullscreen; clipboard-write" style="grid-area: 1 / 1; position: relative; width: 100%; '
    'border: 0; display: block; background: Canvas"></iframe></div>'
)


def framed(scene: Scene) -> str:
    """A frame with the player in it; without title and idea, which a notebook has words for."""
    job = Job(scene, Options())
    title, kind = title_of(scene), text.say("player.stage")
    return SHOWN.format(
        title=escape(title),
        label=escape(kind if title == kind else f"{kind}: {title}"),
        picture=base64.b64encode(_drawn(scene)).decode(),
        page=escape(page(job, Pack(job, bare=True))),
        height=_height(scene),
    )


def picture(scene: Scene) -> tuple[bytes, dict[str, int]]:
    """The end as a PNG, sharp on paper too, and how wide it is to be seen."""
    return _drawn(scene, FINE), {"width": USUAL}


def _drawn(scene: Scene, scale: int = 1) -> bytes:
    file = io.BytesIO()
    still.png(Job(scene, Options(scale=scale, **opening(scene))), file)
    return file.getvalue()


def _height(scene: Scene) -> int:
    """How high the frame is: the player fills it as it fills a window."""
    layout = scene.layouts["wide"]
    picture = WIDTH * layout.height / layout.width
    return AROUND + round(max(LEAST, min(picture, MOST)))
