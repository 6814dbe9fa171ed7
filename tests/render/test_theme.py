"""The theme: every text can be read on what stands behind it, in every palette."""

from __future__ import annotations

import re
from colorsys import rgb_to_hsv
from itertools import combinations, product

import numpy as np
import pytest

from convlib import ConvError
from convlib.picture.look import WHEEL, Look, hue_of
from convlib.picture.marks import GROUPS, colour_of
from convlib.picture.parts import HEAT_LEVELS, LEVELS, PADDING, UNVISITED
from convlib.render.colour import from_oklab, linear, oklab, written
from convlib.render.theme import NAMES, Theme, contents, theme

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3
ROLES = ("input", "kernel", "middle", "output")
GROUP_COLOURS = tuple(colour_of("", group) for group in range(GROUPS))
TINTS = range(-LEVELS, LEVELS + 1)
KINDS = (0, PADDING, UNVISITED, PADDING | UNVISITED)
# Which states a cell of each role can have, by convlib.picture.view.CellView.
STATES = {
    "input": ("", "lit", "now", "wait"),
    "kernel": ("", "now"),
    "middle": ("", "empty", "partial", "current", "lit"),
    "output": ("", "empty", "partial", "current"),
}
WITH_WEIGHT = ("lit", "now", "wait")  # the states in which an input cell has its weight beside it

each_palette = pytest.mark.parametrize("palette", [theme(name) for name in NAMES], ids=NAMES)


# More for those who asked for more: success criterion 1.4.6.
MUCH = {"light": ENOUGH, "dark": ENOUGH, "light-contrast": 7, "dark-contrast": 7}
SCALES = ("activations", "weights")
HEATS = range(2 * HEAT_LEVELS + 1)
# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A physiologically-based model for simulation of
# color vision deficiency, IEEE TVCG 15(6), 2009, table 1, at full severity; for linear light.
SIGHTS = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
APART = 0.07  # in OKLab, where a just noticeable difference is about 0.02


def fill(palette: Theme, role: str, kind: int, state: str, level: int) -> str:
    """The colour behind a cell with a tint."""
    return palette.colours[Look().fill(role, kind, state, level)]


