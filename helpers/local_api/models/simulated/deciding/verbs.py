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
    refund ship invest rent hire apply email message text call open block reply forward archive print charge accept append arm authorize clear decline
    deliver deploy disarm dismiss enroll feed grant install join mute notify reboot renew replace reset restart resume
    revoke share unmute upgrade water""".split()
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
#: Verbs of one kind, whoever says them: a message that begins with one of a kind asks for a function of that kind.
_OF_ONE_KIND = {
    "make": "create add make put schedule write insert register post plan log save store set remind note draft generate "
            "file open submit request place record append",
    "send": "send email mail message text forward write reply share notify tell post",
    "move": "transfer move pay wire send deposit withdraw",
    "remove": "delete remove cancel clear erase discard drop undo",
    "change": "update change edit modify rename reschedule mark complete set adjust turn switch control toggle lock "
              "unlock move put finish close enable disable correct assign make",
    "order": "book reserve order buy purchase rent hire get place make schedule request",
    "tell": "get list read show find search check look view fetch display tell see retrieve query lookup track "
            "calculate compute convert count compare determine return open what which when where who whose how is are "
            "was were does did has have",
}  # fmt: skip
#: Kinds of verbs of which each asks for one function.
DOING = frozenset({"make", "send", "move", "remove", "change", "order"})
_KINDS: dict[str, frozenset[str]] = {
    verb: frozenset(kind for kind, verbs in _OF_ONE_KIND.items() if verb in {stem(v) for v in verbs.split()})
    for verb in {stem(v) for verbs in _OF_ONE_KIND.values() for v in verbs.split()}
}
_LEAD = re.compile(
    r"(?i)^\W*(?:(?:and|but|so|also|then|now|next|finally|hey|hi|hello|ok(?:ay)?|please|pls|kindly|just|actually|well"
    r"|(?:can|could|would|will)\s+(?:you|u)|i\s+(?:want|need|would\s+like|wish)(?:\s+you)?\s+to"
    r"|i['’]d\s+like(?:\s+you)?\s+to|help\s+me(?:\s+to)?|let['’]?s|let\s+us|go\s+ahead\s+and)\b[,.!]?\s*)*"
    r"(?P<verb>[A-Za-z]+)"
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


@lru_cache(maxsize=512)
def asked_kinds(clause: str) -> frozenset[str]:
    """The kinds of the verb that a clause in English begins with; none when it begins with no such verb."""
    match = _LEAD.match(clause)
    return _KINDS.get(stem(match["verb"]), frozenset()) if match else frozenset()


@lru_cache(maxsize=2_000)
def kinds_of(function: Function) -> frozenset[str]:
    """The kinds of the verbs that a function's name and its description begin with."""
    named = re.findall(r"[a-z]+", split_name(function.name).casefold())[:1]
    begun = re.findall(r"[a-z]+", function.about.casefold()[:60])[:1]
    found = [_KINDS.get(stem(verb), frozenset()) for verb in (*named, *begun)]
    if doing(function) == "tell":
        return frozenset({"tell"})
    return frozenset().union(*found) - ({"tell"} if doing(function) == "act" else frozenset())
