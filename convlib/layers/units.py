"""Three units of a network, a ResNet's, a ResNeXt's and a ShuffleNet's, counted at equal sizes."""

from __future__ import annotations

from dataclasses import dataclass

from convlib.cost import Cost, cost, in_a_row
from convlib.lesson import CostRow, Values
from convlib.params import Param, Whole

# As the paper on ShuffleNet has them (arXiv:1707.01083), with its 240 channels in 3 groups.
PARAMS: tuple[Param, ...] = (
    Whole("unit-channels", default=20, low=1, high=64),
    Whole("unit-middle", default=5, low=1, high=32),
    Whole("unit-groups", default=3, low=1, high=32),
)
DOZEN = 12  # the channels are counted in dozens, which can be cut in many ways
NAMES = ("resnet", "resnext", "shufflenet")
Caption = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Unit:
    """What a unit costs at one pixel.

    Attributes:
        name: One of ``NAMES``.
        cost: Of all its layers.
        terms: How its products are written: those of the 1×1 layers, and those of the 3×3 one.
    """

    name: str
    cost: Cost
    terms: tuple[str, str]

    @property
    def mixing(self) -> int:
        """Products of its 1×1 layers."""
        return sum(part.macs for _, part in self.cost.parts) - self.looking

    @property
    def looking(self) -> int:
        """Products of its 3×3 layer."""
        return dict(self.cost.parts)["spatial"].macs if self.is_shuffled else self._middle

    @property
    def is_shuffled(self) -> bool:
        """Whether it is ShuffleNet's."""
        return self.name == NAMES[-1]

    @property
    def _middle(self) -> int:
        return self.cost.parts[1][1].macs

    @property
    def share(self) -> int:
        """Of the 1×1 layers among all products, in per cent, rounded."""
        return round(100 * self.mixing / self.cost.macs)

    @property
    def caption(self) -> Caption:
        """How its products are counted."""
        mixing, looking = self.terms
        return (
            (mixing, "kernel"),
            (" + ", "muted"),
            (looking, "middle"),
            (" = ", "muted"),
            (f"{self.mixing:,}", "kernel"),
            (" + ", "muted"),
            (f"{self.looking:,}", "middle"),
            (" = ", "muted"),
            (f"{self.cost.macs:,}", "result"),
        )


def sizes(values: Values) -> tuple[int, int, int]:
    """Channels that are read, channels in the middle, and groups.

    Example:
        >>> sizes({"unit-channels": 20, "unit-middle": 5, "unit-groups": 3})
        (240, 60, 3)
    """
    channels, middle, groups = (values[param.name] for param in PARAMS)
    return DOZEN * channels, DOZEN * middle, groups


def units(values: Values) -> list[Unit]:
    """The three units at one pixel, which reads as many channels and groups in each.

    Example:
        >>> dozens = {"unit-channels": 20, "unit-middle": 5, "unit-groups": 3}
        >>> [(unit.cost.macs, unit.share) for unit in units(dozens)]
        [(61200, 47), (39600, 73), (10140, 95)]
    """
    channels, middle, groups = sizes(values)
    pixel = (channels, 1, 1)
    dense = f"2 · {channels} · {middle}"
    return [
        Unit("resnet", _bottleneck(pixel, middle, 1), (dense, f"9 · {middle}²")),
        Unit("resnext", _bottleneck(pixel, middle, groups), (dense, f"9 · {middle}² / {groups}")),
        Unit(
            "shufflenet",
            cost("shufflenet_unit", pixel, middle=middle, groups=groups),
            (f"{dense} / {groups}", f"9 · {middle}"),
        ),
    ]


def _bottleneck(pixel: tuple[int, ...], middle: int, groups: int) -> Cost:
    """1×1 to fewer channels, 3×3 in groups, 1×1 back."""
    wide = {"filters": middle, "kernel": 3, "padding": 1, "groups": groups}
    row = [
        ("pointwise", {"filters": middle}),
        ("conv", wide),
        ("pointwise", {"filters": pixel[0]}),
    ]
    return in_a_row(pixel, row)


def rows(values: Values) -> list[CostRow]:
    """Each unit's row, at one pixel, in a chart of their own."""
    channels, middle, groups = sizes(values)
    dense, cut = r"2\, c\, m", r"\frac{2\, c\, m}{g}"
    written = (
        (rf"{dense} + 9\, m^2", rf"2 \cdot {channels} \cdot {middle} + 9 \cdot {middle}^2"),
        (
            rf"{dense} + \frac{{9\, m^2}}{{g}}",
            rf"2 \cdot {channels} \cdot {middle} + \frac{{9 \cdot {middle}^2}}{{{groups}}}",
        ),
        (
            rf"{cut} + 9\, m",
            rf"\frac{{2 \cdot {channels} \cdot {middle}}}{{{groups}}} + 9 \cdot {middle}",
        ),
    )
    return [
        CostRow(
            f"unit-{unit.name}", unit.cost, " = ".join(tex), " = ".join(tex), chart="unit-costs"
        )
        for unit, tex in zip(units(values), written, strict=True)
    ]
