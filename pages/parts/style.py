"""The few rules by which the page differs from Streamlit's own look: more room for the stage."""

from __future__ import annotations

import streamlit as st

from convlib.render.theme import theme

RULES = """
<style>
.stAppHeader { background: transparent; }
.stAppHeader, .stAppHeader * { pointer-events: none; }
.stAppHeader :is(button, a, [role="button"]), .stAppHeader button * { pointer-events: auto; }
.stMainBlockContainer { padding: 0.9rem clamp(1rem, 3.2vw, 4rem) 4rem; max-width: 1760px; }
[data-testid="stSidebar"]:not([data-collapsed="true"], [aria-expanded="false"]) { width: 15rem !important; min-width: 15rem !important; }
@media (max-width: 640px) { .stMainBlockContainer { padding-top: 3.8rem; } }
.stMainBlockContainer h1 { font-size: clamp(1.5rem, 2.4vw, 2.2rem); padding: 0 0 0.3rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; padding-top: 1rem; }
[data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] li { max-width: 46rem; }
table.costs { width: 100%; max-width: 46rem; border-collapse: collapse; border: 0; }
table.costs caption { text-align: start; font-size: 0.875rem; opacity: 0.8; padding: 0 0 0.4rem; }
table.costs :is(th, td, tr) { border: 0 !important; }
table.costs :is(th, td) { padding: 0.3rem 0; text-align: start; vertical-align: top; }
table.costs th[scope=rowgroup] { font-weight: 600; padding-top: 0.7rem; }
table.costs th[scope=row] { width: 11rem; font-weight: 400; padding-inline-end: 1rem; }
table.costs .bar { display: block; height: 0.7rem; margin: 0.35rem 0 0.3rem; }
table.costs .bar i { display: block; height: 100%; min-width: 2px; border-radius: 2px; }
table.costs .own i { background: light-dark(OWN-LIGHT, OWN-DARK); }
table.costs .other i { background: color-mix(in srgb, currentColor 45%, transparent); }
table.costs p { margin: 0.1rem 0 0; font-size: 0.875rem; }
@media (max-width: 640px) { table.costs th[scope=row] { width: 6.5rem; } }
[class*="quiz-"] { max-width: 46rem; padding-bottom: 0.6rem; }
@media (max-width: 640px) {
  .stMainBlockContainer .katex { font-size: 1.02em; }
  [data-testid="stButtonGroup"] :has(> button) { flex-wrap: wrap; }
}
details.why summary { cursor: pointer; width: fit-content; }
details.why { margin-bottom: 0.6rem; }
details.why p { margin-top: 0.4rem; }
[data-testid="stCode"] { max-width: 60rem; }
[data-testid="stSidebar"] a :is(span, div, p) { white-space: normal; }
</style>
"""

for _name in ("light", "dark"):
    RULES = RULES.replace(f"OWN-{_name.upper()}", theme(_name).colours["output"])

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
