"""What is to be predicted at a moment: the results of a step, and at first the size of all."""

from __future__ import annotations

from convlib.picture.equation import Group, Token
from convlib.picture.scene import Scene
from convlib.picture.states import States

ASKED = "?"


def is_sized(scene: Scene, step: int, term: int | None) -> bool:
    """Whether at a moment the size of what comes out is still to be predicted: at the first one."""
    return step == 0 and not term and any(scene.panels[at].size_note.strip() for at in made(scene))


def made(scene: Scene) -> list[int]:
    """The panels that are made, rather than given."""
    panels = zip(scene.panels, scene.first_cells, strict=True)
    return [
        at
        for at, (panel, first) in enumerate(panels)
        if panel.role in ("output", "middle") and scene.since[first] >= 0
    ]


def leave_open(scene: Scene, step: int, parts: States) -> None:
    """Cover the result of a step; of a stamp, all that it makes."""
    if scene.lists(step):
        parts.asides.clear()  # they would give it away
        parts.parts.clear()
    rows = scene.terms(step)
    outs, made_here = scene.out[rows].tolist(), list(scene.made.get(step, ()))
    if rows.start < rows.stop:
        several = scene.lists(step) or scene.is_abreast(step)
        others = [cell for cell in outs if scene.role(cell) == "output"]
        made_here = outs if several else [int(scene.dst[step]), *others]
    for cell in made_here:
        parts.states[cell] = "partial"
        parts.shown[cell] = ASKED


def unanswered(scene: Scene, step: int, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """An equation whose result is still to come, and all else that isn't known yet."""
    name = groups[0][0] if groups else None

    def covered(token: Token) -> Token:
        if token is name:
            return token
        is_open = token.cell >= 0 and scene.since[token.cell] > step
        text = ASKED if token.role == "result" or is_open else token.text
        return token._replace(text=text, below="", role=token.was or token.role)

    return tuple(tuple(map(covered, group)) for group in groups)
