"""The page that shows a course: of every preset a picture, which leads to its file.

Beside it lies the folder ``looks``: the pictures, on light and on dark ground, and the typeface.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from convlib.cli.folders import Folders
from convlib.cli.prose import html
from convlib.cli.works import Work
from convlib.errors import ConvError
from convlib.export.save import replacing
from convlib.path import path
from convlib.render.film import Film
from convlib.render.fonts import file as font_file
from convlib.render.raster import image_of
from convlib.render.theme import theme
from convlib.text import DEFAULT, prose, say

LOOKS = "looks"
WIDTH = 480  # of a picture, in pixels
THEMES = ("light", "dark")
WEIGHTS = (400, 600)
ROLES = ("ground", "ink", "muted", "line", "input", "kernel", "middle", "output")


class Index:
    """A course's page, and what it needs beside it.

    Args:
        folder: Of the course.
        folders: Make those in it.
    """

    def __init__(self, folder: Path, folders: Folders) -> None:
        self.folder, self._folders = folder, folders
        self._cards: dict[str, list[str]] = {}

    def show(self, work: Work) -> None:
        """Add a file that has been written.

        Raises:
            ConvError: Its picture can't be written.
        """
        origin = work.scene.origin
        assert origin
        self._folders.make(self.folder / LOOKS)
        name, step = work.path.stem, len(work.scene) // 2
        for ground in THEMES:
            shown = self.folder / LOOKS / f"{origin.slug}-{name}-{ground}.png"
            size = _paint(work, ground, step, shown)
        words = {"lesson": prose(origin.slug)["title"], "preset": say(f"control.preset-{name}")}
        alt = say("course.picture", step=step + 1, steps=len(work.scene), **words)
        card = _card(work.path.relative_to(self.folder), shown, alt, words["preset"], size)
        self._cards.setdefault(origin.slug, []).append(card)

    def write(self) -> Path:
        """Write the page; gives its path.

        Raises:
            ConvError: It can't be written.
        """
        for weight in WEIGHTS:
            own = font_file(weight)
            _copy(own, self.folder / LOOKS / own.name)
        _copy(font_file(WEIGHTS[0]).with_name("OFL.txt"), self.folder / LOOKS / "OFL.txt")
        target = self.folder / "index.html"
        with replacing(target) as file:
            file.write("\n".join(self._page()).encode())
        return target

    def _page(self) -> Iterator[str]:
        title, about = escape(say("app.name")), escape(say("course.about"))
        yield f'<!doctype html>\n<html lang="{DEFAULT}">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>"
        yield f"<header>\n<h1>{title}</h1>\n<p>{about}</p>\n</header>"
        yield f'<nav aria-label="{escape(say("course.contents"))}">'
        for group, lessons in path().items():
            links = (f'<li><a href="#{each.slug}">{_title(each.slug)}</a></li>' for each in lessons)
            yield f"<div>\n<h2>{escape(say(f'path.{group}'))}</h2>\n<ul>"
            yield from links
            yield "</ul>\n</div>"
        yield "</nav>\n<main>"
        for each in (each for lessons in path().values() for each in lessons):
            number = say("path.title", number=each.order, title=_title(each.slug))
            yield f'<section id="{each.slug}">\n<h2>{number}</h2>'
            yield f"<p>{html(prose(each.slug)['idea'])}</p>\n<ul>"
            yield from self._cards[each.slug]
            yield "</ul>\n</section>"
        yield "</main>\n</body>\n</html>\n"


def _title(slug: str) -> str:
    return escape(prose(slug)["title"])


def _card(file: Path, shown: Path, alt: str, words: str, size: tuple[int, int]) -> str:
    """A preset: its picture, which leads to the file, and its words."""
    dark = f"{LOOKS}/{shown.name}"
    light = dark.replace(f"-{THEMES[1]}.png", f"-{THEMES[0]}.png")
    return (
        f'<li><a href="{file.as_posix()}"><picture>'
        f'<source media="(prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" width="{size[0]}" height="{size[1]}" alt="{escape(alt)}"'
        f' loading="lazy"></picture><span>{escape(words)}</span></a></li>'
    )


def _paint(work: Work, ground: str, step: int, target: Path) -> tuple[int, int]:
    """Write the picture of a step; gives its size."""
    options = work.job.options
    look: dict[str, Any] = {
        "show": options.show,
        "hues": options.hues,
        "theme": ground,
        "equation": False,
    }
    try:
        film = Film(work.scene, width=WIDTH, **look)
    except ConvError as error:
        if error.key != "too-narrow":
            raise
        film = Film(work.scene, width=error.details["least"], **look)
    picture = image_of(film.frame(step), film.palette.colours)
    with replacing(target) as file:
        picture.save(file, "PNG", optimize=True)
    return picture.size


def _copy(source: Path, target: Path) -> None:
    with replacing(target) as file:
        file.write(source.read_bytes())


def _style() -> str:
    """The theme's colours as variables, then the style sheet."""
    light, dark = (f":root {{ {_variables(name)} }}" for name in THEMES)
    sheet = Path(__file__).with_name("index.css").read_text(encoding="utf-8")
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n{sheet}"


def _variables(name: str) -> str:
    colours = theme(name).colours
    return " ".join(f"--{role}: {colours[role]};" for role in ROLES)
