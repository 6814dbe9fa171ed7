"""Every word that a person reads: one catalogue and one prose file a lesson, for each language.

``assets/text/<language>/words.toml`` holds the sentences that all lessons share, ``<slug>.toml``
beside it those of one lesson, ``<slug>.md`` its prose. A language is a folder; what it doesn't say
yet is said in English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

PACKAGE = Path(__file__).resolve().parent
# Beside the package in a checkout, within it where it is installed.
ASSETS = next(
    folder for folder in (PACKAGE / "assets", PACKAGE.parent / "assets") if folder.is_dir()
)
FOLDER = ASSETS / "text"
DEFAULT = "en"
COUNTED = re.compile(r"\{\w+:")  # a value behind which stands what it counts


def languages() -> tuple[str, ...]:
    """The languages that have a folder, English first.

    Example:
        >>> languages()[0]
        'en'
    """
    found = sorted(path.parent.name for path in FOLDER.glob("*/words.toml"))
    return tuple(sorted(found, key=lambda language: language != DEFAULT))


def say(key: str, language: str = DEFAULT, **values: object) -> str:
    """The catalogue's sentence under a key, with the values put in as ``filled`` does.

    Raises:
        KeyError: No language has the key; a fault of the program, never of its user.

    Example:
        >>> say("tick.row", number=2)
        'row 2'
    """
    table = words(language)
    template = table[key] if key in table else words(DEFAULT)[key]
    return filled(template, language, **values) if values else template


def filled(template: str, language: str = DEFAULT, **values: object) -> str:
    """A sentence with the values put in; behind a colon may stand what a value counts.

    There are two words for that, ``count.<name>-one`` and ``count.<name>-other``.

    Raises:
        KeyError: A value is missing.

    Example:
        >>> filled("It has {rows:rows} and {columns:columns}.", rows=1, columns=4)
        'It has 1 row and 4 columns.'
    """
    if not COUNTED.search(template):
        return template.format(**values)  # in a tenth of the time
    return _Sentence(language).vformat(template, (), values)


class _Sentence(Formatter):
    """Puts values into sentences; what is counted in the singular or the plural."""

    def __init__(self, language: str) -> None:
        self.table = section("count", language)

    def format_field(self, value: object, spec: str) -> str:
        """One value as text; the spec is Python's, or names what is counted."""
        if f"{spec}-other" not in self.table:
            return str(super().format_field(value, spec))
        form = "one" if str(value) == "1" else "other"
        return self.table[f"{spec}-{form}"].format(number=value)


@cache
def words(language: str = DEFAULT) -> dict[str, str]:
    """The whole catalogue of a language, flat: ``{"tick.row": "row {number}"}``."""
    table: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        table |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return table


@cache
def section(name: str, language: str = DEFAULT) -> dict[str, str]:
    """All sentences of one section of the catalogue, by their names within it."""
    table = words(DEFAULT) | words(language)
    start = f"{name}."
    return {key.removeprefix(start): value for key, value in table.items() if key.startswith(start)}


def _flat(table: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


@cache
def prose(slug: str, language: str = DEFAULT) -> dict[str, str]:
    """A lesson's prose by section: the Markdown under each ``## section`` heading.

    What stands before the first heading is the section ``"idea"``.

    Raises:
        FileNotFoundError: The lesson has no prose in any language.

    Example:
        >>> list(prose("single-channel"))[:2]
        ['title', 'idea']
    """
    path = FOLDER / language / f"{slug}.md"
    if not path.is_file():
        path = FOLDER / DEFAULT / f"{slug}.md"
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    sections = {"title": title.removeprefix("# ").strip()}
    name = "idea"
    for block in ("\n" + body).split("\n## "):
        if name == "idea" and "idea" not in sections:
            sections["idea"] = block.strip()
            continue
        name, _, content = block.partition("\n")
        sections[name.strip()] = content.strip()
    return sections


def questions(slug: str, language: str = DEFAULT) -> dict[str, tuple[str, str]]:
    """A lesson's questions by name: what is asked, and why the answer is what it is.

    In the prose each is a line of the section ``questions``, ``- name: asked | why``.

    Example:
        >>> sorted(questions("single-channel"))[0]
        'corner'
    """
    found = {}
    for line in prose(slug, language)["questions"].splitlines():
        name, colon, rest = line.removeprefix("- ").partition(": ")
        asked, bar, why = rest.partition(" | ")
        if colon and bar:
            found[name] = (asked, why)
    return found
