"""A question in its parts: sentences, and clauses that ask for something of their own.

"Invest $2000 in Google and withdraw $1000 from Apple."     two clauses
"What is the area, and the perimeter?"                      one: "and the …" asks for nothing new
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.words import VERBS

_ASKING = VERBS - frozenset(
    "do does did is are was were be has have had may might time given using before after let if drive walk fly".split()
)
_SENTENCE_END = re.compile(
    r"[?!;](?=\s|$|\")"
    r"|(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bvs)(?<!\bSt)(?<!\bNo)(?<!e\.g)(?<!i\.e)\.(?=\s|$|\")"
    r"|\n+|[。？！；]"
)
_CLAUSE = re.compile(
    r",?\s+(?:and|but|or|then)(?:\s+(?:then|also|finally|lastly|next|after that|additionally|please"
    r"|I\s+(?:also\s+)?(?:want|need|would like)\s+to))*\s+(?=(?P<verb>[A-Za-z']+))"
    r"|,\s+(?:then|also|next|finally|after that|additionally|as well as)\s+"
    r"|,\s+(?=(?P<verb2>[A-Za-z']+)\s)"
    r"|\s+as well as\s+(?=(?P<verb3>[A-Za-z']+))"
    r"|(?<=[가-힣])(?:고|며|서|다음|면서)[,]?\s+|\s그리고\s|\s또\s"
    r"|[，,](?=\s?[\u4e00-\u9fff])|然後|並且|還有|以及|(?<!比)再(?=[\u4e00-\u9fff])"
)


@lru_cache(maxsize=512)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """The places of the clauses in `text`, in order, without overlap; text in quotes or brackets is not cut."""
    closed = [
        m.span()
        for m in re.finditer(
            r"\"[^\"]{0,200}\"|'[^']{1,200}'(?!\w)|\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|「[^」]*」|『[^』]*』", text
        )
    ]
    closed = [span for span in closed if span[1] - span[0] < 0.8 * len(text)]
    cuts = {0, len(text)}
    for match in _SENTENCE_END.finditer(text):
        if not _inside(match.start(), closed):
            cuts.add(match.end())
    for match in _CLAUSE.finditer(text):
        if _inside(match.start(), closed):
            continue
        verb = next((match[name] for name in ("verb", "verb2", "verb3") if match[name]), None)
        if verb is not None and verb.casefold() not in _ASKING:
            continue
        cuts.add(match.end())
    places = sorted(cuts)
    return tuple((a, b) for a, b in zip(places, places[1:], strict=False) if re.search(r"\w", text[a:b]))


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in spans)
