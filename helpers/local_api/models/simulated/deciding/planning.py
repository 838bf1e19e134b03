"""The calls that a question wants, in the light of the conversation and of the outputs so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..knowledge.words import stop_keys
from ..reading.results import ToolResult
from .calculating import calculated
from .chains import Given, given_by_outputs, meant, producers
from .conversation import FILLERS, Conversation, goes_on, is_courtesy, points_back, with_the_thing
from .decision import Call, Evidence, MissingArgument, Score
from .filling import Filled, fill
from .free_text import uses_of
from .goals import Goal, goals
from .mood import allowed, told, without_state
from .relevance import Ranking, ranking_of
from .scene import Scene, scene_of
from .schema import Function, Parameter
from .searching import query_of, searched, writes_sql
from .unnamed import unnamed
from .verbs import DOING, acts, asked_kinds, kinds_of

#: What a person puts in words: nobody looks that up.
_OWN_WORDS = frozenset({"message", "task"})
#: How many functions in a row may each need the output of the one before.
DEEPEST_CHAIN = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls that a question wants now, or what is missing. `text` is the question with what it leans on."""

    calls: tuple[Call, ...]
    missing: MissingArgument | None
    scores: tuple[Score, ...]
    text: str


def plan(talk: Conversation, functions: Sequence[Function], depth: int = 0) -> Plan:
    """Plan for the exchange that the conversation is in."""
    ranking = ranking_of(tuple(functions))
    own = _plan_of(talk.now.question, ranking, functions, talk.now.results)
    arithmetic = calculated(talk.now.question, functions, talk.now.results, talk.last_calls)
    if arithmetic:
        return replace(own, calls=tuple(arithmetic), missing=None)
    open_ = _left_open(talk, functions, depth)
    if open_ is not None and not own.calls and not _asks_anew(own, open_, talk.now.question, functions):
        answered = _with_answer(open_, talk, functions)
        if answered is not None:
            return replace(answered, scores=own.scores)
    meant = _of_the_thing_before(own, talk, ranking, functions)
    if meant is not None and not any(call.name in {r.name for r in talk.last_calls} for call in meant.calls):
        return meant
    if talk.last_calls:
        followed = _followed(own, talk, ranking, functions)
        if followed is not None:
            return followed
    if own.calls or own.missing and not _is_query(own.missing, functions):
        return own
    return meant or _by_values(own, ranking, functions, talk.now.results)


def _of_the_thing_before(
    own: Plan, talk: Conversation, ranking: Ranking, functions: Sequence[Function]
) -> Plan | None:
    """The plan of a question about "it", read as about the thing of the last call: "When is it playing in Dallas?"."""
    if own.calls or own.missing or not talk.last_calls:
        return None
    text = with_the_thing(own.text, talk.last_calls[-1].arguments)
    found = _by_values(replace(own, text=text), ranking, functions, talk.now.results) if text else own
    return found if found.calls else None


def _is_query(missing: MissingArgument, functions: Sequence[Function]) -> bool:
    """Whether what is missing is what a search looks for: the whole question may say it."""
    function = next(f for f in functions if f.name == missing.function)
    query = query_of(function)
    return query is not None and query.name == missing.parameter


def _by_values(
    own: Plan, ranking: Ranking, functions: Sequence[Function], results: Sequence[ToolResult]
) -> Plan:
    """The plan of a question that names no function: for the one that its values ask for, or for a search."""
    scene = scene_of(own.text)
    goal = unnamed(scene, ranking)
    if goal is None:
        search = searched(scene, functions)
        if search is None and own.missing:
            needed = next(f for f in functions if f.name == own.missing.function)
            return replace(own, missing=None) if writes_sql(needed) else own  # nobody is asked for a query in SQL
        return replace(own, calls=(search,), missing=None) if search else own
    calls, lacks = _reached(goal, scene, functions, results, ())
    return replace(own, calls=tuple(calls), missing=lacks)


# --- a question by itself ---------------------------------------------------------------------


