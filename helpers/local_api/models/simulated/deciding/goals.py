"""Which functions a question asks for, and which part of the question asks for each."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..knowledge.language import eastern
from ..knowledge.words import COMMON, COMMON_NOTIONS, Term, broader, mentioned, notion_spans, words
from ..reading.splitting import clauses
from .filling import fill
from .mood import told
from .relevance import Ranking, Relevance, question_keys
from .scene import QUESTIONS, Scene
from .schema import Function
from .verbs import DOING, acts, asked_kinds, kinds_of

#: What makes a function asked for, as weights of a logistic regression: fitted once on about a thousand
#: pairs of a question and a function, then rounded. `top` is the better of name and about.
WEIGHTS = {"name": 1.9, "about": 3.0, "top": 1.9, "question": 0.7, "firm": 2.3, "missing": -2.6, "option": 1.2}
BIAS = -4.0
#: From this likelihood on a function that can be called is asked for.
THRESHOLD = 0.5
#: From this relevance on a function that lacks an argument is asked for: the argument is asked for, or looked up.
LACKING = 0.33
LIKELY = 0.6
#: From this relevance to a clause of its own on, a further function is asked for by it.
OF_A_PART = 0.38
#: How much of what tells a further function from those already chosen must be in the question.
DISTINCT = 0.7
#: In Korean and Chinese, where words of one meaning are many, values of just the kinds that a function needs say
#: that it is meant: what a single parameter's value adds to the likelihood, and what those of several do.
SAYS_ITSELF = (0.1, 0.25)
HINT = 0.12
#: What is left of the relevance of a function whose verb is of another kind than the question's, where one with
#: such a verb is relevant at all.
OTHER_VERB, AGREES = 0.4, 0.2
#: What a verb of the same kind as the question's adds to the share of the name and of the description.
SAME_VERB = 0.15
#: What the order of the candidates owes to the values that one takes and another leaves over.
LEFT_OVER = 0.2
#: Of many functions, only the most relevant are tried with the question's values.
MOST_TRIED = 6
_JOINED = re.compile(r"(?i)\b(?:and|also|both|plus|then|or)\b|[&;+]|[가-힣\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Goal:
    """A function that the question asks for, and the parts of the question that do; none means all of it.

    Parts at the beginning that ask for nothing belong to every goal.
    """

    function: Function
    relevance: Relevance
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A function with its relevance and how the question's values fit it.

    `likelihood` that it is asked for is from 0 to 1; `complete` says whether it has all required arguments;
    `specific` is the share of them whose value is of just their kind. `hint` is what a function gains by having
    some of its arguments in a Korean or Chinese question that names it weakly. `used` is the share of the values
    that the question states which it takes.
    """

    relevance: Relevance
    likelihood: float
    complete: bool
    specific: float = 0.0
    hint: float = 0.0
    used: float = 0.0

    @property
    def function(self) -> Function:
        return self.relevance.function

    @property
    def asked_for(self) -> bool:
        return (
            self.likelihood >= THRESHOLD
            if self.complete
            else self.relevance.value >= LACKING or self.by_words >= LIKELY
        )

    @property
    def rank(self) -> float:
        """For the order of candidates: one that lacks an argument ranks as if it had a weak one, a little lower."""
        order = self.likelihood + 0.06 * self.specific if self.complete else self.by_words - 0.05
        return order + LEFT_OVER * self.used

    @property
    def by_words(self) -> float:
        """The likelihood by words alone, as if its arguments were there."""
        return likelihood(self.relevance, 0.6, 0.0) + self.hint


def likelihood(relevance: Relevance, firm: float, missing: float, option: float = 0.0) -> float:
    """How likely a function is asked for, by what it shares with the question and how its arguments are filled."""
    parts = {
        "name": relevance.name,
        "about": relevance.about,
        "top": max(relevance.name, relevance.about),
        "question": relevance.question,
        "firm": firm,
        "missing": missing,
        "option": option,
    }
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[part] * value for part, value in parts.items())))


