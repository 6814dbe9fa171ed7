"""The reader's language, the first that is known of what the address and the browser ask for."""

from __future__ import annotations

import streamlit as st

from convlib import text
from convlib.errors import ConvError


def present_language() -> str:
    """The first of the reader's languages that the catalogue has."""
    wanted = (st.query_params.get("lang"), st.context.locale)
    for language in wanted:
        short = (language or "").split("-")[0].lower()
        if short in text.languages():
            return short
    return text.DEFAULT


def tell(problem: ConvError, language: str) -> str:
    """An error's sentence that names its parameter as the page does."""
    try:
        label = text.say(f"control.{problem.parameter}", language)
    except KeyError:
        label = problem.parameter
    return text.say(f"error.{problem.key}", language, **{"parameter": label, **problem.details})
