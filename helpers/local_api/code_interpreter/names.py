"""A client's file name is a label, not a path. Here it becomes a name in the code interpreter's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection


def safe_name(label: str) -> str:
    """A plain name in a folder: the label's last part, never empty, hidden, reserved, or a path."""
    last = re.split(r"[\\/]", label)[-1]
    cleaned = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", last).strip(" .")[-100:].strip(" .") or "file"
    if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", cleaned, re.IGNORECASE):  # devices on Windows
        cleaned = "_" + cleaned
    return cleaned


def free_name(label: str, taken: Collection[str]) -> str:
    """A safe name that is not `taken`: a second `a.csv` is `a (2).csv`."""
    name = safe_name(label)
    stem, suffix = os.path.splitext(name)
    number = 1
    while name in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name
