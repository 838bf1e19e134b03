"""The simulated model: a small function caller by rules. Deterministic, readable, offline."""

from .model import SimulatedModel

__all__ = ["SimulatedModel"]
