"""An error is told with the names that its reader sees."""

from __future__ import annotations

from convlib.controls.tell import tell
from convlib.errors import ConvError


def test_a_parameter_is_called_as_its_control() -> None:
    error = ConvError("below-one", parameter="size", value=0)
    assert tell(error, "en") == "Input size is 0, but it has to be 1 or more."
    assert tell(error, "xx") == tell(error)


def test_what_has_no_control_is_called_as_it_was_typed() -> None:
    error = ConvError("unknown-name", parameter="colour", choices="size, stride")
    assert tell(error).startswith("“colour” is no parameter of this lesson")
