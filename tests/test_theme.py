"""The theme: every text can be read on what stands behind it, in both palettes."""

from __future__ import annotations

import re
from itertools import product

import pytest

from convlib import ConvError
from convlib.scene import LEVELS, PADDING, UNVISITED
from convlib.theme import NAMES, Theme, contents, theme

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3
ROLES = ("input", "kernel", "output")
TINTS = range(-LEVELS, LEVELS + 1)
KINDS = (0, PADDING, UNVISITED, PADDING | UNVISITED)
# Which states a cell of each role can have, by convlib.view.CellView.
STATES = {
    "input": ("", "lit", "now", "wait"),
    "kernel": ("", "now"),
    "output": ("", "empty", "partial", "current"),
}
WITH_WEIGHT = ("lit", "now", "wait")  # the states in which an input cell has its weight beside it

each_palette = pytest.mark.parametrize("palette", [theme(name) for name in NAMES], ids=NAMES)


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
            behind = palette.fill(role, kind, state, level)
            assert contrast(ink, behind) >= ENOUGH, (role, kind, state, level)


@each_palette
def test_weights_can_be_read_in_the_window(palette: Theme) -> None:
    for state, kind, level in product(WITH_WEIGHT, KINDS, TINTS):
        behind = palette.fill("input", kind, state, level)
        assert contrast(palette.colours["kernel"], behind) >= ENOUGH, (state, kind, level)


@each_palette
@pytest.mark.parametrize("role", [*ROLES, "ink", "muted"])
def test_titles_and_captions_can_be_read(palette: Theme, role: str) -> None:
    assert contrast(palette.colours[role], palette.colours["ground"]) >= ENOUGH


@each_palette
def test_a_zero_of_the_padding_can_be_read(palette: Theme) -> None:
    for state, level in product(("", "wait"), TINTS):
        assert contrast(palette.colours["muted"], palette.fill("input", PADDING, state, level)) >= (
            ENOUGH
        )


@each_palette
def test_outlines_are_told_from_the_ground(palette: Theme) -> None:
    """The window, the ring and the lines of what is dashed: 3:1, success criterion 1.4.11."""
    for role in (*ROLES, "edge"):
        assert contrast(palette.colours[role], palette.colours["ground"]) >= 3


@each_palette
def test_a_tint_grows_with_its_level(palette: Theme) -> None:
    """From 0 both ways, what is stronger stands out more."""
    for role, kind in product(ROLES, ("full", "dim")):
        tints = palette.fills[role][kind]
        assert len(tints) == len(set(tints)) == 2 * LEVELS + 1
        distance = [contrast(tint, palette.colours["ground"]) for tint in tints]
        assert distance[LEVELS:] == sorted(distance[LEVELS:])
        assert distance[: LEVELS + 1] == sorted(distance[: LEVELS + 1], reverse=True)


@each_palette
def test_what_waits_is_dimmer_than_what_is_read(palette: Theme) -> None:
    ground = palette.colours["ground"]
    for level in TINTS:
        dim, full = (palette.fill("input", 0, state, level) for state in ("wait", "lit"))
        assert contrast(dim, ground) < contrast(full, ground)


@each_palette
def test_what_is_not_known_has_no_tint(palette: Theme) -> None:
    for state in ("empty", "partial"):
        assert palette.fill("output", 0, state, 4) == palette.colours["ground"]
    for level in TINTS:
        assert palette.fill("input", PADDING, "lit", level) == palette.colours["ground"]


@each_palette
def test_it_is_made_of_colours(palette: Theme) -> None:
    used = [*palette.colours.values()]
    used += [tint for kinds in palette.fills.values() for tints in kinds.values() for tint in tints]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in used)


def test_both_palettes_have_the_same_roles() -> None:
    light, dark = (theme(name) for name in NAMES)
    assert light.colours.keys() == dark.colours.keys()
    assert light.fills.keys() == dark.fills.keys() == set(ROLES)
    assert set(contents()) == {"geometry", *NAMES}


def test_there_is_no_other_palette() -> None:
    with pytest.raises(ConvError, match="theme is “sepia”, but it has to be one of light, dark"):
        theme("sepia")
