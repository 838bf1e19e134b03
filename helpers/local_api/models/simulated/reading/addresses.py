"""Street addresses as they are written in English: a house number, a name, and what sort of street it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .value import Value, value_at

_STREET = re.compile(
    r"(?<![\w.,-])\d{1,5}[A-Za-z]?\s+(?:(?:[NSEW]\.?|North|South|East|West)\s+)?"
    r"(?:(?:[A-Z][\w'’-]*|\d{1,3}(?:st|nd|rd|th))\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Way|Terrace|Crescent"
    r"|Parkway|Highway)\b\.?(?!\s*[A-Za-z]*[’'])"
)


def addresses_in(text: str) -> Iterator[Value]:
    """The streets with house numbers that a text names: `12 Main Street`."""
    for match in _STREET.finditer(text):
        yield value_at("name", match.group().rstrip("."), match, details={"address": True})
