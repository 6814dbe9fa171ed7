"""The few rules by which the page differs from Streamlit's own look: more room for the stage."""

from __future__ import annotations

from functools import cache
from html import escape

import streamlit as st

from convlib.render.theme import theme

# Streamlit's names of the text colours that .streamlit/config.toml sets to the roles' colours.
COLOURS = {"input": "blue", "kernel": "orange", "middle": "violet", "output": "green"}
MARKS = ("group-0", "group-2", "group-3")  # of what a type of convolution changes

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
.stMainBlockContainer h3 { font-size: 1rem; padding: 0.8rem 0 0.6rem; opacity: 0.75; }
.stSidebar p:has(> strong) { font-size: 0.8rem; opacity: 0.75; padding-top: 0.5rem; }
.stVerticalBlock[class*="-cards"] {
  display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
}
.stVerticalBlock[class*="-card"]:not([class*="-cards"]) { gap: 0.4rem; }
[class*="-cards"] > .stLayoutWrapper > .stVerticalBlock { height: 100%; }
[class*="-card"] [data-testid="stPageLink-NavLink"] { padding-inline: 0; }
.stVerticalBlock[class*="-next-card"] { max-width: 46rem; margin-top: 1rem; }
[class*="-card"]:not([class*="-cards"]) p { font-size: 0.9rem; }
[class*="-card"] a p { font-size: 1rem; }
.warning {
  max-width: 46rem; padding: 0.7rem 1rem; margin: 0.3rem 0 1rem; border-radius: 0.5rem;
  border: 2px solid light-dark(#9c3d00, #ff9d5c); overflow-wrap: anywhere;
}
.warning a { color: inherit; }
[data-testid="stSidebar"] a :is(span, div, p) { white-space: normal; }
</style>
"""

# The player says by itself that there is no connection, where that matters; Streamlit says so over
# the player's controls. On a phone the player's title stands between the header's buttons, and
# stays there.
LESSON = """
<style>
[data-testid="stConnectionStatus"] { display: none; }
@media (max-width: 640px) {
  .warning { margin-top: 3.4rem; }
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
  .stSidebar, .stAppHeader, .stSkipToContent,
  [data-testid="stHeaderActionElements"] { display: none !important; }
  h1, h2, h3, caption { break-after: avoid; }
  [class*="st-key-"][class*="-player"], li, p { break-inside: avoid; }
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


@cache
def roles() -> str:
    """The roles' colours as CSS variables of what stands below the stage, in all four palettes."""
    rules = []
    for contrast, where in (("", ".facts"), ("-contrast", '.facts[data-contrast="more"]')):
        light, dark = theme(f"light{contrast}").colours, theme(f"dark{contrast}").colours
        named = (*COLOURS, *MARKS, "ink", "muted", "ground")
        lines = (f"  --{name}: light-dark({light[name]}, {dark[name]});" for name in named)
        rules.append("\n".join([f"{where} {{", *lines, "}"]))
    return "\n".join(rules)


def _rgb(colour: str) -> str:
    """A colour as browsers write it.

    Example:
        >>> _rgb("#9c3d00")
        'rgb(156, 61, 0)'
    """
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def warn(sentence: str) -> None:
    """Show a sentence as it is: what it repeats of an address is neither Markdown nor HTML."""
    st.html(f'<p class="warning" role="alert">{escape(sentence)}</p>')


def coloured(prose: str) -> str:
    """Prose in which what is written as ``:input[these words]`` has the colour of what it names."""
    for role, colour in COLOURS.items():
        prose = prose.replace(f":{role}[", f":{colour}[")
    return prose
