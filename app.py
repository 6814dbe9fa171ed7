"""The ASGI application: Streamlit's own, the player's files, and what guards them."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.calm import show
from pages.parts.guard import Guard
from pages.parts.routes import ROUTES

app = st.App("pages/main.py", routes=ROUTES, middleware=[Middleware(Guard)], on_script_error=show)
