"""Validation of what comes in, made from the SDK's own request types.

`openai.types.beta…` describes every request body as a TypedDict. `schema()` turns one into a pydantic
validator that is as strict as the hosted API: unknown keys are refused, nothing is coerced, and the limits of
the API reference hold. `validate()` gives the body, or raises the hosted API's error for its first mistake.

    CREATE = schema(AssistantCreateParams, limits={"name": Limit(max_length=256)})
    body = validate(CREATE, {"model": "gpt-4o-mini"})
"""

from __future__ import annotations

import types
from collections import abc
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Optional, Union, get_args, get_origin

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from typing_extensions import NotRequired, Required, TypedDict, get_type_hints, is_typeddict

from .wording import TAG_MARK, expected_kinds, first_error, json_type, listed

#: What a field must keep to, in pydantic's terms (`max_length`, `ge`, `pattern`, …).
Limit = Field
Limits = Mapping[str, FieldInfo]

#: An address, or an image within the text itself.
URL = r"^(https?://|data:image/)\S+$"

#: Limits that hold wherever a field of this name and owner appears. A key is `field` or `TypeName.field`,
#: where the SDK's type name ends with `TypeName`. Sources: the official description (maxLength, maxItems,
#: minimum, maximum) and, where it has none, the reference's text or a recorded error.
COMMON_LIMITS: Limits = {
    "AssistantCreateParams.name": Limit(max_length=256),
    "AssistantUpdateParams.name": Limit(max_length=256),
    "AssistantCreateParams.description": Limit(max_length=512),
    "AssistantUpdateParams.description": Limit(max_length=512),
    "instructions": Limit(max_length=256_000),
    "additional_instructions": Limit(max_length=256_000),
    "model": Limit(min_length=1),
    "temperature": Limit(ge=0, le=2),
    "top_p": Limit(ge=0, le=1),
    "AssistantCreateParams.tools": Limit(max_length=128),
    "AssistantUpdateParams.tools": Limit(max_length=128),
    "RunCreateParamsBase.tools": Limit(max_length=20),
    "ThreadCreateAndRunParamsBase.tools": Limit(max_length=20),
    "FunctionDefinition.name": Limit(min_length=1, max_length=64, pattern=r"^[a-zA-Z0-9_-]+$"),
    "FunctionDefinition.description": Limit(max_length=1024),
    "JSONSchema.name": Limit(min_length=1, max_length=64, pattern=r"^[a-zA-Z0-9_-]+$"),
    "FileSearch.max_num_results": Limit(ge=1, le=50),
    "score_threshold": Limit(ge=0, le=1),
    "max_prompt_tokens": Limit(ge=256),
    "max_completion_tokens": Limit(ge=256),
    "last_messages": Limit(ge=1),
    "limit": Limit(ge=1, le=100),
    "CodeInterpreter.file_ids": Limit(max_length=20),
    "vector_store_ids": Limit(max_length=1),
    "vector_stores": Limit(max_length=1),
    "VectorStore.file_ids": Limit(max_length=10_000),
    "max_chunk_size_tokens": Limit(ge=100, le=4096),
    "chunk_overlap_tokens": Limit(ge=0),
    "content": Limit(min_length=1, max_length=256_000),
    "ImageURLParam.url": Limit(pattern=URL),
}

#: Fields that the official description requires and the SDK's types do not.
REQUIRED = frozenset({"Attachment.file_id", "Attachment.tools", "ToolOutput.tool_call_id"})

#: Metadata: 16 pairs, keys of 64 characters, values of 512.
METADATA = Annotated[
    dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]], Field(max_length=16)
]

Schema = TypeAdapter[dict[str, Any]]


def schema(
    *sdk_types: Any, limits: Limits | None = None, also: Mapping[str, Any] | None = None, without: Iterable[str] = ()
) -> Schema:
    """A strict validator for the fields of one or more TypedDicts of the SDK, taken together.

    `limits` adds to `COMMON_LIMITS`, `also` adds fields (name → type), `without` leaves fields out (the SDK's
    types hold a few that travel in the path).

    A null for an optional field of the body counts as left out, also where the description does not allow it: the
    hosted API took it so, and clients in wide use send it (Marvin: `{"messages": null}` for a new thread).
    """
    builder = _Builder({**COMMON_LIMITS, **(limits or {})})
    merged = builder.merged(sdk_types, also or {}, frozenset(without))
    droppable = frozenset().union(*map(_optional_without_null, sdk_types))

    def without_nulls(body: Any) -> Any:
        if isinstance(body, dict) and None in body.values():
            return {name: value for name, value in body.items() if value is not None or name not in droppable}
        return body

    return TypeAdapter(Annotated[merged, BeforeValidator(without_nulls)])


