"""Identifiers in the hosted form: a prefix and 24 letters and digits, such as `run_` + `Ab3…`."""

from __future__ import annotations

import os
import random
import string
from typing import Protocol

ALPHABET = string.ascii_letters + string.digits
LENGTH = 24


#: A letter for each byte, each letter four times; the bytes beyond would make some letters likelier.
_LETTERS = ALPHABET.encode() * 4 + bytes(256 % len(ALPHABET))
_LEFT_OUT = bytes(range(len(ALPHABET) * 4, 256))


class Ids(Protocol):
    """Makes identifiers that were not given out before."""

    def new(self, prefix: str) -> str:
        """A new identifier that starts with `prefix`, for example `asst_` or `file-`."""
        ...


class RandomIds:
    """Identifiers that nobody can guess (from the operating system's randomness)."""

    def new(self, prefix: str) -> str:
        letters = b""
        while len(letters) < LENGTH:  # of 40 bytes, one in 32 is left out: once is enough but for one time in 10**16
            letters = os.urandom(40).translate(_LETTERS, _LEFT_OUT)
        return prefix + letters[:LENGTH].decode()


class SeededIds:
    """The same identifiers in the same order every time, for lessons with recorded outputs.

    Each prefix has its own sequence: one more message does not change the ids of the runs.
    """

    def __init__(self, seed: str = "course") -> None:
        self._seed = seed
        self._sequences: dict[str, random.Random] = {}

    def new(self, prefix: str) -> str:
        sequence = self._sequences.get(prefix)
        if sequence is None:
            sequence = self._sequences[prefix] = random.Random(f"{self._seed}:{prefix}")
        return prefix + "".join(sequence.choices(ALPHABET, k=LENGTH))
