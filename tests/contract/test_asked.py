"""What is asked is about what is shown: each question in the views that it speaks of alone."""

from __future__ import annotations

from collections.abc import Callable

from convlib import Lesson
from convlib.lesson import Values
from tests.contract.states import accepted, each_lesson, views

# The views of questions that aren't asked in all of them.
ASKED: dict[str, dict[str, str]] = {
    "convolution-vs-correlation": {
        **{"value": "discrete plane", "area": "continuous"},
    },
    "1x1": {
        **dict.fromkeys(("value", "parameters", "macs", "feeds"), "fibre"),
        **dict.fromkeys(("direct", "together", "widest"), "bottleneck"),
    },
    "transposed": {"rows": "scatter gather matrix together roundtrip overlap resize checkerboards"},
    "dilated": {"weights": "layer pair gridding parallel"},
    "depthwise": {
        **dict.fromkeys(
            ("planes", "weights", "products", "value", "standard", "reads", "double"), "all apart"
        ),
        **dict.fromkeys(("summed", "total", "same"), "summed"),
    },
    "depthwise-separable": dict.fromkeys(("products", "weights", "value"), "pixel stages"),
    "flattened": {
        **dict.fromkeys(("weights", "first", "products", "late"), "race cube in-turn any"),
        **dict.fromkeys(("whole", "doubled"), "counted"),
        "missed": "any",
    },
    "grouped": {"alexnet": "gpus"},
    "shuffled-grouped": {"reach": "moves", "value": "moves"},
    "pointwise-grouped": {
        **dict.fromkeys(("share", "shufflenet", "value", "macs"), "fibre"),
        **dict.fromkeys(("channels", "joined"), "unit"),
    },
    "inception": {"channels": "branches turns", "value": "branches turns"},
    "squeeze-excitation": {
        **dict.fromkeys(("average", "score", "weights", "places"), "gains"),
        **dict.fromkeys(("full", "times"), "networks in-full"),
    },
}


# What is asked further about them, in words of the parameters.
IF: dict[tuple[str, str], Callable[[Values], bool]] = {
    ("convolution-vs-correlation", "length"): lambda values: values["mode"] == "full",
    ("convolution-vs-correlation", "inside"): lambda values: values["mode"] == "valid",
    ("transposed", "border"): lambda values: no_more_than_full(values),
    ("depthwise-separable", "eight"): lambda values: values["full_kernel"] >= 3,  # 9 > 8
    ("compare", "squeeze"): lambda values: values["dout"] % values["reduction"] == 0,
    ("flattened", "first"): lambda values: is_single(values),
    ("flattened", "products"): lambda values: is_single(values),
}


def no_more_than_full(values: Values) -> bool:
    """Whether the rows of zeros above what a window gathers are some or none."""
    kernel, padding = values["kernel"][0], values["padding"][0]
    return bool(values["view"] == "resize" or padding < kernel)


def is_single(values: Values) -> bool:
    """Whether one filter's passes go through the channels first."""
    return bool(values["order"] == "channel-column-row" and values["filters"] == 1)


@each_lesson
def test_a_question_is_asked_in_the_views_that_it_is_about(lesson: Lesson) -> None:
    listed = ASKED.get(lesson.slug, {})
    assert listed.keys() <= {each.name for each in lesson.questions}
    for values in (*views(lesson), *(values for _, values in accepted(lesson))):
        for each in lesson.questions:
            here = each.name not in listed or values["view"] in listed[each.name].split()
            only = IF.get((lesson.slug, each.name))
            wanted = here and (only is None or only(values))
            assert each.asked(values) == wanted, (each.name, lesson.write(values))
