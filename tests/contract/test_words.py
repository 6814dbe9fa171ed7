"""Every word that a lesson needs is there: its prose, and the names of all that it shows."""

from __future__ import annotations

import re

import pytest

from convlib import Lesson, all_lessons, text
from convlib.params import Choice
from tests.contract.states import accepted, each_lesson, views

SECTIONS = {"title", "idea", "why", "mistakes", "questions", "references"}
LONGEST_IDEA = 260  # characters, marks included: two lines and a bit beside the list of lessons


def test_lessons_are_told_apart() -> None:
    assert all_lessons()
    for names in ([each.slug for each in all_lessons()], [each.order for each in all_lessons()]):
        assert len(set(names)) == len(names)
    assert [each.order for each in all_lessons()] == sorted(each.order for each in all_lessons())
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.slug) for each in all_lessons())


@each_lesson
def test_names_within_a_lesson(lesson: Lesson) -> None:
    for names in ([p.name for p in lesson.params], [p.name for p in lesson.presets]):
        assert len(set(names)) == len(names)
    assert lesson.presets, "the first preset is the default state"
    assert lesson.write(lesson.values(preset=lesson.presets[0].name)) == {}


@each_lesson
def test_prose(lesson: Lesson) -> None:
    prose = text.prose(lesson.slug)
    assert set(prose) >= SECTIONS
    assert all(len(words) > 20 for name, words in prose.items() if name != "title")
    assert not any("TODO" in words for words in prose.values())
    named = {f"prose.{name}" for name in prose if name not in ("title", "idea", "questions")}
    assert named <= set(text.words())
    for language in text.languages():
        assert len(text.prose(lesson.slug, language)) == len(prose)


@each_lesson
def test_the_idea_is_one_sentence(lesson: Lesson) -> None:
    idea = text.prose(lesson.slug)["idea"]
    assert [end.start() for end in re.finditer(r"[.!?](?=\s|$)", idea)] == [len(idea) - 1]
    assert len(idea) < LONGEST_IDEA


@each_lesson
def test_every_name_that_is_chosen_has_words(lesson: Lesson) -> None:
    needed = {f"control.{param.name}" for param in lesson.params}
    needed |= {f"control.preset-{preset.name}" for preset in lesson.presets}
    for param in lesson.params:
        if isinstance(param, Choice):
            needed |= {f"control.{param.name}-{choice}" for choice in param.choices}
    for grid in lesson.grids().values():
        needed |= {f"named.{name}" for name in grid.names}
    assert needed - set(text.words()) == set()


@each_lesson
def test_every_name_that_is_shown_has_words(lesson: Lesson) -> None:
    """In every preset and every view, and where a parameter is as small or large as it may be."""
    needed = set[str]()
    for values in (*views(lesson), *(values for _, values in accepted(lesson))):
        scene = lesson.stage(values)
        needed |= {f"panel.{panel.name}" for panel in scene.panels}
        needed |= {f"tick.{tick.key}" for tick in scene.ticks}
        for layout in scene.layouts.values():
            needed |= {f"mark.{label.key}" for label in layout.labels if label.key}
            needed |= {f"mark.{bracket.key}" for bracket in layout.brackets if bracket.key}
        needed |= {f"size.{derivation.label}" for derivation in lesson.derive(values)}
        rows = lesson.costs(values)
        needed |= {f"cost.{name}" for row in rows for name in (row.label, row.chart) if name}
    assert needed - set(text.words()) == set()


# Works that are known by a name, and where they are published.
NAMED = {
    "3D U-Net": "1606.06650",
    "AlexNet": "4824-imagenet",
    "ASPP": "1606.00915",
    "C3D": "1412.0767",
    "ConvNeXt": "2201.03545",
    "DCGAN": "1511.06434",
    "DeepLab": "1606.00915",
    "EfficientNet": "1905.11946",
    "Eckart": "BF02288367",
    "FCN": "1411.4038",
    "GoogLeNet": "1409.4842",
    "I3D": "1705.07750",
    "Inception": "1409.4842",
    "Inception v3": "1512.00567",
    "LeCun": "10152820758292143",
    "LeNet": "5.726791",
    "MobileNet": "1704.04861",
    "Network in Network": "1312.4400",
    "ResNet": "1512.03385",
    "ShuffleNet": "1707.01083",
    "Sobel": r"Sobel",
    "U-Net": "1505.04597",
    "V-Net": "1606.04797",
    "VGG": "1409.1556",
    "WaveNet": "1609.03499",
    "Xception": "1610.02357",
    "deconvolutional networks": "CVPR.2010.5539957",
}


@each_lesson
def test_every_work_that_is_named_has_a_reference(lesson: Lesson) -> None:
    prose = text.prose(lesson.slug)
    told = "\n".join(words for name, words in prose.items() if name != "references")
    for name in sorted(NAMED, key=len, reverse=True):
        if name in told:
            assert NAMED[name] in prose["references"], name
            told = told.replace(name, "")


@each_lesson
def test_a_reference_has_authors_title_year_and_place(lesson: Lesson) -> None:
    links = re.compile(r"- (.+): (\[[^]]+\]\(https://\S+\)|\*[^*]+\*), .*\b(19|20)\d\d\b.*")
    for line in filter(None, text.prose(lesson.slug)["references"].splitlines()):
        assert links.fullmatch(line) or line.startswith("- NumPy: "), line
        assert line.endswith("."), line


def test_a_work_is_cited_alike_in_every_lesson() -> None:
    cited: dict[str, str] = {}
    for lesson in all_lessons():
        for line in text.prose(lesson.slug)["references"].splitlines():
            if found := re.match(r".*\((https://\S+)\), .*?\b(?:19|20)\d\d(?=[.:,])", line):
                assert cited.setdefault(found[1], found[0]) == found[0]


# Said in half a sentence in each lesson that uses them: a reader may open any of them first.
TERMS = (
    *("ReLU", "bottleneck", "commutative", "decoder", "deconvolution", "effective", "equivariance"),
    *("fully connected", "generator", "gradient", "gridding", "impulse response", "invariance"),
    *("pooling", "rank", "receptive field", "segmentation", "singular values", "standard layer"),
    *("time-invariant", "twin", "weight sharing"),
)


@each_lesson
@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_explained_where_it_is_used(lesson: Lesson, term: str) -> None:
    prose = text.prose(lesson.slug)
    told = "\n".join(prose[name] for name in prose if name not in ("title", "questions"))
    told = told.replace(prose["references"], "")
    used = re.search(rf"(?<!\w)\W?{term}\b", told, re.IGNORECASE)
    if used:
        named = term.replace("standard layer", r"standard\* layer")
        explained = rf"\*[^*\n]*{named}[^*\n]*\*|{named},? (\(|which)|{named}, in which"
        first = re.search(explained, told, re.IGNORECASE)
        assert first, term
        assert told.count("\n", 0, first.start()) <= told.count("\n", 0, used.start()), term
