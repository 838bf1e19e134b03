"""From a turn to a decision: which functions to call with which arguments, or what to ask for.

    relevance, goals    which functions the question asks for, and which of its parts asks for each
    scene, fitting      what the question states, and how well it fits each parameter
    choosing, filling   which value goes to which parameter
    further_calls       for how many calls
    conversation        what this message leaves out because an earlier one said it
    chains              what an earlier output gives that the question does not say
    unnamed, searching  which function is meant where no word of the question names one
    calculating         the calls for a message that is arithmetic and nothing else
    instructions        what the instructions say of functions, of today and of what is customary

`decide` plans from the question anew and leaves out what is done. What reading a question gave is remembered,
but nothing depends on it: the same turn gives the same decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from ...interface import Turn
from ..knowledge.language import detect_language
from .conversation import Conversation, conversation_of, is_courtesy
from .decision import Call, Decision, Evidence
from .filling import fill
from .instructions import as_told, told
from .planning import Plan, plan
from .retrying import retried
from .scene import scene_of
from .schema import Function, function_of
from .searching import FOUND_IN, searched
from .validity import complete
from .verbs import acts

#: Functions that the engine runs; the answering half decides about them.
BUILT_IN = ("file_search", "code_interpreter")
#: Where a text comes from that a forced call needs and nothing in the question is.
WHOLE = Evidence("the whole question")
#: So many times functions are called for one question, at most.
MOST_ROUNDS = 8


def decide(turn: Turn) -> Decision:
    """What to do next in `turn`. The same turn gives the same decision."""
    talk = conversation_of(turn)
    language = detect_language(talk.now.question)
    functions = [f for f in map(function_of, turn.tools) if f.name and f.name not in BUILT_IN]
    said = told(turn)
    allowed = turn.tool_choice != "none" and not (said.never and turn.tool_choice == "auto")
    if not allowed or not functions or talk.rounds >= MOST_ROUNDS:
        return Decision(language=language)
    named = _named(turn, functions)
    if named == []:  # a built-in function is named
        return Decision(language=language)
    forced = turn.tool_choice == "required" or bool(named)
    made = plan(talk, named or functions)
    if said.always and not named and not is_courtesy(talk.now.question):
        made = _of_those([f for f in functions if f.name in said.always], talk, made)
    calls = [*retried(talk.now.results), *_not_made(made.calls, talk)]
    if forced and talk.now.results and named:
        calls = []
    if forced and not calls and not talk.now.results:
        calls = _forced(made, named or functions, talk)
    by_name = {f.name: f for f in functions}
    calls = [as_told(call, by_name[call.name], said) if call.name in by_name else call for call in calls]
    calls = [call for call in map(lambda c: _completed(c, functions), calls) if not _done(call, talk)]
    if not turn.parallel_tool_calls:
        calls = calls[:1]
    # What filling gave is remembered: the caller gets lists and objects of its own, to change as it likes.
    calls = [replace(call, arguments=deepcopy(call.arguments)) for call in calls]
    missing = None if calls else made.missing
    if missing and talk.now.results:  # asked for after outputs only where something is still to be done
        done = missing.function in {result.name for result in talk.now.results}
        missing = None if done or not acts(by_name[missing.function]) else missing
    missing = missing and replace(missing, known=deepcopy(missing.known))
    return Decision(tuple(calls), missing, made.scores, language, text=made.text)


def _not_made(calls: Sequence[Call], talk: Conversation) -> list[Call]:
    """The calls of functions that have not been called as often as the question wants."""
    made = Counter(result.name for result in talk.now.results)
    wanted = Counter(call.name for call in calls)
    return [call for call in calls if made[call.name] < wanted[call.name]]


def _named(turn: Turn, functions: list[Function]) -> list[Function] | None:
    """The function that `tool_choice` names, in a list; an empty list if it is none of these; None if none is named."""
    if isinstance(turn.tool_choice, str):
        return None
    chosen = turn.tool_choice.get("function")
    name = chosen.get("name") if isinstance(chosen, dict) else turn.tool_choice.get("type")
    return [f for f in functions if f.name == name]


def _is_search(call: Call) -> bool:
    """Whether a call takes what no other function is for."""
    return any(one.source == FOUND_IN for one in call.evidence.values())


def _of_those(own: list[Function], talk: Conversation, made: Plan) -> Plan:
    """The plan with the functions that the instructions name for whatever is asked, if they can be called for it."""
    if not own or made.missing or not all(_is_search(call) for call in made.calls):
        return made
    preferred = plan(talk, own)
    if preferred.calls:
        return preferred
    if made.calls or any(not p.takes("string") or p.options or p.kind not in ("", "text") for p in own[0].required):
        return made
    return replace(preferred, calls=tuple(_forced(preferred, own[:1], talk)), missing=None)


def _forced(made: Plan, functions: list[Function], talk: Conversation) -> list[Call]:
    """A call of the likeliest function with what is known of its arguments."""
    name = made.missing.function if made.missing else made.scores[0].function
    function = next(f for f in functions if f.name == name)
    search = searched(scene_of(made.text), (function,))
    if search is not None:
        return [search]
    filled = fill(function, scene_of(made.text), several=False, eager=True)
    arguments, evidence = (dict(part) for part in filled.calls[0])
    if made.missing and made.missing.function == name:
        for key, value in made.missing.known.items():
            arguments.setdefault(key, value)
            evidence.setdefault(key, made.missing.evidence.get(key, Evidence("the question")))
    for parameter in function.required:
        if parameter.name not in arguments and parameter.kind in ("", "text") and not parameter.options:
            if parameter.takes("string") and made.text.strip() and "default" not in parameter.schema:
                arguments[parameter.name], evidence[parameter.name] = made.text.strip(), WHOLE
    complete(function, arguments, evidence)
    return [Call(name, arguments, evidence)]


def _completed(call: Call, functions: list[Function]) -> Call:
    """The call as the function's schema wants it, if it is strict."""
    function = next((f for f in functions if f.name == call.name), None)
    if function is None or not function.strict:
        return call
    arguments, evidence = dict(call.arguments), dict(call.evidence)
    complete(function, arguments, evidence)
    return replace(call, arguments=arguments, evidence=evidence)


def _done(call: Call, talk: Conversation) -> bool:
    return any(result.name == call.name and result.arguments == call.arguments for result in talk.now.results)
