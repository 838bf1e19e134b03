"""/files through the real SDK and raw HTTP."""

import asyncio
import io

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

from helpers.local_api import LocalAPI

MiB = 1024 * 1024


@pytest.fixture(scope="module")
def api():
    with LocalAPI(course=True, max_file_bytes=3 * MiB) as api:
        yield api


@pytest.fixture
def client(api):
    with OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
        yield client


@pytest.fixture
def http(api):
    with httpx2.Client(base_url=api.base_url, headers={"Authorization": f"Bearer {api.api_key}"}) as http:
        yield http


def upload(client, name="notes.txt", data=b"hello", purpose="assistants", **more):
    return client.files.create(file=(name, data), purpose=purpose, **more)


def test_upload_and_retrieve(client, http):
    file = upload(client, "사용 설명서.txt", "부산".encode())
    assert file.id.startswith("file-") and len(file.id) == len("file-") + 24
    assert (file.filename, file.bytes, file.purpose) == ("사용 설명서.txt", 6, "assistants")
    assert client.files.retrieve(file.id) == file
    assert http.get(f"/files/{file.id}").json() == {
        "id": file.id,
        "object": "file",
        "bytes": 6,
        "created_at": file.created_at,
        "filename": "사용 설명서.txt",
        "purpose": "assistants",
        "status": "processed",
    }
    assert client.files.wait_for_processing(file.id) == file


@pytest.mark.parametrize("size", [0, 1, MiB - 1, MiB, MiB + 1, 3 * MiB])
def test_bytes_come_back_as_they_went(client, size):
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    file = upload(client, "data.jsonl", data, purpose="batch")
    assert file.bytes == size
    answer = client.files.content(file.id)
    assert answer.read() == data
    assert answer.response.headers["content-length"] == str(size)
    assert answer.response.headers["content-disposition"] == "attachment; filename*=UTF-8''data.jsonl"


@pytest.mark.parametrize("source", ["path", "open file", "bytes"])
def test_every_way_of_the_sdk_to_give_a_file(client, tmp_path, source):
    path = tmp_path / "readme.md"
    path.write_bytes(b"# Hi")
    with open(path, "rb") as opened:
        file = client.files.create(
            file={"path": path, "open file": opened, "bytes": b"# Hi"}[source], purpose="assistants"
        )
    assert file.bytes == 4
    assert file.filename == ("upload" if source == "bytes" else "readme.md")


def test_the_name_is_a_label_and_never_a_path(http):
    form = {"file": ("../../etc/pass\x00wd.txt", b"x"), "purpose": (None, "assistants")}
    assert http.post("/files", files=form).json()["filename"].endswith("wd.txt")
    assert "/" not in http.post("/files", files=form).json()["filename"]


def test_list_by_purpose_in_order_and_pages(client):
    made = [upload(client, f"eval{number}.jsonl", purpose="evals").id for number in range(5)]
    assert [file.id for file in client.files.list(purpose="evals")] == made[::-1]
    assert [file.id for file in client.files.list(purpose="evals", order="asc")] == made
    page = client.files.list(purpose="evals", limit=2, order="asc")
    assert [file.id for file in page.data] == made[:2] and page.has_more
    assert [file.id for file in client.files.list(purpose="evals", limit=2, order="asc", after=made[3]).data] == made[
        4:
    ]
    assert client.files.list(purpose="fine-tune").data == []


def test_delete_removes_the_file_and_its_bytes(api, client, http):
    file = upload(client, "x.jsonl", bytes(2 * MiB), purpose="batch")
    assert http.delete(f"/files/{file.id}").json() == {"id": file.id, "object": "file", "deleted": True}
    for call in (client.files.retrieve, client.files.delete, client.files.content):
        with pytest.raises(openai.NotFoundError) as caught:
            call(file.id)
        assert caught.value.body == {
            "message": f"No such File object: {file.id}",
            "type": "invalid_request_error",
            "param": "id",
            "code": None,
        }


@pytest.mark.parametrize("purpose", ["assistants", "user_data"])
def test_some_purposes_are_not_given_out(client, purpose):
    file = upload(client, purpose=purpose)
    with pytest.raises(openai.BadRequestError, match=f"Not allowed to download files of purpose: {purpose}"):
        client.files.content(file.id)


def test_expiry_by_the_apis_clock(api, client):
    kept = upload(client)
    brief = upload(client, expires_after={"anchor": "created_at", "seconds": 3600})
    batch = upload(client, "b.jsonl", purpose="batch")
    assert kept.expires_at is None
    assert brief.expires_at == brief.created_at + 3600
    assert batch.expires_at == batch.created_at + 30 * 86_400
    advance(api, 3700)
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(brief.id)
    assert client.files.retrieve(kept.id) and client.files.retrieve(batch.id)
    advance(api, 30 * 86_400)
    assert batch.id not in {file.id for file in client.files.list()}
    assert client.files.retrieve(kept.id)