@lru_cache(maxsize=QUESTIONS)
def goals(ranking: Ranking, scene: Scene) -> tuple[Sequence[Goal], Sequence[Candidate]]:
    """The functions asked for, in the order in which the question asks, and all candidates, the likeliest first."""
    text = scene.text
    parts = clauses(text)
    ranked = _rank(ranking, text, 0, len(text))
    by_part = [_rank(ranking, text, start, end) for start, end in parts] if len(parts) > 1 else []
    candidates = _candidates(_best(ranked, by_part), scene)
    asked = [candidate for candidate in candidates if candidate.asked_for and _wanted(candidate.relevance, text)]
    asked = _of_the_kind(asked, _kinds_asked(text, parts))
    if asked and not any(c.complete for c in asked):
        # Rather than ask for an argument of one, call one that has all of its own and fits the words as well.
        asked = [c for c in candidates if c.complete and c.relevance.value >= asked[0].relevance.value][:1] + asked
    alone = bool(_kinds_asked(text, parts) & DOING) and len(parts) == 1 and not _JOINED.search(text)
    if alone:
        asked = asked[:1]
    chosen: list[Relevance] = []
    too_wide = _too_wide(asked, text) if len(asked) > 1 else frozenset()
    for candidate in asked:
        if candidate.function.name in too_wide:
            continue
        if not chosen or _adds(candidate.relevance, chosen, ranking, text):
            chosen.append(candidate.relevance)
    if chosen:
        for part in by_part:
            own = next(r for r in part if r.function.name not in too_wide)
            rivals = [r.value for r in part[1:] if any(r.function is c.function for c in chosen)]
            if own.value >= max(OF_A_PART, max(rivals, default=0) + 0.1) and not any(
                own.function is c.function for c in chosen
            ):
                chosen.append(own)
        chosen += [] if alone else _for_topics([c.relevance for c in candidates], chosen, text)
    found = [Goal(r.function, r) for r in chosen]
    if len(found) > 1:
        found = _placed(found, ranking, text, parts, by_part)
    return tuple(found), tuple(candidates)


def _rank(ranking: Ranking, text: str, start: int, end: int) -> list[Relevance]:
    """All functions by a part of the question; those that act only by what it tells to do."""
    found = ranking.rank(text, start, end)
    bidden = told(text)
    if bidden[start:end] != text[start:end]:
        by_bidding = {r.function.name: r for r in ranking.rank(bidden, start, end)}
        found = [by_bidding[r.function.name] if acts(r.function) else r for r in found]
    else:
        parts = [(a, b) for a, b in clauses(text) if start <= a and b <= end]
        found = _by_verb(found, text, parts)
    return sorted(found, key=lambda relevance: -relevance.value)


def _by_verb(found: Sequence[Relevance], text: str, parts: Sequence[tuple[int, int]]) -> Sequence[Relevance]:
    """The functions with those weakened whose verb is of another kind than each clause's, if another's agrees."""
    wanted = _kinds_asked(text, parts)
    if not wanted or not any(r.value >= AGREES and kinds_of(r.function) & wanted for r in found[:MOST_TRIED]):
        return found
    return [_with_verb(r, kinds_of(r.function), wanted) if r.name or r.about else r for r in found]


def _with_verb(relevance: Relevance, own: frozenset[str], wanted: frozenset[str]) -> Relevance:
    if not own:
        return relevance
    if not own & wanted:
        return _weakened(relevance)
    if relevance.value and own & wanted & DOING and acts(relevance.function):
        return replace(
            relevance, name=min(1.0, relevance.name + SAME_VERB), about=min(1.0, relevance.about + SAME_VERB)
        )
    return relevance


