"""Small scenes with marks: points off the grid, pegs, brackets, labels, groups, what moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Bracket, Label, Pegs, Points, colour_of
from convlib.picture.parts import PADDING, UNVISITED, Curve, Layout, Panel, Picture, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Plot, Row, Space, arrange
from convlib.staging.bars import Bar, Layers
from convlib.staging.stamps import stage_stamps
from convlib.staging.steps import Steps

NOWHERE = [np.nan, np.nan]


def staged(panels: list[Panel], steps: Steps, item: Item, **options: object) -> Scene:
    """A scene whose two layouts are the same."""
    layout = arrange(item, panels)
    return Scene(
        panels=tuple(panels),
        layouts={"wide": layout, "tall": layout},
        ticks=(),
        **{"windows": (), **steps.columns(), **options},  # type: ignore[arg-type]
    )


def laid(scene: Scene, **changes: object) -> Scene:
    """The scene with something more in its layouts."""
    changed = {name: replace(plan, **changes) for name, plan in scene.layouts.items()}  # type: ignore[arg-type]
    return replace(scene, layouts=changed)


def quiet(steps: Steps, count: int) -> dict[str, object]:
    """So many steps without terms, and what is said in them."""
    for _ in range(count):
        steps.step()
    return {"captions": dict.fromkeys(range(count), (("·", "muted"),))}


def numbers(shape: tuple[int, int], seed: int = 0) -> Array:
    """Digits."""
    return np.random.default_rng(seed).integers(0, 10, shape)


def pointed() -> Scene:
    """A kernel of four points on a 4 × 5 input; the last one is away in the second step.

    In the third one all points lie on the grid, the first of them outside at the left.
    """
    panels = [
        Panel("input", "input", "x", numbers((4, 5))),
        Panel("kernel", "kernel", "w", np.array([[1, 2], [-0.5, 10]])),
        Panel("output", "output", "y", np.array([[24, -0.5, -4]])),
    ]
    corners = np.array([[1.0, 1], [1, 2], [2, 1], [2, 2]])
    regular = np.array([corners + np.array([0, step]) for step in range(3)])
    moved = [
        [[0.25, 1.5], [1.3, 2.3], [2.65, 0.77], [2, 2]],
        [[0.5, 2.5], [1.3, 3], [3, 2.625], NOWHERE],
        [[1, -0.75], [1, 4], [2, 3], [3, 4]],
    ]
    steps = Steps(panels)
    nearest = [(0, 1, 2, 7), (7, 8, 17), (5, 9)]
    which = [(0, 0, 1, 2), (0, 1, 2), (1, 2)]
    for step, cells in enumerate(nearest):
        out = steps.cell(2, 0, step)
        pairs = zip(cells, which[step], strict=True)
        steps.step(out, [(cell, steps.cell(1) + at, out) for cell, at in pairs])
    points = Points(
        *(0, np.array(moved), regular),
        kernel=1,
        joined=np.array([0, 2, -1]),
        terms=np.array([at for each in which for at in each]),
    )
    window = Window(0, 2, 2, np.array([1, 1, 1]), np.array([1, 2, 3]))
    return staged(
        panels, steps, Row(Space(0.5, 0), 0, "∗", 1, "=", 2), points=(points,), windows=(window,)
    )


def bracketed() -> Scene:
    """Panels with a bracket on each side, and labels that stand in all ways."""
    panels = [
        Panel("channel", "input", "x", numbers((2, 3), at), lead=(at,), number=at) for at in (0, 1)
    ]
    panels += [Panel("output", "output", "y", numbers((2, 3), 4), below=True)]
    steps = Steps(panels)
    captions = quiet(steps, 3)
    apart = Space(3, 0.1)
    item = Column(Space(1, 1.2), Row(apart, Column(0, 1, apart=1), apart, 2, apart), Space(1, 1.5))
    scene = staged(panels, steps, item, made={2: (steps.cell(2),)}, **captions)
    brackets = (
        Bracket((0, 1), "left", 1, "branch", group=1),
        Bracket((1,), "right", 5, "gpu", role="kernel"),
        Bracket((2,), "above", 3, "stage", group=2),
        Bracket((2,), "below", 4, "group", group=7),
    )
    width, height = scene.layouts["wide"].width, scene.layouts["wide"].height
    labels = (
        Label(0, height - 0.4, "192", role="input", align="left"),
        Label(width, 0.6, "×.67", group=3, align="right", size=LARGE, since=1),
        Label(width / 2, 0.4, 7, "stage", since=2),
    )
    return laid(scene, brackets=brackets, labels=labels)


def grouped() -> Scene:
    """Six groups of one channel each; in the first step the third one is read and made."""
    titles = {0: {"titled": False}, 5: {"below": True}}
    panels = [
        Panel(
            *("channel", "input", "x", numbers((2, 3), at) - 2),
            **{"group": at, "lead": (at,), "number": at, **titles.get(at, {})},  # type: ignore[arg-type]
            kinds=np.array([[PADDING, UNVISITED, 0], [0, 0, PADDING | UNVISITED]]),
        )
        for at in range(6)
    ]
    panels += [Panel("map", "middle", "m", np.array([[-2, -2]]), group=2, number=2)]
    panels += [Panel("kernel", "kernel", "w", np.array([[2, -1]]))]
    steps = Steps(panels)
    for at in (0, 1):
        out = steps.cell(6, 0, at)
        steps.step(out, [(steps.cell(2, 1, at + k), steps.cell(7, 0, k), out) for k in (0, 1)])
    own = Window(2, 1, 2, np.array([1, 1]), np.array([0, 1]), kernel=7)
    branch = Window(7, 1, 2, np.array([0, 0]), np.array([0, 0]), group=0)
    curves = (
        Curve(0, colour_of("", 1), "area", np.array([[0, 0], [3, 0], [3, 0.5], [0, 0.5]])),
        Curve(0, colour_of("", 3), "line", np.array([[0, 0.5], [3, 0.5]])),
    )
    item = Row(Column(0, 1, 2), Column(3, 4, 5), Column(6, 7, Plot(0, 3, 1)))
    return staged(panels, steps, item, windows=(own, branch), curves=curves)


def flown() -> Scene:
    """Three channels: two change their places, the first of them by way of the output's middle.

    What stands beside the first one goes with it.

    Two windows slide, one on the channel that flies, and one on the output under it.
    """
    panels = [
        Panel("channel", "input", "x", numbers((2, 2), at), lead=(at,), number=at, group=at)
        for at in range(3)
    ]
    panels += [Panel("output", "output", "y", np.array([[17, 17, 17], [17, 0, 0]]))]
    steps = Steps(panels)
    for at in range(4):
        out = steps.cell(3, at // 3, at % 3)
        steps.step(out, [(steps.cell(0, 0, 0), -1, out), (steps.cell(1, 1, 1), -1, out)])
    windows = (
        Window(0, 1, 2, np.array([0, 0, 1, 1]), np.zeros(4, int)),
        Window(3, 1, 1, np.array([0, 0, 0, 1]), np.array([0, 1, 2, 0])),
    )
    item = Column(Row(0, 1, 2), 3, Space(0, 0.3), apart=1)
    scene = staged(panels, steps, item, windows=windows)
    first, second, third, (x, y) = scene.layouts["wide"].places
    flights = {
        0: (first, (x + 0.5, y + 0.5), second, second),
        1: (second, second, (x + 1.4, y - 1.6), first),
        2: (third, third, third, third),
    }
    beside = Label(first[0] + 1, first[1] + 2.4, 12, role="input", panel=0)
    return laid(scene, flights=flights, labels=(beside,))


def shared() -> Scene:
    """A panel, a tenth of it on the same scale, and a tenth of it on a scale of its own."""
    values = np.array([[9.0, -4.5], [3.0, 0.0]])
    panels = [
        Panel("input", "input", "x", values, tint="x"),
        Panel("output", "output", "y", values / 10, tint="x"),
        Panel("map", "middle", "m", values / 10),
    ]
    steps = Steps(panels)
    captions = quiet(steps, 1)
    return staged(panels, steps, Row(0, 1, 2), **captions)


def barred() -> Scene:
    """A bar in two parts that comes with the second step, an upright one, and two layers."""
    panels = [Panel("output", "output", "y", np.array([[1]]))]
    steps = Steps(panels)
    captions = quiet(steps, 2)
    split = Bar(0, ((2, "kernel"), (3, colour_of("", 0))), since=1)
    upright = Bar(1, ((4, "middle"),), upright=True)
    layers = Layers(2, (6, 2, 3), ("input", "middle", "output"), ("kernel", "middle"), 0.5, 3, 2.5)
    curves = (*split.curves(0.5, 4, 2), *upright.curves(0.5, 3, 2), *layers.curves())
    item = Row(0, Plot(0, 4, 1), Plot(1, 1, 3), Plot(2, 8.2, 3))
    scene = staged(panels, steps, item, curves=curves, made={1: (0,)}, **captions)
    return laid(scene, labels=tuple(layers.labels(scene.layouts["wide"])))


def stamped() -> Scene:
    """Two numbers, one of them negative, whose stamps fly to an output on which they overlap."""
    return stage_stamps(np.array([[2, -3]]), np.array([[1, 0.5, -4]]), {"stride": (1, 1)})


def pictured() -> Scene:
    """A picture whose pixels don't fit the screen's, beside the number that it shows."""
    panels = [Panel("input", "input", "x", numbers((1, 2)))]
    steps = Steps(panels)
    item = Row(0, Plot(0, 2.3, 1.7))
    shades = np.linspace(-0.2, 1.2, 35).reshape(5, 7)
    return staged(panels, steps, item, pictures=(Picture(0, shades),), **quiet(steps, 1))


def pegged() -> Scene:
    """Places along both edges of a panel: three, then two; the first step is about none of them."""
    across = Pegs((1.5, 3.5, 5.5), np.array([-1, 0, 2, 1]), stride=2, left=1)
    down = Pegs((0.5, 1.5), np.array([-1, 0, 0, 1]), across=False, role="input")
    panels = [
        Panel("input", "input", "x", numbers((3, 8)), pegs=(down, across)),
        Panel("map", "middle", "m", numbers((1, 3)), below=True, pegs=(Pegs((0.5,), across.at),)),
        Panel("output", "output", "y", numbers((2, 3)), group=1),
    ]
    steps = Steps(panels)
    captions = quiet(steps, 4)
    return staged(panels, steps, Row(0, "=", Column(1, 2, apart=1)), **captions)


MAKERS: tuple[Callable[[], Scene], ...] = (
    *(pointed, bracketed, grouped, flown, shared, barred, stamped, pictured, pegged),
)


def heaped() -> Scene:
    """All layers over each other, so that it can be seen what lies over what."""
    kinds = np.array([[PADDING | UNVISITED, 0, 0], [0, PADDING | UNVISITED, 0], [0, 0, 0]])
    one = np.array([0])
    panels = [
        Panel("input", "input", "x", numbers((3, 3)) + 1, kinds=kinds, pegs=(Pegs((1.5,), one),)),
        Panel("map", "middle", "m", np.array([[21, 8, 5, 6]]), group=1, number=88),
        Panel("channel", "input", "x", np.array([[5, 6]]), group=2, number=8),
        Panel("kernel", "kernel", "w", np.array([[4]]), titled=False),
    ]
    steps = Steps(panels)
    out = steps.cell(1)
    steps.step(out, [(steps.cell(0, 1, 1), steps.cell(3), out), (steps.cell(2), -1, out)])
    places = ((1.0, 1.5), (1.3, 3.0), (2.0, 3.0), (6.5, 2.4))
    plan = Layout(
        *(
            8,
            5.5,
            places,
            (("=", 1.6, 2.6), ("=", 4.6, 2.85)),
            ((0, 0, 8, 5.5), (0.3, 2, 0.5, 1.2)),
        ),
        labels=(
            Label(2.5, 3.6, 888, role="output", size=LARGE),
            Label(2.5, 1.1, 888, role="output", size=LARGE),
        ),
        brackets=(Bracket((0,), "right", apart=-1.7, role="kernel"),),
        flights={2: ((2.0, 3.0),)},
    )
    return Scene(
        panels=tuple(panels),
        layouts={"wide": plan, "tall": plan},
        ticks=(),
        windows=(
            Window(0, 2, 2, one, one, kernel=3, role="output"),
            Window(2, 1, 1, one, one, group=0),
        ),
        curves=(
            Curve(0, "output", "area", np.array([[0.5, 1], [5, 1], [5, 4], [0.5, 4]])),
            Curve(0, "kernel", "line", np.array([[0.5, 2.54], [4, 2.54]])),
        ),
        points=(Points(0, np.array([[[1.7, 0.95]]]), kernel=3, group=3),),
        pictures=(Picture(1, np.array([[0.0, 1.0]])),),
        **steps.columns(),
    )
