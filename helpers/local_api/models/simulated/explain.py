"""How the simulated model decides in a turn: which functions it weighed, and where each argument came from.

    explanation = explain(turn)
    explanation.functions[0].score       # 0.98
    explanation.calls[0].arguments[0]    # location: "Busan", words 17 to 22 of the question, a place

It shows what names, descriptions and enums are for: change one, and look again. Everything is read from the
same `Decision` that the model acts on, so an explanation cannot say anything else than what it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..interface import Turn
from .answering.answer import from_thread, question_of
from .answering.builtins import BuiltinCall, builtin_calls
from .deciding.choosing import ANSWER
from .deciding.conversation import Conversation, conversation_of
from .deciding.decide import BUILT_IN, decide
from .deciding.decision import Call, Decision, Evidence, MissingArgument, Score
from .deciding.filling import fill
from .deciding.goals import THRESHOLD
from .deciding.scene import scene_of
from .deciding.schema import Function, function_of

#: Where an argument came from, in general. `ArgumentRow.how` has the details.
Source = Literal[
    "the question", "an earlier message", "an earlier call", "an earlier output", "an error", "the schema",
    "inferred", "nothing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function that the model could call.

    `score` is how likely the question asks for it, from 0 to 1; None where the model did not weigh it. `words` are
    the words of the question that speak for it. `decision` is "called", "asks back" or "not called"; `reason` says why.
    """

    function: str
    score: float | None
    words: tuple[str, ...]
    decision: Literal["called", "asks back", "not called"]
    reason: str


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """A parameter of a call, and its value. Without a value, `given` is False and `how` says why.

    `words` are the words that the value was read from; where they stand in the question, `place` is [start, end) in
    characters, so that `question[start:end]` are these words.
    """

    name: str
    given: bool
    value: Any
    source: Source
    how: str
    words: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call with its arguments in the order of the schema. `complete` is False where one is still asked for."""

    function: str
    complete: bool
    arguments: tuple[ArgumentRow, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was decided for `question`, and why. `outcome` says it in one sentence."""

    question: str
    outcome: str
    functions: tuple[FunctionRow, ...]
    calls: tuple[CallRow, ...]


def explain(turn: Turn) -> Explanation:
    """Explain what the simulated model does in `turn`. The same turn gives the same explanation."""
    told = from_thread(turn)
    decision = Decision() if told else decide(turn)
    talk = conversation_of(turn)
    built_in = builtin_calls(turn, functions_called=bool(decision.calls)) if decision.missing is None else []
    if not turn.parallel_tool_calls:
        built_in = built_in[: 1 - len(decision.calls)]
    reader = _Reader(turn, decision, talk, told is not None, built_in)
    return Explanation(question_of(turn), reader.outcome(), reader.functions(), reader.calls())


