"""What a function's schema says: its parameters, the words that describe them, and what each takes.

A schema is read once: `function_of(tool)` keeps its result by the schema's content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ..knowledge.lexicon import currencies, languages, places, units
from ..knowledge.words import COMMON_NOTIONS, Term, common_keys, keys, split_name, terms, words

#: What a text parameter may stand for, and the words (as keys) of its name or description that say so.
#: The first kind that fits the name wins; then the first that fits the description.
KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    kind: (frozenset(name.split()), frozenset(about.split()))
    for kind, name, about in (
        ("category", "type category genre style mode method format kind level status model criterion algorithm "
         "종류 유형 방식 種類 類型 模式", ""),
        ("email", "email mail e-mail 이메일 郵件", "email 이메일 電子郵件"),
        ("url", "url link website uri webpage 網址 링크", "url http https 網址"),
        ("file", "file filename filepath path 파일 檔案", "filename filepath"),
        ("ticker", "ticker symbol 티커 代號", "ticker 티커"),
        ("currency", "currency currencies 통화 貨幣 幣別 외화", "currency currencies 통화 貨幣 外幣"),
        ("language", "language lang languages 언어 語言", "language 언어 語言"),
        ("expression",
         "expression equation formula polynomial function func 수식 算式", "expression equation formula polynomial"),
        ("weekday", "weekday 요일 星期幾", "weekday 요일 星期幾"),
        ("date", "date day birthday birthdate deadline dob 날짜 日期", "date yyyy-mm-dd mm-dd-yyyy 날짜 日期"),
        ("time", "time clock 시각 時間", "hh:mm 시각"),
        ("company",
         "company companies stock corporation firm employer business manufacturer brand 회사 公司", "company 회사 公司"),
        ("place",
         "location city place country region state destination origin area county town address departure arrival "
         "venue nation province district 위치 도시 지역 장소 국가 나라 城市 地點 國家 縣市 地區",
         "location city country region state place address county 위치 도시 지역 장소 국가 나라 城市 地點 國家 "
         "縣市 地區"),
        ("person",
         "person user username author artist player actor director recipient celebrity leader scientist president "
         "customer patient employee composer singer painter athlete student 사람 이름 저자 작가 作者 姓名 收件人",
         "person's author artist player 저자 작가 作者 姓名"),
        ("unit", "unit units 단위 單位", ""),
        ("id",
         "id identifier number code isbn account docket key phone zip zipcode postal tracking invoice 번호 코드 "
         "編號 號碼 代碼",
         "id identifier 번호 코드 編號 號碼 代碼 單號"),
        ("text",
         "text sentence message content body phrase note query prompt string paragraph comment 문장 내용 句子 "
         "內容 訊息",
         "sentence 문장 句子"),
    )
}  # fmt: skip
#: Directions that a parameter's name or description may have.
ROLES: Mapping[str, frozenset[str]] = {
    "from": frozenset("from source origin start starting departure depart base begin beginning initial src min "
                      "minimum lower first 출발 출발역 출발지 시작 起點 起點站 出發 出發站 出發地 starts early earliest".split()),
    "to": frozenset("to target destination end ending arrival arrive dest goal finish final max maximum upper "
                    "second last 도착 도착역 도착지 목적지 끝 終點 終點站 抵達 抵達站 目的地 latest".split()),
}  # fmt: skip
_OPTIONS = re.compile(
    r"(?:one of|either|choices are|options(?: include| are)?:?|(?:possible|allowed|accepted|supported|available"
    r"|valid)\s+\w+(?:\s+\w+)?(?:\s+are|\s+include)?:?"
    r"|could be|can be|must be|i\.e\.,?|e\.?g\.?,?|for example,?|for instance,?|such as|including|like|다음 중"
    r"|可為|可以是)\s*:?\s*(?P<list>[^.;()]+)"
    r"|\((?P<bracketed>[^()]+(?:,|/|\bor\b)[^()]+)\)",
    re.I,
)
_DATE_PATTERN = re.compile(r"(?i)(?<![a-z])(Y{4}|M{2}|D{2})([-/. ])(Y{4}|M{2}|D{2})\2(Y{4}|M{2}|D{2})(?![a-z])")
_DATE_WORDS = re.compile(r"(?i)\b(month|day|year)[-/](month|day|year)[-/](month|day|year)\b")
_DEFAULT = re.compile(
    r"(?i)(?:default(?:s|ed)?(?:\s+(?:value|is|to|unit|are|currency))*\s*(?:is|to|=|:|are)?|기본값은?"
    r"|預設(?:值)?(?:為|是)?)\s*['\"`]?([^'\"`.;,()]+(?:\.\d+)?)"
)


@dataclass(frozen=True, eq=False)
class Parameter:
    """A property of a schema. `path` is its name, or names joined by dots inside an object."""

    name: str
    schema: Mapping[str, Any]
    required: bool
    nullable: bool = False

    @cached_property
    def as_function(self) -> Function:
        """An object's properties as the parameters of a function of its name."""
        return Function(self.name, self.about, self.properties, self.schema, False)

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that it takes, without null; a schema without a type takes strings."""
        given = self.schema.get("type")
        found = {given} if isinstance(given, str) else set(given or ())
        if not found and self.options:
            found = {_type_of(option) for option in self.options}
        if not found and "properties" in self.schema:
            found = {"object"}
        if not found and "items" in self.schema:
            found = {"array"}
        return frozenset(found - {"null"}) or frozenset({"string"})

    @cached_property
    def options(self) -> tuple[Any, ...]:
        """The values of its enum, without null."""
        if "const" in self.schema:
            return (self.schema["const"],)
        given = self.schema.get("enum")
        return tuple(value for value in given if value is not None) if isinstance(given, (list, tuple)) else ()

    @cached_property
    def about(self) -> str:
        return str(self.schema.get("description") or self.schema.get("title") or "")

    @cached_property
    def name_words(self) -> str:
        return split_name(self.name)

    @cached_property
    def name_keys(self) -> Mapping[str, float]:
        """Keys of the name, all of them: in a name even a common word counts."""
        found = {word.key: 1.0 for word in words(self.name_words) if word.script in ("latin", "hangul")}
        for key, weight in keys(self.name_words).items():
            if key[0] != "^":
                found.setdefault(key, 0.8 if key[0] == "@" and key[1:] not in COMMON_NOTIONS else weight)
        return found

    @cached_property
    def about_keys(self) -> Mapping[str, float]:
        return {key: weight for key, weight in keys(_without_default(self.about)).items() if key[0] != "^"}

    @cached_property
    def naming_keys(self) -> Mapping[str, float]:
        """The keys of the description that name the parameter beside a value, without those of names in its examples.

        After "a city, for example 'Busan'" a value is no more likely for standing near the word "Busan".
        """
        names = [example for example in self.examples if example[0].isupper()]
        mine = keys(re.sub("|".join(map(re.escape, names)), " ", self.about)) if names else self.about_keys
        return {key: weight for key, weight in self.about_keys.items() if key in mine}

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """The words of its name and description, uncut."""
        text = f"{self.name_words} {self.about}".casefold()
        return frozenset(re.findall(r"[a-z][a-z:'-]*", text)) | frozenset(word.key for word in words(text))

    @cached_property
    def kind(self) -> str:
        """What a text for it stands for, a key of KINDS, or ""."""
        last = re.findall(r"[a-z]+|[가-힣]+|[\u4e00-\u9fff]+", self.name_words.casefold())
        for word in reversed(last):
            for kind, (names, _) in KINDS.items():
                if word in names or (word.endswith("s") and word[:-1] in names):
                    if kind == "id" and word in ("number", "code", "key") and self.types & {"integer", "number"}:
                        continue
                    return kind
        about = _without_default(self.about).casefold()
        head = re.split(r"[.;,(:：，（]|\b(?:for|to|in|of|where|which|that|whose|used|from)\b", about)[0]
        for stretch in (head, about):
            found = {w for w in re.findall(r"[a-z][a-z:'-]*", stretch)} | {word.key for word in words(stretch)}
            for kind, (_, abouts) in KINDS.items():
                if found & abouts or any(a in stretch for a in abouts if not a.isascii()):
                    return kind
        return self._kind_of_default()

    def _kind_of_default(self) -> str:
        """What its default and its examples stand for: KRW is a currency."""
        for value in (self.default, *self.examples):
            if not isinstance(value, str) or not value:
                continue
            if value.isupper() and currencies().get(value):
                return "currency"
            if languages().named(value):
                return "language"
            if len(value) > 2 and places().named(value):
                return "place"
        return ""

    @cached_property
    def role(self) -> str:
        """`from` or `to` when it is one end of something, else ""."""
        mine = frozenset(re.findall(r"[a-z]+|[가-힣]+|[\u4e00-\u9fff]+", self.name_words.casefold()))
        for role, marks in ROLES.items():
            if mine & marks:
                return role
        head = frozenset(re.findall(r"[a-z]+|[가-힣]+|[\u4e00-\u9fff]+", self.about.casefold())[:6])
        for role, marks in ROLES.items():
            if head & (marks - {"first", "second", "to", "from", "base", "last"}):
                return role
        return ""

    @cached_property
    def unit(self) -> str:
        """The unit that its number must have, as the description says it; "" when none is named."""
        last = re.split(r"[_\W]+|(?<=[a-z])(?=[A-Z])", self.name)[-1]
        if last != self.name or last in ("km", "kg", "cm", "mm", "ml", "kwh", "kcal", "mg"):  # height_mm, weightKg
            for unit in units().entries:
                if unit.symbol and unit.symbol.casefold() == last.casefold() and last.casefold() not in ("in", "a"):
                    return unit.key
        text = f"{_without_default(self.about)} {self.name_words}"
        for match in re.finditer(r"\b(?:in|as|a?\s?\(|of)\s+([A-Za-z°%/²³^0-9 ]+)|\(([^()]+)\)", text):
            said = re.sub(r"^(?:in|as|of|a)\s+", "", (match[1] or match[2]).strip())
            for name in (said, " ".join(said.split()[:3]), " ".join(said.split()[:2]), said.split()[0] if said else ""):
                for unit in (*units().named(name), *(u for u in units().entries if u.symbol and u.symbol == name)):
                    return unit.key
        for match in units().find(text):
            if (
                len(match.text) == 1
                and re.match(r"[가-힣]", text[match.start :])
                and re.match(r"[가-힣]", text[match.end :])
            ):
                continue  # 주차 is no 주
            if len(match.text) > 1 or not match.text.isascii():
                if (
                    match.entry.key not in ("second", "degree", "bar", "cup", "day", "month", "year")
                    or match.text != match.entry.en
                ):
                    return match.entry.key
        return ""

    @cached_property
    def default(self) -> Any:
        """The default of the schema, or the one its description names; None when there is none."""
        if "default" in self.schema:
            return self.schema["default"]
        match = _DEFAULT.search(self.about)
        return match[1].strip() if match else None

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Values that the description names, in quotes, after "e.g." or in brackets."""
        found: list[str] = []
        about = _without_default(self.about)
        for match in re.finditer(r"(?<!\w)['\"‘“`]([^'\"’”`]{1,60})['\"’”`](?!\w)", about):
            found.append(match[1])
        for match in _OPTIONS.finditer(about):
            listed = match["list"] or match["bracketed"]
            for part in re.split(r"\s*(?:,|/|\bor\b|\band\b|、)\s*", listed):
                part = re.sub(
                    r"^(?:e\.?g\.?,?|i\.e\.,?|either|for example,?|such as|like|the|a)\s+",
                    "",
                    part.strip(" '\"`.:"),
                    flags=re.I,
                )
                if part and len(part) < 40 and part.casefold() not in ("etc", "etc."):
                    found.append(part.strip(" '\"`."))
        return tuple(dict.fromkeys(found))

    @cached_property
    def place_example(self) -> str:
        """How an example writes a place: `state` ("San Francisco, CA"), `country` ("London, UK") or ""."""
        if re.search(r"[A-Z][A-Za-z .]+,\s?[A-Z]{2}\b", self.about):
            return "state"
        return ""

    @cached_property
    def date_pattern(self) -> str:
        """The pattern of a date in YYYY, MM and DD, or ""."""
        match = _DATE_PATTERN.search(self.about)
        if match:
            return match[2].join(match[n].upper() for n in (1, 3, 4))
        match = _DATE_WORDS.search(self.about)
        if match:
            parts = {"month": "MM", "day": "DD", "year": "YYYY"}
            return "-".join(parts[part.lower()] for part in match.groups())
        if self.schema.get("format") == "date":
            return "YYYY-MM-DD"
        return ""

    @cached_property
    def items(self) -> Parameter | None:
        """The parameter of one item, for an array."""
        schema = self.schema.get("items")
        if not isinstance(schema, Mapping):
            return (
                Parameter(self.name, {"type": "string", "description": self.about}, True)
                if "array" in self.types
                else None
            )
        described = schema if schema.get("description") else {**schema, "description": self.about}
        return Parameter(self.name, described, True)

    @cached_property
    def properties(self) -> tuple[Parameter, ...]:
        """The parameters of its own, for an object."""
        return tuple(_parameters(self.schema))

    def takes(self, *types: str) -> bool:
        return not self.types.isdisjoint(types)


