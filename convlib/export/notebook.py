"""A scene's player in a notebook: a page of its own in a frame, from which nothing leaks."""

from __future__ import annotations

from html import escape

from convlib import text
from convlib.export.job import Job
from convlib.export.pack import Pack
from convlib.export.page import page
from convlib.picture.scene import Scene
from convlib.render.options import Options

WIDTH = 900  # pixels: about as wide as a notebook's outputs are
AROUND = 250  # pixels that the equation, the result and the transport take
LEAST, MOST = 220, 440  # pixels of the picture
# It may run its scripts and fill the screen; it is of no host, and reaches nothing of the notebook.
FRAME = (
    '<iframe title="{title}" srcdoc="{page}" height="{height}" sandbox="allow-scripts" '
    'allow="fullscreen; clipboard-write" style="width: 100%; border: 0; display: block"></iframe>'
)


def framed(scene: Scene) -> str:
    """A frame with the player in it; without title and idea, which a notebook has words for."""
    job = Job(scene, Options())
    made = page(job, Pack(job, bare=True))
    title = text.say("player.stage")
    return FRAME.format(title=escape(title), page=escape(made), height=_height(scene))


def _height(scene: Scene) -> int:
    """How high the frame is: the player fills it as it fills a window."""
    layout = scene.layouts["wide"]
    picture = WIDTH * layout.height / layout.width
    return AROUND + round(max(LEAST, min(picture, MOST)))