class _Reader:
    """Puts a decision into rows."""

    def __init__(self, turn: Turn, decision: Decision, talk: Conversation, told: bool, built_in: Sequence[BuiltinCall]):
        self.turn = turn
        self.decision = decision
        self.talk = talk
        self.told = told
        self.built_in = built_in
        self.question = question_of(turn)
        self.offered = [function for function in map(function_of, turn.tools) if function.name]
        self.scores = {score.function: score for score in decision.scores}
        self.called = {call.name: call for call in reversed(decision.calls)}

    # --- the outcome --------------------------------------------------------------------------

    def outcome(self) -> str:
        names = [call.name for call in self.decision.calls] + [name for name, _ in self.built_in]
        if names:
            counted = {name: names.count(name) for name in dict.fromkeys(names)}
            return f"Calls {_listed([f'{name} {_times(count)}'.strip() for name, count in counted.items()])}."
        missing = self.decision.missing
        if missing:
            return f"Calls nothing yet: asks for {missing.parameter} of {missing.function}."
        if self.talk.now.results:
            return "Calls nothing more: answers from the outputs."
        return "Calls nothing: answers with text."

    # --- the functions ------------------------------------------------------------------------

    def functions(self) -> tuple[FunctionRow, ...]:
        """Those that were weighed, by score; then the others, as they were given."""
        names = [*self.scores, *(f.name for f in self.offered if f.name not in self.scores)]
        by_name = {function.name: function for function in self.offered}
        return tuple(self._function(by_name[name]) for name in names if name in by_name)

    def _function(self, function: Function) -> FunctionRow:
        name, missing = function.name, self.decision.missing
        score = self.scores.get(name)
        value, words = (score.value, score.shared) if score else (None, ())
        if name in BUILT_IN:
            if any(called == name for called, _ in self.built_in):
                return FunctionRow(name, None, (), "called", "a tool of the API, for what no function answers")
            return FunctionRow(name, None, (), "not called", "a tool of the API, not needed here")
        if call := self.called.get(name):
            return FunctionRow(name, value, words, "called", self._why_called(call, score))
        if missing and missing.function == name:
            reason = f"asked for, but nothing gives {missing.parameter}"
            return FunctionRow(name, value, words, "asks back", reason)
        return FunctionRow(name, value, words, "not called", self._why_not(function, score))

    def _why_called(self, call: Call, score: Score | None) -> str:
        sources = {self._source(evidence)[0] for evidence in call.evidence.values()}
        if "an error" in sources:
            return "called again: the error named what it accepts"
        if call.gives:
            function, _, parameter = call.gives.partition(".")
            return f"called first: it can give {parameter} to {function}"
        if "an earlier output" in sources:
            return "called now: an earlier output gives what it needs"
        if "an earlier message" in sources or any(evidence.source == ANSWER for evidence in call.evidence.values()):
            return "the question answers what was still open"
        if "an earlier call" in sources:
            return "the question goes on from an earlier call"
        if score is None or score.value < THRESHOLD and self._forced():
            return f"tool_choice asks for {self._named() or 'a call'}"
        return "the question asks for it"

    def _why_not(self, function: Function, score: Score | None) -> str:
        named, results = self._named(), self.talk.now.results
        if self.turn.tool_choice == "none":
            return "tool_choice is none: nothing may be called"
        if named and named != function.name:
            return f"tool_choice asks for {named}"
        if any(result.name == function.name for result in results):
            return "called before; its output is there"
        if self.told:
            return "earlier outputs answer the question"
        if waits := next((c for c in self.decision.calls if c.gives.partition(".")[0] == function.name), None):
            return f"waits for {waits.gives.partition('.')[2]} from {waits.name}"
        if score is None:
            return "not weighed"
        if score.value < THRESHOLD:
            if not score.shared:
                return "no word of the question speaks for it"
            lacking = [p.name for p in fill(function, scene_of(self.decision.text)).missing]
            return f"nothing gives {_listed(lacking)}" if lacking else "too little of the question speaks for it"
        if not self.turn.parallel_tool_calls and self.decision.calls:
            return "one call at a time: parallel_tool_calls is off"
        if self.decision.calls:
            return f"{_listed(list(self.called))} covers what the question asks"
        return "something needed is missing first" if self.decision.missing else "the question does not ask for it"

    def _named(self) -> str:
        """The function that `tool_choice` names, or ""."""
        choice = self.turn.tool_choice
        return str((choice.get("function") or {}).get("name", "")) if isinstance(choice, Mapping) else ""

    def _forced(self) -> bool:
        return self.turn.tool_choice == "required" or bool(self._named())

    # --- the arguments ------------------------------------------------------------------------

    def calls(self) -> tuple[CallRow, ...]:
        rows = [self._call(call.name, call.arguments, call.evidence) for call in self.decision.calls]
        if missing := self.decision.missing:
            rows.append(self._open_call(missing))
        for name, arguments in self.built_in:
            how = "written for the question"
            rows.append(
                CallRow(name, True, tuple(ArgumentRow(k, True, v, "the question", how) for k, v in arguments.items()))
            )
        return tuple(rows)

    def _call(
        self, name: str, arguments: Mapping[str, Any], evidence: Mapping[str, Evidence], asked: str | None = None
    ) -> CallRow:
        function = next((f for f in self.offered if f.name == name), None)
        names = (
            list(dict.fromkeys([*(p.name for p in function.parameters if function), *arguments]))
            if function
            else list(arguments)
        )
        required = {p.name for p in function.required} if function else set()
        rows = []
        for parameter in names:
            if parameter in arguments:
                rows.append(self._argument(parameter, arguments[parameter], evidence.get(parameter)))
            elif parameter == asked:
                rows.append(ArgumentRow(parameter, False, None, "nothing", "required and not said, so it is asked for"))
            elif parameter in required:
                rows.append(ArgumentRow(parameter, False, None, "nothing", "required and not said"))
            else:
                rows.append(
                    ArgumentRow(parameter, False, None, "nothing", "not required and not said, so it is left out")
                )
        return CallRow(name, asked is None, tuple(rows))

    def _open_call(self, missing: MissingArgument) -> CallRow:
        return self._call(missing.function, missing.known, missing.evidence, missing.parameter)

    def _argument(self, name: str, value: Any, evidence: Evidence | None) -> ArgumentRow:
        if evidence is None:  # known before this message
            return ArgumentRow(name, True, value, "an earlier message", "said before")
        source, place = self._source(evidence)
        how, words = evidence.source, evidence.words
        if source in ("an earlier output", "an earlier call"):
            how, words = (words or "as before"), ""
        elif place is not None:
            inside = self.question.find(words, *place)  # without the quotation marks around it
            place = (inside, inside + len(words)) if inside >= 0 else place
            words = self.question[slice(*place)]
        return ArgumentRow(name, True, value, source, how, words, place)

    def _source(self, evidence: Evidence) -> tuple[Source, tuple[int, int] | None]:
        """Where a value came from, and the place of its words in the question, if they are there."""
        if source := _SOURCES.get(evidence.source):
            return source, None
        place = self._place(evidence)
        if evidence.source.startswith("customary"):
            return "inferred", place
        if place is None and evidence.place is not None:
            return "an earlier message", None
        return "the question", place

    def _place(self, evidence: Evidence) -> tuple[int, int] | None:
        """Where an evidence's words stand in the question; the text that was read may begin with an earlier message."""
        if evidence.place is None:
            once = bool(evidence.words) and self.question.count(evidence.words) == 1
            start = self.question.find(evidence.words) if once else -1
            return (start, start + len(evidence.words)) if start >= 0 else None
        if not self.decision.text.endswith(self.question):
            return None
        before = len(self.decision.text) - len(self.question)
        start, end = evidence.place[0] - before, evidence.place[1] - before
        return (start, end) if start >= 0 else None


#: What the parts of the model that find arguments say, and where that is. All else was read from a text.
_SOURCES: Mapping[str, Source] = {
    "an earlier output": "an earlier output",
    "an earlier call": "an earlier call",
    "the call before": "an earlier call",
    "named by the error": "an error",
    "default of the schema": "the schema",
    "the only option": "the schema",
    "nothing asks for it": "nothing",
    "nothing gives it, and it may be null": "nothing",
    "nothing gives it; the plainest valid value": "nothing",
}


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"


def _times(count: int) -> str:
    return "" if count == 1 else "twice" if count == 2 else f"{count} times"