@dataclass(frozen=True, eq=False)
class Function:
    """A function as its schema describes it."""

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    schema: Mapping[str, Any]
    strict: bool

    @cached_property
    def required(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.required)

    @cached_property
    def name_terms(self) -> tuple[Term, ...]:
        return terms(split_name(self.name))

    @cached_property
    def about_terms(self) -> tuple[Term, ...]:
        return terms(self.about)

    @cached_property
    def name_keys(self) -> Mapping[str, float]:
        return keys(split_name(self.name))

    @cached_property
    def about_keys(self) -> Mapping[str, float]:
        return keys(self.about)

    @cached_property
    def main_keys(self) -> frozenset[str]:
        """Keys of the name and the description."""
        return frozenset(self.name_keys) | frozenset(self.about_keys)

    @cached_property
    def keys(self) -> Mapping[str, float]:
        """All keys: of the name, the description and the parameters."""
        return {**self.parameter_keys, **self.about_keys, **self.name_keys}

    @cached_property
    def parameter_keys(self) -> Mapping[str, float]:
        """Keys of the parameters' names, descriptions and enums."""
        found: dict[str, float] = {}
        for parameter in self.parameters:
            for source in (parameter.name_keys, parameter.about_keys):
                for key, weight in source.items():
                    found[key] = max(found.get(key, 0), weight)
            for option in parameter.options:
                for key, weight in keys(split_name(str(option))).items():
                    found.setdefault(key, weight)
        return found

    @cached_property
    def explained(self) -> frozenset[str]:
        """Keys that say which function is meant; what is left of a question is values."""
        own = set(self.name_keys) | set(self.about_keys)
        for parameter in self.parameters:
            own |= set(parameter.name_keys)
        return frozenset(own | common_keys())


