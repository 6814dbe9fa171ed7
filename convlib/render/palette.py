"""The colours of a film: flat ones exactly, those between them as near as 255 places allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
from PIL import Image

from convlib.ops import Array
from convlib.picture.look import PLAIN, Look, hue_of
from convlib.picture.marks import colour_of
from convlib.picture.parts import GREYS, HEAT_LEVELS, ROLES, grey
from convlib.picture.scene import Scene
from convlib.render.mask import LEVELS, Mask
from convlib.render.pegging import TINT
from convlib.render.sheet import AREAS, THREAD
from convlib.render.theme import Theme

PLACES = 255  # of 256: one is left for a file to say "as before"
LINES = ("ink", "muted", "line", "edge", *ROLES)
SHARES = np.arange(LEVELS + 1)[:, None] / LEVELS


class Mixture:
    """At most 255 colours, and what each becomes under another.

    Smooth edges need the colours between an edge's two sides; where there are too many of them,
    those that look nearly the same share a place.

    Args:
        flats: Colours that are in it exactly, ``"#rrggbb"``.
        edges: Which of them meet at smooth edges: what lies under, and what over it.
        steps: How many of its ``LEVELS`` a mask uses.

    Attributes:
        colours: Red, green and blue by place, ``(n, 3)``, 0 to 255.
    """

    def __init__(
        self, flats: list[str], edges: Iterable[tuple[str, str]], steps: int = LEVELS
    ) -> None:
        used = slice(None, None, LEVELS // steps)
        between = [_blend(_rgb(under), _rgb(over))[used] for under, over in edges]
        self._places = {flat: place for place, flat in enumerate(flats)}
        self._under: dict[str, tuple[Array, Array]] = {}
        reduced = _reduced(np.unique(np.concatenate(between), axis=0), PLACES - len(flats))
        self.colours = np.concatenate([[_rgb(flat) for flat in flats], reduced]).astype(np.uint8)

    def place(self, colour: str) -> int:
        """Where a flat colour ``"#rrggbb"`` stands."""
        return self._places[colour]

    def over(self, under: int, mask: Mask, colour: str) -> Array:
        """What a mask's pixels become where the same place lies under all of them."""
        laid: Array = self._laid(np.array([under]), colour)[under, mask.level]
        return laid

    def laid(self, under: Array, levels: Array, colour: str) -> Array:
        """What places become under a colour that covers so many sixteenths of each."""
        found: Array = self._laid(under, colour)[under, levels]
        return found

    def lay(
        self, canvas: Array, mask: Mask, y: int, x: int, colour: str, free: Array | None = None
    ) -> None:
        """Lay a colour over a canvas of places as far as a mask covers it, its origin at (y, x).

        Only on pixels of the canvas that are free, if these are given.
        """
        width = canvas.shape[1]
        at, level, flat = mask.flat(width) + (y * width + x), mask.level, canvas.reshape(-1)
        if free is not None:
            seen = free.reshape(-1)[at]
            at, level = at[seen], level[seen]
        under = flat[at]
        flat[at] = self._laid(under, colour)[under, level]

    def _laid(self, under: Array, colour: str) -> Array:
        """What each place becomes at each level of coverage; worked out for those in use."""
        if colour not in self._under:
            blank = np.zeros((PLACES, LEVELS + 1), np.uint8), np.ones(PLACES, bool)
            self._under[colour] = blank
        table, unknown = self._under[colour]
        missing = unknown[under]
        if np.count_nonzero(missing):  # quicker than any() of so few
            needed = np.flatnonzero(np.bincount(under[missing]))
            table[needed] = self._nearest(_blend(self.colours[needed], _rgb(colour)))
            unknown[needed] = False
        return table

    def _nearest(self, wanted: Array) -> Array:
        """The places of the colours nearest to those that are wanted, ``(..., 3)``."""
        colours, squares = self._exact
        places: Array = (squares - 2 * wanted @ colours.T).argmin(axis=-1)  # how far, less wanted²
        return places

    @cached_property
    def _exact(self) -> tuple[Array, Array]:
        """The colours, and of each the sum of its squares."""
        colours = self.colours.astype(float)
        return colours, (colours**2).sum(axis=1)


class Palette(Mixture):
    """The colours of a scene's film: the theme's flat ones, and those of smooth edges.

    Example:
        >>> import convlib
        >>> from convlib.render.theme import theme
        >>> palette = Palette(convlib.lesson("single-channel").build(), theme("light"))
        >>> palette.colours[palette.place("#ffffff")].tolist(), len(palette.colours) <= 255
        ([255, 255, 255], True)
    """

    def __init__(self, scene: Scene, theme: Theme, look: Look = PLAIN) -> None:
        fills = sorted((role, theme.colours[name]) for role, name in _fills(scene, look))
        filled, groups = [*_filled(scene), *_reached(scene)], _groups(scene)
        lines = [*LINES, "gain"] if _has_gains(scene) else [*LINES]
        named = [theme.colours[name] for name in ("ground", *lines, *groups, *filled)]
        shades = [grey(shade) for shade in range(GREYS if scene.pictures else 0)]
        flats = list(dict.fromkeys([*named, *(fill for _, fill in fills), *shades]))
        edges = [
            *_edges(fills, lines, theme),
            *_drawn(filled, theme),
            *_marked(scene, fills, theme),
        ]
        super().__init__(flats, edges)


