"""Arguments that no value of the question states: booleans by wording, units by place, what goes without saying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..knowledge.language import eastern
from ..knowledge.lexicon import Place, units
from ..knowledge.words import stop_keys
from ..reading.splitting import clauses
from .decision import Evidence
from .fit import Fit
from .scene import Scene
from .schema import Parameter
from .surroundings import Surroundings
from .switches import is_switch, state_of
from .truth import stated, truth

_NO = re.compile(
    r"(?i)\b(?:not|no(?!\.?\s*\d)|without|except|exclude|excluding|don'?t|doesn'?t|never|skip|omit"
    r"|ignore|ignoring|neglecting|disable|off|false)\b"
)
_ON = re.compile(
    r"(?i)\b(?:turn|switch)\w*\s(?:\w+\s){0,4}?on\b|\b(?:enable|activate|start)\b|켜|켜고|틀어|打開|開燈|開啟"
    r"|開一下|開(?=客廳|臥室|廚房|燈)|把.{1,8}開"
)
_OFF = re.compile(
    r"(?i)\b(?:turn|switch|shut)\w*\s(?:\w+\s){0,4}?off\b|\b(?:disable|deactivate|stop)\b|꺼|끄|關|關掉|關閉"
)
#: A thing that is set to a level is on.
_SETTING = re.compile(
    r"(?i)\b(?:dim|dims|dimmed|brighten|brighter|dimmer|warmer|cooler|louder)\b|\b(?:to|at)\s+\d+\s*(?:%|percent)"
    r"|(?:set|make|change|adjust)\b.*\b(?:to|at)\s+\d|\d+\s*(?:%|퍼센트|프로)(?:로|으로)|밝게|어둡게|調到|调到|調成|调成"
)
_AT_REST = re.compile(r"(?i)\b(?:from|at) rest\b|\bdropped\b|\bstationary\b|\bstandstill\b|\bfree(?:ly)?[ -]fall")
_WEAK = frozenset(
    "includ is has have show get onli with return whether flag use enabl allow want check need true false option "
    "set".split()
)


def inferred(
    parameter: Parameter, row: Mapping[str, Fit], scene: Scene, surroundings: Surroundings
) -> tuple[Any, Evidence] | None:
    """An argument by inference, with its evidence, or None."""
    if parameter.takes("boolean") and not parameter.options:
        return _boolean(parameter, row, scene)
    unit = _unit_of_place(parameter, row, scene)
    if unit is not None:
        return unit
    if parameter.takes("integer", "number") and parameter.required and not parameter.options:
        still = _AT_REST.search(scene.text)
        if (
            still
            and {"veloc", "speed"} & set(parameter.name_keys)
            and {"initi", "start"} & (set(parameter.name_keys) | set(parameter.about_keys))
        ):
            return 0, Evidence("the wording", still.group())
    if parameter.required and is_switch(parameter.options) and (said := _SETTING.search(_own_clause(row, scene))):
        on = next(option for option in parameter.options if state_of(option) == "turn on")
        return on, Evidence("what is set is on", said.group())
    if len(parameter.options) == 1 and parameter.required:
        return parameter.options[0], Evidence("the only option")
    return None


def _boolean(parameter: Parameter, row: Mapping[str, Fit], scene: Scene) -> tuple[bool, Evidence] | None:
    text = scene.text
    name = parameter.name.casefold()
    if (
        name in ("on", "state", "power", "enabled", "is_on", "turn_on", "switch", "active", "status")
        or "true" in parameter.about
        and re.search(r"켜|끄|開|關|turn(?:ed)? on|switch(?:ed)? on", parameter.about)
    ):
        start, end = _own_part(row, scene)
        part = text[start:end]
        for pattern, answer in ((_OFF, False), (_ON, True)):
            match = pattern.search(part)
            if match:
                return answer, Evidence("the wording", match.group())
    start, end = _own_part(row, scene)
    if eastern(text):
        said = truth(parameter.name, parameter.about, text[start:end])
    else:
        said = stated(parameter.about, text[start:end])
    if said is not None:
        return said[0], Evidence("the wording", said[1])
    telling = {
        key: weight
        for key, weight in parameter.name_keys.items()
        if key not in _WEAK and key not in stop_keys() and (key[0] != "@" or weight >= 0.7)
    }
    hits = [key for key in telling if key in scene.keyed]
    plain = [key for key in telling if key[0] != "@"]
    if plain and all(key in scene.keyed for key in plain) or not plain and hits:
        start, _ = scene.keyed[hits[0]][0]
        clause = max((begin for begin, _ in clauses(text) if begin <= start), default=0)
        negated = bool(_NO.search(text[max(clause, start - 30) : start]))
        if hits:
            return (not negated), Evidence("the wording", text[start : scene.keyed[hits[0]][0][1]])
    opposite = next((key for key in scene.keyed for mine in plain if key in (f"un{mine}", f"dis{mine}")), None)
    if opposite:
        start, end = scene.keyed[opposite][0]
        return False, Evidence("the wording", text[start:end])
    if parameter.required:
        if parameter.default is not None and isinstance(parameter.default, bool):
            return parameter.default, Evidence("default of the schema")
        hits = [key for key in hits if key[0] != "@"] if plain else hits
        return bool(hits), Evidence("the wording does not say otherwise" if hits else "nothing asks for it")
    return None


def _own_part(row: Mapping[str, Fit], scene: Scene) -> tuple[int, int]:
    """The clause in which the values of this call stand."""
    starts = [one.value.start for one in row.values()]
    if not starts:
        return 0, len(scene.text)
    first, last = min(starts), max(one.value.end for one in row.values())
    marks = [m.end() - 1 for m in re.finditer(r"[.,;!?，。；！？、]|\band\b|하고|[끄켜]고(?=\s)", scene.text)]
    begin = max((m for m in marks if m < first), default=0)
    end = min((m + 2 for m in marks if m >= last), default=len(scene.text))
    return begin, end


def _own_clause(row: Mapping[str, Fit], scene: Scene) -> str:
    start, end = _own_part(row, scene)
    return scene.text[start:end]


def _unit_of_place(parameter: Parameter, row: Mapping[str, Fit], scene: Scene) -> tuple[Any, Evidence] | None:
    """The option that is customary in the place of the call, where the schema wants one."""
    if not parameter.options or not (
        parameter.required or re.search(r"(?i)infer|from the user'?s location|based on the location", parameter.about)
    ):
        return None
    place = next((one.value.entry for one in row.values() if isinstance(one.value.entry, Place)), None)
    if place is None:
        return None
    wanted = {"celsius"} if place.temperature == "C" else {"fahrenheit"}
    for option in parameter.options:
        plain = str(option).strip().casefold()
        names = {"c": "celsius", "f": "fahrenheit", "°c": "celsius", "°f": "fahrenheit"}
        unit = units().get(names.get(plain, plain))
        if unit and unit.key in wanted:
            return option, Evidence(f"customary in {place.en}", place.en)
        if plain in ("metric", "imperial", "us", "standard"):
            fits = (plain == "metric") == (place.measures == "metric")
            if fits:
                return option, Evidence(f"customary in {place.en}", place.en)
    return None
