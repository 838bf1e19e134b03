"""What a function does, by the verb that begins its name and its description: it changes something, or it only tells.

    "lock_door", "Book a flight"             acts: someone must want it done
    "get_order_status", "Search hotels"      tells
    "make_chart", "Calculates the area"      neither surely: the words decide as for any other
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.words import split_name, stem
from .schema import Function

#: Verbs of functions that change something in the world, by stem.
ACTING = frozenset(
    stem(verb)
    for verb in """turn switch set lock unlock control toggle enable disable activate deactivate adjust dim book order
    reserve send create add delete remove cancel update edit modify change rename move transfer pay buy purchase sell
    play pause stop start schedule reschedule remind post publish upload submit request initiate place withdraw deposit
    invite register subscribe unsubscribe close put save store write insert assign mark complete confirm approve reject
    refund ship invest rent hire apply email message text call open block reply forward archive print charge""".split()
)
#: Verbs of functions that only tell, by stem.
TELLING = frozenset(
    stem(verb)
    for verb in """get fetch find look lookup read retrieve query search check show list return tell determine see view
    obtain provide display browse track calculate compute estimate measure convert count compare analyze identify
    recommend suggest predict describe explain summarize translate""".split()
)
#: Nouns at the end of a name that make a verb before them a noun: order_status, book_details.
_TOLD = frozenset(
    stem(noun)
    for noun in """status state info information detail details history price prices list search lookup finder summary
    report results result count total calculator converter checker tracker data""".split()
)
_NUMBERS = frozenset({"number", "integer"})


@lru_cache(maxsize=2_000)
def doing(function: Function) -> str:
    """`act`, `tell`, or "" when its name and its description do not agree or say neither."""
    named = re.findall(r"[a-z]+", split_name(function.name).casefold())
    begun = re.findall(r"[a-z]+", function.about.casefold()[:60])[:1]
    if len(named) > 1 and stem(named[-1]) in _TOLD:
        return "tell"
    sides = {side for side in (*map(_side, named[:1]), *map(_side, begun)) if side}
    if len(sides) != 1:
        return ""
    if sides == {"act"} and function.required and all(p.types <= _NUMBERS for p in function.required):
        if stem(named[0]) == stem("add"):
            return ""  # a sum
    return sides.pop()


def _side(verb: str) -> str:
    return "act" if stem(verb) in ACTING else "tell" if stem(verb) in TELLING else ""


def acts(function: Function) -> bool:
    """Whether a function surely changes something, so that a question alone does not ask for it."""
    return doing(function) == "act"
