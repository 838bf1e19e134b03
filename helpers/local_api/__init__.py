"""A local Assistants API: the v2 API of OpenAI and Azure, without their servers.

    from helpers.local_api import LocalAPI
    with LocalAPI(course=True) as api:
        client = OpenAI(base_url=api.base_url, api_key=api.api_key)

`python -m helpers.local_api` serves it alone. This package imports nothing from the rest of `helpers`.

How it is built, from the wire inwards:

- `server`, `__main__`        a thread or a process that serves the app, each answer in `one_packet`;
                             `broken_http` answers what is no request
- `app`                       the paths
- `gate`                      what every request passes: `keys`, versions, `faults` on request, the clock, the log
- `web`                       what routes share: `Routes`, `Call`, pages, `errors` as answers
- `assistants`, `threads`, `messages`, `runs`, `run_steps`, `model_list`
                              the routes; `control` has those that are no part of the API, with `recorder`
- `requests`, `wording`       validation from the SDK's own types, in the hosted API's words; `functions` and
                              `json_schema` check the schemas that clients write
- `engine`                    the life of a run; with `schedule` (when), `context` (what the model sees),
                              `drafts` (what it writes), `journal` (kept and told), `events` (on the wire)
- `store`, `clock`, `ids`     where objects are kept, what time it is, what they are called
- `models`                    who answers
- `api`                       all these parts put together, as handlers reach them: `call.api`

To add routes: make `routes = Routes(beta=…)` in a module (see the docstring of `web`), and name it in `app.ROUTES`.
An object is a dict with `id` and `object`; keep it with `call.api.store.add(obj, owner=call.owner,
parent=…, label=…)`, find it with `call.find(kind, id, parent=…)`, list it with `call.page(kind, query, parent=…)`,
give it a name with `call.api.ids.new("vs_")` and a time with `call.api.clock.now()`. Keys that begin with "_" are
kept and never sent. Request bodies are checked with `await call.json(schema(SDKParams, limits={…}))`, query strings
with `call.query(query_schema(SDKListParams))`; raise `errors.InvalidRequest`, `errors.no_object(kind, id)` and
their like.

To add a tool that the API runs itself: implement `builtin_tools.BuiltinTool` and put it into `API.tools` in `api`.

Files and search:

- `files`, `vector_stores`              their routes
- `file_storage`, `vector_storage`      uploaded bytes and `file` objects; stores, their files and batches
- `indexing`                            attached files → `retrieval`: `readers` → `chunking` → `index`
- `file_search`, `code_interpreter`     the tools in a run
- `resources`                           `tool_resources` and attachments, which make vector stores in place
- `run_resources`                       what of them the tools of a run may use
"""

from __future__ import annotations

from typing import Any

__all__ = ["API", "LocalAPI", "create_app"]


def __getattr__(name: str) -> Any:
    """Imported when first used, so that `import helpers` stays cheap."""
    if name == "LocalAPI":
        from .server import LocalAPI

        return LocalAPI
    if name == "API":
        from .api import API

        return API
    if name == "create_app":
        from .app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