def _kinds_asked(text: str, parts: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The kinds of the verbs that the clauses begin with; none when one of them begins with no verb of a kind."""
    asked = [asked_kinds(text[start:end]) for start, end in parts]
    return frozenset().union(*asked) if all(asked) else frozenset()


def _of_the_kind(asked: Sequence[Candidate], kinds: frozenset[str]) -> list[Candidate]:
    """Those whose verb is of a kind asked for, or of none, when there is one of the kind."""
    if not any(kinds_of(c.function) & kinds for c in asked):
        return list(asked)
    return [c for c in asked if not kinds_of(c.function) or kinds_of(c.function) & kinds]


def _weakened(relevance: Relevance) -> Relevance:
    return replace(
        relevance,
        name=OTHER_VERB * relevance.name,
        about=OTHER_VERB * relevance.about,
        question=OTHER_VERB * relevance.question,
    )


def _wanted(relevance: Relevance, text: str) -> bool:
    """Whether a function may be asked for at all: one that acts needs a word that tells to do it."""
    return told(text) == text or relevance.value > 0 or not acts(relevance.function)


def _candidates(best: Sequence[Relevance], scene: Scene) -> list[Candidate]:
    found = []
    for n, relevance in enumerate(best):
        if n < MOST_TRIED and (relevance.value > 0.05 or n < 3):
            filled = fill(relevance.function, scene, several=False)
            firm = filled.fit.firm
            if eastern(scene.text) and all(p.takes("boolean") and not p.options for p in relevance.function.required):
                firm = max(firm, 0.6)  # nothing is needed, or only whether
            chance = likelihood(relevance, firm, filled.fit.missing, filled.fit.option)
            if not filled.missing and eastern(scene.text):
                chance = min(0.99, chance + SAYS_ITSELF[len(relevance.function.required) > 1] * filled.fit.specific)
            hint = HINT if filled.missing and filled.fit.firm and eastern(scene.text) else 0.0
            found.append(Candidate(relevance, chance, not filled.missing, filled.fit.specific, hint, filled.fit.used))
        else:
            found.append(Candidate(relevance, likelihood(relevance, 0.0, 1.0), False))
    return sorted(found, key=lambda candidate: -candidate.rank)


def _too_wide(asked: Sequence[Candidate], text: str) -> frozenset[str]:
    """The names of functions with a wider notion of what others are for: for the wind, no weather forecast."""
    question = question_keys(text)
    said = {key[1:] for key in question if key[0] == "@" and key[1:] not in COMMON_NOTIONS}
    direct = {notion for candidate in asked for notion in said & _notions(candidate.function)}
    wider = {broader(notion) for notion in direct} - {broader(notion) for notion in said - direct}
    return frozenset(
        function.name
        for function in (candidate.function for candidate in asked)
        if _notions(function) & wider
        and not _notions(function) & said
        and not any(question.get(term.key, 0) > COMMON for term in function.name_terms + function.about_terms)
    )


def _for_topics(best: Sequence[Relevance], chosen: Sequence[Relevance], text: str) -> list[Relevance]:
    """Functions for notions of the question that the chosen ones leave out.

    "the weather and the chance of rain": the function for rain leaves the weather out, so one for the
    temperature, which is part of the weather, is asked for too.
    """
    added: list[Relevance] = []
    for _, _, ids in notion_spans(text):
        for id in ids[:1]:
            if id in COMMON_NOTIONS:
                continue
            if any(id in _notions(r.function, parameters=True) for r in (*chosen, *added)):
                continue
            direct = [
                r
                for r in best
                if r not in chosen and r not in added and "@" + id in r.function.name_keys and r.name >= 0.4
            ]
            if direct:
                added.append(direct[0])
                continue
            narrower = [
                r
                for r in best
                if r not in chosen and r not in added and any(broader(n) == id for n in _notions(r.function))
            ]
            taken = [r for r in (*chosen, *added) if any(broader(n) == id for n in _notions(r.function))]
            said = {n for _, _, named in notion_spans(text) for n in named}
            if any(not (_notions(r.function) & said) for r in taken):
                continue  # one of those chosen is there for it
            if narrower:
                added.append(narrower[0])
    return added


@lru_cache(maxsize=2_000)
def _notions(function: Function, parameters: bool = False) -> frozenset[str]:
    found = function.keys if parameters else function.main_keys
    return frozenset(key[1:] for key in found if key[0] == "@" and key[1:] not in COMMON_NOTIONS)


def _best(ranked: Sequence[Relevance], by_part: Sequence[Sequence[Relevance]]) -> list[Relevance]:
    """All functions by relevance to the whole question, or to a part of it where that is greater."""
    top: dict[str, Relevance] = {r.function.name: r for r in ranked}
    for part in by_part:
        for relevance in part:
            known = top[relevance.function.name]
            if relevance.value * 0.95 > known.value:
                top[relevance.function.name] = relevance
    return sorted(top.values(), key=lambda r: -r.value)


def _adds(relevance: Relevance, chosen: Sequence[Relevance], ranking: Ranking, text: str) -> bool:
    """Whether the question asks for this function too: for what tells it from those already chosen."""
    if relevance.function.name and relevance.function.name in text:
        return True
    question = question_keys(text)
    claimed = {notion for other in chosen for notion in _notions(other.function)}
    free = {broader(key[1:]) for key in question if key[0] == "@" and key[1:] not in claimed}
    question = {key: weight for key, weight in question.items() if key[0] != "^" or key[1:] in free}
    question |= {"@" + notion: 0.7 for notion in free if notion}
    return all(_distinct(relevance.function, other.function, question, ranking) >= DISTINCT for other in chosen)


def _distinct(function: Function, other: Function, question: Mapping[str, float], ranking: Ranking) -> float:
    """The share of what a function has and another has not that the question mentions."""
    shares = [0.0]
    for own, factor in ((function.name_terms, 1.0), (function.about_terms, 0.95)):
        telling = [t for t in own if t.weight > COMMON and t.key not in other.main_keys and not _meant(t, other)]
        if telling:
            shares.append(factor * ranking.share(telling, question))
    return max(shares)


def _meant(term: Term, other: Function) -> bool:
    """Whether another function has a term by its meaning."""
    return any("@" + notion in other.main_keys for notion in term.notions if notion not in COMMON_NOTIONS)


def _placed(
    found: list[Goal],
    ranking: Ranking,
    text: str,
    parts: Sequence[tuple[int, int]],
    by_part: Sequence[Sequence[Relevance]],
) -> list[Goal]:
    """Each goal with the clauses that ask for it. A clause that asks for none belongs to the one before."""
    spans: dict[str, list[tuple[int, int]]] = {goal.function.name: [] for goal in found}
    first_seen: dict[str, tuple[int, int]] = {}
    opening: list[tuple[int, int]] = []
    current: list[str] = []
    for n, (start, end) in enumerate(parts):
        question = question_keys(text, start, end)
        strength = {
            goal.function.name: max(
                (
                    _weight(goal.function, [o.function for o in found if o is not goal], question, ranking)
                    + (5.0 if goal.function.name in text[start:end] else 0.0)
                ),
                0.0,
            )
            for goal in found
        }
        top = max(strength.values())
        if top <= 0.25 and by_part:  # no word tells them apart: the one that fits the clause clearly better
            fits = {r.function.name: r.value for r in by_part[n] if r.function.name in spans}
            first, second = sorted(fits.values(), reverse=True)[:2]
            if first >= LACKING and first - second >= 0.08:
                strength = {name: value if value == first else 0.0 for name, value in fits.items()}
                top = first
        if top > 0.25:
            current = [name for name, value in strength.items() if value >= max(0.3 * top, 0.25)]
        if not current:
            opening.append((start, end))
            continue
        for name, span in _shared_out(current, found, (start, end), text):
            spans[name].append(span)
            rank = next((k for k, r in enumerate(by_part[n]) if r.function.name == name), 0) if by_part else 0
            first_seen.setdefault(name, (span[0], rank))
    placed = [
        Goal(
            goal.function,
            goal.relevance,
            tuple((*opening, *spans[goal.function.name])) if spans[goal.function.name] else (),
        )
        for goal in found
    ]
    return sorted(placed, key=lambda goal: first_seen.get(goal.function.name, (len(text), 0)))


_JOINT = re.compile(r",|\band\b|&|(?<=[가-힣])(?:와|과|랑|이랑|하고)(?=\s)|\s및\s|[和與跟、，]")


def _shared_out(
    names: Sequence[str], found: Sequence[Goal], part: tuple[int, int], text: str
) -> list[tuple[str, tuple[int, int]]]:
    """One clause for several goals: "the weather in Rome and the nickname of Turin" is cut at the "and"."""
    if len(names) == 1:
        return [(names[0], part)]
    anchors: list[tuple[int, str]] = []
    for name in names:
        goal = next(g for g in found if g.function.name == name)
        others = [g.function for g in found if g is not goal]
        at = _anchor(goal.function, others, text, part)
        if at is None:
            return [(n, part) for n in names]
        anchors.append((at, name))
    anchors.sort()
    cuts = [part[0]]
    for (a, _), (b, _) in zip(anchors, anchors[1:], strict=False):
        joints = [m for m in _JOINT.finditer(text, a, b)]
        if not joints:
            return [(n, part) for n in names]
        cuts.append(joints[-1].end())
    cuts.append(part[1])
    return [(name, (cuts[n], cuts[n + 1])) for n, (_, name) in enumerate(anchors)]


def _anchor(function: Function, others: Sequence[Function], text: str, part: tuple[int, int]) -> int | None:
    """Where a clause first has a word that says this function and none of the others."""
    mine = {t.key for t in (*function.name_terms, *function.about_terms) if t.weight > COMMON}
    notions = {n for t in (*function.name_terms, *function.about_terms) for n in t.notions if n not in COMMON_NOTIONS}
    theirs: set[str] = set()
    for other in others:
        theirs |= other.main_keys
    places = [w.start for w in words(text) if part[0] <= w.start < part[1] and w.key in mine and w.key not in theirs]
    for start, end, ids in notion_spans(text):
        if part[0] <= start < part[1] and any(n in notions and "@" + n not in theirs for n in ids):
            places.append(start)
        elif part[0] <= start < part[1] and any(broader(n) in ids and "@" + n not in theirs for n in notions):
            places.append(start)
    return min(places, default=None)


def _weight(function: Function, others: Sequence[Function], question: Mapping[str, float], ranking: Ranking) -> float:
    """How many words of a clause say this function and none of the others."""
    total = 0.0
    for own, factor in ((function.name_terms, 1.0), (function.about_terms, 0.6)):
        for term in own:
            if not any(term.key in other.main_keys or _meant(term, other) for other in others):
                total += factor * term.weight * mentioned(term, question)
    for key, weight in function.parameter_keys.items():
        if key in question and key[0] != "^" and not any(key in other.keys for other in others):
            total += 0.3 * weight
    return total