def _plan_of(text: str, ranking: Ranking, functions: Sequence[Function], results: Sequence[ToolResult]) -> Plan:
    scene = scene_of(allowed(text))
    asked, found = goals(ranking, scene)
    scores = tuple(Score(c.function.name, round(c.likelihood, 3), c.relevance.shared) for c in found)
    calls: list[Call] = []
    missing: list[MissingArgument] = []
    for goal in asked:
        others = [g.function for g in asked if g is not goal]
        made, lacks = _reached(goal, scene, functions, results, others)
        calls += [call for call in made if not _same(call, calls)]
        if lacks:
            missing.append(lacks)
    return Plan(tuple(calls), None if calls or not missing else missing[0], scores, text)


def _same(call: Call, calls: Sequence[Call]) -> bool:
    return any(call.name == other.name and call.arguments == other.arguments for other in calls)


def _reached(
    goal: Goal,
    scene: Scene,
    functions: Sequence[Function],
    results: Sequence[ToolResult],
    others: Sequence[Function],
    depth: int = 0,
) -> tuple[list[Call], MissingArgument | None]:
    """The calls for a goal: its own, or those of a function whose output it needs first."""
    function = goal.function
    scene = _said_for(goal, scene)
    filled = fill(function, scene, goal.spans)
    if filled.missing and goal.spans and all(_shared(parameter, others) for parameter in filled.missing):
        filled = fill(function, scene)  # "…, and will it rain there?": said once for both
    rows = [(dict(arguments), dict(evidence)) for arguments, evidence in filled.calls]
    first: list[Call] = []
    lacking: Parameter | None = None
    for parameter in function.required:
        sources = producers(parameter, function, functions)
        said = all(parameter.name in arguments for arguments, _ in rows)
        if said and not _doubtful(parameter, filled, goal, sources, others):
            continue
        given = given_by_outputs(parameter, function, results)
        if given and acts(function):
            given = meant(given, results, scene.text)
        if given:
            rows = _spread(rows, parameter, given)
            continue
        if acts(function) and uses_of(parameter) & _OWN_WORDS:
            sources = ()  # what somebody wants to say is in no other function's output
        source = _source(sources, scene, functions, results, goal, others, depth)
        if source is not None:
            needed = f"{function.name}.{parameter.name}"
            first += [replace(call, gives=call.gives or needed) for call in source if not _same(call, first)]
        elif not said:
            lacking = lacking or parameter
    if first:
        return first, None
    if lacking:
        known, evidence = rows[0] if rows else ({}, {})
        return [], MissingArgument(function.name, lacking.name, known, evidence)
    return [Call(function.name, arguments, evidence) for arguments, evidence in rows], None


def _said_for(goal: Goal, scene: Scene) -> Scene:
    """The question as a goal's values are read from it.

    What acts takes them from what it is told to do, if they are there; what tells a state takes no state.
    """
    if acts(goal.function):
        bidden = scene_of(told(scene.text))
        if bidden is scene or not fill(goal.function, bidden, goal.spans).missing:
            return bidden
        return scene_of(without_state(scene.text))
    if any(p.options or p.takes("boolean") for p in goal.function.parameters):
        return scene
    return scene_of(without_state(scene.text))


def _shared(parameter: Parameter, others: Sequence[Function]) -> bool:
    """Whether another function that the question asks for takes the same: what is said for it may hold here too."""
    return any(
        theirs.name == parameter.name or theirs.kind == parameter.kind != ""
        for other in others
        for theirs in other.parameters
    )


def _spread(rows: list, parameter: Parameter, given: Sequence[Given]) -> list:
    """The rows with an argument from the outputs: one row for each value, or value by value when they are as many."""
    if len(rows) == len(given):
        pairs = zip(rows, given, strict=True)
        return [
            ({**arguments, parameter.name: one.argument}, {**evidence, parameter.name: one.evidence})
            for (arguments, evidence), one in pairs
        ]
    arguments, evidence = rows[0]
    return [({**arguments, parameter.name: one.argument}, {**evidence, parameter.name: one.evidence}) for one in given]


def _doubtful(
    parameter: Parameter, filled: Filled, goal: Goal, sources: Sequence[Function], others: Sequence[Function]
) -> bool:
    """Whether a value from the question is more likely meant for a function that gives this parameter."""
    if not sources:
        return False
    value = filled.value_of(parameter.name)
    if value is None:
        return False
    if parameter.kind in ("id", "ticker") and value.kind in ("name", "phrase", "place", "series"):
        return True
    if parameter.kind == "id" and value.kind == "quoted" and not any(c.isdigit() for c in value.text):
        return True
    if goal.spans and not any(start <= value.start < end for start, end in goal.spans):
        return any(source in others for source in sources)
    return False


