"""What `python3 course.py` does: make the environment, open JupyterLab, run or record the notebooks.

It runs before anything is installed, so it uses the standard library only.
"""

from helpers.launcher.commands import main

__all__ = ["main"]
