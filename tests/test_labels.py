"""Labels that could change places say what they are of, and numbers in words are right."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from convlib import Lesson, text
from convlib.lesson import Preset
from convlib.named import kernels
from convlib.path import path
from pages.parts.facts import HEADINGS, WORDS
from pages.parts.listing import FRAMEWORKS
from pages.parts.networks import network_map
from pages.parts.path import numbered
from tests.contract.states import each_lesson
from tests.contract.test_answers import worked_out

# A word of each that its neighbours don't have, and that alone it may be taken for them by.
MARKS = {
    "player": {
        **{"undo": "Undo (Ctrl+Z)", "redo": "Redo (Ctrl+Shift+Z)", "reset": "Reset"},
        **{"first": "start (Home)", "last": "end (End)", "play": "Play", "pause": "Pause"},
        **{"back": "back (←)", "forward": "forward (→)", "speed": "Speed (+ and −)"},
        **{"by": "Term", "loop": "Repeat", "predict": "Predict", "row": "row", "export": "Export"},
        **{"predict-help": "(P)", "row-help": "(Shift+Enter)", "controls": "(C)"},
        **{"show-numbers": "Show numbers", "show-both": "heat and", "show-heat": "a heat map"},
        **{"hues": "by weight", "contrast": "contrast", "link": "Link", "present": "screen (F)"},
        **{"scale-activations": "Values", "scale-weights": "Weights", "numbers": "Type"},
        **{"copy-table": "spreadsheet", "copy-list": "Python list", "copy-numpy": "NumPy"},
        **{"fill": "Fill", "copy": "Copy…", "copied": "Copied", "random": "random"},
        **{"link-label": "Link", "embed-label": "Frame", "timeline": "Timeline", "qr": "QR"},
        **{"joined": "Rows = columns", "padding": "padding", "unvisited": "no weight touches"},
        **{"cell": "row {row}, column {column}", "point": "{down} down and {right} right"},
        **{"step": "{name} is {value}", "covered": "what is {name}", "term": "product {term} of"},
        **{"input-other": "feeds", "kernel-other": "multiplies", "field-other": "reach it"},
    },
    "control": {
        **{name: name for name in ("rows", "columns", "top", "bottom", "left", "right", "amount")},
        **{"padding-valid": "valid", "padding-same": "same", "padding-full": "full"},
        **{"padding-causal": "causal", "size": "size", "kernel": "Kernel", "stride": "Stride"},
        **{"padding": "Padding", "dilation": "Dilation", "channels": "channels"},
        **{"filters": "Filters", "bias": "Biases", "groups": "Groups", "reduction": "Reduction"},
        **{"input": "Input numbers", "weights": "Kernel numbers", "height": "Height"},
        **{"output_padding": "Output padding", "multiplier": "Multiplier"},
        **{"reverse-on": "Convolution", "reverse-off": "Correlation", "reverse-both": "Both"},
        **{"modulation-off": "1", "modulation-on": "with a mask", "view-hand": "by hand"},
        **{"view-scatter": "stamps", "view-gather": "window", "view-pixel": "Pixel"},
        **{"view-all": "in step", "view-apart": "by channel", "view-in-turn": "Three passes"},
        **{"view-passes": "Two passes", "view-five": "5×5 as", "view-seven": "7×7 as"},
        **{"form-v1": "first", "form-naive": "No 1×1", "form-v2": "5×5 as", "form-v3": "7×7 as"},
        **{"across": "1×7", "down": "7×1", "full_side": "rows", "full_channels": "channels"},
        **{"shortcut-add": "add the input", "shortcut-join": "join", "relu-on": "on"},
        **{"view-branches": "In step", "view-turns": "In turn", "view-cube": "Depth"},
        **{"depth": "Slices", "kernel_depth": "Kernel slices", "stride_depth": "Stride along"},
        **{"padding_depth": "Padding along", "width": "Width", "din": "Din", "dout": "Dout"},
    },
    "letter": {
        **{"size": "i", "kernel": "k", "stride": "s", "padding": "p", "dilation": "d"},
        **{"filters": "N", "channels": "D", "groups": "g", "reduction": "r"},
        **{"height": "H", "width": "W"},
    },
    "size": {"rows": "Rows", "columns": "Columns", "both": "Rows and", "planes": "Channels"},
    "cost": {
        **{"macs": "Products", "parameters": "Parameters", "fewer": "fewer", "more": "more"},
        **{"same": "just as", "near": "nearly as", "own": "This", "standard": "Standard"},
        **{"dilated-plain": "as many outputs", "dilated-span": "as wide as the holes"},
        **{"dilated-plain-stack": "same stack", "dilated-one-layer": "sees as far"},
        **{"1x1-own": "Through the", "1x1-direct": "Directly", "1x1-standard": "3×3"},
        **{"3d-channels": "2-D", "depthwise-standard": "Standard", "depthwise-alone": "depthwise"},
        **{"separable-full": "Depthwise", "separable-full-standard": "Standard"},
        **{"inception-direct": "Without", "inception-narrowed": "With 1×1", "inception-3a": "3a"},
        **{"unit-resnet": "ResNet’", "unit-resnext": "ResNeXt", "unit-shufflenet": "ShuffleNet"},
        **{"alexnet-grouped": "AlexNet", "alexnet-whole": "one GPU", "grouped-none": "Without"},
        **{"transposed-zeros": "over the zeros", "transposed-layer": "Transposed"},
        **{
            "se-own": "This block",
            "se-standard": "3×3",
            "flat-own": "Three",
            "separable-own": "Two",
        },
    },
    "result": {
        **{"macs-one": "product", "macs-other": "products", "parameters-one": "parameter"},
        **{"parameters-other": "parameters", "steps-other": "steps", "left-other": "left over"},
        **{"places-one": "place", "places-other": "places", "cells-other": "cells"},
    },
    "quiz": {
        **{"right": "Right", "less": "less than {given}", "greater": "more than {given}"},
        **{"check": "Check", "why": "why", "title": "Check yourself"},
    },
    "table": {"csv": "CSV", "markdown": "Markdown", "falls": "largest", "sorted": "Sorted"},
    "column": {
        **{"type": "Type", "products": "Products", "standard": "standard", "weights": "Weights"},
        **{"output": "Output", "reach": "Reach", "steps": "Steps", "branches": "Branches"},
    },
    "panel": {
        **{"input": "Input", "kernel": "Kernel", "output": "Output", "bias": "Bias"},
        **{"channel": "Channel {", "kernel-of": "Kernel {", "filter": "Filter {", "map": "Map {"},
        **{"se-first": "Layer 1", "se-second": "Layer 2", "flat-row": "Row", "flat-column": "Col"},
        **{"offset-y": "Δy, down", "offset-x": "Δx, right"},
    },
    "tick": {
        **{"look": "look", "mix": "mix", "se-reduce": "layer 1", "se-expand": "layer 2"},
        **{"inception-first": "first", "inception-second": "second", "row": "row", "plane": "out"},
        **{"transposed-down": "down", "transposed-up": "up", "separable-row": "row"},
        **{"separable-column": "column", "flat-row": "row", "flat-column": "column"},
    },
}


@pytest.mark.parametrize("section", MARKS)
def test_a_label_says_what_it_is_of(section: str) -> None:
    said = text.section(section)
    wrong = {name: said[name] for name, mark in MARKS[section].items() if mark not in said[name]}
    assert wrong == {}


# Names whose words are the names themselves: what is counted, and all types, wherever they stand.
LIKE_NAMES = {
    "count": "",
    "type": "",
    "changes": "",
    "network": "",
    "tick": "type-",
    "mark": "type-",
}
OTHERWISE = {"squeeze-excitation": "squeeze-and-excitation", "3d": "3-d", "axes": "axes"}
OTHERWISE |= {"inception-v3": "inception-v2-v3"}


@pytest.mark.parametrize("section", LIKE_NAMES)
def test_words_are_those_of_the_name(section: str) -> None:
    for name, words in text.section(section).items():
        if name.startswith(LIKE_NAMES[section]) and not name.endswith("-one"):
            wanted = name.removeprefix(LIKE_NAMES[section]).removesuffix("-other")
            found = words.replace("{number} ", "").lower().replace("×", "x")
            assert re.sub("[^a-z0-9]+", "-", found) == OTHERWISE.get(wanted, wanted)


def test_one_of_what_is_counted_is_one_of_the_same() -> None:
    said = text.section("count")
    for name, words in said.items():
        if name.endswith("-one"):
            several = said[f"{name.removesuffix('one')}other"]
            assert words[:-2] == several[: len(words) - 2], "axis, axes; row, rows"


def test_frameworks_and_sections_have_their_own_names() -> None:
    assert {name.lower() for name in FRAMEWORKS.values()} == FRAMEWORKS.keys()
    assert all(name == title.lower() for name, title in FRAMEWORKS.items())
    headings = {name: text.say(key) for name, key in HEADINGS.items()}
    assert headings["questions"] == "Check yourself"
    assert headings["code"] == "The same layer as code"
    assert {text.say(WORDS[name]) for name in ("csv", "markdown")} == {"CSV", "Markdown"}


def test_sobel_kernels_find_what_changes_the_way_that_they_say() -> None:
    down, across = np.mgrid[:3, :3]
    for name, changing, still in (("sobel-x", across, down), ("sobel-y", down, across)):
        kernel: Any = kernels.KERNELS[name]((3, 3))
        assert np.sum(kernel * changing) != 0
        assert np.sum(kernel * still) == 0
        way = {"sobel-x": "across", "sobel-y": "down"}[name]
        assert text.say(f"named.{name}").endswith(way)


WAY = [
    *("1 · Convolution and correlation", "2 · Convolution, one channel"),
    *("6 · Convolution arithmetic", "7 · Transposed convolution", "8 · Dilated convolution"),
    *("3 · Convolution, many channels", "4 · Convolution in 3-D", "5 · 1×1 convolution"),
    *("9 · Spatially separable convolution", "10 · Depthwise convolution"),
    *("11 · Depthwise separable convolution", "12 · Flattened convolution"),
    *("13 · Grouped convolution", "14 · Shuffled grouped convolution"),
    *("15 · Pointwise grouped convolution", "16 · Multi-branch convolution (Inception)"),
    *("17 · Deformable convolution", "18 · Squeeze-and-excitation", "19 · All types compared"),
]


def test_lessons_are_called_by_their_numbers_and_titles() -> None:
    called = [numbered(each, "en") for lessons in path().values() for each in lessons]
    assert called == WAY


def test_a_type_on_the_map_leads_to_the_lesson_of_its_number() -> None:
    numbers = {each.slug: each.order for lessons in path().values() for each in lessons}
    for each in network_map("en")["types"]:
        if each["link"]:
            slug, said = each["link"]
            assert said == f"Lesson {numbers[slug]}"


def numbers_in(thing: Any) -> set[int]:
    """The whole numbers of a value, however deep."""
    if isinstance(thing, int | np.integer) and not isinstance(thing, bool):
        return {int(thing)}
    return set().union(*map(numbers_in, thing)) if isinstance(thing, tuple | list) else set()


# Numbers that are no sizes: degrees, a lesson's number, an answer, a version, what they come to.
NO_SIZES = {
    **{"turn": {180}, "shuffle-six": {4}, "deformable-zero": {2}, "deformable-scale": {2}},
    **{"deformable-mask": {2}, "se-zero": {0}, "se-counted": {256}},
}


def sizes_of(lesson: Lesson, preset: Preset) -> set[int]:
    """All sizes that a preset has, set or come out."""
    values = lesson.values(preset=preset.name)
    scene = lesson.stage(values)
    shapes = [panel.values.shape for panel in scene.panels]
    return numbers_in([*values.values(), *shapes, scene.output.shape])


@each_lesson
def test_the_numbers_in_a_presets_name_are_its_sizes(lesson: Lesson) -> None:
    for preset in lesson.presets:
        said = {int(each) for each in re.findall(r"\d+", text.say(f"control.preset-{preset.name}"))}
        wrong = said - sizes_of(lesson, preset) - NO_SIZES.get(preset.name, set())
        assert wrong == set(), preset.name


# What stands before or behind a number of a parameter.
NAMED = {
    **{"groups": r"(\d+) groups?\b", "channels": r"(\d+) channels", "reduction": r"\br (\d+)"},
    **{"stride": r"stride (\d+)", "padding": r"padding (\d+)", "kernel": r"kernel (\d+)"},
}


@each_lesson
def test_a_parameter_in_a_presets_name_has_its_number(lesson: Lesson) -> None:
    for preset in lesson.presets:
        values = lesson.values(preset=preset.name)
        for name, pattern in NAMED.items():
            said = re.findall(pattern, text.say(f"control.preset-{preset.name}"))
            if (
                name in values and said and preset.name != "se-counted"
            ):  # where it is counted in full
                assert {*map(int, said)} == numbers_in([values[name]]), preset.name


@each_lesson
def test_sums_in_the_prose_add_up(lesson: Lesson) -> None:
    for name, section in text.prose(lesson.slug).items():
        if name in ("questions", "references"):
            continue
        parts = re.sub(r"\*\*|:\w+\[|\]", "", section).split(" = ")
        for before, after in pairwise(parts):
            if re.search(r"\w\([^()]*\)$", before):  # of a function
                continue
            found = worked_out(before, last=True), worked_out(after, last=False)
            if None not in found:
                assert found[0] == pytest.approx(found[1], abs=0.05), (before[-60:], after[:30])


@each_lesson
def test_how_many_times_fewer_is_said_of_numbers_that_are_told(lesson: Lesson) -> None:
    """“… = **10,275** products instead of 86,400: 8.4 times fewer”."""
    for section in text.prose(lesson.slug).values():
        for told, few, times in re.findall(
            r"((?:[^\n]*?)\*\*([\d,]+)\*\*[^\n]*?)(\d+\.\d) times fewer", section
        ):
            counts = [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\d", told)]
            ratios = [f"{count / int(few.replace(',', '')):.1f}" for count in counts]
            assert times in ratios, told[-90:]


def test_no_two_labels_have_changed_places() -> None:
    """Neither has the last word of its own name, and each has that of the other's."""
    for section in ("control", "cost", "mark", "named", "panel", "path", "player", "prose", "tick"):
        said = {name: f" {words.lower()} " for name, words in text.section(section).items()}
        last = {name: re.split("[-_]", name)[-1] for name in said}
        lost = [name for name, words in said.items() if last[name] not in words]
        swapped = [
            (one, other)
            for one, other in combinations(lost, 2)
            if last[one] in said[other] and last[other] in said[one]
        ]
        assert swapped == ([("no-shuffle", "reach-without")] if section == "mark" else [])
