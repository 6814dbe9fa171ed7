"""What is compared: every price by plain loops over what is multiplied, and by the literature."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.compare import NAMES, Row, Sizes, compare
from tests.cases import MINUS, fixed

# 56×56, 64 → 64 channels, k 3, g 4, d 2, r 16, worked out on paper.
PRICES = {
    "standard": 115_605_504,
    "1x1": 12_845_056,
    "transposed": 115_605_504,
    "dilated": 115_605_504,
    "spatially-separable": 77_070_336,
    "depthwise": 1_806_336,
    "depthwise-separable": 14_651_392,
    "flattened": 14_049_280,
    "grouped": 28_901_376,
    "shuffled-grouped": 57_802_752,
    "pointwise-grouped": 3_211_264,
    "inception": 44_280_320,
    "deformable": 148_119_552,
    "squeeze-excitation": 115_806_720,
}
REACHES = {"1x1": 1, "pointwise-grouped": 1, "squeeze-excitation": 56}
REACHES |= dict.fromkeys(("dilated", "shuffled-grouped", "inception"), 5)


def rows_of(**sizes: int) -> dict[str, Row]:
    return {row.name: row for row in compare(Sizes(**sizes))}


def test_the_usual_sizes() -> None:
    rows = rows_of()
    assert list(rows) == list(NAMES)
    assert {name: row.macs for name, row in rows.items() if row.refused is None} == PRICES
    for name in PRICES:
        assert rows[name].reach == (REACHES.get(name, 3),) * 2
        assert rows[name].shape == (64, 56, 56)
        assert rows[name].share == pytest.approx(PRICES[name] / PRICES["standard"])
    weights = {name: rows[name].parameters for name in ("standard", "deformable", "inception")}
    assert weights == {"standard": 36_864, "deformable": 47_232, "inception": 14_120}
    assert rows["squeeze-excitation"].parameters - 36_864 == 2 * 64 * 4


def test_inceptions_branches_have_the_shares_of_its_module() -> None:
    """28×28×192 → 64 + 128 + 32 + 32, two of them behind 96 and 16 channels."""
    row = rows_of(height=28, width=28, channels=192, filters=256)["inception"]
    assert (row.macs, row.branches, row.shape) == (128_049_152, 4, (256, 28, 28))


@fixed(60)
@given(
    sizes=st.builds(
        Sizes,
        **{"height": st.integers(1, 9), "width": st.integers(1, 9)},
        **{"channels": st.integers(1, 8), "filters": st.integers(1, 16)},
        **{"kernel": st.integers(1, 5), "stride": st.integers(1, 3), "groups": st.integers(1, 4)},
        **{"dilation": st.integers(1, 3), "reduction": st.integers(1, 4)},
    )
)
def test_formulas_and_loops_say_the_same(sizes: Sizes) -> None:
    rows = {row.name: row for row in compare(sizes)}
    down = len(range(0, sizes.height, sizes.stride))
    across = len(range(0, sizes.width, sizes.stride))
    links = list(product(range(sizes.channels), range(sizes.filters)))
    points = len(list(product(range(sizes.kernel), repeat=2)))
    taken = {
        "standard": down * across * len(links) * points,
        "1x1": down * across * len(links),
        "transposed": sizes.height * sizes.width * len(links) * points,
        "depthwise-separable": down * across * (sizes.channels * points + len(links)),
        "deformable": down * across * points * (len(links) + 2 * points * sizes.channels),
        "grouped": down
        * across
        * points
        * sum(
            c * sizes.groups // sizes.channels == f * sizes.groups // sizes.filters
            for c, f in links
        ),
    }
    for name, row in rows.items():
        if row.refused is not None:
            assert str(row.refused).endswith(".")
            continue
        assert row.macs == taken.get(name, row.macs), name
        ceiled = row.field.replace("⌈", "-(-").replace("/", "//").replace("⌉", ")")
        assert eval(ceiled.replace(MINUS, "-").replace("·", "*")) == row.reach[0], name
        written = sum(math.prod(factor.number for factor in term) for term in row.terms)
        assert written == row.macs, name
        for factor in (factor for term in row.terms for factor in term):
            plain = factor.text.strip("()").replace("²", "**2").replace("/", "//")
            assert eval(plain) == factor.number
        larger = (sizes.height * sizes.stride, sizes.width * sizes.stride)
        outputs = larger if name == "transposed" else (down, across)
        assert row.shape == (sizes.filters, *outputs), name


@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (3, 2), (4, 3), (2, 3), (5, 2)])
def test_how_many_inputs_reach_a_stamped_cell(kernel: int, stride: int) -> None:
    stamps = [range(start, start + kernel) for start in range(0, 9 * stride, stride)]
    most = max(sum(cell in stamp for stamp in stamps) for cell in range(9 * stride))
    assert rows_of(kernel=kernel, stride=stride)["transposed"].reach == (most, most)


@pytest.mark.parametrize(
    ("sizes", "refused"),
    [
        ({}, {"3d"}),
        ({"groups": 3}, {"3d", "grouped", "shuffled-grouped", "pointwise-grouped"}),
        ({"filters": 60}, {"3d", "depthwise", "inception", "squeeze-excitation"}),
        ({"channels": 3, "groups": 1}, {"3d", "depthwise"}),
    ],
)
def test_what_cannot_have_these_sizes_says_why(sizes: dict[str, int], refused: set[str]) -> None:
    rows = rows_of(**sizes)
    assert {name for name, row in rows.items() if row.refused} == refused
