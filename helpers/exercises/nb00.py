"""Exercises of notebook 00, Start here."""

from __future__ import annotations

import inspect
from typing import Any

from helpers.exercises.machinery import Exercise, require
from helpers.widgets import Quiz, quiz

SETUP = """
from openai.types.beta.threads import RequiredActionFunctionToolCall

tool_call = RequiredActionFunctionToolCall.model_validate({
    "id": "call_1",
    "type": "function",
    "function": {"name": "get_rain_probability", "arguments": '{"location": "Busan"}'},
})
"""

# --- 1. Who runs the function? ------------------------------------------------------------------


def _check_who(who: Any) -> None:
    require(isinstance(who, str), 'Write one of the three as text: "the model", "the API" or "my code".')
    answer = who.strip().lower()
    require(answer != "the model", "The model only asks for a call, in text. It has no way to run your Python.")
    require(answer != "the api", "The API waits for the output. It has never seen your function, only its description.")
    require(answer == "my code", 'That is none of the three: "the model", "the API" or "my code".')


exercise_1 = Exercise(
    question="Who runs get_rain_probability: the model, the API or my code?",
    check=_check_who,
    hints=[
        "Look at the cell that holds the function's body. Which process ran it?",
        "The run waited in requires_action until something came from this notebook.",
    ],
    solution='who = "my code"',
    answer="who",
    wrong={
        'who = "the model"': "The model only asks for a call, in text. It has no way to run your Python.",
        'who = "the API"': "The API waits for the output. It has never seen your function, only its description.",
        'who = "the function"': 'That is none of the three: "the model", "the API" or "my code".',
        "who = 3": 'Write one of the three as text: "the model", "the API" or "my code".',
    },
    praise="The model asks, the API waits, and your code runs the function.",
)

# --- 2. Answer a tool call ----------------------------------------------------------------------


def _check_output(output: Any, tool_call: Any) -> None:
    require(isinstance(output, dict), "A tool output is a dict with two keys: tool_call_id and output.")
    for key in ("tool_call_id", "output"):
        require(key in output, f"The key {key!r} is missing from your dict.")
    extra = [key for key in output if key not in ("tool_call_id", "output")]
    require(not extra, f"The API does not know the key {(extra or [''])[0]!r}.")
    require(output["tool_call_id"] is not tool_call, "That is the whole call. Its id is one of its parts.")
    require(output["tool_call_id"] != tool_call.function.name, "That is the function's name; two calls can share it.")
    require(output["tool_call_id"] == tool_call.id, "The id is not the one of this call, so the API cannot match them.")
    require(isinstance(output["output"], str), "An output is always a string, also when it holds a number.")
    require(output["output"].strip(), "The output is empty, so the model would learn nothing from it.")
    require("6" in output["output"], "The chance of rain is 6 percent, and your output does not say so.")


exercise_2 = Exercise(
    question="Write the output that answers tool_call: there is a 6 percent chance of rain.",
    check=_check_output,
    hints=[
        "An answer needs to say which call it belongs to. Each call has an id of its own.",
        "tool_call.id holds the id. The probability goes in as a string.",
    ],
    solution='output = {"tool_call_id": tool_call.id, "output": "0.06"}',
    answer="output, tool_call",
    wrong={
        'output = "0.06"': "A tool output is a dict with two keys: tool_call_id and output.",
        'output = {"tool_call_id": tool_call.id}': "The key 'output' is missing from your dict.",
        'output = {"id": tool_call.id, "output": "0.06"}': "The key 'tool_call_id' is missing from your dict.",
        """
        output = {"tool_call_id": tool_call.id, "output": "0.06", "name": "get_rain_probability"}
        """: "The API does not know the key 'name'.",
        """
        output = {"tool_call_id": tool_call.function.name, "output": "0.06"}
        """: "That is the function's name; two calls can share it.",
        """
        output = {"tool_call_id": "call_2", "output": "0.06"}
        """: "The id is not the one of this call, so the API cannot match them.",
        """
        output = {"tool_call_id": tool_call, "output": "0.06"}
        """: "That is the whole call. Its id is one of its parts.",
        """
        output = {"tool_call_id": tool_call.id, "output": "rain"}
        """: "The chance of rain is 6 percent, and your output does not say so.",
        """
        output = {"tool_call_id": tool_call.id, "output": 0.06}
        """: "An output is always a string, also when it holds a number.",
        """
        output = {"tool_call_id": tool_call.id, "output": ""}
        """: "The output is empty, so the model would learn nothing from it.",
    },
    praise="The id ties the answer to its call, and the output is a string.",
)

