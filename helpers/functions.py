"""From a Python function to a tool's schema, and from a tool call to the function's result.

    tool = tool_from(get_rain_probability)              # what the model reads
    output = call_function(tool_call, [get_rain_probability])   # what it gets back

Pydantic does the types: the same reading of the signature writes the schema and checks the
arguments, so the two cannot disagree. Arguments come from a model, which may be wrong or misled:
they are parsed as JSON and validated, never evaluated.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError
from pydantic_core import PydanticSerializationError, to_jsonable_python
from typing_extensions import TypedDict

from helpers.errors import CourseError

if TYPE_CHECKING:
    from openai.types.beta.threads.run_submit_tool_outputs_params import ToolOutput

#: Functions as a list, or as a mapping from the name the model knows to the function.
Functions = Iterable[Callable[..., Any]] | Mapping[str, Callable[..., Any]]

#: Seconds that one function may take before the model is told that it took too long.
TIMEOUT = 30.0

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # the API's rule for function names


class SchemaError(CourseError, TypeError):
    """This function cannot be described to a model as it stands. The message says what to change."""


# --- From a function to a tool ------------------------------------------------------------------


def tool_from(function: Callable[..., Any], *, strict: bool = False) -> dict[str, Any]:
    """Describe a Python function as a tool of the Assistants API.

    The name is the function's name; the description is its docstring; each parameter has its
    type from the signature and its description from the docstring (`Args:`, `:param x:` or NumPy
    style) or from `Annotated[str, "…"]`. A parameter with a default is not required.

    Types: str, int, float, bool, None, `Literal`, `Enum`, `Optional`, unions, list, dict,
    TypedDict, dataclasses, pydantic models, dates: whatever pydantic has a schema for.

    Args:
        function: A function or bound method with type hints.
        strict: Ask the model to keep to the schema exactly (`"strict": true`). Every parameter is
            then required, as the API demands; one with a default may be null, which
            `call_function` reads as "use the default".

    Returns:
        `{"type": "function", "function": {"name", "description", "parameters"}}`, ready for
        `client.beta.assistants.create(tools=[…])`.

    Raises:
        SchemaError: No type hint, `*args`, a name the API would refuse, or a type without schema.
    """
    name = function_name(function)
    _check_parameters(name, function)
    summary, _ = _read_docstring(function)
    definition: dict[str, Any] = {"name": name}
    if summary:
        definition["description"] = summary
    definition["parameters"] = _parameters_schema(function, strict)
    if strict:
        definition["strict"] = True
    return {"type": "function", "function": definition}


def function_name(function: Callable[..., Any]) -> str:
    """The name under which a model can ask for `function`.

    Raises:
        SchemaError: The API takes only letters a to z, digits, `_` and `-`, at most 64 of them.
    """
    name = getattr(function, "__name__", type(function).__name__)
    if not callable(function):
        raise SchemaError(f"{function!r} is not a function. Pass the function itself, without calling it.")
    if not _NAME.fullmatch(name):
        raise SchemaError(
            f"The API does not take the function name {name!r}. "
            "Give it a name of letters a to z, digits and _ with def, at most 64 characters."
        )
    return name


def _parameters_schema(function: Callable[..., Any], strict: bool) -> dict[str, Any]:
    name = function_name(function)
    adapter = _arguments_adapter(function)
    try:
        generated = adapter.json_schema()
    except PydanticUserError as error:
        raise SchemaError(f"{name} has a parameter whose type has no JSON schema: {error.message}") from None
    schema = _tidy(generated, generated.pop("$defs", {}))
    schema.pop("description", None)
    signature = inspect.signature(function).parameters
    for parameter, node in schema["properties"].items():
        default = signature[parameter].default
        if default is not inspect.Parameter.empty:
            schema["properties"][parameter] = _with_default(node, default, strict)
    schema = _in_reading_order({"required": [], **schema, "additionalProperties": False})
    return _strict(schema, name) if strict else schema


def _check_parameters(name: str, function: Callable[..., Any]) -> None:
    """A function can be described if each parameter has a name of its own and a type."""
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
            raise SchemaError(
                f"{name} takes {_signature_part(parameter)}, but a model passes arguments by name. "
                "Write each parameter out, without * or /."
            )
        if parameter.annotation is parameter.empty:
            raise SchemaError(
                f"Parameter '{parameter.name}' of {name} has no type, so the model cannot know what to pass. "
                f"Write for example {name}({parameter.name}: str)."
            )


def _signature_part(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.POSITIONAL_ONLY:
        return f"{parameter.name}, /"
    return f"{'*' if parameter.kind is parameter.VAR_POSITIONAL else '**'}{parameter.name}"


@lru_cache(maxsize=256)
def _arguments_adapter(function: Callable[..., Any]) -> TypeAdapter[dict[str, Any]]:
    """A validator for the arguments of `function`: a TypedDict made from its signature.

    A TypedDict rather than a pydantic model, because a parameter may have any name (`json`,
    `schema` and `_x` are not free in a model). A parameter without a type takes anything.
    """
    name = getattr(function, "__name__", type(function).__name__)
    try:
        hints = get_type_hints(function, include_extras=True)
    except NameError as error:
        raise SchemaError(f"A type hint of {name} is not defined: {error}. Define or import it first.") from None
    except TypeError:
        hints = {}  # a callable object, such as functools.partial, carries no hints of its own
    _, descriptions = _read_docstring(function)
    fields: dict[str, Any] = {}
    extra: Literal["allow", "forbid"] = "forbid"
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            extra = "allow"
        elif parameter.kind is not parameter.VAR_POSITIONAL:
            hint = _described(hints.get(parameter.name, Any), descriptions.get(parameter.name))
            fields[parameter.name] = hint if parameter.default is parameter.empty else NotRequired[hint]
    arguments = TypedDict("arguments", fields)  # type: ignore[misc]
    arguments.__pydantic_config__ = ConfigDict(extra=extra)  # type: ignore[attr-defined]
    try:
        return TypeAdapter(arguments)  # type: ignore[arg-type]
    except PydanticSchemaGenerationError as error:
        raise SchemaError(f"{name} has a parameter whose type has no schema: {error.message.splitlines()[0]}") from None


def _described(hint: Any, description: str | None) -> Any:
    """The type hint with its description: from the docstring, else from `Annotated[type, "text"]`."""
    if description is None and get_origin(hint) is Annotated:
        description = next((note for note in get_args(hint)[1:] if isinstance(note, str)), None)
    return Annotated[hint, Field(description=description)] if description else hint


def _tidy(schema: Any, definitions: Mapping[str, Any], inside: tuple[str, ...] = ()) -> Any:
    """Pydantic's schema as a person would write it: no titles, no `$ref`, no one-of-one."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target = schema["$ref"].removeprefix("#/$defs/")
        if target in inside:
            raise SchemaError(f"The type {target} contains itself. Describe it with a fixed depth instead.")
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _tidy({**definitions[target], **rest}, definitions, (*inside, target))
    tidy: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "title":
            continue
        if key == "properties":
            value = {name: _tidy(node, definitions, inside) for name, node in value.items()}
        elif key in ("anyOf", "allOf", "oneOf", "prefixItems"):
            value = [_tidy(node, definitions, inside) for node in value]
        elif key in ("items", "additionalProperties"):
            value = _tidy(value, definitions, inside)
        elif key == "const":
            key, value = "enum", [value]
        tidy[key] = value
    return _join_nullable(_in_reading_order(tidy))


