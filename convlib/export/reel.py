"""An animation as its frames and times, whatever it shows and whatever file it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from convlib.ops import Array


@dataclass(frozen=True, eq=False)
class Reel:
    """Frames that share a palette, one at a time, each with how long it is shown.

    Attributes:
        width: In pixels, even.
        height: In pixels, even.
        colours: Red, green and blue by place, ``(n, 3)``, 0 to 255; 255 places at most.
        frames: ``(height, width)`` of places, ``uint8``; painted as they are asked for, so that no
            two have to be kept.
        milliseconds: How long each is shown; exact, so that a format rounds by itself.
        loop: Whether it begins again for ever.
        clear: The place that is left out, where the ground is transparent; None where it isn't.

    Example:
        >>> import numpy as np
        >>> dots = np.eye(2, dtype=np.uint8)
        >>> reel = Reel(2, 2, np.array([[0, 0, 0], [255, 0, 0]]), [dots, 1 - dots], (333.4, 333.4))
        >>> len(reel), reel.delays(10)
        (2, [33, 34])
    """

    width: int
    height: int
    colours: Array
    frames: Iterable[Array]
    milliseconds: tuple[float, ...]
    loop: bool = True
    clear: int | None = None

    def __len__(self) -> int:
        return len(self.milliseconds)

    def delays(self, unit: float) -> list[int]:
        """How long each frame is shown in whole units, which add up without drifting.

        Args:
            unit: In milliseconds.
        """
        ends = accumulate(self.milliseconds, initial=0.0)
        return [end - start for start, end in pairwise(round(time / unit) for time in ends)]
