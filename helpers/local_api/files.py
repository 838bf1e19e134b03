"""/files: upload, list, retrieve, download, delete."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from openai.types import FileListParams
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from . import errors
from .file_storage import FILE, PART_BYTES, PURPOSES, too_large
from .requests import Limit, query_schema
from .store import Object, Page
from .web import Call, Routes

LIST = query_schema(FileListParams, limits={"limit": Limit(ge=1, le=10_000)})
_DEFAULT_LIMIT = 10_000
#: What the form's other fields and the lines between them may add to the file. In bytes.
_FORM_BYTES = 64 * 1024
#: How far from its end a form's last line may be.
_END_BYTES = 1024
_EXPIRES_SECONDS = (3_600, 2_592_000)
_FIELDS = {"file", "purpose", "expires_after[anchor]", "expires_after[seconds]"}

routes = Routes()


@routes.post("/files")
async def upload_file(call: Call) -> Object:
    """Takes a multipart form. The wording of its errors is that of the hosted API's form validation."""
    form = await _form(call)
    try:
        file, purpose = form.get("file"), form.get("purpose")
        for name in form:
            if name not in _FIELDS:
                raise errors.InvalidRequest(f"Additional properties are not allowed ('{name}' was unexpected)")
        if not isinstance(file, UploadFile):
            raise errors.InvalidRequest("'file' is a required property", param="file")
        if not isinstance(purpose, str):
            raise errors.InvalidRequest("'purpose' is a required property", param="purpose")
        if purpose not in PURPOSES:
            raise errors.InvalidRequest(f"{purpose!r} is not one of {list(PURPOSES)!r} - 'purpose'", param="purpose")
        return await call.api.files.create(
            call.owner,
            _parts(file),
            filename=_filename(file.filename),
            purpose=purpose,
            expires_after=_expires_after(form),
            prefix="assistant-" if call.azure else "file-",
        )
    finally:
        await form.close()


@routes.get("/files")
async def list_files(call: Call) -> Page:
    query = {"limit": _DEFAULT_LIMIT} | call.query(LIST)
    return call.api.files.page(call.owner, **query)


@routes.get("/files/{file_id}")
async def retrieve_file(call: Call) -> Object:
    return call.api.files.get(call.owner, call.id("file_id"))


@routes.delete("/files/{file_id}")
async def delete_file(call: Call) -> Object:
    file_id = call.id("file_id")
    call.api.files.delete(call.owner, file_id)
    return {"id": file_id, "object": FILE, "deleted": True}


@routes.get("/files/{file_id}/content")
async def download_file(call: Call) -> Response:
    file_id = call.id("file_id")
    parts = call.api.files.download(call.owner, file_id)
    file = call.api.files.get(call.owner, file_id)
    headers = {
        "content-length": str(file["bytes"]),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file['filename'])}",
    }

    async def body() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return StreamingResponse(body(), media_type="application/octet-stream", headers=headers)


async def _form(call: Call) -> FormData:
    content_type = call.request.headers.get("content-type", "")
    if content_type.split(";")[0].strip().lower() != "multipart/form-data":
        raise errors.wrong_content_type(content_type or "none", "multipart/form-data")
    limit, size, end = call.api.files.max_bytes + _FORM_BYTES, 0, b""

    async def receive() -> Message:
        nonlocal size, end
        message = await call.request.receive()
        part = message.get("body", b"")
        size += len(part)
        end = (end + part[-_END_BYTES:])[-_END_BYTES:]
        if size > limit:
            raise too_large(call.api.files.max_bytes)
        return message

    declared = call.request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large(call.api.files.max_bytes)
    try:
        form = await Request(call.request.scope, receive).form(max_files=1, max_fields=16, max_part_size=_FORM_BYTES)
    except (HTTPException, KeyError, ValueError) as error:  # a broken form, or one without a boundary
        raise _unparsable() from error
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if b"--" + boundary + b"--" not in end:  # cut off: the parser takes what is there
        await form.close()
        raise _unparsable()
    return form


def _unparsable() -> errors.InvalidRequest:
    return errors.InvalidRequest(
        "We could not parse the multipart form of your request. (HINT: This likely means you aren't using your "
        "HTTP library correctly. The OpenAI API expects a multipart/form-data payload with a boundary.)"
    )


async def _parts(file: UploadFile) -> AsyncIterator[bytes]:
    while part := await file.read(PART_BYTES):
        yield part


def _filename(name: str | None) -> str:
    """The name as a label: without folders, which some browsers send, and without control characters."""
    return re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[\\/]", name or "")[-1])[:255] or "upload"


def _expires_after(form: FormData) -> dict[str, Any] | None:
    anchor, seconds = form.get("expires_after[anchor]"), form.get("expires_after[seconds]")
    if anchor is None and seconds is None:
        return None
    if anchor is None or seconds is None:
        missing = "expires_after.anchor" if anchor is None else "expires_after.seconds"
        raise errors.InvalidRequest(
            f"Missing required parameter: '{missing}'.", param=missing, code="missing_required_parameter"
        )
    if anchor != "created_at":
        raise errors.InvalidRequest(
            f"Invalid value: '{anchor}'. Supported values are: 'created_at'.",
            param="expires_after.anchor",
            code="invalid_value",
        )
    least, most = _EXPIRES_SECONDS
    if not str(seconds).isdecimal():
        raise errors.InvalidRequest(
            "Invalid type for 'expires_after.seconds': expected an integer, but got a string instead.",
            param="expires_after.seconds",
            code="invalid_type",
        )
    if not least <= (number := int(str(seconds))) <= most:
        side, sign, bound = ("below minimum", ">=", least) if number < least else ("above maximum", "<=", most)
        raise errors.InvalidRequest(
            f"Invalid 'expires_after.seconds': integer {side} value. Expected a value {sign} {bound}, "
            f"but got {number} instead.",
            param="expires_after.seconds",
            code=f"integer_{side.split()[0]}_{'min' if number < least else 'max'}_value",
        )
    return {"anchor": anchor, "seconds": number}
