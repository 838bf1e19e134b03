"""Agency Swarm: agents that are assistants, each with its thread, and talk to one another through a function."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from agency_swarm import Agency, AgencyEventHandler, Agent, BaseTool, set_openai_key
from agency_swarm.tools import FileSearch
from checks import HANDBOOK, HANDBOOK_QUESTION, QUESTION, check, expect_both, expect_outputs, main
from checks import get_rain_probability as rain
from checks import get_temperature as temperature
from pydantic import Field

set_openai_key(os.environ["OPENAI_API_KEY"])
temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
folder = Path(temporary.name)
os.chdir(folder)  # it keeps settings.json where it runs


class get_temperature(BaseTool):  # noqa: N801: the class's name is the function's
    """Get the current temperature of a city."""

    location: str = Field(..., description="Name of the city")

    def run(self) -> str:
        return temperature(self.location)


class get_rain_probability(BaseTool):  # noqa: N801
    """Get the probability of rain in a city."""

    location: str = Field(..., description="Name of the city")

    def run(self) -> str:
        return rain(self.location)


def forecaster() -> Agent:
    return Agent(
        name="Forecaster",
        description="Knows the weather",
        instructions="Use the functions.",
        tools=[get_temperature, get_rain_probability],
        model="gpt-4o-mini",
    )


def librarian() -> Agent:
    files = folder / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir()
    (files / "handbook.md").write_text(HANDBOOK)
    return Agent(
        name="Librarian",
        description="Knows the handbook",
        instructions="Search the files.",
        tools=[FileSearch],
        files_folder=str(files),
        model="gpt-4o-mini",
    )


@check("an agency of two, functions")
def functions():
    first, second = forecaster(), librarian()
    agency = Agency([first, [first, second]], shared_instructions="Be brief.", temperature=0.3)
    expect_outputs(agency.get_completion(QUESTION))
    expect_both("Busan")
    second.delete()  # with its file


@check("streaming through its event handler")
def streaming():
    happened: list[str] = []

    class Handler(AgencyEventHandler):
        def on_text_delta(self, delta, snapshot):
            happened.append(delta.value)

        def on_tool_call_done(self, tool_call):
            if json.loads(tool_call.function.arguments) != {"location": "Busan"}:
                happened.append(tool_call.function.arguments)

        @classmethod
        def on_all_streams_end(cls):
            happened.append("[end]")

    Agency([forecaster()]).get_completion_stream(QUESTION, event_handler=Handler)
    expect_both("Busan")
    expect_outputs("".join(happened))
    assert happened[-1] == "[end]" and happened.count("[end]") == 1, happened


@check("a folder of files")
def files():
    agent = librarian()
    answer = Agency([agent]).get_completion(HANDBOOK_QUESTION)
    assert "8:45" in answer, answer
    agent.delete()


main()
