"""Lesson 19: all types compared, as the curriculum has it."""

from __future__ import annotations

from convlib import lesson

LESSON = lesson("compare")


def test_the_same_shape_at_more_than_ninefold_prices() -> None:
    rows = {row.name: row for row in LESSON.compared(LESSON.values()) if row.refused is None}
    assert {row.shape for row in rows.values()} == {(64, 56, 56)}
    assert rows["standard"].macs == 9 * rows["1x1"].macs
    assert rows["deformable"].macs > 11 * rows["1x1"].macs
    wider = [
        row.name
        for row in rows.values()
        if row.reach > rows["standard"].reach and row.macs == rows["standard"].macs
    ]
    assert wider == ["dilated"], "which widens the field for nothing"


def test_a_parameter_moves_the_types_that_have_it_alone() -> None:
    before = {row.name: row for row in LESSON.compared(LESSON.values())}
    changed = {"groups": 8, "dilation": 3, "reduction": 8}
    owners = {
        "groups": {"grouped", "shuffled-grouped", "pointwise-grouped"},
        "dilation": {"dilated"},
        "reduction": {"squeeze-excitation"},
    }
    for name, value in changed.items():
        after = {row.name: row for row in LESSON.compared(LESSON.values(**{name: value}))}
        moved = {
            each
            for each, row in after.items()
            if (row.macs, row.reach) != (before[each].macs, before[each].reach)
        }
        assert moved == owners[name]


def test_the_stage_shows_those_that_can_have_the_sizes() -> None:
    assert len(LESSON.build()) == 14
    keys = {tick.key for tick in LESSON.build(dout=60).ticks}
    assert not keys & {"type-depthwise", "type-inception", "type-squeeze-excitation"}
