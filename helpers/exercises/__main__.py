"""The answer key, as Markdown: `python -m helpers.exercises [nb01 …]`."""

from __future__ import annotations

import argparse
import pkgutil
import re
import sys
from importlib import import_module

import helpers.exercises
from helpers.exercises import Exercise


def modules() -> list[str]:
    """The notebooks that have exercises: `nb00`, `nb01`, …"""
    return sorted(found.name for found in pkgutil.iter_modules(helpers.exercises.__path__) if found.name[:2] == "nb")


def answer_key(module: str) -> str:
    """Every exercise of a notebook with its question, its hints, its solution and the usual mistakes."""
    parts = [f"# Notebook {module.removeprefix('nb')}"]
    for name, exercise in vars(import_module(f"helpers.exercises.{module}")).items():
        if isinstance(exercise, Exercise):
            parts.append(f"## {name.replace('_', ' ').capitalize()}\n\n{exercise.question}")
            parts.append("\n".join(f"- Hint: {hint}" for hint in exercise.hints))
            parts.append(f"```python\n{exercise.solution_code}\n```\n\n{exercise.praise}")
            parts.append("What goes wrong, and what the check says:")
            parts += [f"```python\n{code}\n```\n\n> {sentence}" for code, sentence in exercise.wrong.items()]
    return "\n\n".join(parts)


def _notebook(text: str) -> str:
    name = re.sub(r"^(?=\d)", "nb", text)
    if name not in modules():
        raise argparse.ArgumentTypeError(f"there is no {text!r}; there are {', '.join(modules())}")
    return name


def main(arguments: list[str] | None = None) -> None:
    """Print the key of the named notebooks, or of all."""
    if hasattr(sys.stdout, "reconfigure"):  # into a file Windows writes its own alphabet, without most letters
        sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(
        prog="python -m helpers.exercises", description="Print the answer key as Markdown."
    )
    parser.add_argument("notebook", nargs="*", type=_notebook, help="for example 01; all if none is named")
    print("\n\n".join(answer_key(name) for name in parser.parse_args(arguments).notebook or modules()))


if __name__ == "__main__":
    main()
