"""Answers that go out in one packet, and heads that do not wait for a body that takes its time."""

from __future__ import annotations

import asyncio

from helpers.local_api.one_packet import _Holding

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"


class Wire:
    """A transport that keeps what is written, packet by packet."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.closed_after = -1

    def write(self, data: bytes) -> None:
        self.packets.append(data)

    def close(self) -> None:
        self.closed_after = len(self.packets)

    def is_closing(self) -> bool:
        return self.closed_after >= 0


def written(*steps: bytes | str) -> Wire:
    """What goes out when these are written; "pause" lets the event loop go round, "close" closes."""
    wire = Wire()

    async def write() -> None:
        transport = _Holding(wire, asyncio.get_running_loop())  # type: ignore[arg-type]
        for step in steps:
            if step == "pause":
                await asyncio.sleep(0)
            elif step == "close":
                transport.close()
                assert transport.is_closing()
            else:
                transport.write(step)  # type: ignore[arg-type]
        await asyncio.sleep(0)

    asyncio.run(write())
    return wire


def test_head_and_body_go_together() -> None:
    assert written(HEAD, b"body", HEAD, b"more").packets == [HEAD + b"body", HEAD + b"more"]


def test_a_head_does_not_wait_for_a_stream() -> None:
    assert written(HEAD, "pause", b"first", b"second").packets == [HEAD, b"first", b"second"]


def test_a_body_that_looks_like_a_head_is_sent_too() -> None:
    assert written(HEAD, b"body", HEAD, "pause").packets == [HEAD + b"body", HEAD]
    assert written(HEAD, HEAD, HEAD).packets == [HEAD + HEAD, HEAD]


def test_closing_sends_what_is_held() -> None:
    wire = written(HEAD, "close")
    assert (wire.packets, wire.closed_after) == ([HEAD], 1)


def test_nothing_else_is_held() -> None:
    assert written(b"one", b"two").packets == [b"one", b"two"]
