"""Where a squeeze-and-excitation block stands: a column a channel, and two small layers between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Layout
from convlib.staging.excitation_layer import Drawn

LEFT = 4.3  # room for what the rows are
BETWEEN = 0.7  # from one channel to the next
ASIDE, BESIDE = 0.2, 0.4  # from a number to the weights beside it, from a bar to its gain
NEAR, WIRED = 0.3, 0.7  # between rows, without and with wires
BAR = 1.3  # how high a gain of 1 is
RELU = 2.7  # from what a unit adds up to what the ReLU leaves of it
UNIT = 3.7  # how wide both are
HEAD = 0.85  # above a band, for what it is
LINE = 0.62  # from a row's name to what stands under it
BAND = 4  # channels beside each other on a phone

Corners = dict[int, tuple[float, float]]  # by panel


@dataclass(frozen=True, eq=False)
class Places:
    """Where the panels of a block stand.

    Attributes:
        drawn: The panels.
        wide: Whether all channels stand beside each other, the rows' names on their left.
    """

    drawn: Drawn
    wide: bool

    @property
    def _channels(self) -> int:
        return self.drawn.layer.channels

    @property
    def _units(self) -> int:
        return self.drawn.layer.units

    @cached_property
    def _plane(self) -> tuple[int, int]:
        rows, columns = self.drawn.layer.x.shape[1:]
        return int(rows), int(columns)

    @property
    def _beside(self) -> bool:
        """Whether weights stand beside the number that they multiply, rather than under it."""
        return self._units + 1 <= max(self._plane[1], 3)

    @cached_property
    def _column(self) -> float:
        """How wide a channel's column is."""
        weights = 1 + ASIDE + self._units if self._beside else self._units
        return max(self._plane[1], weights, 2 + BESIDE)

    @property
    def _band(self) -> int:
        """How many channels stand beside each other at most."""
        return self._channels if self.wide else min(self._channels, BAND)

    @property
    def left(self) -> float:
        """Where the channels begin."""
        return LEFT if self.wide else 0.0

    @cached_property
    def _across(self) -> float:
        """How wide a band is."""
        band = self._band * (self._column + BETWEEN) - BETWEEN
        return max(band, self._units * (UNIT + BETWEEN) - BETWEEN)

    @property
    def width(self) -> float:
        """Of all."""
        return self.left + self._across

    def _x(self, channel: int) -> float:
        """Where a channel's column begins."""
        own = self._band * (self._column + BETWEEN) - BETWEEN
        at = channel % self._band * (self._column + BETWEEN)
        return self.left + (self._across - own) / 2 + at

    def _unit(self, unit: int) -> float:
        """Where a unit begins."""
        return round(self.left + self._across * (unit + 0.5) / self._units - UNIT / 2, 1)

    @cached_property
    def _rows(self) -> dict[str, list[float]]:
        """Where each row begins, band by band; and where all ends."""
        rows, high = self._plane[0], 0.0 if self._beside else 1 + ASIDE
        found = {name: list[float]() for name in ("in", "mean", "score", "bar", "out")}
        bands, y = -(-self._channels // self._band), 0.0
        for at in range(bands):
            y += (0.0 if self.wide else HEAD) if not at else 2 * NEAR
            found["in"].append(y)
            found["mean"].append(y + rows + NEAR)
            y += rows + NEAR + 1 + high
        unit = y + (WIRED if self.wide else HEAD)
        y = unit + 1 + (WIRED if self.wide else HEAD)
        for at in range(bands):
            y += 2 * NEAR if at else 0.0
            found["score"].append(y)
            found["bar"].append(y + 1 + high + NEAR)
            found["out"].append(y + 1 + high + NEAR + BAR + NEAR)
            y = found["out"][-1] + rows
        return {**found, "unit": [unit], "end": [y]}

    @property
    def height(self) -> float:
        """Of all."""
        return self._rows["end"][0]

    def _y(self, row: str, channel: int) -> float:
        """Where a channel's row begins."""
        return self._rows[row][channel // self._band]

    @cached_property
    def corners(self) -> Corners:
        """Where each panel's first cell stands."""
        inputs, means, sums, units, scores, gains, outputs = self.drawn.arrays
        places, columns = Corners(), self._plane[1]
        for at in range(self._channels):
            x, middle = self._x(at), self._x(at) + self._column / 2
            plane = middle - columns / 2
            places[inputs[at]] = plane, self._y("in", at)
            places[outputs[at]] = plane, self._y("out", at)
            mean, score = self._y("mean", at), self._y("score", at)
            if self._beside:
                start = middle - (1 + ASIDE + self._units) / 2
                places[means[at]], places[self.drawn.reduce[at]] = (
                    (start, mean),
                    (start + 1 + ASIDE, mean),
                )
                places[self.drawn.expand[at]] = start, score
                places[scores[at]] = start + self._units + ASIDE, score
            else:
                start = middle - self._units / 2
                places[means[at]] = middle - 0.5, mean
                places[self.drawn.reduce[at]] = start, mean + 1 + ASIDE
                places[self.drawn.expand[at]] = start, score
                places[scores[at]] = middle - 0.5, score + 1 + ASIDE
            places[gains[at]] = middle + BESIDE / 2, self._y("bar", at) + (BAR - 1) / 2
        for at in range(self._units):
            x, y = self._unit(at), self._rows["unit"][0]
            places[sums[at]], places[units[at]] = (x, y), (x + RELU, y)
        return {at: (round(x, 6), round(y, 6)) for at, (x, y) in places.items()}

    def plots(self) -> Iterator[tuple[float, float, float, float]]:
        """Of each gain's bar; and of the wires, which a phone has no room for."""
        for at in range(self._channels):
            x = self._x(at) + self._column / 2 - 1 - BESIDE / 2
            yield round(x, 6), round(self._y("bar", at), 6), 1.0, BAR
        yield (0.0, 0.0, self.width, self.height) if self.wide else (0.0, 0.0, 0.0, 0.0)

    def labels(self) -> Iterator[Label]:
        """What the rows are."""
        layer, rows = self.drawn.layer, self._rows
        high, across = self._plane
        size, weights = f"{high}×{across}×{self._channels}", f"{layer.reduce.size}"
        between = f"{self._channels} → {self._units} → {self._channels}"
        for at in range(self._units):
            x, y = self._unit(at) + (1 + RELU) / 2, rows["unit"][0] + 0.5
            yield Label(x, y, key="se-relu", size=LARGE)
        if not self.wide:
            yield _name(0.0, rows["in"][0] - HEAD / 2, "se-input", size, "input")
            yield _name(0.0, rows["unit"][0] - HEAD / 2, "se-between", between, "middle")
            yield _name(0.0, rows["score"][0] - HEAD / 2, "se-gained", size, "output")
            return
        middle = high / 2
        yield _name(0.0, middle - LINE / 2, "se-input", "", "input")
        yield _name(0.0, middle + LINE / 2, "", size)
        yield _name(0.0, rows["mean"][0] + 0.5, "se-averages", "", "middle")
        first = WIRED / 2 if self._beside else ASIDE + 0.5
        yield _name(0.0, rows["mean"][0] + 1 + first, "se-weights", weights, "kernel")
        yield _name(0.0, rows["unit"][0] + 0.5, "", between, "middle")
        yield _name(0.0, rows["score"][0] + 0.5, "se-weights", weights, "kernel")
        top = rows["bar"][0]
        yield _name(0.0, top + BAR / 2 - LINE / 2, "se-gains", "", "middle")
        yield _name(0.0, top + BAR / 2 + LINE / 2, "se-sigmoid")
        for number, y in ((1, top), (0, top + BAR)):
            yield Label(LEFT - 2 * ASIDE, y, number, size=LARGE, align="right")
        yield _name(0.0, rows["out"][0] + middle - LINE / 2, "se-output", "", "output")
        yield _name(0.0, rows["out"][0] + middle + LINE / 2, "", size)

    def layout(self) -> Layout:
        """All of it."""
        placed = self.corners
        return Layout(
            width=round(self.width, 6),
            height=round(self.height, 6),
            places=tuple(placed[at] for at in range(len(placed))),
            symbols=(),
            plots=tuple(self.plots()),
            labels=tuple(self.labels()),
        )


def _name(x: float, y: float, key: str = "", number: str = "", role: str = "muted") -> Label:
    """What a row is."""
    return Label(x, round(y, 6), number, key, role, size=LARGE, align="left")
