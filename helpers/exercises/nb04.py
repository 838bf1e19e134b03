"""Exercises of notebook 04, Parallel function calls."""

from __future__ import annotations

import json
import threading
from typing import Any

from openai.types.beta.threads import RequiredActionFunctionToolCall

from helpers.exercises.machinery import Exercise, require
from helpers.widgets import Quiz, quiz

SETUP = """
import json
from concurrent.futures import ThreadPoolExecutor

functions = {"get_rain_probability": lambda location: {"Busan": "0.06", "Seoul": "0.8"}[location]}

def output_for(call):
    arguments = json.loads(call.function.arguments)
    return {"tool_call_id": call.id, "output": functions[call.function.name](**arguments)}
"""


def _call(number: int, name: str, arguments: dict[str, Any]) -> RequiredActionFunctionToolCall:
    return RequiredActionFunctionToolCall.model_validate({
        "id": f"call_{number}",
        "type": "function",
        "function": {"name": name, "arguments": json.dumps(arguments)},
    })


# --- 1. Each call has its own arguments ---------------------------------------------------------


def _check_locations(locations: Any) -> None:
    require(callable(locations), "Give check() the function itself: its name, without brackets.")
    cities = ["Seoul", "Busan", "Daegu"]
    found = locations([_call(number, "get_rain_probability", {"location": city}) for number, city in enumerate(cities)])
    require(isinstance(found, list), "The result should be a list.")
    require(found != ["Seoul"] * 3, "Three calls, three cities, and you read the first call's arguments each time.")
    require(found == cities, "The result should have one location for each call, in order.")


exercise_1 = Exercise(
    question="Fill in what json.loads reads, so that every call gives its own location.",
    check=_check_locations,
    hints=["Which variable changes in each round of the loop?", "The arguments are in call.function.arguments."],
    solution="""
    def locations(calls):
        return [json.loads(call.function.arguments)["location"] for call in calls]
    """,
    answer="locations",
    wrong={
        """
        def locations(calls):
            return [json.loads(calls[0].function.arguments)["location"] for call in calls]
        """: "Three calls, three cities, and you read the first call's arguments each time.",
        """
        def locations(calls):
            return json.loads(calls[0].function.arguments)["location"]
        """: "The result should be a list.",
        """
        def locations(calls):
            return sorted(json.loads(call.function.arguments)["location"] for call in calls)
        """: "The result should have one location for each call, in order.",
    },
    praise="Read inside the loop, and no call borrows the arguments of another.",
)

# --- 2. A function that is not there ------------------------------------------------------------


def _check_safe_output(safe_output: Any) -> None:
    require(callable(safe_output), "Give check() the function itself: its name, without brackets.")
    known = safe_output(_call(1, "get_rain_probability", {"location": "Busan"}))
    require(known == {"tool_call_id": "call_1", "output": "0.06"}, "A call of a known function should still get its own output.")
    unknown = safe_output(_call(2, "delete_everything", {}))
    require(isinstance(unknown, dict), "The API waits for an output for every call, also for this one: return a dict.")
    require(unknown.get("tool_call_id") == "call_2", "The output does not carry the id of its call.")
    require(isinstance(unknown.get("output"), str), "An output is always a string, also when it tells of an error.")
    require("delete_everything" in unknown["output"] or "unknown" in unknown["output"].lower(),
            "Tell the model what is wrong: name the function, or say that it is unknown.")


exercise_2 = Exercise(
    question="Complete safe_output: a function that is not in the table gets an output that says so.",
    check=_check_safe_output,
    hints=[
        "Every call needs an output with its id, also a call that you refuse.",
        "The output is a string, for example json.dumps({\"error\": f\"unknown function {call.function.name}\"}).",
    ],
    solution="""
    def safe_output(call):
        if call.function.name not in functions:
            error = json.dumps({"error": f"unknown function {call.function.name}"})
            return {"tool_call_id": call.id, "output": error}
        return output_for(call)
    """,
    answer="safe_output",
    wrong={
        """
        def safe_output(call):
            return {"tool_call_id": call.id, "output": "unknown function"}
        """: "A call of a known function should still get its own output.",
        """
        def safe_output(call):
            if call.function.name not in functions:
                return None
            return output_for(call)
        """: "The API waits for an output for every call, also for this one: return a dict.",
        """
        def safe_output(call):
            if call.function.name not in functions:
                return {"tool_call_id": call.id, "output": {"error": "unknown function"}}
            return output_for(call)
        """: "An output is always a string, also when it tells of an error.",
        """
        def safe_output(call):
            if call.function.name not in functions:
                return {"tool_call_id": call.function.name, "output": "unknown function"}
            return output_for(call)
        """: "The output does not carry the id of its call.",
        """
        def safe_output(call):
            if call.function.name not in functions:
                return {"tool_call_id": call.id, "output": "error"}
            return output_for(call)
        """: "Tell the model what is wrong: name the function, or say that it is unknown.",
    },
    praise="Every call is answered, and nothing outside the table can be called.",
)

