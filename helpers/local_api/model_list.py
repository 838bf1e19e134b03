"""/models: list, retrieve.

Any model name is accepted in a request, because old code names old models and Azure names deployments. The list
has the names that the SDK knows.
"""

from __future__ import annotations

from typing import get_args

from openai.types import ChatModel
from starlette.responses import Response

from .errors import APIError
from .store import Object
from .web import Call, Routes, json_response

NAMES = tuple(sorted(get_args(ChatModel)))
#: When every model of the list was "made": the course's first second.
CREATED = 1_767_603_600

routes = Routes()


@routes.get("/models")
async def list_models(call: Call) -> Response:
    return json_response({"object": "list", "data": [_model(name) for name in NAMES]})


@routes.get("/models/{model:path}")
async def retrieve_model(call: Call) -> Object:
    name = call.request.path_params["model"]
    if name not in NAMES:
        raise APIError(404, f"The model '{name}' does not exist", param="model", code="model_not_found")
    return _model(name)


def _model(name: str) -> Object:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "local-api"}