def _optional_without_null(sdk_type: Any) -> frozenset[str]:
    """The fields that may be left out but, by the SDK's type, not be null."""
    return frozenset(
        name
        for name, hint in get_type_hints(sdk_type, include_extras=True).items()
        if get_origin(hint) is not Required and type(None) not in get_args(hint)
    )


def validate(adapter: Schema, value: Any) -> dict[str, Any]:
    """`value` itself, checked. Raises `InvalidRequest` with the hosted API's words for the first mistake."""
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise first_error(error, value) from None


def validate_query(adapter: Schema, query: Mapping[str, Any]) -> dict[str, Any]:
    """A query string's values (texts, or lists of them), checked; numbers are read. Other keys are ignored."""
    try:
        return adapter.validate_python(dict(query), strict=False)
    except ValidationError as error:
        raise first_error(error, query) from None


def query_schema(*sdk_types: Any, limits: Limits | None = None, without: Iterable[str] = ()) -> Schema:
    """Like `schema`, for query parameters: texts are read as numbers, unknown keys are ignored."""
    builder = _Builder({**COMMON_LIMITS, **(limits or {})}, config=ConfigDict(extra="ignore"))
    return TypeAdapter(builder.merged(sdk_types, {}, frozenset(without)))


class _Builder:
    """Rewrites the SDK's annotations into ones that pydantic checks strictly."""

    def __init__(self, limits: Limits, config: ConfigDict | None = None):
        self._limits = limits
        self._config = config or ConfigDict(extra="forbid", strict=True)
        self._made: dict[Any, Any] = {}

    def merged(self, sdk_types: Sequence[Any], also: Mapping[str, Any], without: frozenset[str]) -> Any:
        fields: dict[str, Any] = {}
        for sdk_type in sdk_types:
            fields |= {name: hint for name, hint in self._fields(sdk_type).items() if name not in without}
        return self._typed_dict(sdk_types[0].__name__, fields | dict(also))

    def convert(self, hint: Any, limit: FieldInfo | None = None) -> Any:
        """The strict form of one annotation. Where null is allowed too, `limit` is for the other branches."""
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self._union(arguments, limit)
        if is_typeddict(hint):
            if hint not in self._made:
                self._made[hint] = self._typed_dict(hint.__name__, self._fields(hint))
            hint = self._made[hint]
        elif origin in (list, abc.Sequence, abc.Iterable):
            expected = expected_kinds([_described("array", [hint])])
            items = list[self.convert(arguments[0])]
            items = items if limit is None else Annotated[items, limit]
            return Annotated[items, BeforeValidator(_must_be_list(expected))]
        elif origin is dict:
            attributes = bool in get_args(arguments[1])
            hint = METADATA if arguments == (str, str) else ATTRIBUTES if attributes else dict[str, Any]
        elif hint is float:
            hint = Annotated[float, Field(allow_inf_nan=False)]
        return hint if limit is None else Annotated[hint, limit]

    def _fields(self, sdk_type: Any) -> dict[str, Any]:
        fields = {}
        for name, hint in get_type_hints(sdk_type, include_extras=True).items():
            if get_origin(hint) is Required:
                hint, required = get_args(hint)[0], True
            else:
                required = any(f"{sdk_type.__name__}.{name}".endswith(one) for one in REQUIRED)
            converted = self.convert(hint, self._limit(sdk_type.__name__, name))
            fields[name] = Required[converted] if required else NotRequired[converted]
        return fields

    def _limit(self, type_name: str, field: str) -> FieldInfo | None:
        for key, limit in self._limits.items():
            owner, _, name = key.rpartition(".")
            if name == field and type_name.endswith(owner):
                return limit
        return None

    def _typed_dict(self, name: str, fields: Mapping[str, Any]) -> Any:
        made = TypedDict(name, dict(fields), total=False)  # type: ignore[operator]
        made.__pydantic_config__ = self._config
        return made

    def _union(self, members: Sequence[Any], limit: FieldInfo | None) -> Any:
        """A union that looks at a value's JSON type, so that a mistake is reported for the branch it is in."""
        if str in members:  # `Union[str, Literal[…]]`: any text will do
            members = [member for member in members if _json_type(member) != "string" or member is str]
        branches: dict[str, list[Any]] = {}
        for member in members:
            branches.setdefault(_json_type(member), []).append(member)
        converted = {kind: self._branch(kind, found, limit) for kind, found in branches.items()}
        if len(converted) == 1:
            return next(iter(converted.values()))
        if len(converted) == 2 and "null" in converted:
            return Optional[next(hint for kind, hint in converted.items() if kind != "null")]
        expected = expected_kinds([_described(kind, found) for kind, found in branches.items() if kind != "null"])
        return _tagged_union(converted, by=_kind_among(converted), error_type="wrong_kind", expected=expected)

    def _branch(self, kind: str, members: list[Any], limit: FieldInfo | None) -> Any:
        if kind == "null":
            return None
        if len(members) == 1:
            return self.convert(members[0], limit)
        if kind == "object":  # told apart by their `type`
            types_of = {get_args(get_type_hints(member)["type"])[0]: self.convert(member) for member in members}
            if types_of.keys() <= set(_RECORDED_ORDER):
                types_of = {name: types_of[name] for name in _RECORDED_ORDER if name in types_of}
            return _tagged_union(types_of, by=_type_key, error_type="wrong_type_key", expected=" ".join(types_of))
        return Literal[tuple(value for member in members for value in get_args(member))]


