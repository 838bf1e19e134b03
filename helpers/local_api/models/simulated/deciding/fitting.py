"""How well a value of the question fits a parameter, and what it looks like as that parameter's argument.

The score adds up what a reader would go by: the type, the unit, what the text stands for (a place, a
date, a person), a word of the parameter's name beside the value, a preposition ("from", "to", "in").
"""

from __future__ import annotations

from functools import lru_cache

from ..knowledge.words import words
from ..reading.value import Value
from .candidates import candidates
from .direction import direction, end_said
from .fit import Fit
from .number_fits import number_fit
from .scene import Scene
from .schema import Function, Parameter
from .surroundings import Surroundings
from .text_fits import text_fit

#: How many pairs of a function and a question are remembered.
FITS = 512


def fit(parameter: Parameter, value: Value, surroundings: Surroundings) -> Fit | None:
    """The value as an argument of the parameter, or None when it cannot be one."""
    if value.kind == "option":
        if value.details.get("for") != parameter.name:
            return _other_end(parameter, value, surroundings)
        score, why = 3.0 * value.details["strength"], "one of its options"
        said = end_said(value, surroundings.scene) if parameter.role else ""
        if said:
            why += f", “{said}”"
            return Fit(value.value, score + (1.2 if said == parameter.role else -1.2), why, value, score)
        return Fit(value.value, score, why, value, score)
    if parameter.options and not parameter.takes("array"):
        return None
    scene = surroundings.scene
    near, word = surroundings.near(parameter, value)
    found: Fit | None = None
    if parameter.takes("integer", "number"):
        found = number_fit(parameter, value, near, surroundings.weights(parameter))
    if found is None and parameter.takes("string"):
        found = text_fit(parameter, value, near, scene)
    if found is None and parameter.takes("array"):
        found = _list_fit(parameter, value, near, surroundings)
    if found is None and parameter.takes("object") and value.kind == "mapping" and isinstance(value.value, dict):
        found = Fit(value.value, 2.5, "written as an object", value)
    if found is None:
        return None
    score = found.score + 1.5 * near + _says_itself(parameter, value, surroundings)
    why = found.why
    if near > 0.25 and word:
        why = f"{why}, near “{word}”"
    if parameter.role:
        said = end_said(value, scene) if value.kind in ("unit", "currency") else direction(scene, value)
        if said:
            score += 1.2 if said == parameter.role else -1.0
            if said == parameter.role:
                why = f"{why}, “{said}”"
    return Fit(found.argument, score, why, value, found.score)


def _other_end(parameter: Parameter, value: Value, surroundings: Surroundings) -> Fit | None:
    """What one end has as an option, as the other end, which takes any text: "from savings to checking"."""
    if not parameter.role or parameter.options or not parameter.takes("string") or parameter.kind == "text":
        return None
    if direction(surroundings.scene, value) != parameter.role:
        return None
    return Fit(value.text, 2.0, f"“{parameter.role}”", value)


class Fits:
    """How well each value of a question fits each parameter of a function: a row for each parameter."""

    def __init__(self, function: Function, scene: Scene):
        #: Those that values are looked for; whether a boolean is true is inferred.
        self.parameters = tuple(p for p in function.parameters if not p.takes("boolean") or p.options)
        self.values = candidates(function, scene)
        self.surroundings = Surroundings(function.parameters, scene)
        self.table = tuple(tuple(self.of(p, value) for value in self.values) for p in self.parameters)

    def of(self, parameter: Parameter, value: Value) -> Fit | None:
        """The fit of one more value."""
        return fit(parameter, value, self.surroundings)


@lru_cache(maxsize=FITS)
def fits_of(function: Function, scene: Scene) -> Fits:
    """The fits of a function and a question, which many ways of filling the function share."""
    return Fits(function, scene)


def _says_itself(parameter: Parameter, value: Value, surroundings: Surroundings) -> float:
    """A bonus for a name with a word of the parameter's own name in it: "Premier League" for `league`."""
    if value.kind not in ("name", "quoted", "place", "phrase") or len(value.text) > 60:
        return 0.0
    weights = surroundings.weights(parameter)
    own = [weights[word.key] for word in words(value.text) if word.key in parameter.name_keys and word.key in weights]
    return 0.9 * max(own, default=0.0)


def _list_fit(parameter: Parameter, value: Value, near: float, surroundings: Surroundings) -> Fit | None:
    item = parameter.items
    if item is None:
        return None
    if value.kind == "list":
        if (
            item.takes("integer", "number")
            and not item.takes("array", "string")
            and not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value.value)
        ):
            return None
        if item.takes("integer", "number") and not item.takes("number"):
            return Fit(
                [int(v) if isinstance(v, float) and v.is_integer() else v for v in value.value],
                2.6,
                "written as a list",
                value,
            )
        if item.takes("string") and not item.takes("number", "integer", "object", "array"):
            return Fit([v if isinstance(v, str) else str(v) for v in value.value], 2.4, "written as a list", value)
        return Fit(value.value, 2.4, "written as a list", value)
    members = value.items if value.kind == "series" else (value,)
    fits = [fit(item, member, surroundings) for member in members]
    if not fits or any(one is None for one in fits):
        return None
    mean = sum(one.base for one in fits if one) / len(fits)
    return Fit(
        [one.argument for one in fits if one], mean + (1.0 if len(fits) > 1 else -0.3), "listed in the question", value
    )