# --- 3. A function of your own ------------------------------------------------------------------


def _check_nickname(get_nickname: Any) -> None:
    require(callable(get_nickname), "Give check() the function itself: its name, without brackets.")
    named = list(inspect.signature(get_nickname).parameters) == ["location"]
    require(named, "Your function should take one argument, called location: the call brings its arguments by name.")
    answers = {city: get_nickname(location=city) for city in ("San Francisco", "Los Angeles", "Busan")}
    require(
        answers["San Francisco"] is not None, "Your function returns nothing. print shows a value; return hands it on."
    )
    require(all(isinstance(answer, str) for answer in answers.values()), "The answer for every city should be text.")
    require(answers["San Francisco"] != answers["Los Angeles"], "Two cities get the same nickname: is location used?")
    require("golden" in answers["San Francisco"].lower(), "San Francisco is known as The Golden City.")
    require("angels" in answers["Los Angeles"].lower(), "Los Angeles is known as the City of Angels.")
    in_words = any(character.isalpha() for character in answers["Busan"])
    require(in_words, "For a city without an entry, say so in words: the model passes it on.")


exercise_3 = Exercise(
    question="Write get_nickname(location), which knows San Francisco, Los Angeles, and what to say of others.",
    check=_check_nickname,
    hints=[
        "A dict from city to nickname is enough. What does it give for a city that it does not have?",
        'nicknames.get(location, "…") returns its second argument where there is no entry.',
    ],
    solution='''
    def get_nickname(location: str) -> str:
        """Get the nickname of a city."""
        nicknames = {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}
        return nicknames.get(location, f"No nickname known for {location}.")
    ''',
    answer="get_nickname",
    wrong={
        """
        def get_nickname(location):
            print("The Golden City")
        """: "Your function returns nothing. print shows a value; return hands it on.",
        """
        def get_nickname(city):
            return {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}.get(city, "unknown")
        """: "Your function should take one argument, called location: the call brings its arguments by name.",
        """
        def get_nickname(location):
            return "The Golden City"
        """: "Two cities get the same nickname: is location used?",
        """
        def get_nickname(location):
            return {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}[location]
        """: "Your function get_nickname raised KeyError: 'Busan' (line 2 of the cell).",
        """
        def get_nickname(location):
            return {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}.get(location)
        """: "The answer for every city should be text.",
        """
        def get_nickname(location):
            return {"San Francisco": "Frisco", "Los Angeles": "City of Angels"}.get(location, "unknown")
        """: "San Francisco is known as The Golden City.",
        """
        def get_nickname(location):
            return {"San Francisco": "The Golden City", "Los Angeles": "La-la land"}.get(location, "unknown")
        """: "Los Angeles is known as the City of Angels.",
        """
        def get_nickname(location):
            return {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}.get(location, "")
        """: "For a city without an entry, say so in words: the model passes it on.",
        """
        def get_nickname(location):
            return {"San Francisco": "The Golden City", "Los Angeles": "City of Angels"}.get(location, "unknown")
        get_nickname = get_nickname("Busan")
        """: "Give check() the function itself: its name, without brackets.",
    },
    praise="Any Python function can be a tool: it takes arguments and returns text for the model.",
)

# --- The quiz -----------------------------------------------------------------------------------


def quiz_1() -> Quiz:
    """What the model knows of a function."""
    return quiz(
        "What did the model know about your function when it asked for the call?",
        ["Its Python code", "Its name, description and parameters", "What it returned the last time"],
        right=1,
        because=[
            "The code never left this notebook. Only the tool was sent.",
            "That is all it has. So these words decide whether the function is called, and with what.",
            "It sees an output only after you submit it.",
        ],
    )
