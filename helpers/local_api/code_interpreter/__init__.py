"""Code interpreter: run a model's Python in a process of its own, with limits.

`tool` is what a run calls, `kernel` the process as seen from here, `worker` what runs inside it, `names` makes
file names from what clients say. Code is run only by a server that was started with the permission to.
"""
