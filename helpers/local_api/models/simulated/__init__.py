"""The simulated model: a small function caller by rules. Deterministic, readable, offline.

Each folder uses only the ones before it:

- `knowledge`     words and their senses in three languages, names of places and things
- `reading`       from a text to what it states: values, dates, names, the parts of a question
- `json_values`   values for a JSON schema, from what a turn says
- `deciding`      from a turn to a decision: which functions to call, with which arguments, or what to ask for
- `answering`     from a turn to what is said

`model` puts them together, `pieces` streams what comes out, and `explain` shows how a decision was made.
"""

from .model import SimulatedModel

__all__ = ["SimulatedModel"]
