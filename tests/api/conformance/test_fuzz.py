"""Any requests in any order: no 5xx, nothing outside the description, nothing lost.

A few thousand requests in the suite, the same ones each time. More, and others each time, by hand:

    FUZZ_EXAMPLES=5000 python -m pytest tests/api/conformance/test_fuzz.py
"""

import asyncio
import os
import re

import httpx2
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import helpers.local_api as local_api
from conformance.requests_by_chance import Chance
from helpers.local_api.keys import Keys

BY_HAND = int(os.environ.get("FUZZ_EXAMPLES", "0"))
REQUESTS = 25  # after those that every example begins with
HEADERS = {"Authorization": "Bearer key", "api-key": "key", "OpenAI-Beta": "assistants=v2"}
FUNCTION = {
    "name": "get_weather",
    "description": "Get the weather of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
ID = re.compile(r'"((?:asst|thread|msg|run|step|vs|vsfb|call)_|file-)(\w{24})"')


class Session:
    """A server of its own, and what it has said so far."""

    def __init__(self, http):
        self.http = http
        self.known = {}

    async def send(self, **request):
        response = await self.http.request(**request)
        assert response.status_code < 500, f"{request} → {response.status_code} {response.text[:300]}"
        assert '"code":"server_error"' not in response.text, f"{request} → a run failed: {response.text[:3000]}"
        for prefix, rest in ID.findall(response.text):
            ids = self.known.setdefault(prefix, [])
            if prefix + rest not in ids:
                ids.append(prefix + rest)
        return response

    async def begin(self):
        """Something of everything: a run that waits for an output, a file in a store."""
        tools = [{"type": "function", "function": FUNCTION}, {"type": "file_search"}]
        assistant = await self.send(method="POST", url="/v1/assistants", json={"model": "m", "tools": tools})
        body = {
            "assistant_id": assistant.json()["id"],
            "thread": {"messages": [{"role": "user", "content": "How is the weather in Busan?"}]},
        }
        run = (await self.send(method="POST", url="/v1/threads/runs", json=body)).json()
        upload = {"files": {"file": ("a.txt", b"Busan")}, "data": {"purpose": "assistants"}}
        file = await self.send(method="POST", url="/v1/files", **upload)
        ids = {"file_ids": [file.json()["id"]]}
        store = await self.send(method="POST", url="/v1/vector_stores", json=ids)
        await self.send(method="POST", url=f"/v1/vector_stores/{store.json()['id']}/file_batches", json=ids)
        path = f"/v1/threads/{run['thread_id']}/runs/{run['id']}"
        await self.send(method="GET", url=path)
        await self.send(method="GET", url=f"/v1/threads/{run['thread_id']}/messages")
        await self.send(method="GET", url=f"{path}/steps")


def some_examples(count):
    """Settings for `count` examples, the same each time; or for as many others as were asked for by hand."""
    return settings(
        max_examples=BY_HAND or count,
        derandomize=not BY_HAND,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # a smaller seed is no simpler
        suppress_health_check=list(HealthCheck),
    )


def client(api, **headers):
    transport = httpx2.ASGITransport(local_api.create_app(api), raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=HEADERS | headers, timeout=20)


@given(seed=st.integers(0, 2**32))
@some_examples(50)
def test_any_requests_in_any_order(seed):
    async def example():
        api = local_api.API(course=True)
        async with client(api) as http:
            session = Session(http)
            await session.begin()
            chance = Chance(seed, session.known)
            for _ in range(REQUESTS):
                await session.send(**chance.request())
        await api.close()

    asyncio.run(example())


@given(seed=st.integers(0, 2**32))
@some_examples(20)
def test_nobody_reaches_what_another_key_made(seed):
    async def example():
        api = local_api.API(course=True, keys=Keys({"key": "Mina", "other": "Jun"}))
        other = {"Authorization": "Bearer other", "api-key": "other"}
        async with client(api) as mina, client(api, **other) as jun:
            owner = Session(mina)
            await owner.begin()
            hers = {one for ids in owner.known.values() for one in ids}
            before = [(await mina.get(path)).text for path in everything(owner.known)]
            guest = Session(jun)
            guest.known = {prefix: list(ids) for prefix, ids in owner.known.items()}
            chance = Chance(seed, guest.known)
            for _ in range(REQUESTS):
                request = chance.request()
                response = await guest.send(**request)
                if response.status_code == 200:
                    seen = {prefix + rest for prefix, rest in ID.findall(response.text)} & hers
                    # What comes back may repeat an id that he sent, as in a message's text.
                    assert seen <= {one for one in hers if one in str(request)}, f"{request} → {response.text}"
            assert [(await mina.get(path)).text for path in everything(owner.known)] == before
        await api.close()

    asyncio.run(example())


def everything(known):
    """The paths of all that a session has made."""
    (thread,), (run,), (store,) = known["thread_"], known["run_"], known["vs_"]
    return [
        "/v1/assistants", "/v1/files", "/v1/vector_stores", f"/v1/threads/{thread}", f"/v1/threads/{thread}/messages",
        f"/v1/threads/{thread}/runs", f"/v1/threads/{thread}/runs/{run}/steps", f"/v1/vector_stores/{store}/files",
    ]  # fmt: skip