#: The order in which the hosted API's errors list the types of tools and of answers (recorded).
_RECORDED_ORDER = ("code_interpreter", "function", "file_search", "json_object", "json_schema", "text")


def _described(kind: str, members: Sequence[Any]) -> str:
    """A branch of a union as the hosted API calls it: `string`, `array of objects`, `one of 'none' or 'auto'`."""
    if kind == "array" and get_args(members[0]):
        inner = get_args(members[0])[0]
        kinds = {_json_type(member) for member in (get_args(inner) if get_origin(inner) is Union else [inner])}
        return f"array of {kinds.pop()}s" if len(kinds) == 1 else "array"
    values = [repr(value) for member in members if get_origin(member) is Literal for value in get_args(member)]
    if kind == "string" and str not in members and values:
        return f"one of {listed(values, 'or')}" if len(values) > 1 else values[0]
    return {"number": "decimal"}.get(kind, kind)


def _must_be_list(expected: str) -> Callable[[Any], Any]:
    """A check that names what the list is to hold."""

    def check(value: Any) -> Any:
        if not isinstance(value, list):
            raise PydanticCustomError("wrong_kind", expected)  # type: ignore[arg-type]
        return value

    return check


def _tagged_union(
    branches: Mapping[str, Any], *, by: Callable[[Any], str | None], error_type: str, expected: str
) -> Any:
    """A union of which `by` names the branch; the branch's tag is marked, so that it is not taken for a key.

    `expected` is for the error's wording.
    """
    members = tuple(Annotated[hint, Tag(TAG_MARK + tag)] for tag, hint in branches.items())
    return Annotated[
        Union[members],
        Discriminator(
            by,
            custom_error_type=error_type,
            custom_error_message=expected,
        ),
    ]


def _json_type(hint: Any) -> str:
    """What an annotation is in JSON."""
    origin = get_origin(hint) or hint
    if is_typeddict(origin) or origin is dict:
        return "object"
    if origin is Literal:
        return json_type(get_args(hint)[0])
    simple = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return simple.get(origin, "array")


def _kind_among(kinds: Iterable[str]) -> Callable[[Any], str | None]:
    tags = {kind: TAG_MARK + kind for kind in kinds}
    if "number" in tags:
        tags.setdefault("integer", tags["number"])

    def kind_of(value: Any) -> str | None:
        return tags.get(json_type(value))

    return kind_of


def _type_key(value: Any) -> str | None:
    found = value.get("type") if isinstance(value, dict) else None
    return TAG_MARK + found if isinstance(found, str) else None


#: Attributes of a vector store's file: like metadata, but values may be numbers and booleans too.
ATTRIBUTES = Annotated[
    dict[
        Annotated[str, Field(max_length=64)],
        _tagged_union(
            {
                "string": Annotated[str, Field(max_length=512)],
                "number": int | Annotated[float, Field(allow_inf_nan=False)],  # whole numbers stay whole
                "boolean": bool,
            },
            by=_kind_among(["string", "number", "boolean"]),
            error_type="wrong_kind",
            expected=expected_kinds(["string", "decimal", "boolean"]),
        ),
    ],
    Field(max_length=16),
]
