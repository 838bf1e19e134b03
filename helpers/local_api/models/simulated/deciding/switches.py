"""States that a verb brings about: who says "꺼 줘" or "把燈關掉" names the option `off`, who says "잠가 줘" `locked`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..knowledge.glossary import said, senses
from ..knowledge.language import eastern

#: Words for a state, with a verb of the glossary that brings it about.
_VERBS = {
    "on": "turn on", "off": "turn off", "enabled": "turn on", "disabled": "turn off", "enable": "turn on",
    "disable": "turn off", "open": "open", "opened": "open", "close": "close", "closed": "close", "shut": "close",
    "lock": "lock", "locked": "lock", "unlock": "unlock", "unlocked": "unlock", "turn_on": "turn on",
    "turn_off": "turn off",
}  # fmt: skip
#: Simplified characters of such verbs, as the glossary writes them.
_TRADITIONAL = str.maketrans("关开锁闭启动灯门", "關開鎖閉啟動燈門")


def state_of(option: Any) -> str:
    """The verb that brings about the state an option names, or ""."""
    return _VERBS.get(str(option).strip().casefold().replace(" ", "_"), "")


def is_switch(options: Sequence[Any]) -> bool:
    """Whether options say that a thing is on and that it is off."""
    return {"turn on", "turn off"} <= {state_of(option) for option in options}


def brought_about(option: Any, options: Sequence[Any], text: str) -> list[tuple[int, int]]:
    """Where a Korean or Chinese text has a verb for the state that an option names, and for that of no other."""
    verb = state_of(option)
    if not verb or not eastern(text):
        return []
    mine = _numbers(verb)
    others = frozenset().union(*(_numbers(state_of(other)) for other in options if state_of(other) not in ("", verb)))
    found = []
    for one in said(text.translate(_TRADITIONAL)):
        numbers = {sense.number for sense in one.senses}
        if numbers & mine and not numbers & others:
            found.append((one.start, one.end))
    return found[-1:]


@lru_cache(maxsize=64)
def _numbers(verb: str) -> frozenset[int]:
    return frozenset(sense.number for sense in senses(verb)) if verb else frozenset()
