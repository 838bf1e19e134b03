"""The local API against the official description of the hosted one.

- `description.json`, `make_description.py`   the official description without its prose, and how it was made
- `description`                               which schema an answer or an event must fit
- `witness`                                   ASGI middleware that holds every answer against it (`../conftest.py`)
"""
