"""A figure paints a moment as the player does, but for sizes that differ on purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest

import convlib
from convlib.picture.places import Stroke
from convlib.picture.scene import Scene
from convlib.picture.view import Title, view
from convlib.render.clipping import cleared
from convlib.render.figure import figure
from convlib.render.fonts import advance
from convlib.render.sheet import Sheet
from convlib.render.writing import texts_of
from tests.chosen import chosen
from tests.marked import MAKERS, grouped, heaped
from tests.render.read import things
from tests.things import Place, Thing, near, same_colour
from tests.wanted import Wanted

NEAR = 1.6  # pixels: texts and boxes stand on whole ones
# The layers of what figures name by its kind.
LAYERS = {
    **{"text": "cells", "parts": "cells", "aside": "cells", "link": "links", "symbol": "signs"},
    **{"title": "titles", "note": "titles", "label": "titles", "bracket": "brackets"},
    **{"stroke": "lines", "window": "windows", "ring": "rings", "stripe": "stripes"},
    **{"thread": "points", "disc": "points", "home": "points", "point": "points"},
    **{"share": "points", "arrow": "pegs", "peg": "pegs", "peg-number": "pegs"},
    **{"stride": "pegs", "remark": "pegs"},
}


class InFile(Wanted):
    """A moment as a file shows it: what the player paints, but for titles and what is left out."""

    sheet: Sheet
    scale: float = 1.0  # how much larger than usual the sheet is
    beside, least = 0, 0  # nothing of points is kept larger than its place

    @cached_property
    def title_size(self) -> float:
        """Of all titles: as on a page, within other bounds."""
        usual = min(max(12, 0.3 * self.cell), 20 * self.scale)
        fitting = (
            (title.width + 1.1) * self.cell / advance(said, 600)
            for title in self.moment.titles
            for said in filter(None, (title.text, title.later))
        )
        return min(usual, *fitting, usual)

    def _stroke(self, layer: str, stroke: Stroke) -> Thing:
        """A curve, which leaves labels free, as plates can't be left out of a bare ground."""
        if stroke.style in ("area", "dot"):
            return super()._stroke(layer, stroke)
        sheet = self.sheet
        left = cleared(sheet.points(stroke.points), texts_of(self.moment, sheet))
        points = (left - [sheet.left, sheet.top]) / sheet.cell
        return super()._stroke(layer, replace(stroke, points=points))

    def title(self, layer: str, title: Title) -> Iterator[Thing]:
        """A name a third of a cell above its panel, or over the stripes that are in the picture."""
        size = self.title_size
        lift = 0.32 * self.cell
        if any(each.group >= 0 for each in self.scene.panels):
            lift = max(lift, 0.25 * self.cell + 0.21 * size)
        y = title.y - lift / self.cell
        look: dict[str, Any] = {"align": "left", "layer": layer, "y": y}
        yield self.text(
            text=title.text, x=title.x, size=size, weight=600, fill=title.colour, **look
        )
        behind = size * (advance(title.text, 600) + 0.5)
        if behind + 0.9 * size * advance(title.note, 400) <= title.width * self.cell:
            x = title.x + behind / self.cell
            yield self.text(text=title.note, x=x, size=0.9 * size, weight=400, fill="muted", **look)


def things_of(scene: Scene, sheet: Sheet, step: int, term: int | None) -> Iterator[Thing]:
    """What a figure should show: what the player does, as large as it is in a file."""
    moment = view(scene, step, term, layout=sheet.layout)
    inside = InFile(scene, sheet.layout, moment, step, sheet.cell)
    inside.scale, inside.sheet = sheet.scale, sheet
    for thing in inside.things():
        layer = {"areas": "lines", "labels": "titles"}.get(thing.layer.split()[-1])
        found = replace(thing, layer=layer or thing.layer.split()[-1])
        if not _is_apart(found) and (found.text.strip() or found.kind != "text"):
            yield _in_file(found, sheet)


