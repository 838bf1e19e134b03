"""What the simulated model says when it calls no function.

Every output of the turn is told. What no output answers is said to be beyond a simulated model, never
made up. The form follows `response_format` and the directives in the instructions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...interface import Turn
from . import smalltalk
from ..json_values import structured
from .asking import question_for
from .calculated import columns_of, drew, told_calculation
from .charts import asks_for_chart
from .chained import on_the_way
from ..reading.clauses import asks, parts, unanswered
from .comparing import comparison
from ..deciding.decision import Decision
from .documents import passages_answer
from ..knowledge.language import Language
from ..knowledge.lexicon import companies, places
from .last_output import told_again
from .literals import readable
from .memory import recalled
from ..reading.results import (
    CODE_INTERPRETER,
    FILE_SEARCH,
    ToolResult,
    earlier_results,
    last_user_index,
    results_of_turn,
)
from .sentences import report
from .together import told_calls
from .style import Style, style_of
from .tables import names_one

#: Sentences that are together longer than this stand on lines of their own.
_LONG = 100


def write_answer(turn: Turn, decision: Decision) -> str:
    """The text of the answer, in the form that the turn asks for."""
    style = style_of(turn)
    kind = turn.response_format.get("type") if isinstance(turn.response_format, Mapping) else "text"
    if kind == "json_schema":
        return structured.to_schema(turn, _text(turn, decision, style))
    if kind == "json_object" or style.json:
        return structured.to_object(turn, _text(turn, decision, style))
    return style.apply(_text(turn, decision, style))


def from_thread(turn: Turn) -> str | None:
    """What earlier outputs say, when that is all the last message asks for: "Which of the two is warmer?"

    A message that names places or companies asks anew; it is for the functions.
    """
    question = question_of(turn)
    if turn.tool_choice != "auto" or results_of_turn(turn) or len(parts(question)) != 1:
        return None
    earlier = earlier_results(turn)
    if not earlier or places().find(question) or companies().find(question):
        return None
    language = style_of(turn).language
    compared = comparison(turn, question, _latest(earlier), language)
    return compared.with_numbers if compared else told_again(question, earlier, language)


def _text(turn: Turn, decision: Decision, style: Style) -> str:
    results = [readable(result) for result in results_of_turn(turn)]
    if results:
        return _from_results(turn, decision, results, style)
    if decision.missing is not None:
        return question_for(turn, decision.missing, style.language)
    return _without_results(turn, style)


def _from_results(turn: Turn, decision: Decision, results: Sequence[ToolResult], style: Style) -> str:
    language = style.language
    question = question_of(turn)
    found = [result for result in results if result.name == FILE_SEARCH]
    ran = [result for result in results if result.name == CODE_INTERPRETER]  # the last piece of code has the answer
    others = [result for result in results if result.name != FILE_SEARCH and result not in ran[:-1]]
    compared = comparison(turn, question, others, language)
    whole = compared.whole if compared else ""
    blocks = _told(turn, [result for result in others if result.name != whole], language, len(others) == 1)
    if compared:
        blocks.insert(0 if whole else len(blocks), compared.with_numbers if whole else compared.without)
    beyond = unanswered(turn, question, others) if others else []
    if len(ran) > 1:  # the first looked into a table, and the second was written for the columns that are asked for
        columns = columns_of(ran[0])
        beyond = [part for part in beyond if not names_one(part, columns)]
    if any(drew(result) for result in ran):
        beyond = [part for part in beyond if not asks_for_chart(part)]
    if found:
        blocks.append(passages_answer(" ".join(beyond) or question, found, language))
    elif beyond:
        blocks.append(smalltalk.decline_parts(beyond, language, brief=style.brief))
    if decision.missing is not None:
        blocks.append(question_for(turn, decision.missing, language))
    return "\n\n".join(blocks)


def _told(turn: Turn, results: Sequence[ToolResult], language: Language, alone: bool) -> list[str]:
    """The outputs: first what was asked for, then what was only looked up on the way or failed at first."""
    way = on_the_way(results)
    question = question_of(turn)
    calls: dict[str, list[ToolResult]] = {}
    for result in results:
        if result not in way.lookups and result not in way.retried:
            calls.setdefault(result.name, []).append(way.renamed(result))
    texts: list[str] = []
    for name, made in calls.items():
        if name == CODE_INTERPRETER:
            texts.extend(told_calculation(result, language) for result in made)
        else:
            texts.extend(told_calls(turn, made, language, alone, question))
    joint = "" if language == "zh" else " "
    paragraphs = _paragraphs(list(dict.fromkeys(texts)), joint)  # the same call made twice is told once
    looked_up = [report(turn, way.renamed(result), language) for result in way.lookups]
    if looked_up:
        separator = "\n" if any("\n" in told for told in looked_up) else joint
        paragraphs.append(smalltalk.say("looked_up", language) + separator.join(looked_up))
    for result in way.retried:
        paragraphs.append(smalltalk.say("failed_first", language).format((result.error or "").rstrip(".。")))
    return paragraphs


def _paragraphs(texts: Sequence[str], joint: str) -> list[str]:
    """Sentences in one paragraph, each on its own line when they are many or long; a list is a paragraph of its own."""
    blocks: list[list[str]] = []
    for text in texts:
        if blocks and "\n" not in text and "\n" not in blocks[-1][0]:
            blocks[-1].append(text)
        else:
            blocks.append([text])
    return [("\n" if sum(map(len, block)) > _LONG else joint).join(block) for block in blocks]


def _without_results(turn: Turn, style: Style) -> str:
    language = style.language
    question = question_of(turn)
    asked = [part for part in parts(question) if asks(part)]
    if kind := smalltalk.kind_of(question):
        return smalltalk.small_talk(turn, kind, language, brief=style.brief)
    earlier = earlier_results(turn)
    if earlier and (compared := comparison(turn, question, _latest(earlier), language)):
        return compared.with_numbers
    if earlier and (told := told_again(question, earlier, language)):
        return told
    if statement := recalled(turn, question):
        return smalltalk.say("remember", language).format(smalltalk.say("quotes", language).format(statement))
    if not any(character.isalnum() for character in question):
        return smalltalk.decline(turn, language, understood=False)
    if not asked:
        return smalltalk.noted(turn, language)
    return smalltalk.decline(turn, language, brief=style.brief)


def _latest(results: Sequence[ToolResult]) -> list[ToolResult]:
    """Of calls made twice with the same arguments, the later."""
    latest: dict[tuple[str, str], ToolResult] = {}
    for result in results:
        latest[result.name, repr(sorted(result.arguments.items(), key=repr))] = result
    return list(latest.values())


def question_of(turn: Turn) -> str:
    """The last user message."""
    last = last_user_index(turn.messages)
    return str(turn.messages[last].get("content") or "") if last >= 0 else ""
