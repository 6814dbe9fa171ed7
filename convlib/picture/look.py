"""Ways of looking at a scene's cells, and the name of the colour behind each."""

from __future__ import annotations

from dataclasses import dataclass

from convlib.picture.parts import HEAT_LEVELS, HOLE, LEVELS, PADDING

SHOWN = ("numbers", "both", "heat")
WHEEL = 49  # hues: one for each weight of the largest kernel, 7 × 7


@dataclass(frozen=True)
class Look:
    """How the cells are shown.

    Attributes:
        show: ``"numbers"`` (on a faint tint of their role), ``"heat"`` (a heat-map without numbers)
            or ``"both"`` (the numbers on the heat-map).
        hues: Whether each weight has a hue of its own, shared by the inputs that it multiplies.
        numbers: Whether cells have their numbers where ``show`` has any.
        weights: Whether weights stand small beside the numbers that they multiply.
        covered: Whether what a step makes, and at the first one its size, is to be predicted.
    """

    show: str = "numbers"
    hues: bool = False
    numbers: bool = True
    weights: bool = True
    covered: bool = False

    @property
    def is_written(self) -> bool:
        """Whether cells have numbers."""
        return self.numbers and self.show != "heat"

    def fill(
        self,
        role: str,
        kind: int,
        state: str,
        level: int,
        heat: int = 0,
        hue: int = -1,
        colour: str = "",
    ) -> str:
        """The name of the colour behind a cell's number.

        Args:
            role: Of the cell's panel.
            kind: As ``CellView.kind``.
            state: As ``CellView.state``.
            level: Its tint, -4 to 4.
            heat: Its place on its heat scale, -8 to 8.
            hue: Its place on the wheel of hues, or -1.
            colour: Whose tints it has: its group's; "" for its role's.

        Example:
            >>> Look().fill("input", 0, "lit", 4), Look("heat").fill("input", 0, "lit", 4, heat=8)
            ('input-full-8', 'activations-16')
        """
        if kind & HOLE or state in ("empty", "unseen"):
            return "ground"
        if hue >= 0 and self.hues:
            return f"hue-{hue}"
        if kind & PADDING or state == "partial":
            return "ground"
        if self.show != "numbers":
            scale = "weights" if role == "kernel" else "activations"
            return f"{scale}-{heat + HEAT_LEVELS}"
        dimmed = role == "input" and state in ("", "wait", "far")
        return f"{colour or role}-{'dim' if dimmed else 'full'}-{level + LEVELS}"


PLAIN = Look()


def hue_of(position: int, count: int) -> int:
    """The place on the wheel of a weight's hue, of so many weights.

    Example:
        >>> [hue_of(position, 4) for position in range(4)]
        [0, 12, 24, 36]
    """
    return position * WHEEL // count
