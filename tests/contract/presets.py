"""What each preset stands for: links with its name rely on that, and so does its name.

    python -m tests.contract.presets

keeps what they stand for now; look at the difference first.
"""

from __future__ import annotations

from pathlib import Path

from convlib import Lesson, all_lessons

FILE = Path(__file__).with_suffix(".txt")


def kept() -> list[str]:
    """The lines that are kept."""
    return FILE.read_text(encoding="utf-8").splitlines()


def present() -> list[str]:
    """A line for each preset as it is now."""
    return [
        f"{lesson.slug} {preset.name}: {settings(lesson, preset.name)}"
        for lesson in all_lessons()
        for preset in lesson.presets
    ]


def settings(lesson: Lesson, preset: str) -> str:
    """Every setting of a preset as a link would say it."""
    values = lesson.values(preset=preset)
    said = [(param.name, param.write(values[param.name])) for param in lesson.params]
    opens = [(f"opens with {name}", value) for name, value in lesson.opens(values).items()]
    return " ".join(f"{name}={value}" for name, value in said + opens)


if __name__ == "__main__":
    FILE.write_text("\n".join([*present(), ""]), encoding="utf-8")
