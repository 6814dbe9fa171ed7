"""Links that name the computer on which they were made: what others in its network call it."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

# Kept free for documentation (RFC 5737): any address that is not this computer's own would do.
ELSEWHERE = ("192.0.2.1", 9)


def is_own(host: str) -> bool:
    """Whether a host is a computer's name for itself, which means another one elsewhere.

    Example:
        >>> [is_own(host) for host in ("localhost", "127.0.0.1", "::1", "example.org")]
        [True, True, True, False]
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def address_in_network() -> str | None:
    """This computer's address in its network; None where it is in none.

    A datagram socket that is connected knows from where it would send; nothing is sent.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if is_own(found) else found


def is_served() -> bool:
    """Whether the server listens to other computers, too."""
    listens_at = st.get_option("server.address")
    return not listens_at or is_any(listens_at) or not is_own(listens_at)


def is_any(host: str) -> bool:
    """Whether a host stands for all addresses of a computer."""
    return host in ("0.0.0.0", "::")


def named(url: str) -> dict[str, Any]:
    """How a link is named.

    Returns:
        ``{"own", "network", "served"}``: whether it names this computer by a name of its own; if
        so the link that others in the network can use (None outside of one), and whether the
        server listens to them.

    Raises:
        ValueError: It is no link.
    """
    parts = urlsplit(url)
    if not is_own(parts.hostname or ""):
        return {"own": False, "network": None, "served": True}
    address = address_in_network()
    place = f"{address}:{parts.port}" if parts.port else address
    network = parts._replace(netloc=str(place)).geturl() if address else None
    return {"own": True, "network": network, "served": is_served()}