def distance(one: str, other: str, sight: str) -> float:
    """How far two colours are apart for somebody's eyes, in OKLab."""
    seen = [oklab(np.array(SIGHTS[sight]) @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(3.998, abs=0.001)


@each_palette
def test_numbers_can_be_read_in_every_cell(palette: Theme) -> None:
    ink = palette.colours["ink"]
    for role in ROLES:
        for state, kind, level in product(STATES[role], KINDS, TINTS):
            behind = fill(palette, role, kind, state, level)
            assert contrast(ink, behind) >= MUCH[palette.name], (role, kind, state, level)


@each_palette
@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("role", ROLES)
def test_numbers_can_be_read_in_every_cell_of_a_group(
    palette: Theme, role: str, group: int
) -> None:
    colour, ink = colour_of(role, group), palette.colours["ink"]
    for state, kind, level in product(STATES[role], KINDS, TINTS):
        behind = palette.colours[Look().fill(role, kind, state, level, colour=colour)]
        assert contrast(ink, behind) >= MUCH[palette.name], (state, kind, level)


@each_palette
def test_weights_can_be_read_in_the_window(palette: Theme) -> None:
    for role, state, kind, level in product(("input", "middle"), WITH_WEIGHT, KINDS, TINTS):
        behind = fill(palette, role, kind, state, level)
        assert contrast(palette.colours["kernel"], behind) >= MUCH[palette.name]


@each_palette
@pytest.mark.parametrize("role", [*ROLES, *GROUP_COLOURS, "gain", "ink", "muted"])
def test_titles_and_captions_can_be_read(palette: Theme, role: str) -> None:
    assert contrast(palette.colours[role], palette.colours["ground"]) >= MUCH[palette.name]


@each_palette
def test_a_zero_of_the_padding_can_be_read(palette: Theme) -> None:
    for state, level in product(("", "wait"), TINTS):
        assert contrast(
            palette.colours["muted"], fill(palette, "input", PADDING, state, level)
        ) >= (ENOUGH)


@each_palette
def test_outlines_are_told_from_the_ground(palette: Theme) -> None:
    """The window, the ring and the lines of what is dashed: 3:1, success criterion 1.4.11."""
    for role in (*ROLES, *GROUP_COLOURS, "edge"):
        assert contrast(palette.colours[role], palette.colours["ground"]) >= 3


@each_palette
def test_a_tint_grows_with_its_level(palette: Theme) -> None:
    """From 0 both ways, what is stronger stands out more."""
    for role, kind in product((*ROLES, *GROUP_COLOURS), ("full", "dim")):
        tints = [palette.colours[f"{role}-{kind}-{at}"] for at in range(2 * LEVELS + 1)]
        assert len(tints) == len(set(tints)) == 2 * LEVELS + 1
        distance = [contrast(tint, palette.colours["ground"]) for tint in tints]
        assert distance[LEVELS:] == sorted(distance[LEVELS:])
        assert distance[: LEVELS + 1] == sorted(distance[: LEVELS + 1], reverse=True)


@each_palette
def test_what_waits_is_dimmer_than_what_is_read(palette: Theme) -> None:
    ground = palette.colours["ground"]
    for colour, level in product(("input", *GROUP_COLOURS), TINTS):
        names = [Look().fill("input", 0, state, level, colour=colour) for state in ("wait", "lit")]
        dim, full = (palette.colours[name] for name in names)
        assert contrast(dim, ground) < contrast(full, ground)


@each_palette
def test_what_is_not_known_has_no_tint(palette: Theme) -> None:
    for state in ("empty", "partial"):
        assert fill(palette, "output", 0, state, 4) == palette.colours["ground"]
    for level in TINTS:
        assert fill(palette, "input", PADDING, "lit", level) == palette.colours["ground"]


@each_palette
def test_numbers_can_be_read_on_a_heat_map_and_on_every_hue(palette: Theme) -> None:
    names = [f"{scale}-{at}" for scale in SCALES for at in HEATS]
    names += [f"hue-{at}" for at in range(WHEEL)]
    for name in names:
        behind = palette.colours[name]
        assert contrast(palette.colours["ink"], behind) >= MUCH[palette.name], name


@each_palette
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("pair", list(combinations((*ROLES, "gain"), 2)), ids="-".join)
def test_roles_are_told_apart(palette: Theme, sight: str, pair: tuple[str, str]) -> None:
    one, other = (palette.colours[role] for role in pair)
    assert distance(one, other, sight) >= APART


@each_palette
@pytest.mark.parametrize("sight", SIGHTS)
def test_groups_are_told_apart(palette: Theme, sight: str) -> None:
    for one, other in combinations(GROUP_COLOURS, 2):
        assert distance(palette.colours[one], palette.colours[other], sight) >= APART


@each_palette
def test_tints_of_groups_are_told_apart_by_usual_eyes(palette: Theme) -> None:
    """Other eyes go by a group's stripe, its title and its number."""
    tints = [palette.colours[f"{group}-full-8"] for group in GROUP_COLOURS]
    for one, other in combinations(tints, 2):
        assert distance(one, other, "usual") >= APART


@each_palette
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scale", SCALES)
def test_the_ends_and_the_middle_of_a_heat_scale_are_told_apart(
    palette: Theme, sight: str, scale: str
) -> None:
    places = [palette.colours[f"{scale}-{at}"] for at in (0, HEAT_LEVELS, 2 * HEAT_LEVELS)]
    for one, other in combinations(places, 2):
        assert distance(one, other, sight) >= APART


@each_palette
@pytest.mark.parametrize("scale", SCALES)
def test_a_heat_scale_grows_both_ways(palette: Theme, scale: str) -> None:
    colours = [palette.colours[f"{scale}-{at}"] for at in HEATS]
    away = [distance(colour, colours[HEAT_LEVELS], "usual") for colour in colours]
    assert away[HEAT_LEVELS:] == sorted(away[HEAT_LEVELS:])
    assert away[: HEAT_LEVELS + 1] == sorted(away[: HEAT_LEVELS + 1], reverse=True)


@each_palette
def test_the_two_heat_scales_share_no_hue(palette: Theme) -> None:
    turns = [hue_degrees(palette.colours[f"{scale}-{at}"]) for scale in SCALES for at in (0, 16)]
    for one, other in combinations(turns, 2):
        assert 180 - abs(180 - abs(one - other)) >= 40


def hue_degrees(colour: str) -> float:
    """The hue of a colour as colorsys has it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return rgb_to_hsv(red, green, blue)[0] * 360


@each_palette
def test_the_wheel_has_as_many_hues_as_the_largest_kernel_has_weights(palette: Theme) -> None:
    assert len({hue_of(at, 49) for at in range(49)}) == 49
    assert len({palette.colours[f"hue-{at}"] for at in range(WHEEL)}) == WHEEL


@each_palette
def test_the_nine_hues_of_the_usual_kernel_are_told_apart(palette: Theme) -> None:
    hues = [palette.colours[f"hue-{hue_of(at, 9)}"] for at in range(9)]
    assert min(distance(*pair, "usual") for pair in combinations(hues, 2)) >= 0.04


@each_palette
def test_it_is_made_of_colours(palette: Theme) -> None:
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in palette.colours.values())


def test_all_palettes_have_the_same_roles() -> None:
    light, *others = (theme(name) for name in NAMES)
    assert all(other.colours.keys() == light.colours.keys() for other in others)
    assert set(contents()) == {"geometry", *NAMES}


def test_colours_survive_the_way_there_and_back() -> None:
    for colour in theme("light").colours.values():
        assert written(from_oklab(oklab(linear(colour)))) == colour


def test_lightness_is_as_published() -> None:
    """B. Ottosson's table of known pairs: white, and the primary red of XYZ converted."""
    assert oklab(linear("#ffffff")) == pytest.approx([1, 0, 0], abs=1e-6)
    assert oklab(linear("#ff0000")) == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


def test_there_is_no_other_palette() -> None:
    with pytest.raises(ConvError, match="theme is “sepia”, but it has to be one of light, dark"):
        theme("sepia")
