"""Questions about what is on screen: the answers are worked out, so they change with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from convlib import Lesson, text
from convlib.controls.tell import tell
from convlib.errors import ConvError
from convlib.lesson import Question, Values
from convlib.numerals import MINUS, exact, is_right, read_answer
from pages.parts.marks import filled, html_of

LARGE = 10_000  # from here on digits are hard to count
ASKED = "?"  # in place of the answer
Details = Callable[[Values], Mapping[str, object]]


def questions(lesson: Lesson, values: Values, language: str) -> list[tuple[str, str]]:
    """What is asked about a state: the name of each question, and its sentence as HTML."""
    words = _words(lesson.slug, language)
    asked_now = [each for each in lesson.questions if each.asked(values)]
    known: dict[Details, Mapping[str, object]] = {}  # many questions speak of the same numbers
    found = []
    for number, question in enumerate(asked_now, start=1):
        sentence = words[question.name][0]
        # Working details out costs more than all the rest, and few questions name any.
        if "{" in sentence:
            if question.details not in known:
                known[question.details] = _written(question.details(values))
            sentence = filled(sentence, language, known[question.details])
        found.append((question.name, f"<b>{number}.</b> {sentence}"))
    return found


def reply(lesson: Lesson, name: str, typed: str, values: Values, language: str) -> tuple[str, bool]:
    """What is said of an answer, as HTML with the reason folded away, and whether it is right.

    Args:
        lesson: Whose question it is.
        name: The question's.
        typed: The answer.
        values: Of the state that the question is about.
        language: Of the words.

    Raises:
        KeyError: Nothing of that name is asked.
    """
    asked = {each.name: each for each in lesson.questions if each.asked(values)}
    why = _words(lesson.slug, language)[name][1]
    return _said(typed, asked[name], values, why, language)


def _said(
    typed: str, question: Question, values: Values, why: str, language: str
) -> tuple[str, bool]:
    """What is said: beside an answer that is not right stands how it is worked out, unanswered."""
    if not typed.strip():
        return f"<p><b>{escape(text.say('quiz.empty', language))}</b></p>", False
    try:
        given = read_answer(typed)
    except ConvError as error:
        return f"<p><b>{escape(tell(error, language))}</b></p>", False
    answer = question.answer(values)
    details = {**_written(question.details(values)), "answer": _grouped(answer)}
    reason = filled(why, language, details)
    working = filled(why, language, {**details, "answer": ASKED})
    right = is_right(given, answer)
    hint = "" if right else f"<p>{working}</p>"
    summary = escape(text.say("quiz.why", language))
    said = (
        f"<p>{verdict(given, answer, language)}</p>{hint}"
        f'<details class="why"><summary>{summary}</summary><p>{reason}</p></details>'
    )
    return said, right


def verdict(given: float, answer: float, language: str) -> str:
    """Right or wrong in words, so that it isn't told by colour alone.

    Example:
        >>> verdict(9, 9, "en"), verdict(12, 9, "en")
        ('<b>Right.</b>', '<b>Not quite:</b> it is less than 12.')
    """
    if is_right(given, answer):
        return html_of(text.say("quiz.right", language))
    key = "quiz.less" if given > answer else "quiz.greater"
    return filled(html_of(text.say(key, language)), language, {"given": exact(given)})


def _written(details: Mapping[str, object]) -> dict[str, object]:
    """The details, their whole numbers as they are read."""
    return {
        name: _grouped(value) if isinstance(value, int) else value
        for name, value in details.items()
    }


def _grouped(number: float) -> str:
    """A number in full, a large whole one in groups of three digits, as on the stage.

    Example:
        >>> _grouped(120422400), _grouped(1024), _grouped(-4)
        ('120,422,400', '1024', '−4')
    """
    if float(number).is_integer() and abs(number) >= LARGE:
        return f"{int(number):,}".replace("-", MINUS)
    return exact(number)


@cache
def _words(slug: str, language: str) -> dict[str, tuple[str, str]]:
    """A lesson's questions by name, as HTML: what is asked, and why the answer is what it is."""
    found = text.questions(slug, language)
    return {name: (html_of(asked), html_of(why)) for name, (asked, why) in found.items()}
