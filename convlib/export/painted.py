"""A scene's film as a reel: which of its frames are shown, and how long each."""

from __future__ import annotations

from collections.abc import Iterator

from convlib.errors import ConvError
from convlib.export.job import Job
from convlib.export.reel import Reel
from convlib.ops import Array
from convlib.render.film import Film

MAX_FRAMES = 1000


def reel(job: Job) -> Reel:
    """The animation that a job asks for; its frames tell the job how far they are.

    Raises:
        ConvError: An option has a value that the scene doesn't have, or there are more than
            ``MAX_FRAMES`` frames.
    """
    options = job.options
    film = Film(job.scene, outcome=job.outcome, **vars(options))
    count = len(film)
    if count > MAX_FRAMES:
        raise ConvError("too-many-frames", parameter="by", frames=count, cap=MAX_FRAMES)
    times = [1000 * options.seconds] * (count - 1) + [1000 * options.end]
    size = film.sheet.width, film.sheet.height
    return Reel(*size, film.palette.colours, _told(job, film), tuple(times), options.loop)


def _told(job: Job, film: Film) -> Iterator[Array]:
    for done, frame in enumerate(film, start=1):
        yield frame
        job.tell(done, len(film))
