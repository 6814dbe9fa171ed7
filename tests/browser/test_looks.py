"""The player paints a moment as it should: each thing in its place, with its look, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator

import convlib
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.theme import theme
from tests.browser.bench import Bench
from tests.browser.seen import seen
from tests.browser.widened import as_shown
from tests.chosen import chosen
from tests.marked import MAKERS, heaped
from tests.things import Thing, near, same_colour
from tests.wanted import Wanted

NEAR = 0.75  # pixels: blocks stand on whole ones, and texts are measured in other ways
EXACT = ("layer", "kind", "text", "weight", "dash", "ends", "pen", "cell")
MEASURES = {"width": 0.01, "size": 0.05, "radius": 0.001}  # within what they are the same
SEEK = "step => bench.player.act('seek', step)"


def check(stage: Locator, scene: Scene, palette: str, step: int, term: int | None = None) -> None:
    """All that a stage shows is what it should, one thing after the other."""
    found = seen(stage, palette)
    shown = as_shown(scene, found.layout, found.cell, found.room)
    moment = view(shown, step, term, layout=found.layout)
    wanted = [*Wanted(shown, found.layout, moment, step, found.cell).things()]
    for one, other in zip(found.things, wanted, strict=False):
        wrong = list(differences(one, other, found.cell, palette))
        assert not wrong, f"{', '.join(wrong)}: {one} instead of {other}"
    same = min(len(found.things), len(wanted))
    assert not found.things[same:], "there is more than there should be"
    assert not wanted[same:], "something is missing"


def differences(one: Thing, other: Thing, cell: int, palette: str) -> Iterator[str]:
    """In what one thing isn't the other."""
    yield from (name for name in EXACT if getattr(one, name) != getattr(other, name))
    for name in ("fill", "stroke"):
        if getattr(one, name) != same_colour(getattr(other, name), palette):
            yield name
    for name, within in MEASURES.items():
        if abs(getattr(one, name) - getattr(other, name)) > within:
            yield name
    if not near(one.place, other.place, NEAR / cell):
        yield "place"


def shown_as(scene: Scene, layout: str) -> Scene:
    """The same scene, which has no other layout."""
    return replace(scene, layouts={layout: scene.layouts[layout]})


@pytest.mark.parametrize(("layout", "palette"), [("wide", "light"), ("tall", "dark")])
@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_every_feature_looks_as_it_should(
    bench: Bench, slug: str, preset: str, layout: str, palette: str
) -> None:
    scene = shown_as(convlib.lesson(slug).build(preset=preset), layout)
    middle = len(scene) // 2
    stage = bench.show(scene, theme=palette, position=middle)
    check(stage, scene, palette, middle)
    for step in {0, len(scene) - 1} - {middle}:
        stage = bench.show(scene, theme=palette, position=step)
        check(stage, scene, palette, step)
    rows = scene.terms(middle)
    if rows.stop > rows.start:
        term = (rows.stop - rows.start) // 2
        position = int(scene.beats[middle]) + term
        stage = bench.show(scene, theme=palette, position=position, by="term")
        check(stage, scene, palette, middle, term)


@pytest.mark.parametrize("palette", ["light-contrast", "dark-contrast"])
@pytest.mark.parametrize("make", [*MAKERS, heaped], ids=lambda make: make.__name__)
def test_every_mark_looks_as_it_should(
    bench: Bench, make: Callable[[], Scene], palette: str
) -> None:
    scene = make()
    for step in range(len(scene)):
        check(bench.show(scene, theme=palette, position=step), scene, palette, step)


@pytest.mark.viewport(360, 740)
@pytest.mark.parametrize(
    ("slug", "preset"),
    [
        *[("arithmetic", "no_padding_strides_transposed"), ("dilated", "dilated-stack")],
        *[("flattened", "flat-race"), ("compare", "compare")],
    ],
)
def test_on_a_phone_long_titles_are_smaller(bench: Bench, slug: str, preset: str) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    stage = bench.show(scene)
    sizes = {each.size for each in seen(stage, "light").things if each.layer == "titles"}
    assert min(sizes) < 13.7
    check(stage, scene, "light", 0)


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_hatching_is_made_of_slanted_lines(bench: Bench, palette: str) -> None:
    """A line a fifth of a cell from the next one, so faint that numbers can be read on them."""
    scene = convlib.lesson("arithmetic").build(preset="padding_strides_odd")
    stage = bench.show(scene, theme=palette)
    cell = int(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    found = stage.locator("#hatch").evaluate(
        """pattern => { const [line] = pattern.children, { fill, opacity } = getComputedStyle(line);
          const sides = each => ['width', 'height'].map(name => Number(each.getAttribute(name)));
          return [pattern.children.length, pattern.getAttribute('patternTransform'),
            pattern.getAttribute('patternUnits'), sides(pattern), sides(line), fill, opacity]; }"""
    )
    step, line = round(0.2 * cell), bytes.fromhex(theme(palette).colours["line"][1:])
    said = [1, "rotate(45)", "userSpaceOnUse", [step, step], [1.25, step]]
    assert found == [*said, f"rgb({', '.join(map(str, line))})", "1"]
