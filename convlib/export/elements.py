"""A figure as the elements of an SVG: each shape once, and where it stands, in what colours."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform
from PIL import Image

from convlib.ops import Array

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
COMMANDS = {int(Path.MOVETO): "M", int(Path.LINETO): "L", int(Path.CURVE4): "C"}
POINTS = 72  # to the inch


@dataclass(frozen=True)
class Element:
    """One thing that is drawn.

    Attributes:
        name: What it is: its artist's gid, and which of the artist's parts it is.
        tag: ``"use"`` of a shape, ``"line"``, ``"text"`` or ``"image"``; ``"g"`` of several.
        attributes: Where it stands, and how it looks.
        text: What is written.
        inside: What it is made of.
    """

    name: str
    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A figure's elements.

    Attributes:
        width: In pixels.
        height: In pixels.
        elements: From back to front.
        shapes: Per name that elements use the path from its first point, which is the origin.
    """

    width: int
    height: int
    elements: list[Element]
    shapes: dict[str, str]


def drawing(figure: Figure, shapes: dict[str, str] | None = None) -> Drawing:
    """What a figure draws.

    Args:
        figure: Its dots are the pixels.
        shapes: Those of other figures, which are added to; None to begin anew.

    Example:
        >>> from convlib.render.figure import figure
        >>> import convlib
        >>> drawn = drawing(figure(convlib.lesson("single-channel").build(), step=0))
        >>> [each.text for each in drawn.elements if each.name.startswith("title")]
        ['Input', 'Kernel', 'Output']
    """
    recorder = _Recorder(figure, {} if shapes is None else shapes)
    figure.draw(recorder)
    named = {name: path for path, name in recorder.shapes.items()}
    return Drawing(recorder.width, recorder.height, recorder.elements, named)


class _Recorder(RendererBase):
    """Notes what matplotlib's artists draw."""

    def __init__(self, figure: Figure, shapes: dict[str, str]) -> None:
        super().__init__()
        self.width, self.height = (int(side) for side in figure.bbox.size)
        self.dpi, self.shapes, self.elements = figure.dpi, shapes, list[Element]()
        self._name, self._count = "", 0

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.dpi / POINTS

    def get_text_width_height_descent(self, s: str, *_: Any) -> tuple[float, float, float]:
        return float(len(s)), 1, 0  # nobody asks: texts stand where their artists are anchored

    def open_group(self, s: str, gid: str | None = None) -> None:
        self._name, self._count = gid or s, 0

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib calls it so
    ) -> None:
        look = {"fill": "none", **_fill(rgbFace)} | self._stroke(gc)
        clean = path.cleaned(transform, remove_nans=True, curves=True)
        codes = np.asarray(clean.codes)[:-1].tolist()  # less the one that says that it ends
        points = self._flipped(np.asarray(clean.vertices)[:-1])
        if not codes or (look.keys() == {"fill"} and look["fill"] == "none"):
            self._count += 1  # those that are seen keep their names when others come and go
            return
        if look["fill"] == "none" and codes == [Path.MOVETO, Path.LINETO]:
            del look["fill"]
            ends = dict(zip(("x1", "y1", "x2", "y2"), map(_written, points.flat), strict=True))
            self._add("line", ends | look)
            return
        shape = _commands(codes, points - points[0])
        name = self.shapes.setdefault(shape, f"s{len(self.shapes)}")
        x, y = map(_written, points[0])
        self._add("use", {"href": f"#{name}", "x": x, "y": y, **look})

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,  # noqa: ARG002 - a text stands where it is anchored
        y: float,  # noqa: ARG002
        s: str,
        prop: Any,
        angle: float,  # noqa: ARG002 - none is turned
        ismath: Any = False,  # noqa: ARG002 - none is a formula
        mtext: Text | None = None,
    ) -> None:
        assert mtext is not None
        place = mtext.get_transform().transform(mtext.get_unitless_position())
        across, down = self._flipped(place[None])[0]
        look = {
            "x": _written(across),
            "y": _written(down),
            "font-size": _written(self.points_to_pixels(prop.get_size_in_points())),
            "font-weight": str(prop.get_weight()),
            "text-anchor": ANCHORS[mtext.get_horizontalalignment()],
            "fill": to_hex(gc.get_rgb()),
        }
        self._add("text", look, s)

    def draw_quad_mesh(self, *given: Any, **_: Any) -> None:
        _, transform, columns, rows, corners, _, _, colours, *_rest = given
        flat = self._flipped(transform.transform(corners.reshape(-1, 2)))
        (x, y), (right, bottom) = flat.min(axis=0), flat.max(axis=0)
        pixels = np.rint(np.asarray(colours)[:, :3] * 255).astype(np.uint8)
        place = {"x": x, "y": y, "width": right - x, "height": bottom - y}
        look = {name: _written(number) for name, number in place.items()}
        href = _picture(pixels.reshape(rows, columns, 3))
        self._add("image", {"href": href, **look, "preserveAspectRatio": "none"})

    def _add(self, tag: str, attributes: dict[str, str], text: str = "") -> None:
        self.elements.append(Element(f"{self._name}.{self._count}", tag, attributes, text))
        self._count += 1

    def _stroke(self, gc: GraphicsContextBase) -> dict[str, str]:
        """How a line looks; nothing where there is none."""
        width = self.points_to_pixels(gc.get_linewidth())
        if not width or (len(gc.get_rgb()) > 3 and not gc.get_rgb()[3]):
            return {}
        look = {"stroke": to_hex(gc.get_rgb()), "stroke-width": _written(width)}
        offset, dashes = gc.get_dashes()
        if dashes is not None:
            lengths = self.points_to_pixels(np.array(dashes))
            look["stroke-dasharray"] = " ".join(map(_written, lengths))
            if offset:
                look["stroke-dashoffset"] = _written(self.points_to_pixels(offset))
        cap, join = gc.get_capstyle(), gc.get_joinstyle()
        if cap != "butt":
            look["stroke-linecap"] = "square" if cap == "projecting" else cap
        if join != "miter":
            look["stroke-linejoin"] = join
        return look

    def _flipped(self, points: Array) -> Array:
        """Points as an SVG counts them, from the top."""
        return np.stack([points[:, 0], self.height - points[:, 1]], axis=1)


def _commands(codes: list[int], points: Array) -> str:
    """A path as it is written; a command that comes again isn't named again."""
    parts, before = list[str](), 0
    for code, (x, y) in zip(codes, points.tolist(), strict=True):
        if code == Path.CLOSEPOLY:
            parts.append("Z")
        else:
            parts.append(f"{' ' if code == before else COMMANDS[code]}{_written(x)},{_written(y)}")
        before = code
    return "".join(parts)


def _fill(colour: Any) -> dict[str, str]:
    """What fills a shape; nothing for what is seen through."""
    if colour is None or (len(colour) > 3 and not colour[3]):
        return {}
    return {"fill": to_hex(colour)}


def _picture(pixels: Array) -> str:
    """Pixels as the address of a picture that is the picture itself."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _written(number: float) -> str:
    """A number of pixels, to a hundredth."""
    written = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