def _is_apart(thing: Thing) -> bool:
    """Whether it is drawn with others at once, or is no more than bare ground."""
    is_bare = thing.fill == "ground" and thing.stroke == "none" and thing.kind != "text"
    return is_bare or thing.kind == "image" or (thing.layer == "cells" and thing.kind != "text")


def _in_file(thing: Thing, sheet: Sheet) -> Thing:
    """A thing of the player as it is in a file."""
    if thing.layer in ("windows", "rings"):
        # The line is all outside of its box: in large cells as many pixels wide as these are large,
        # in others as on a page, where nothing but a tenth of the cell keeps it thinner.
        wide = max(1, round(max(0.055 * sheet.cell, min(3, 0.1 * sheet.cell))))
        (x, y, across, down), out = thing.place, wide / 2 / sheet.cell
        place = (x - out, y - out, across + 2 * out, down + 2 * out)
        return replace(thing, place=place, width=wide, dash=(2.2 * wide,) * 2 * bool(thing.dash))
    if thing.kind == "text":
        return replace(thing, stroke="none", width=0)  # plates keep texts free of lines
    if thing.kind == "path" and thing.fill != "none":
        return replace(thing, place=closed(thing.place))
    if thing.layer == "lines" and thing.stroke != "none":
        dash = tuple(part * sheet.scale for part in thing.dash)
        return replace(thing, width=thing.width * sheet.scale, dash=dash)
    return replace(thing, dash=thing.dash * (2 if len(thing.dash) == 1 else 1))


def closed(place: Place) -> Place:
    """The points of an outline, the first one at the end too."""
    return place if near(place[:2], place[-2:], 1e-6) else (*place, *place[:2])


def check(scene: Scene, step: int, term: int | None = None, **way: Any) -> None:
    """Every thing of a figure is one that should be there, and none is missing."""
    shown = figure(scene, step, term, **way)
    sheet, palette = shown.sheet, shown.theme.name
    left = defaultdict[object, list[Thing]](list)
    for thing in things_of(scene, sheet, step, term):
        left[kind_of(thing, palette)].append(thing)
    for thing in things(shown).values():
        if thing.layer in LAYERS and thing.place and (thing.text.strip() or thing.kind != "text"):
            one = replace(thing, layer=LAYERS[thing.layer])
            alike = left[kind_of(one, palette)]
            found = [each for each in alike if is_same(one, each, sheet.cell)]
            assert found, f"{thing} is none of {alike}"
            alike.remove(found[0])
    assert not any(left.values()), f"missing: {[each for alike in left.values() for each in alike]}"


def kind_of(thing: Thing, palette: str) -> object:
    """What two things have in common, whatever their places and sizes."""
    colours = (same_colour(name, palette) for name in (thing.fill, thing.stroke))
    ends = thing.ends if thing.layer == "lines" else ""
    return (thing.layer, thing.kind, thing.text, thing.weight, *colours, len(thing.dash), ends)


def is_same(one: Thing, other: Thing, cell: int) -> bool:
    """Whether one is where the other is, its letters as large, and its line as wide."""
    sizes, wanted = ((each.size / 5, each.width, *each.dash) for each in (one, other))
    return near(sizes, wanted, 0.02) and near(one.place, other.place, NEAR / cell)


@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_every_feature_looks_as_it_should(slug: str, preset: str) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    middle, last = len(scene) // 2, len(scene) - 1
    term = 0 if scene.starts[middle] < scene.starts[middle + 1] else None
    for step in sorted({middle, last}):
        check(scene, step, layout="wide", width=1200)
    for moment in sorted({(0, None), (middle, term)}, key=str):
        check(scene, *moment, layout="tall", width=640, theme="dark")


@pytest.mark.parametrize(
    "make",
    [*(make for make in MAKERS if make is not grouped), heaped],  # in it titles have little room
    ids=lambda make: make.__name__,
)
def test_every_mark_looks_as_it_should(make: Callable[[], Scene]) -> None:
    scene = make()
    for step in range(len(scene)):
        check(scene, step, theme="dark-contrast")
