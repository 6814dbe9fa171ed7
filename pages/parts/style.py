"""The few rules by which the page differs from Streamlit's own look: more room for the stage."""

from __future__ import annotations

from functools import cache

import streamlit as st

from convlib.render.theme import theme

# Streamlit's names of the text colours that .streamlit/config.toml sets to the roles' colours.
COLOURS = {"input": "blue", "kernel": "orange", "middle": "violet", "output": "green"}

RULES = """
<style>
.stAppHeader { background: transparent; }
.stAppHeader, .stAppHeader * { pointer-events: none; }
.stAppHeader :is(button, a, [role="button"]), .stAppHeader button * { pointer-events: auto; }
.stSidebar:not([data-collapsed="true"], [aria-expanded="false"]) {
  width: 15rem !important; min-width: 15rem !important;
}
[data-testid="stSidebarHeader"] { height: 2.6rem; margin: 0; }
.stSidebar .stVerticalBlock { gap: 0.2rem; }
.stSidebar a { padding-block: 0.3rem; line-height: 1.35; }
.stMainBlockContainer { padding: 0.9rem clamp(1rem, 3.2vw, 4rem) 4rem; max-width: 1760px; }
@media (max-width: 640px) { .stMainBlockContainer { padding-top: 3.8rem; } }
.stMainBlockContainer h1 { font-size: clamp(1.5rem, 2.4vw, 2.2rem); padding: 0 0 0.3rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; padding-top: 1rem; }
[data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] li { max-width: 46rem; }
[class*="-sight"] { display: none; }
.work { container-type: inline-size; padding-bottom: 0.5rem; }
.work > div { display: grid; gap: 0 3rem; }
@container (min-width: 52rem) {
  .work > div:has(> section + section) { grid-template-columns: minmax(22rem, 2fr) minmax(0, 3fr); }
}
.sizes { display: flex; flex-wrap: wrap; gap: 0 3rem; overflow-x: auto; }
.sizes .katex { font-size: 1.1em; }
.costs { container-type: inline-size; }
.costs > div { display: grid; gap: 1rem 2.5rem; }
@container (min-width: 44rem) { .costs > div { grid-template-columns: 1fr 1fr; } }
.costs table { border-collapse: collapse; border: 0; margin: 0; height: fit-content; }
.costs caption { text-align: start; font-weight: 600; color: inherit; padding: 0; }
.costs caption small { font-weight: 400; padding-inline-start: 0.6rem; }
.costs :is(th, td, tr) { border: 0 !important; }
.costs :is(th, td) { padding: 0.45rem 0 0; text-align: start; vertical-align: bottom; }
.costs td { text-align: end; }
.costs [colspan] { padding: 0; text-align: start; }
.costs th { font-weight: 400; padding-inline-end: 1rem; }
.costs small { font-size: 0.875rem; opacity: 0.8; }
.costs > small { display: block; padding-top: 0.8rem; max-width: 46rem; }
.costs .bar { display: block; height: 0.6rem; margin: 0.2rem 0; }
.costs .bar i { display: block; height: 100%; min-width: 2px; border-radius: 2px; }
.costs .own i { background: light-dark(OWN-LIGHT, OWN-DARK); }
.costs .other i { background: color-mix(in srgb, currentColor 45%, transparent); }
.costs p { margin: 0; font-size: 0.875rem; }
.stVerticalBlock[class*="-questions"] {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
  gap: 1rem 3rem;
}
.stForm > .stVerticalBlock { flex-flow: row wrap; align-items: end; gap: 0.5rem; }
.stForm .stElementContainer { width: auto; flex: 1 1 100%; }
.stForm .stElementContainer:has(.stTextInput) { flex: 1 1 0; }
.stForm .stElementContainer:has(.stFormSubmitButton) { flex: none; }
@media (max-width: 640px) {
  .stMainBlockContainer .katex { font-size: 1.02em; }
  [data-testid="stButtonGroup"] :has(> button) { flex-wrap: wrap; }
}
details.why summary { cursor: pointer; width: fit-content; }
details.why { margin-bottom: 0.6rem; }
details.why p { margin-top: 0.4rem; }
[data-testid="stSidebar"] a :is(span, div, p) { white-space: normal; }
</style>
"""

for _name in ("light", "dark"):
    RULES = RULES.replace(f"OWN-{_name.upper()}", theme(_name).colours["output"])

# On a phone the player's title stands between the header's buttons, and stays there.
LESSON = """
<style>
@media (max-width: 640px) {
  .stMainBlockContainer { padding-top: 0; --title-height: 3.2rem; --beside-title: 2.6rem; }
}
</style>
"""

# On paper: the stage as it stands, the words, the numbers, the code; light, and nothing to press.
PRINTED = """
<style>
@page { margin: 12mm; }
@media print {
  html { font-size: 10pt !important; }
  .stApp { color-scheme: light; }
  html, body, #root, .stApp, .stMain { background: #ffffff !important; }
  .stMainBlockContainer { padding: 0 !important; max-width: none; }
  .stMainBlockContainer :not(.stMarkdownColoredText, .stMarkdownColoredText *) {
    color: INK !important;
  }
  COLOURED
  .stSidebar, .stAppHeader, .stSkipToContent, [data-testid="stHeaderActionElements"],
  .stTabs [role="tablist"], [data-testid="stTextInputRootElement"],
  :is(.stButton, .stButtonGroup, .stCheckbox, .stDownloadButton, .stFormSubmitButton,
    .stNumberInput, .stPopover, .stSelectbox, .stSlider, .stTextArea) { display: none !important; }
  h1, h2, h3, caption { break-after: avoid; }
  .stBidiComponent, .sizes > div, .costs table, .stForm, li, p { break-inside: avoid; }
  details.why:not([open]) { display: none; }
}
</style>
"""

# In another page's frame there is nothing but the stage.
EMBEDDED = """
<style>
.stMainBlockContainer { padding: 0.75rem 1rem; max-width: none; }
</style>
"""


def apply(rules: str = RULES) -> None:
    """Put the rules on the page, and those for paper."""
    st.html(rules + _printed())


@cache
def _printed() -> str:
    """The rules for paper; what is coloured for a dark page has its light colour there."""
    light, dark = theme("light").colours, theme("dark").colours
    rules = "".join(
        f'.stMarkdownColoredText[style*="{_rgb(dark[role])}"] {{ color: {light[role]} !important }}'
        for role in COLOURS
    )
    return PRINTED.replace("INK", light["ink"]).replace("COLOURED", rules)


def _rgb(colour: str) -> str:
    """A colour as browsers write it.

    Example:
        >>> _rgb("#9c3d00")
        'rgb(156, 61, 0)'
    """
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def coloured(prose: str) -> str:
    """Prose in which what is written as ``:input[these words]`` has the colour of what it names."""
    for role, colour in COLOURS.items():
        prose = prose.replace(f":{role}[", f":{colour}[")
    return prose
