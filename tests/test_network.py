"""Links that name the computer on which they were made, and what others in its network call it."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from pages.parts import network
from tests.asgi import post

LINK = "http://localhost:8501/lectures/single-channel?stride=2&step=3"


class Probe:
    """A socket of a computer in some network, or in none; it sends nothing."""

    def __init__(self, found: str | None) -> None:
        self.found = found
        self.connected: list[tuple[str, int]] = []

    def __call__(self, family: int, kind: int) -> Probe:
        assert (family, kind) == (socket.AF_INET, socket.SOCK_DGRAM)
        return self

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, place: tuple[str, int]) -> None:
        if self.found is None:
            raise OSError("Network is unreachable")
        self.connected.append(place)

    def getsockname(self) -> tuple[str, int]:
        return str(self.found), 54321


def stand_in(
    monkeypatch: pytest.MonkeyPatch, found: str | None, listens_at: str | None = "0.0.0.0"
) -> Probe:
    """A computer with an address, and a server that listens somewhere."""
    probe = Probe(found)
    kinds = {"AF_INET": socket.AF_INET, "SOCK_DGRAM": socket.SOCK_DGRAM}
    monkeypatch.setattr(network, "socket", SimpleNamespace(socket=probe, **kinds))
    options = {"server.address": listens_at}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    return probe


@pytest.mark.parametrize(
    "host", ["localhost", "app.localhost", "127.0.0.1", "127.8.9.1", "[::1]", "0.0.0.0"]
)
def test_others_get_this_computers_address(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    stand_in(monkeypatch, "192.168.7.9")
    assert network.named(LINK.replace("localhost", host)) == {
        "own": True,
        "network": "http://192.168.7.9:8501/lectures/single-channel?stride=2&step=3",
        "served": True,
    }


def test_a_link_without_a_port_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "10.1.2.3")
    assert network.named("https://localhost/3d")["network"] == "https://10.1.2.3/3d"


@pytest.mark.parametrize(
    "host", ["example.org", "192.168.7.9", "localhost.example.org", "[fe80::1]"]
)
def test_a_link_that_others_can_open_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    probe = stand_in(monkeypatch, "192.168.7.9")
    found = network.named(LINK.replace("localhost", host))
    assert found == {"own": False, "network": None, "served": True}
    assert probe.connected == []


@pytest.mark.parametrize("found", [None, "127.0.0.1", "0.0.0.0"])
def test_a_computer_in_no_network_has_none(
    monkeypatch: pytest.MonkeyPatch, found: str | None
) -> None:
    stand_in(monkeypatch, found)
    assert network.named(LINK)["network"] is None


@pytest.mark.parametrize(
    ("listens_at", "served"),
    [
        *[(None, True), ("", True), ("0.0.0.0", True), ("::", True), ("192.168.7.9", True)],
        *[("localhost", False), ("127.0.0.1", False), ("::1", False)],
    ],
)
def test_whether_the_server_listens_to_others(
    monkeypatch: pytest.MonkeyPatch, listens_at: str | None, served: bool
) -> None:
    stand_in(monkeypatch, "192.168.7.9", listens_at)
    assert network.named(LINK)["served"] is served


def coded(url: str) -> Any:
    return post("/code", {"url": url, "lang": "en"}).data


def test_the_code_is_that_of_the_link_which_others_can_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in(monkeypatch, "192.168.7.9")
    drawn = coded(LINK)
    assert (drawn["url"], drawn["own"]) == (LINK, True)
    assert drawn["path"] == coded(drawn["network"])["path"]
    stand_in(monkeypatch, "192.168.7.9", "localhost")  # they can't
    assert coded(LINK)["path"] != drawn["path"]