def function_of(tool: Mapping[str, Any]) -> Function:
    """The function that a tool of the Chat Completions shape describes."""
    function = tool.get("function")
    return _function(json.dumps(function if isinstance(function, Mapping) else {}, sort_keys=False, default=str))


@lru_cache(maxsize=2_000)
def _function(written: str) -> Function:
    function = json.loads(written)
    schema = function.get("parameters")
    schema = schema if isinstance(schema, dict) else {}
    return Function(
        str(function.get("name", "")),
        str(function.get("description") or ""),
        tuple(_parameters(schema)),
        schema,
        bool(function.get("strict")),
    )


def _parameters(schema: Mapping[str, Any]) -> Iterator[Parameter]:
    properties = schema.get("properties")
    required = schema.get("required")
    needed = set(required) if isinstance(required, (list, tuple)) else set()
    for name, described in (properties if isinstance(properties, Mapping) else {}).items():
        described = described if isinstance(described, Mapping) else {}
        plain, nullable = _without_null(_resolved(described, schema))
        yield Parameter(name, plain, name in needed and not nullable, nullable)


def _resolved(described: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """A `$ref` to a definition of the same schema, followed once."""
    reference = described.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found: Any = root
        for part in reference[2:].split("/"):
            found = found.get(part) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            return {**found, **{key: value for key, value in described.items() if key != "$ref"}}
    return described


def _without_null(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The schema of the value when there is one, and whether null may stand instead."""
    for key in ("anyOf", "oneOf"):
        choices = schema.get(key)
        if isinstance(choices, (list, tuple)):
            real = [c for c in choices if isinstance(c, Mapping) and c.get("type") != "null"]
            if real:
                rest = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
                return {**rest, **real[0]}, len(real) < len(choices)
    kind = schema.get("type")
    if isinstance(kind, (list, tuple)) and "null" in kind:
        return schema, True
    enum = schema.get("enum")
    return schema, kind == "null" or isinstance(enum, (list, tuple)) and None in enum


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {int: "integer", float: "number", str: "string", list: "array", dict: "object"}.get(type(value), "string")


def _without_default(about: str) -> str:
    """A description without what it says of its default: that is no word of the question."""
    return re.sub(r"(?i)[(,.;]?\s*(?:optional\W*)?(?:the\s+)?default(?:s|ed)?\b[^.;)]*(?:\.\d[^.;)]*)?", " ", about)
