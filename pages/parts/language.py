"""The reader's language, the first that is known of what the address and the browser ask for."""

from __future__ import annotations

import streamlit as st

from convlib import text


def present_language() -> str:
    """The first of the reader's languages that the catalogue has."""
    wanted = (st.query_params.get("lang"), st.context.locale)
    for language in wanted:
        short = (language or "").split("-")[0].lower()
        if short in text.languages():
            return short
    return text.DEFAULT
