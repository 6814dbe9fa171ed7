"""The ASGI application: Streamlit's own, and the player's files."""

from __future__ import annotations

import streamlit as st

from pages.parts.routes import ROUTES

app = st.App("pages/main.py", routes=ROUTES)