_READING_ORDER = ("type", "description", "enum", "properties", "required", "additionalProperties")


def _in_reading_order(schema: dict[str, Any]) -> dict[str, Any]:
    first = {key: schema[key] for key in _READING_ORDER if key in schema}
    return {**first, **schema}


def _join_nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """`anyOf: [X, null]` as one schema with two types, which is easier to read."""
    options = schema.get("anyOf")
    if not options or len(options) != 2 or {"type": "null"} not in options:
        return schema
    (other,) = (option for option in options if option != {"type": "null"})
    if not isinstance(other.get("type"), str):
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**_nullable(other), **rest}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(schema.get("type"), str):
        return schema if _accepts_null(schema) else {"anyOf": [schema, {"type": "null"}]}
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def _accepts_null(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type")
    return "null" in (kinds or ()) or any(_accepts_null(option) for option in schema.get("anyOf", ())) or schema == {}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "null" not in kinds or len(kinds) != 2:
        return schema
    (kind,) = (kind for kind in kinds if kind != "null")
    plain = {**schema, "type": kind}
    if "enum" in schema:
        plain["enum"] = [value for value in schema["enum"] if value is not None]
    return plain


def _with_default(schema: dict[str, Any], default: Any, strict: bool) -> dict[str, Any]:
    """A parameter with a default: may be left out; in strict mode it may be null instead."""
    try:
        value = to_jsonable_python(default)
    except PydanticSerializationError:
        value = None  # a default without JSON form stays Python's business
    if strict:
        nullable = _nullable(schema)
        if value is not None:
            meaning = f"Null means {json.dumps(value, ensure_ascii=False)}."
            nullable["description"] = f"{schema.get('description', '')} {meaning}".strip()
        return nullable
    if default is None:
        return _without_null(schema)  # leaving it out says the same as null, more simply
    return schema if value is None else {**schema, "default": value}


def _strict(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """What the API asks of a strict schema: every property required, no others allowed."""
    strict = dict(schema)
    if "object" in _types(schema):
        if not schema.get("properties") and schema.get("additionalProperties") is not False:
            raise SchemaError(
                f"{name} has a dict with free keys, which strict mode does not allow. "
                "Use a TypedDict or a dataclass with named fields, or strict=False."
            )
        properties = schema.get("properties", {})
        strict["properties"] = {key: _strict(node, name) for key, node in properties.items()}
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    if isinstance(schema.get("items"), dict):
        strict["items"] = _strict(schema["items"], name)
    if "anyOf" in schema:
        strict["anyOf"] = [_strict(option, name) for option in schema["anyOf"]]
    strict.pop("default", None)  # everything is given, so a default would never apply
    return strict


def _types(schema: Mapping[str, Any]) -> Sequence[str]:
    kinds = schema.get("type", ())
    return [kinds] if isinstance(kinds, str) else kinds


# --- Docstrings ---------------------------------------------------------------------------------

_SECTION = re.compile(
    r"^(Args|Arguments|Parameters|Params|Returns?|Yields?|Raises|Examples?|Notes?|See Also|Warnings?)\s*:?\s*$", re.I
)
_GOOGLE = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")  # city (str): The city.
_SPHINX = re.compile(r"^:param\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)$")  # :param str city: The city.
_NUMPY = re.compile(r"^(\w+)\s*(?::.*)?$")  # city : str


def _read_docstring(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """A docstring's text before its sections, and what it says of each parameter."""
    lines = (inspect.getdoc(function) or "").splitlines()
    start = next((i for i, line in enumerate(lines) if _SECTION.match(line) or line.startswith(":")), len(lines))
    return " ".join("\n".join(lines[:start]).split()), _read_parameters(lines[start:])


def _read_parameters(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    current: str | None = None  # the parameter whose text goes on
    entry_indent = 0
    numpy = in_parameters = False
    for number, line in enumerate(lines):
        text, indent = line.strip(), len(line) - len(line.lstrip())
        if sphinx := _SPHINX.match(line):
            current, entry_indent = sphinx[1], indent
            found[current] = sphinx[2]
        elif line.startswith(":"):
            current = None
        elif indent == 0 and (section := _SECTION.match(line)):
            current, in_parameters = None, section[1].lower() in ("args", "arguments", "parameters", "params")
            numpy = number + 1 < len(lines) and lines[number + 1].startswith("---")
        elif not text or set(text) == {"-"}:
            continue
        elif current is not None and indent > entry_indent:
            found[current] = f"{found[current]} {text}".strip()
        elif in_parameters and (entry := (_NUMPY if numpy else _GOOGLE).match(text)):
            current, entry_indent = entry[1], indent
            found[current] = "" if numpy else entry[2]
    return {name: text for name, text in found.items() if text}


# --- From a tool call to its output -------------------------------------------------------------


def call_function(tool_call: Any, functions: Functions, *, timeout: float | None = None) -> str:
    """Run the function that a tool call asks for, and give its result as the output string.

    Whatever goes wrong becomes an output too: `{"error": "…"}` in words that a model can act on
    (an unknown function, arguments that are no JSON, a missing, unexpected or invalid argument,
    an exception, too long a wait). So every call of a turn gets its answer, and the run goes on.

    Args:
        tool_call: A tool call of the SDK (`tool_call.function.name` and `.arguments`, a JSON
            string), a `function_call` item of the Responses API, or either as a dict.
        functions: The functions that may be called: nothing else can be.
        timeout: Seconds to wait. None waits as long as it takes. A function that is too late is
            not stopped (Python cannot do that); its result is dropped.

    Returns:
        Text as it is; anything else as JSON.

    Raises:
        SchemaError: A type hint of the function makes no sense. That is for its author, not the model.
    """
    name, arguments = _name_and_arguments(tool_call)
    known = _by_name(functions)
    function = known.get(name)
    if function is None:
        return _error(f"Unknown function '{name}'. Known functions: {', '.join(known) or 'none'}.")
    try:
        values = _parse(name, function, arguments)
    except ArgumentsError as error:
        return _error(str(error))
    try:
        return _to_output(name, _run(function, values, timeout))
    except _TookTooLong:
        return _error(f"{name} took longer than {timeout:g} seconds.")
    except Exception as error:
        return _error(f"{name} failed: {type(error).__name__}: {error}".rstrip(": "))


class ArgumentsError(CourseError, ValueError):
    """Arguments that do not fit the function. The message names each fault and what is accepted."""


def parse_arguments(function: Callable[..., Any], arguments: str) -> dict[str, Any]:
    """Turn the arguments of a tool call, a JSON string, into values that fit the signature.

    Raises:
        ArgumentsError: No JSON object, or a missing, unexpected or invalid argument.
        SchemaError: A type hint of the function itself makes no sense.
    """
    return _parse(function_name(function), function, arguments)


def _parse(name: str, function: Callable[..., Any], arguments: str) -> dict[str, Any]:
    try:
        # A call without arguments may come as an empty string.
        values = json.loads(arguments or "{}", parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ArgumentsError(f"The arguments of {name} are not valid JSON: {error}.") from None
    if not isinstance(values, dict):
        raise ArgumentsError(f"The arguments of {name} must be a JSON object, got {json.dumps(values)[:80]}.")
    adapter = _arguments_adapter(function)
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        faults = error.errors()
    # In strict mode null stands for the default of a parameter that cannot itself be None.
    defaults = {
        key
        for key, parameter in inspect.signature(function).parameters.items()
        if parameter.default is not inspect.Parameter.empty and key in values and values[key] is None
    }
    if any(fault["loc"][0] in defaults for fault in faults):
        return _parse(name, function, json.dumps({key: values[key] for key in values if key not in defaults}))
    raise ArgumentsError(" ".join(dict.fromkeys(_fault(name, function, fault) for fault in faults)))


def tool_outputs(
    tool_calls: Iterable[Any], functions: Functions, *, parallel: bool = True, timeout: float | None = TIMEOUT
) -> list[ToolOutput]:
    """Answer every tool call of a turn, in their order.

    Args:
        tool_calls: `run.required_action.submit_tool_outputs.tool_calls`.
        functions: The functions that may be called.
        parallel: Run them at the same time, each in a thread: right for functions that wait for
            something and do not share anything. Otherwise one after the other.
        timeout: Seconds that each function may take.

    Returns:
        `[{"tool_call_id": …, "output": …}, …]`, ready for `submit_tool_outputs(tool_outputs=…)`.
    """
    calls, known = list(tool_calls), _by_name(functions)

    def answer(call: Any) -> ToolOutput:
        return {"tool_call_id": _get(call, "id"), "output": call_function(call, known, timeout=timeout)}

    if not parallel or len(calls) < 2:
        return [answer(call) for call in calls]
    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=min(len(calls), 16)) as pool:
        # map keeps the order of the calls, whichever is ready first.
        return list(pool.map(lambda call: context.copy().run(answer, call), calls))


def _by_name(functions: Functions) -> Mapping[str, Callable[..., Any]]:
    if isinstance(functions, Mapping):
        return functions
    if callable(functions):
        raise SchemaError("Pass the functions as a list, also when there is only one: [get_weather].")
    return {function_name(function): function for function in functions}


def _get(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)


def _name_and_arguments(tool_call: Any) -> tuple[str, str]:
    call = _get(tool_call, "function") or tool_call
    return _get(call, "name") or "", _get(call, "arguments") or ""


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _fault(name: str, function: Callable[..., Any], fault: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        return f"Missing argument '{where}'."
    if fault["type"] == "extra_forbidden":
        return f"Unexpected argument '{where}'. {name} takes: {', '.join(inspect.signature(function).parameters)}."
    problem = fault["msg"].removeprefix("Input ").rstrip(".")
    return f"Argument '{where}' {problem}, got {json.dumps(to_jsonable_python(fault['input']), ensure_ascii=False)}."


class _TookTooLong(Exception):
    pass


def _run(function: Callable[..., Any], values: Mapping[str, Any], timeout: float | None) -> Any:
    def run() -> Any:
        result = function(**values)
        return asyncio.run(_wait_for(result)) if inspect.isawaitable(result) else result

    if timeout is None and not inspect.iscoroutinefunction(function):
        return run()
    # A thread of its own: one can stop waiting for it, and a notebook's event loop is not in its way.
    future: Future[Any] = Future()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            future.set_result(context.run(run))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        return future.result(timeout)
    except TimeoutError:
        if future.done():
            raise  # the function's own TimeoutError
        raise _TookTooLong from None


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable


def _to_output(name: str, result: Any) -> str:
    if isinstance(result, str):
        return result
    try:
        return json.dumps(to_jsonable_python(result, fallback=_as_python, inf_nan_mode="null"), ensure_ascii=False)
    except (PydanticSerializationError, ValueError, TypeError, RecursionError):
        return _error(f"{name} returned a {type(result).__name__}, which has no JSON form.")


def _as_python(value: Any) -> Any:
    """A plain number for NumPy's numbers, which know themselves as such."""
    if not hasattr(value, "item"):
        raise TypeError(type(value).__name__)
    return value.item()


def _error(message: str) -> str:
    return json.dumps({"error": message}, ensure_ascii=False)
