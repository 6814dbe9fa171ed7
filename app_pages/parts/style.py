"""The few rules by which the page differs from Streamlit's own look: more room for the stage."""

from __future__ import annotations

import streamlit as st

RULES = """
<style>
.stAppHeader { background: transparent; }
.stMainBlockContainer { padding: 2.6rem clamp(1rem, 4vw, 4rem) 4rem; max-width: 1680px; }
@media (max-width: 640px) { .stMainBlockContainer { padding-top: 3.8rem; } }
.stMainBlockContainer h1 { font-size: clamp(1.5rem, 2.4vw, 2.2rem); padding: 0 0 0.3rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; padding-top: 1rem; }
[data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] li { max-width: 46rem; }
</style>
"""

# In another page's frame there is nothing but the stage.
EMBEDDED = """
<style>
.stMainBlockContainer { padding: 0.75rem 1rem; max-width: none; }
</style>
"""


def apply(rules: str = RULES) -> None:
    """Put the rules on the page."""
    st.html(rules)


# Streamlit's names of the text colours that .streamlit/config.toml sets to the roles' colours.
COLOURS = {"input": "blue", "kernel": "orange", "middle": "violet", "output": "green"}


def coloured(prose: str) -> str:
    """Prose in which what is written as ``:input[these words]`` has the colour of what it names."""
    for role, colour in COLOURS.items():
        prose = prose.replace(f":{role}[", f":{colour}[")
    return prose
