"""Drawings that follow each other as one: each thing once, with all that changes about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from convlib.export.elements import Element

# What makes one thing another, rather than the same one changed.
LASTING = ("href", "font-weight", "text-anchor", "stroke-dasharray", "stroke-linecap")
PLACED = ("borders", "dashes", "hatching")  # of whichever cells have them: known by their places
Key = tuple[str, ...]


@dataclass(eq=False)
class Track:
    """One thing through all drawings.

    Attributes:
        element: As it is at first.
        looks: Its attributes, by the number of the drawing from which on it has them.
        spans: In which drawings it is there: the first, and the one after the last.
    """

    element: Element
    looks: dict[int, dict[str, str]] = field(default_factory=dict)
    spans: list[list[int]] = field(default_factory=list)

    def add(self, number: int, element: Element) -> None:
        """Say how it is in the next drawing that it is in."""
        if not self.looks or next(reversed(self.looks.values())) != element.attributes:
            self.looks[number] = element.attributes
        if self.spans and self.spans[-1][1] == number:
            self.spans[-1][1] = number + 1
        else:
            self.spans.append([number, number + 1])

    def is_in(self, number: int) -> bool:
        """Whether it is in a drawing."""
        return any(first <= number < end for first, end in self.spans)

    def changing(self) -> Iterator[str]:
        """The names of the attributes that change."""
        for name in self.element.attributes:
            if len({look[name] for look in self.looks.values()}) > 1:
                yield name


class Tracks:
    """The tracks of drawings that are added one by one, from back to front."""

    def __init__(self) -> None:
        self.listed: list[Track] = []
        self._known: dict[Key, list[Track]] = {}

    def add(self, number: int, elements: list[Element]) -> None:
        """Add a drawing; what stands between two others in it does so from now on."""
        places = {id(track): place for place, track in enumerate(self.listed)}
        last, new = -1, dict[int, list[Track]]()
        for element in elements:
            known = self._known.setdefault(_key(element), [])
            track = next((each for each in known if places.get(id(each), -1) > last), None)
            if track is None:
                track = Track(element)
                known.append(track)
                new.setdefault(last, []).append(track)
            else:
                last = places[id(track)]
            track.add(number, element)
        if new:
            behind = [new.get(at, []) for at in range(-1, len(self.listed))]
            kept = [[], *([track] for track in self.listed)]
            pairs = zip(kept, behind, strict=True)
            self.listed = [track for old, added in pairs for track in (*old, *added)]


def _key(element: Element) -> Key:
    """What a thing is known by from drawing to drawing."""
    name, _, _ = element.name.rpartition(".")
    attributes = element.attributes
    place = (attributes.get("x", ""), attributes.get("y", "")) if name in PLACED else ()
    lasting = (attributes.get(each, "") for each in LASTING)
    own = name if place else element.name
    inside = repr(element.inside)
    return own, element.tag, element.text, inside, *lasting, *place, *attributes
