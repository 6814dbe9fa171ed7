"""The one error class: what is wrong, which parameter, and what would work."""

from __future__ import annotations

from collections.abc import Mapping

from convlib import text


class ConvError(ValueError):
    """Say in one sentence what is wrong, naming the parameter and what would work.

    The sentence lives in the catalogue under ``error.<key>`` so that an interface can show it in
    its own language; ``str()`` gives the English one.

    Args:
        key: The sentence's name in the catalogue.
        parameter: The parameter that is wrong, as the caller wrote it.
        **details: The values that the sentence names.

    Example:
        >>> str(ConvError("below-one", parameter="stride", value=0))
        'stride is 0, but it has to be 1 or more.'
    """

    def __init__(self, key: str, *, parameter: str, **details: object) -> None:
        self.key = key
        self.parameter = parameter
        self.details = details
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """The sentence in the given language."""
        return text.say(f"error.{self.key}", language, parameter=self.parameter, **self.details)

    def named(self, names: Mapping[str, str]) -> ConvError:
        """The same error, its parameter called as an interface calls it.

        Args:
            names: What the interface calls parameters; those that it doesn't name stay.

        Example:
            >>> str(ConvError("below-one", parameter="by", value=0).named({"by": "--by"}))
            '--by is 0, but it has to be 1 or more.'
        """
        name, details = names.get(self.parameter, self.parameter), dict(self.details)
        if "other" in details:  # which is one too
            details["other"] = names.get(str(details["other"]), details["other"])
        return ConvError(self.key, parameter=name, **details)