def _fills(scene: Scene, look: Look) -> set[tuple[str, str]]:
    """The name of every fill that a cell of a role may ever have."""
    found = {(panel.role, "ground") for panel in scene.panels}
    weights = [panel.values.size for panel in scene.panels if panel.role == "kernel"]
    hues = {hue_of(at, count) for count in weights for at in range(count)} if look.hues else set()
    heats, levels = scene.heat.tolist(), scene.levels.tolist()
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        kinds = panel.kind_of_cells.ravel().tolist()
        own = slice(first, first + len(kinds))
        for kind, level, heat in set(zip(kinds, levels[own], heats[own], strict=True)):
            for state in ("", "lit"):
                fill = look.fill(panel.role, kind, state, level, heat, colour=panel.colour)
                found.add((panel.role, fill))
        if panel.role != "output":
            found |= {(panel.role, f"hue-{hue}") for hue in hues}
    if look.show != "numbers":  # all of the scales are in their legend
        scales = {"weights": "kernel", "activations": "input"}
        found |= {
            (role, f"{scale}-{place}")
            for scale, role in scales.items()
            for place in range(2 * HEAT_LEVELS + 1)
        }
    return found


def _edges(
    fills: list[tuple[str, str]], lines: list[str], theme: Theme
) -> Iterator[tuple[str, str]]:
    """Which colours meet at edges that should be smooth: what lies under, and what over it."""
    for name in lines:
        yield theme.colours["ground"], theme.colours[name]
    for role, fill in fills:
        yield fill, theme.colours["ink"]
        if role in ("input", "middle"):
            yield fill, theme.colours["kernel"]


def _groups(scene: Scene) -> list[str]:
    """The names of the groups' colours that are in use."""
    roles = [curve.role for curve in scene.curves]
    for listed in (scene.panels, scene.windows, scene.points):
        roles += [colour_of("", each.group) for each in listed]
    for layout in scene.layouts.values():
        roles += [colour_of("", each.group) for each in layout.labels]
        roles += [colour_of("", each.group) for each in layout.brackets]
    return sorted({role for role in roles if role.startswith("group-")})


def _marked(scene: Scene, fills: list[tuple[str, str]], theme: Theme) -> Iterator[tuple[str, str]]:
    """The edges of what has a group's colour, and of points over cells."""
    for group in _groups(scene):
        yield theme.colours["ground"], theme.colours[group]
    if scene.points:
        over = {colour_of(points.role, points.group) for points in scene.points}
        for _, fill in fills:
            for name in ("ground", THREAD, *over):
                yield fill, theme.colours[name]


def _has_gains(scene: Scene) -> bool:
    """Whether a gain is ever shown, in an equation or by points; one of -1 is a minus."""
    written = scene.gain is not None and bool((np.abs(scene.gain) != 1).any())
    return written or bool(scene.points)


def _filled(scene: Scene) -> list[str]:
    """The names of the colours of areas."""
    return sorted({AREAS[curve.role] for curve in scene.curves if curve.style == "area"})


def _reached(scene: Scene) -> list[str]:
    """The names of the tints of pegs."""
    roles = {pegs.role for panel in scene.panels for pegs in panel.pegs}
    return sorted(f"{role}-full-{TINT}" for role in roles)


def _drawn(filled: list[str], theme: Theme) -> Iterator[tuple[str, str]]:
    """The edges of areas and of pegs, and of lines on them."""
    for area in filled:
        yield theme.colours["ground"], theme.colours[area]
        for name in ("line", *ROLES):
            yield theme.colours[area], theme.colours[name]


def _reduced(colours: Array, count: int) -> Array:
    """At most so many colours that stand for all of them, each near one of them."""
    if len(colours) <= count:
        return colours
    pixels = Image.fromarray(colours[None].astype(np.uint8))
    chosen = pixels.quantize(count, Image.Quantize.MAXCOVERAGE).getpalette() or []
    return np.reshape(chosen, (-1, 3))[:count]


def _blend(under: Array, over: Array) -> Array:
    """The colours from one to another, over them as an axis before the last."""
    under = np.asarray(under)[..., None, :]
    blended: Array = np.rint(under + (over - under.astype(float)) * SHARES).astype(int)
    return blended


def _rgb(colour: str) -> Array:
    return np.frombuffer(bytes.fromhex(colour[1:]), np.uint8).astype(int)