def _source(
    sources: Sequence[Function],
    scene: Scene,
    functions: Sequence[Function],
    results: Sequence[ToolResult],
    goal: Goal,
    others: Sequence[Function],
    depth: int,
) -> list[Call] | None:
    """The calls of the first function that can give what is needed and has not been called."""
    if depth >= DEEPEST_CHAIN:
        return None
    called = {result.name for result in results}
    for source in sources:
        if source.name in called:
            continue
        calls, lacks = _reached(Goal(source, goal.relevance), scene, functions, results, (), depth + 1)
        if calls and not lacks:
            return calls
    return None


# --- in a conversation ------------------------------------------------------------------------


def _left_open(talk: Conversation, functions: Sequence[Function], depth: int) -> Plan | None:
    """The plan of the message before, if it ended with a question for something missing."""
    if not talk.earlier or depth >= 4:
        return None
    before = talk.earlier[-1]
    if before.results or not before.answer:
        return None
    earlier = plan(Conversation(talk.earlier[:-1], before), functions, depth + 1)
    return earlier if earlier.missing and not earlier.calls else None


def _asks_anew(own: Plan, open_: Plan, question: str, functions: Sequence[Function]) -> bool:
    """Whether a message tells to do something itself, so that it is no answer to the question for what was missing."""
    if own.missing is None or open_.missing is None or not asked_kinds(question) & DOING:
        return False
    function = next((f for f in functions if f.name == open_.missing.function), None)
    return all(p.kind != "text" for p in (function.required if function else ()) if p.name == open_.missing.parameter)


def _with_answer(open_: Plan, talk: Conversation, functions: Sequence[Function]) -> Plan | None:
    """The open call, with what this message says for the missing argument."""
    assert open_.missing is not None
    function = next((f for f in functions if f.name == open_.missing.function), None)
    if function is None:
        return None
    parameter = next(p for p in function.parameters if p.name == open_.missing.parameter)
    answer = talk.now.question
    if is_courtesy(answer) and parameter.kind != "text" and not parameter.takes("boolean"):
        return None
    joined = open_.text.rstrip() + "\n" + answer
    start = len(joined) - len(answer)
    scene = scene_of(joined)
    filled = fill(function, scene, wanted={parameter.name: (start, len(joined))})
    if parameter.name not in filled.calls[0][0]:
        return None
    arguments = [(dict(open_.missing.known) | a, dict(open_.missing.evidence) | e) for a, e in filled.calls]
    lacking = next((p for p in function.required if any(p.name not in a for a, _ in arguments)), None)
    if lacking:
        return Plan((), MissingArgument(function.name, lacking.name, *arguments[0]), (), joined)
    return Plan(tuple(Call(function.name, a, e) for a, e in arguments), None, (), joined)


def _followed(own: Plan, talk: Conversation, ranking: Ranking, functions: Sequence[Function]) -> Plan | None:
    """The last calls again with what this message changes, or its own call with what the last ones said."""
    question = allowed(talk.now.question)
    leaning = goes_on(question) or points_back(question)
    asks_only = not told(question).strip()
    by_name = {f.name: f for f in functions if not (asks_only and acts(f))}
    last = [result for result in talk.last_calls if result.name in by_name]
    if own.calls:
        return replace(own, calls=tuple(_going_on(call, last, by_name) for call in own.calls)) if leaning else None
    same = [r for r in last if own.missing and r.name == own.missing.function]
    if own.missing and own.missing.function in by_name and (leaning or same and own.missing.known):
        function = by_name[own.missing.function]
        calls = _inherited(function, own, same or last, by_name, question)
        if calls:
            return Plan(tuple(calls), None, own.scores, question)
    changed: list[Call] = []
    for name in dict.fromkeys(result.name for result in last):
        if not (own.missing and not leaning):
            changed += _changed(by_name[name], [r for r in last if r.name == name], question, leaning)
    if changed:
        return Plan(tuple(changed), None, own.scores, question)
    return None


