"""What is said of a moment, for those who listen and for captions."""

from __future__ import annotations

from collections.abc import Iterator

from convlib import text
from convlib.controls.result import written_result
from convlib.lessons import lesson
from convlib.numerals import exact
from convlib.picture.scene import Scene


def title_of(scene: Scene, language: str = text.DEFAULT) -> str:
    """The title of a scene's lesson; what any scene is called where nobody says whose it is."""
    if scene.origin is None:
        return text.say("player.stage", language)
    return text.prose(scene.origin.slug, language)["title"]


def sentence(
    scene: Scene,
    step: int,
    term: int | None = None,
    *,
    covered: bool = False,
    language: str = text.DEFAULT,
) -> str:
    """A step in one sentence, as the player says it.

    Args:
        scene: What is staged.
        step: From 0.
        term: Up to which of its products it is told, from 0; None for the whole step.
        covered: Whether the result is to be predicted.
        language: Of the words.

    Example:
        >>> import convlib
        >>> sentence(convlib.lesson("single-channel").build(), 0)
        'Step 1 of 9: y[0, 0] is 12'
    """
    parts = {"step": step + 1, "steps": len(scene)}
    terms = scene.terms(step)
    if terms.start == terms.stop:
        tokens = scene.captions.get(step, ())
        said = "".join("?" if covered and role == "result" else each for each, role in tokens)
        return text.say("player.said", language, said=said.strip(), **parts)
    panel, number = scene.locate(int(scene.dst[step]))
    name = scene.panels[panel].name_of(number)
    if covered:
        return text.say("player.covered", language, name=name, **parts)
    if term is not None:
        so_far = {"value": exact(scene.sums[terms.start + term]), "term": term + 1}
        count = terms.stop - terms.start
        return text.say("player.term", language, name=name, terms=count, **so_far, **parts)
    value = exact(scene.sums[terms.stop - 1])
    return text.say("player.step", language, name=name, value=value, **parts)


def result_of(scene: Scene, language: str = text.DEFAULT) -> Iterator[list[tuple[str, str]]]:
    """What comes out of a scene's state: a formula or two in pieces, each with its role.

    Example:
        >>> import convlib
        >>> [line] = result_of(convlib.lesson("single-channel").build())
        >>> "".join(written for written, _ in line)
        'o = ⌊(5 + 2·0 − 3)/1⌋ + 1 = 3     81 products · 9 parameters'
    """
    if scene.origin is None:
        return
    chosen = lesson(scene.origin.slug)
    result = written_result(chosen.result(chosen.values(**scene.origin.state)), language)
    costs = [f"{result[name]:,} {unit}" for name, unit in result["units"].items() if unit]
    for number, line in enumerate(result["lines"], start=1):
        pieces = [each for group in line["groups"] for each in group["pieces"]]
        label = [(f"{line['label']}:  ", "muted")] if line["label"] else []
        told = (
            [("     " + " · ".join(costs), "muted")]
            if costs and number == len(result["lines"])
            else []
        )
        yield [*label, *((each["text"], each["role"]) for each in pieces), *told]