# --- 3. At the same time ------------------------------------------------------------------------

#: Seconds that a call waits for the others. Calls made one by one never meet, so they wait in vain.
_MEETING = 1.0


def _check_at_once(at_once: Any) -> None:
    require(callable(at_once), "Give check() the function itself: its name, without brackets.")
    calls = [_call(number, "get_rain_probability", {"location": "Busan"}) for number in range(3)]
    everybody = threading.Barrier(len(calls))
    alone = []

    def output_for(call: Any) -> dict[str, str]:
        try:
            everybody.wait(_MEETING)
        except threading.BrokenBarrierError:
            alone.append(call.id)
        return {"tool_call_id": call.id, "output": "0.06"}

    outputs = at_once(calls, output_for)
    require(outputs is not None, "Your function returns nothing. return hands the outputs on.")
    require(isinstance(outputs, list), "The result should be a list of outputs: wrap it in list().")
    require(all(isinstance(output, dict) for output in outputs), "The list should hold outputs. A future is not done yet: call result().")
    require(len(outputs) == len(calls), f"There are {len(calls)} calls, and your list has {len(outputs)} outputs.")
    require(not alone, "The calls ran one after the other.")
    require([output["tool_call_id"] for output in outputs] == [call.id for call in calls], "The outputs are not in the order of the calls.")


exercise_3 = Exercise(
    question="Write at_once(calls, output_for): the outputs of all calls, in order, made at the same time.",
    check=_check_at_once,
    hints=[
        "A ThreadPoolExecutor has a method that keeps the order.",
        "with ThreadPoolExecutor() as pool: … pool.map(output_for, calls) gives an iterator.",
    ],
    solution="""
    def at_once(calls, output_for):
        with ThreadPoolExecutor(max_workers=len(calls)) as pool:
            return list(pool.map(output_for, calls))
    """,
    answer="at_once",
    wrong={
        """
        def at_once(calls, output_for):
            return [output_for(call) for call in calls]
        """: "The calls ran one after the other.",
        """
        def at_once(calls, output_for):
            with ThreadPoolExecutor(max_workers=len(calls)) as pool:
                return [pool.submit(output_for, call) for call in calls]
        """: "The list should hold outputs. A future is not done yet: call result().",
        """
        def at_once(calls, output_for):
            with ThreadPoolExecutor(max_workers=len(calls)) as pool:
                return pool.map(output_for, calls)
        """: "The result should be a list of outputs: wrap it in list().",
        """
        def at_once(calls, output_for):
            with ThreadPoolExecutor(max_workers=len(calls)) as pool:
                pool.map(output_for, calls)
        """: "Your function returns nothing. return hands the outputs on.",
        """
        def at_once(calls, output_for):
            with ThreadPoolExecutor(max_workers=len(calls)) as pool:
                return list(pool.map(output_for, calls))[::-1]
        """: "The outputs are not in the order of the calls.",
    },
    praise="They waited together, and each output is in its place.",
)

# --- The quiz -----------------------------------------------------------------------------------


def quiz_1() -> Quiz:
    """Where calls may not overlap."""
    return quiz(
        "Which of these should not run at the same time?",
        [
            "Looking up the weather of four cities",
            "Taking money from an account, then reading its balance",
            "Reading three files",
        ],
        right=1,
        because=[
            "Each looks up its own city and changes nothing. They can wait together.",
            "The balance depends on what was taken before. In parallel, it could be read too early.",
            "Reading changes nothing, so three readers do not disturb each other.",
        ],
    )
