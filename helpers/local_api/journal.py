"""Keeps runs, run steps and messages as they change, and tells the client that streams the run."""

from __future__ import annotations

from typing import Any

from .events import Channel, public
from .store import Object, Store

RUN = "thread.run"
STEP = "thread.run.step"
MESSAGE = "thread.message"
THREAD = "thread"

#: A run in one of these states holds its thread.
ACTIVE = frozenset({"queued", "in_progress", "requires_action", "cancelling"})


class Journal:
    """The one place where the engine writes, so that the store and the stream never differ.

    Labels (see `store`): an active run has its thread's id, a step that called tools its thread's id, a message
    its run's id.
    """

    def __init__(self, store: Store):
        self.store = store
        self._channels: dict[str, Channel] = {}

    # Listening

    def open_channel(self, run_id: str) -> Channel:
        """A channel that gets the run's events from now on."""
        channel = self._channels[run_id] = Channel()
        return channel

    def close_channel(self, run_id: str, channel: Channel) -> None:
        """The client is gone."""
        if self._channels.get(run_id) is channel:
            del self._channels[run_id]

    def is_watched(self, run_id: str) -> bool:
        """Whether somebody streams the run."""
        return run_id in self._channels

    def tell(self, run_id: str, event: str, data: Any) -> None:
        """Send an event that changes nothing in the store."""
        if channel := self._channels.get(run_id):
            channel.send(event, data)

    def finish(self, run_id: str) -> None:
        """End the stream, if there is one."""
        if channel := self._channels.pop(run_id, None):
            channel.finish()

    # Runs

    def run(self, owner: str, thread_id: str, run_id: str) -> Object | None:
        """A run, or None where it (or its thread) was deleted."""
        return self.store.get(RUN, run_id, owner=owner, parent=thread_id)

    def add_run(self, run: Object) -> None:
        """A new run."""
        self.store.add(run, owner=run["_owner"], parent=run["thread_id"], label=run["thread_id"])

    def save_run(self, run: Object, *events: str) -> None:
        """A run that changed. `events` are told with it, for example `queued`."""
        label = run["thread_id"] if run["status"] in ACTIVE else None
        self.store.save(run, owner=run["_owner"], parent=run["thread_id"], label=label)
        self.tell_run(run, *events)

    def tell_run(self, run: Object, *events: str) -> None:
        """Tell of a run without saving it."""
        if channel := self._channels.get(run["id"]):
            for event in events:
                channel.send(f"thread.run.{event}", public(run))

    # Steps

    def steps(self, run: Object) -> list[Object]:
        """The run's steps, oldest first."""
        return self.store.page(STEP, owner=run["_owner"], parent=run["id"], limit=1000, order="asc").objects

    def add_step(self, run: Object, step: Object) -> None:
        """A new step, told as created and in progress."""
        label = run["thread_id"] if step["type"] == "tool_calls" else None
        self.store.add(step, owner=run["_owner"], parent=run["id"], label=label)
        self._tell_step(run, step, "created", "in_progress")

    def save_step(self, run: Object, step: Object, *events: str) -> None:
        """A step that changed."""
        label = run["thread_id"] if step["type"] == "tool_calls" else None
        self.store.save(step, owner=run["_owner"], parent=run["id"], label=label)
        self._tell_step(run, step, *events)

    def _tell_step(self, run: Object, step: Object, *events: str) -> None:
        if channel := self._channels.get(run["id"]):
            for event in events:
                channel.send(f"thread.run.step.{event}", public(step, run["_include"]))

    # Messages

    def message(self, run: Object, message_id: str) -> Object | None:
        """A message of the run's thread, or None where it was deleted."""
        return self.store.get(MESSAGE, message_id, owner=run["_owner"], parent=run["thread_id"])

    def add_message(self, run: Object, message: Object) -> None:
        """A new message of the assistant, told as created and in progress."""
        self.store.add(message, owner=run["_owner"], parent=run["thread_id"], label=run["id"])
        self._tell_message(run, message, "created", "in_progress")

    def save_message(self, run: Object, message: Object, *events: str) -> None:
        """A message that changed."""
        self.store.save(message, owner=run["_owner"], parent=run["thread_id"], label=run["id"])
        self._tell_message(run, message, *events)

    def _tell_message(self, run: Object, message: Object, *events: str) -> None:
        if channel := self._channels.get(run["id"]):
            for event in events:
                channel.send(f"thread.message.{event}", public(message))
