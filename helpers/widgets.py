"""Things to click: a quiz, a chat, a run to watch, a function to try out.

Each is made of ordinary ipywidgets, so it works with the keyboard (Tab, arrows, Enter, Space) and
has labels in words. Each keeps what it shows in `view.value`; a later cell can press its button
and print what came of it, which is how the notebooks are tested:

    question = widgets.quiz("Who runs the function?", ["the model", "my code"], right=1, because=…)
    question                       # the cell's result: the widget
    question.choose(1)             # the same as choosing and pressing Check
    print(question.text)           # ✓ Correct: …
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from helpers import drawings
from helpers.display import bubble_html, messages_view, tool_calls_view
from helpers.errors import CourseError
from helpers.functions import Functions, tool_from, tool_outputs
from helpers.rendering import AMBER, BLUE, GREEN, GREY, RED, View, note, paragraph, stack
from helpers.runs import ENDED, raise_unless_completed, stream_to_end, wait_for_run

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.beta import Assistant
    from openai.types.beta.threads import Run


class Panel(w.VBox):
    """A column of widgets with a view below them. `text` is the view in plain text."""

    def __init__(self, summary: str, controls: Sequence[w.Widget]):
        self._summary = summary
        self.view = w.HTML()
        self.text = ""
        super().__init__([*controls, self.view])

    def __repr__(self) -> str:  # what a notebook records in place of the widget
        return self._summary

    def _show(self, view: View) -> None:
        self.text = view.text
        # A live region: screen readers say what is new when they have finished what they were saying.
        self.view.value = f'<div aria-live="polite">{view.html}</div>'


# --- Quiz ---------------------------------------------------------------------------------------


class Quiz(Panel):
    """A question with one right choice. Whatever is chosen, it says why."""

    def __init__(self, question: str, choices: Sequence[str], right: int, because: Sequence[str]):
        if len(choices) < 2 or not 0 <= right < len(choices) or len(because) != len(choices):
            raise ValueError("A quiz needs two choices or more, the index of the right one, and a reason for each.")
        self._right, self._because = right, list(because)
        self.radio = w.RadioButtons(options=list(choices), value=None, layout=w.Layout(width="auto"))
        self.button = w.Button(description="Check", tooltip="Check the chosen answer")
        self.button.on_click(lambda _: self._judge())
        # A legend above the choices, so that it is read before them.
        heading = w.HTML(f"<strong>{escape(question)}</strong>")
        super().__init__(f"Quiz: {question}", [heading, self.radio, self.button])

    def choose(self, index: int) -> None:
        """Choose an answer (from 0) and check it, as with the mouse."""
        self.radio.index = index
        self.button.click()

    def _judge(self) -> None:
        chosen = self.radio.index
        if chosen is None:
            self._show(note("○", "Not attempted", "Choose an answer first.", GREY))
        elif chosen == self._right:
            self._show(note("✓", "Correct", self._because[chosen], GREEN))
        else:
            self._show(note("✗", "Not yet", self._because[chosen], RED))


def quiz(question: str, choices: Sequence[str], right: int, because: Sequence[str]) -> Quiz:
    """Ask a single-choice question.

    Args:
        question: The question.
        choices: The answers to choose from.
        right: The index of the right one, from 0.
        because: For each choice, why it is right or wrong, in a sentence.
    """
    return Quiz(question, choices, right, because)


# --- Chat ---------------------------------------------------------------------------------------


class Chat(Panel):
    """A conversation with an assistant. Text and calls show up as they come."""

    def __init__(self, client: OpenAI, assistant: Assistant | str, functions: Functions):
        self._client, self._assistant, self._functions = client, assistant, functions
        self.thread = client.beta.threads.create()
        self._said: list[View] = []
        self.box = w.Text(placeholder="Write a message, then press Enter", description="Message:")
        self.button = w.Button(description="Send", tooltip="Send the message")
        self.button.on_click(lambda _: self._send())
        _on_enter(self.box, self._send)
        super().__init__("Chat with the assistant", [w.HBox([self.box, self.button])])
        self._show(paragraph("No messages yet."))

    def send(self, message: str) -> None:
        """Send a message, as if it had been typed."""
        self.box.value = message
        self._send()

    def _send(self) -> None:
        message = self.box.value.strip()
        if not message or self.button.disabled:
            return
        self.box.value = ""
        self._add(_utterance("you", message, BLUE, mine=True))
        self.button.disabled = True  # one run at a time: an active run locks the thread
        try:
            self._answer(message)
        except Exception as error:  # a handler has nobody to raise to: tell the learner instead
            self._add(note("✗", "Error", _in_words(error), RED))
        finally:
            self.button.disabled = False

    def _answer(self, message: str) -> None:
        self._client.beta.threads.messages.create(self.thread.id, role="user", content=message)
        written = ""

        def on_event(event: Any) -> None:
            nonlocal written
            if event.event == "thread.message.created":
                written = ""
                self._add(_utterance("assistant", "…", GREEN))
            elif event.event == "thread.message.delta":
                parts = event.data.delta.content or []
                written += "".join(part.text.value or "" for part in parts if part.type == "text" and part.text)
                self._replace_last(_utterance("assistant", written, GREEN))
            elif event.event == "thread.run.requires_action":
                for call in event.data.required_action.submit_tool_outputs.tool_calls:
                    self._add(_call_line("asks for", f"{call.function.name}({call.function.arguments})"))
            elif event.event == "thread.run.step.completed" and event.data.step_details.type == "tool_calls":
                for call in event.data.step_details.tool_calls:
                    if call.type == "function":
                        self._add(_call_line("gets back", f"{call.function.output}"))

        stream_to_end(self._client, self.thread, self._assistant, self._functions, on_event=on_event)

    def _add(self, view: View) -> None:
        self._said.append(view)
        self._draw()

    def _replace_last(self, view: View) -> None:
        self._said[-1] = view
        self._draw()

    def _draw(self) -> None:
        self._show(View("".join(view.html for view in self._said), "\n".join(view.text for view in self._said)))


def chat(client: OpenAI, assistant: Assistant | str, functions: Functions = ()) -> Chat:
    """Talk with an assistant; `functions` are what it may call. Each chat has a thread of its own."""
    return Chat(client, assistant, functions)


def _utterance(who: str, text: str, colour: str, *, mine: bool = False) -> View:
    return View(bubble_html(who, text, colour, mine=mine), f"{who}: {text}")


def _call_line(what: str, text: str) -> View:
    html = f'<p style="margin:0.2em 1em"><span style="color:{AMBER}">ƒ {what}</span> <code>{escape(text)}</code></p>'
    return View(html, f"  {what} {text}")


# --- Watch a run --------------------------------------------------------------------------------


class RunWatch(Panel):
    """One run, step by step: each press of the button is one request, and the drawing shows where it is."""

    def __init__(self, client: OpenAI, run: Run, functions: Functions):
        self._client, self._functions = client, functions
        self.run = run
        self.seen = [run.status]
        self.button = w.Button(description="Look again", tooltip="Retrieve the run once")
        self.button.on_click(lambda _: self._go_on())
        super().__init__("Watch a run", [self.button])
        self._draw()

    def step(self) -> str:
        """Press the button once. Returns the status that was found."""
        self.button.click()
        return self.run.status

    def _go_on(self) -> None:
        runs = self._client.beta.threads.runs
        try:
            if self.run.required_action and self.run.status == "requires_action":
                calls = self.run.required_action.submit_tool_outputs.tool_calls
                outputs: Any = tool_outputs(calls, self._functions)
                self.run = runs.submit_tool_outputs(self.run.id, thread_id=self.run.thread_id, tool_outputs=outputs)
            else:
                self.run = runs.retrieve(self.run.id, thread_id=self.run.thread_id)
        except Exception as error:
            self._show(note("✗", "Error", _in_words(error), RED))
            return
        self.seen.append(self.run.status)
        self._draw()

    def _draw(self) -> None:
        waits = self.run.status == "requires_action"
        self.button.description = "Submit outputs" if waits else "Look again"
        self.button.disabled = self.run.status in ENDED
        history = paragraph("Seen so far: " + " → ".join(self.seen))
        views = [history, drawings.run_life_view(self.run.status)]
        if waits and self.run.required_action:
            views.append(tool_calls_view(self.run.required_action.submit_tool_outputs.tool_calls))
        html, text = "".join(view.html for view in views), "\n".join((history.text, *(v.text for v in views[2:])))
        self._show(View(html, text))


def watch_run(client: OpenAI, run: Run, functions: Functions = ()) -> RunWatch:
    """Follow `run` one request at a time. `functions` answer its calls when you submit."""
    return RunWatch(client, run, functions)


# --- Try out a tool -----------------------------------------------------------------------------


class ToolTryout(Panel):
    """Type a question, see which calls a model asks for. Nothing is run: only the descriptions are tried."""

    def __init__(self, client: OpenAI, tools: Sequence[Any], instructions: str):
        from helpers import MODEL

        self._client = client
        self._settings: dict[str, Any] = {
            "model": MODEL,
            "instructions": instructions,
            "tools": [tool if isinstance(tool, Mapping) else tool_from(tool) for tool in tools],
        }
        self.box = w.Text(placeholder="Ask something, then press Enter", description="Question:")
        self.button = w.Button(description="Ask", tooltip="See which calls the model asks for")
        self.button.on_click(lambda _: self._ask())
        _on_enter(self.box, self._ask)
        names = ", ".join(tool["function"]["name"] for tool in self._settings["tools"])
        super().__init__(f"Try out {names}", [w.HBox([self.box, self.button])])

    def ask(self, question: str) -> None:
        """Ask a question, as if it had been typed."""
        self.box.value = question
        self._ask()

    def _ask(self) -> None:
        question = self.box.value.strip()
        if not question:
            return
        try:
            self._show(stack([_utterance("you", question, BLUE, mine=True), self._calls_for(question)]))
        except Exception as error:
            self._show(note("✗", "Error", _in_words(error), RED))

    def _calls_for(self, question: str) -> View:
        """What the model asks for, on an assistant and a thread that are gone afterwards."""
        beta = self._client.beta
        assistant = beta.assistants.create(**self._settings)
        thread = beta.threads.create(messages=[{"role": "user", "content": question}])
        try:
            run = wait_for_run(self._client, beta.threads.runs.create(thread.id, assistant_id=assistant.id))
            if run.required_action:
                calls = run.required_action.submit_tool_outputs.tool_calls
                beta.threads.runs.cancel(run.id, thread_id=thread.id)
                return tool_calls_view(calls)
            raise_unless_completed(run)
            (answer, *_) = beta.threads.messages.list(thread.id)
            return stack([paragraph("No call. The model answers by itself:"), messages_view([answer])])
        finally:
            beta.threads.delete(thread.id)
            beta.assistants.delete(assistant.id)


def try_tools(client: OpenAI, tools: Any, instructions: str = "Use the functions to answer questions.") -> ToolTryout:
    """Try out what a description does.

    Args:
        client: A client of the Assistants API.
        tools: A function or a tool's schema, or a list of them.
        instructions: The instructions of the assistant that is asked.
    """
    return ToolTryout(client, tools if isinstance(tools, (list, tuple)) else [tools], instructions)


# --- Shared -------------------------------------------------------------------------------------


def _on_enter(box: w.Text, act: Callable[[], None]) -> None:
    """Act when Enter is pressed in `box`. (`Text.on_submit` does the same with a deprecation warning.)"""

    def on_message(_widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("event") == "submit":
            act()

    box.on_msg(on_message)


def _in_words(error: Exception) -> str:
    """An error as a sentence: a course error speaks for itself, the API's has a message."""
    body = getattr(error, "body", None)
    if isinstance(body, dict) and body.get("message"):
        return str(body["message"])
    return str(error) if isinstance(error, CourseError) else f"{type(error).__name__}: {error}"