def _going_on(call: Call, last: Sequence[ToolResult], by_name: Mapping[str, Function]) -> Call:
    """The call with what the last one of its function had where this message says nothing of its own."""
    before = next((result for result in reversed(last) if result.name == call.name), None)
    if before is None:
        return call
    said = {
        name: value
        for name, value in call.arguments.items()
        if name in call.evidence
        and call.evidence[name].words
        and not _asked_otherwise(by_name[call.name], name, call.evidence, before)
    }
    evidence = {name: Evidence("an earlier call") for name in before.arguments} | {n: call.evidence[n] for n in said}
    return replace(call, arguments={**before.arguments, **said}, evidence=evidence)


def _inherited(
    function: Function, own: Plan, last: Sequence[ToolResult], by_name: Mapping[str, Function], question: str
) -> list[Call]:
    """This question's function, with arguments of the last calls for what it does not say."""
    assert own.missing is not None
    filled = fill(function, scene_of(question))
    calls: list[Call] = []
    for result in last:
        arguments, evidence = dict(filled.calls[0][0]), dict(filled.calls[0][1])
        for parameter in function.required:
            if parameter.name in arguments:
                continue
            value = _carried(parameter, result, by_name[result.name])
            if value is not None:
                arguments[parameter.name] = value
                evidence[parameter.name] = Evidence("an earlier call", f"{result.name}: {value}")
        if all(p.name in arguments for p in function.required):
            call = Call(function.name, arguments, evidence)
            if not _same(call, calls):
                calls.append(call)
    return calls


def _carried(parameter: Parameter, result: ToolResult, other: Function) -> Any:
    """The argument of an earlier call that means the same as a parameter, or None."""
    if parameter.name in result.arguments:
        return result.arguments[parameter.name]
    for theirs in other.parameters:
        if (
            theirs.name in result.arguments
            and theirs.kind
            and theirs.kind == parameter.kind
            and theirs.types == parameter.types
        ):
            return result.arguments[theirs.name]
    return None


def _changed(function: Function, last: Sequence[ToolResult], question: str, leaning: bool) -> list[Call]:
    """The last calls of a function with the arguments that a short message replaces."""
    if acts(function) and asked_kinds(question) and not asked_kinds(question) & kinds_of(function):
        return []  # "Assign it to Nadia" makes no second ticket
    scene = scene_of(question)
    filled = fill(function, scene, eager=True)
    if not any(arguments for arguments, _ in filled.calls) or not filled.used:
        return []
    if _other_topic(function, filled, scene, leaning):
        return []
    calls: list[Call] = []
    for arguments, evidence in filled.calls:
        fresh = {name: value for name, value in arguments.items() if name in evidence and evidence[name].words}
        for result in last[-1:] if _varies(last, fresh) else last:
            kept = {
                name: value for name, value in fresh.items() if not _asked_otherwise(function, name, evidence, result)
            }
            whole = {**result.arguments, **kept}
            if all(p.name in whole for p in function.required):
                told = {name: evidence.get(name) if name in fresh else Evidence("an earlier call") for name in whole}
                call = Call(function.name, whole, {k: v for k, v in told.items() if v})
                if not _same(call, calls) and not (whole == dict(result.arguments)):
                    calls.append(call)
    return calls


def _asked_otherwise(function: Function, name: str, evidence: Mapping[str, Evidence], result: ToolResult) -> bool:
    """Whether what is customary in a place was not what the earlier call asked for: then that goes on."""
    if name not in result.arguments or not evidence[name].source.startswith("customary"):
        return False
    before = fill(function, scene_of(", ".join(str(v) for k, v in result.arguments.items() if k != name)))
    return before.calls[0][0].get(name) != result.arguments[name]


def _varies(last: Sequence[ToolResult], fresh: Mapping[str, Any]) -> bool:
    """Whether the last calls differ in what is replaced: then only one of them is made again."""
    return len({tuple(sorted((k, str(v)) for k, v in r.arguments.items() if k not in fresh)) for r in last}) == 1


def _other_topic(function: Function, filled: Filled, scene: Scene, leaning: bool) -> bool:
    """Whether a message says more than values and filler words: then it is about something else."""
    used = filled.used
    rest = 0
    for word in scene.words:
        if word.script in ("mark", "number") or any(v.start <= word.start < v.end for v in used):
            continue
        if word.script == "han":
            continue
        if word.text.casefold() in FILLERS or word.key in stop_keys() or word.key in function.explained:
            continue
        if word.key in function.parameter_keys or word.script == "hangul" and len(word.text) <= 3:
            continue
        rest += 1
    return rest > (1 if leaning else 0)
