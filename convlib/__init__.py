"""Every type of convolution, computed and shown step by step."""

from convlib.errors import ConvError
from convlib.lesson import Lesson, all_lessons, lesson
from convlib.ops import conv
from convlib.trace import Trace, conv_trace
from convlib.view import view

__all__ = ["ConvError", "Lesson", "Trace", "all_lessons", "conv", "conv_trace", "lesson", "view"]
