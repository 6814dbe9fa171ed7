"""Matplotlib's own ways of making an animation, of artists that are ready."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from matplotlib import rc_context
from matplotlib.animation import FFMpegWriter, FuncAnimation, PillowWriter
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.figure import figure
from convlib.render.options import Options
from convlib.render.pixel_figure import DPI, POINTS
from convlib.render.slanted_sheet import INPUT, OUTPUT, SlantedSheet, fill_of

CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])


def as_on_screen(scene: Scene) -> tuple[Figure, list[Axes]]:
    """A figure, and per step what stands on it, as ``figure`` draws it."""
    painted = figure(scene, 0)
    FigureCanvasAgg(painted)
    stages = []
    for step in range(len(scene)):
        painted.paint(view(scene, step))
        stages.append(painted.axes[0])
        painted.delaxes(painted.axes[0])
    return painted, stages


def slanted(scene: Scene) -> tuple[Figure, list[Axes]]:
    """The same in the guide's look: polygons and lines."""
    sheet = SlantedSheet(scene, Options(slanted=True, numbers=False))
    painted = Figure(figsize=(sheet.width / DPI, sheet.height / DPI), dpi=DPI)
    FigureCanvasAgg(painted)
    stages = []
    for step in range(len(scene)):
        axes = painted.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
        moment = view(scene, step)
        frames = []
        for panel, plane, boxes in zip(
            (INPUT, OUTPUT), sheet.planes, (moment.windows, moment.rings), strict=True
        ):
            cells = [cell for cell in moment.cells if cell.panel == panel]
            shapes = [_cell(at, plane.columns, plane.at) for at in range(len(cells))]
            fills = [sheet.fills[fill_of(cell)] for cell in cells]
            edge = sheet.fills[("input", "kernel", "output")[panel]]
            style: dict[str, Any] = {
                "linewidths": 1.2 * POINTS,
                "edgecolors": edge,
                "zorder": panel,
            }
            axes.add_collection(PolyCollection(shapes, facecolors=fills, **style))
            frames.append(plane.corners(boxes[0], moment.corners[panel]))
        lines = LineCollection(
            list(np.stack(frames, axis=1)), colors=sheet.fills["kernel"], zorder=1
        )
        axes.add_collection(lines)
        stages.append(axes)
        painted.delaxes(axes)
    return painted, stages


def animation(painted: Figure, stages: list[Axes], path: Path) -> Callable[[], None]:
    """What draws and writes an animation: a GIF, or a film."""

    def show(step: int) -> list[Artist]:
        for axes in painted.axes:
            painted.delaxes(axes)
        painted.add_axes(stages[step])
        return []

    def animate() -> None:
        made = FuncAnimation(painted, show, frames=len(stages))
        writer = PillowWriter(fps=1) if path.suffix == ".gif" else FFMpegWriter(fps=1)
        with rc_context({"animation.ffmpeg_path": imageio_ffmpeg.get_ffmpeg_exe()}):
            made.save(path, writer=writer, dpi=DPI)

    return animate


def _cell(number: int, columns: int, at: Callable[[Array], Array]) -> Array:
    """The corners of a cell of a plane."""
    row, column = divmod(number, columns)
    return at(CORNERS + np.array([column, row]))
