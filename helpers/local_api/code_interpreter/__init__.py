"""Code interpreter: run a model's Python in a process of its own, with limits.

`Kernel` is all that the rest of the API sees. It is used only by a server that was started with
the permission to run code.
"""

from .kernel import Execution, Kernel, Limits

__all__ = ["Execution", "Kernel", "Limits"]