def advance(api, seconds):
    """Move the API's clock, as a lesson does."""
    answer = httpx2.post(
        f"{api.control_url}/clock", json={"seconds": seconds}, headers={"Authorization": f"Bearer {api.api_key}"}
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("form", "message", "param"),
    [
        ({"purpose": (None, "assistants")}, "'file' is a required property", "file"),
        ({"file": (None, "text"), "purpose": (None, "assistants")}, "'file' is a required property", "file"),
        ({"file": ("a.txt", b"x")}, "'purpose' is a required property", "purpose"),
        (
            {"file": ("a.txt", b"x"), "purpose": (None, "vector_store")},
            "'vector_store' is not one of ['fine-tune', 'assistants', 'batch', 'user_data', 'vision', 'evals'] - "
            "'purpose'",
            "purpose",
        ),
        (
            {"file": ("a.txt", b"x"), "purpose": (None, "assistants"), "colour": (None, "red")},
            "Additional properties are not allowed ('colour' was unexpected)",
            None,
        ),
        (
            {"file": ("a.txt", b"x"), "purpose": (None, "batch"), "expires_after[anchor]": (None, "created_at")},
            "Missing required parameter: 'expires_after.seconds'.",
            "expires_after.seconds",
        ),
        (
            {
                "file": ("a.txt", b"x"),
                "purpose": (None, "batch"),
                "expires_after[anchor]": (None, "created_at"),
                "expires_after[seconds]": (None, "60"),
            },
            "Invalid 'expires_after.seconds': integer below minimum value. Expected a value >= 3600, but got 60 "
            "instead.",
            "expires_after.seconds",
        ),
    ],
)
def test_a_form_that_is_wrong_says_how(http, form, message, param):
    answer = http.post("/files", files=form)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["message"], error["param"], error["type"]) == (message, param, "invalid_request_error")
    assert http.get("/files", params={"purpose": "vision"}).json()["data"] == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"file": "x"}'),
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"nothing of a form"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx',
        ),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken header\r\n\r\n--b--"),
        ("multipart/form-data; boundary=b", b""),
    ],
)
def test_bodies_that_are_no_form_are_refused(http, content_type, body):
    before = http.get("/files").json()["data"]
    answer = http.post("/files", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400, answer.text
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
    assert http.get("/files").json()["data"] == before


def test_a_form_that_was_cut_off_is_not_taken_for_one_without_a_file(http):
    start = b'--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--b\r\n'
    file = b'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwhole'
    headers = {"Content-Type": 'multipart/form-data; boundary="b"'}
    answer = http.post("/files", content=start + file, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("We could not parse the multipart form of your request.")
    assert http.post("/files", content=start + file + b"\r\n--b--\r\n", headers=headers).status_code == 200


def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(api, client, http):
    with pytest.raises(openai.APIStatusError) as caught:
        upload(client, "big.txt", bytes(3 * MiB + 1), purpose="vision")
    assert caught.value.status_code == 413
    assert "3145728 bytes (3 MB)" in caught.value.message

    def endless():  # no Content-Length: only counting tells
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(64):
            yield bytes(MiB // 4)

    try:
        answer = http.post("/files", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=b"})
        assert answer.status_code == 413
    except httpx2.WriteError:  # the server may hang up while we still write
        pass
    assert client.files.list(purpose="vision").data == []


def test_a_client_that_goes_away_leaves_nothing(api, client):
    async def go_away():
        _, writer = await asyncio.open_connection("127.0.0.1", int(api.url.rsplit(":", 1)[1]))
        head = (
            f"POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.api_key}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 2000000\r\n\r\n"
        )
        form = '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nvision\r\n'
        writer.write(
            (head + form).encode() + b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        )
        writer.write(bytes(1_500_000))
        await writer.drain()
        writer.close()

    asyncio.run(go_away())
    assert client.files.list(purpose="vision").data == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": "0"}, "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead."),
        ({"limit": "10001"}, "Expected a value <= 10000, but got 10001 instead."),
        ({"order": "up"}, "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
    ],
)
def test_list_checks_its_query(http, query, message):
    answer = http.get("/files", params=query)
    assert answer.status_code == 400 and message in answer.json()["error"]["message"]


def test_an_empty_page(http):
    assert http.get("/files", params={"purpose": "fine-tune"}).json() == {
        "object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False,
    }  # fmt: skip


def test_azure_names_its_files_in_its_own_way(api):
    azure = AzureOpenAI(azure_endpoint=api.azure_endpoint, api_key=api.api_key, api_version="2024-05-01-preview")
    file = upload(azure)
    assert file.id.startswith("assistant-")
    assert azure.files.retrieve(file.id) == file
    assert azure.files.delete(file.id).deleted


def test_async_uploads_at_once_stay_apart(api):
    async def run():
        async with AsyncOpenAI(base_url=api.base_url, api_key=api.api_key) as client:
            datas = [bytes([number]) * (MiB + number) for number in range(8)]
            files = await asyncio.gather(
                *(
                    client.files.create(file=(f"{n}.bin", io.BytesIO(data)), purpose="batch")
                    for n, data in enumerate(datas)
                )
            )
            back = await asyncio.gather(*(client.files.content(file.id) for file in files))
            assert [content.read() for content in back] == datas

    asyncio.run(run())
