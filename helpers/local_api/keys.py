"""Who may call: API keys and the people they stand for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path


class KeyFileError(Exception):
    """The file of keys cannot be used. The message says why."""


class Keys:
    """From an API key to its owner. Objects belong to an owner, and no owner sees another's.

    With no keys at all any key is accepted, and everything belongs to one owner.
    """

    def __init__(self, owners: Mapping[str, str] | None = None):
        """`owners` maps each accepted key to its owner."""
        self._owners = None if owners is None else {_digest(key): owner for key, owner in owners.items()}

    @classmethod
    def single(cls, key: str) -> Keys:
        """One key, one owner."""
        return cls({key: ""})

    @classmethod
    def from_file(cls, path: str | Path) -> Keys:
        """One key a line, then a name: `sk-… Mina`. Without a name, the key stands for itself.

        Two keys with the same name are the same person's. Empty lines and lines that begin with `#` are skipped.
        Raises `KeyFileError`.
        """
        try:
            lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(f"The file of keys, {path}, cannot be read: {error}.") from error
        owners: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            key, *name = line.split(maxsplit=1)
            if key in owners:
                raise KeyFileError(f"Line {number} of {path} has a key that is there already. Give each line its own.")
            owners[key] = name[0].strip() if name else f"key-{_digest(key)[:16]}"
        if not owners:
            raise KeyFileError(f"The file of keys, {path}, has no keys. Write one a line, followed by a name.")
        return cls(owners)

    @property
    def several(self) -> bool:
        """Whether more than one person uses the server."""
        return self._owners is not None and len(set(self._owners.values())) > 1

    @property
    def closed(self) -> bool:
        """Whether only known keys are accepted."""
        return self._owners is not None

    def owner(self, key: str) -> str | None:
        """Whose key it is, or None where it is nobody's."""
        if self._owners is None:
            return ""
        return self._owners.get(_digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
