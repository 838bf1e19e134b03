"""Exercises of notebook 01, Defining functions."""

from __future__ import annotations

from typing import Any

from helpers.exercises.machinery import Exercise, require
from helpers.functions import tool_from

SETUP = """
from typing import Literal
"""

# --- 1. An enum ---------------------------------------------------------------------------------


def _check_wind_unit(wind_unit: Any) -> None:
    require(isinstance(wind_unit, dict), "A parameter is described by a dict.")
    values = wind_unit.get("enum")
    require(isinstance(values, list), "An enum is a list: its values stand in square brackets.")
    require(all(isinstance(value, str) for value in values), "The type is string, so every value is text.")
    require(len(values) == len(set(values)), "A value stands in the list twice.")
    require(set(values) == {"km/h", "mph"}, 'The function takes "km/h" and "mph", written exactly like this.')


exercise_1 = Exercise(
    question='Let wind_unit take exactly two values: "km/h" and "mph".',
    check=_check_wind_unit,
    hints=["An enum lists every value that is allowed.", "It is a Python list of two strings."],
    solution="""
    wind_unit = {
        "type": "string",
        "enum": ["km/h", "mph"],
        "description": "The unit of the wind speed. Infer it from the location.",
    }
    """,
    answer="wind_unit",
    wrong={
        'wind_unit = {"type": "string", "enum": "km/h, mph"}': "An enum is a list: its values stand in square brackets.",
        'wind_unit = {"type": "string", "enum": ["kmh", "mph"]}':
            'The function takes "km/h" and "mph", written exactly like this.',
        'wind_unit = {"type": "string", "enum": ["km/h", "mph", "knots"]}':
            'The function takes "km/h" and "mph", written exactly like this.',
        'wind_unit = {"type": "string", "enum": ["km/h", "mph", "mph"]}': "A value stands in the list twice.",
        'wind_unit = {"type": "string", "enum": [1, 2]}': "The type is string, so every value is text.",
        'wind_unit = ["km/h", "mph"]': "A parameter is described by a dict.",
    },
    praise="The model must now pick one of the two, so your function never meets a third.",
)

# --- 2. What is required ------------------------------------------------------------------------

_PARAMETERS = {"restaurant", "people", "time"}


def _check_required(required: Any) -> None:
    require(not isinstance(required, bool), "In JSON Schema, required is a list of names, not true or false.")
    require(isinstance(required, list), "required is a list of names, in square brackets.")
    require(all(isinstance(name, str) for name in required), "The names in required are text.")
    unknown = [name for name in required if name not in _PARAMETERS]
    require(not unknown, f"There is no parameter {(unknown or [''])[0]!r}.")
    require(len(required) == len(set(required)), "A name stands in the list twice.")
    require("time" not in required, "A guest may leave out the time, so it must not be required.")
    missing = sorted({"restaurant", "people"} - set(required))
    require(not missing, f"Without {(missing or [''])[0]!r} nobody can book a table.")


exercise_2 = Exercise(
    question="A booking needs the restaurant and the number of people. The time may be left out.",
    check=_check_required,
    hints=["Which two names must be there in every call?", "A list with the two names, as text."],
    solution='required = ["restaurant", "people"]',
    answer="required",
    wrong={
        "required = True": "In JSON Schema, required is a list of names, not true or false.",
        'required = "restaurant"': "required is a list of names, in square brackets.",
        'required = [["restaurant", "people"]]': "The names in required are text.",
        'required = ["restaurant", "people", "people"]': "A name stands in the list twice.",
        'required = ["restaurant", "guests"]': "There is no parameter 'guests'.",
        'required = ["restaurant", "people", "time"]': "A guest may leave out the time, so it must not be required.",
        'required = ["restaurant"]': "Without 'people' nobody can book a table.",
    },
    praise="What is not in the list may be missing, so the function needs a default for it.",
)

# --- 3. A tool of your own ----------------------------------------------------------------------


def _check_translate(translate: Any) -> None:
    require(callable(translate), "Give check() the function itself: its name, without brackets.")
    function = tool_from(translate)["function"]
    require(len(function.get("description") or "") >= 15, "The docstring is the description: say what the function does.")
    parameters = function["parameters"]
    properties = parameters["properties"]
    require(set(properties) == {"text", "language"}, "The parameters are called text and language.")
    require(properties["text"].get("type") == "string", "text should be of type str.")
    languages = properties["language"].get("enum")
    require(languages, "language should take only a few values: annotate it with Literal.")
    require(len(languages) >= 2, "One language is no choice: list at least two.")
    require("text" in parameters.get("required", []), "Without a text there is nothing to translate: give text no default.")
    described = all(entry.get("description") for entry in properties.values())
    require(described, "Describe both parameters in the docstring, under Args:.")


exercise_3 = Exercise(
    question="Write translate(text, language), whose language is one of a few, with a docstring that describes it all.",
    check=_check_translate,
    hints=[
        "Literal[\"Korean\", \"French\"] allows two values and becomes an enum.",
        "The docstring needs a sentence, then Args: with a line for text and a line for language.",
    ],
    solution='''
    def translate(text: str, language: Literal["English", "Korean", "Chinese"]) -> str:
        """Translate a text into another language.

        Args:
            text: The text to translate.
            language: The language to translate into.
        """
        return f"[{language}] {text}"
    ''',
    answer="translate",
    wrong={
        '''
        def translate(text: str, language: str) -> str:
            """Translate a text into another language.

            Args:
                text: The text to translate.
                language: The language to translate into.
            """
        ''': "language should take only a few values: annotate it with Literal.",
        '''
        def translate(text: str, language: Literal["English", "Korean"]) -> str:
            """Translate a text into another language."""
        ''': "Describe both parameters in the docstring, under Args:.",
        '''
        def translate(text: str, language: Literal["English", "Korean"]) -> str:
            return text
        ''': "The docstring is the description: say what the function does.",
        '''
        def translate(text: str = "", language: Literal["English", "Korean"] = "English") -> str:
            """Translate a text into another language."""
        ''': "Without a text there is nothing to translate: give text no default.",
        '''
        def translate(text: int, language: Literal["English", "Korean"]) -> str:
            """Translate a text into another language."""
        ''': "text should be of type str.",
        '''
        def translate(text: str, language: Literal["English"]) -> str:
            """Translate a text into another language."""
        ''': "One language is no choice: list at least two.",
        '''
        def translate(message: str, language: Literal["English", "Korean"]) -> str:
            """Translate a text into another language."""
        ''': "The parameters are called text and language.",
        'translate = "Translate a text"': "Give check() the function itself: its name, without brackets.",
    },
    praise="A signature and a docstring are a whole tool.",
)
