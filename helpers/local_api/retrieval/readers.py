"""The text of an uploaded file.

One function, `read_text`. The file's name says how to read it: PDF by pypdf, Word by python-docx,
HTML by Beautiful Soup, JSON by the standard library; everything else is plain text in UTF-8 or
UTF-16, as the hosted file search asked for. Bytes that are not what the name says are refused.
"""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

#: Extensions that are read as text. From the hosted list of file types for file search.
TEXT_EXTENSIONS = frozenset(".c .cpp .cs .css .go .java .js .md .php .py .rb .sh .tex .ts .txt".split())

#: Extensions that the hosted file search read too. Here such a file is attached and then fails with a reason.
HOSTED_ONLY = {".doc": ".docx", ".pptx": ".pdf"}

#: Beyond this a Word file is taken for a zip bomb. In bytes.
MAX_UNPACKED_BYTES = 256 * 1024 * 1024

_BLOCKS = frozenset(
    (
        "address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead title tr ul"
    ).split()
)
#: What a browser does not show.
_UNREAD = frozenset("script style template noscript svg".split())


class UnreadableFile(Exception):
    """A file without text for the index. `code` and `message` become its `last_error`."""

    code = "invalid_file"

    def __init__(self, message: str = "The file could not be parsed."):
        super().__init__(message)
        self.message = message


class UnsupportedFile(UnreadableFile):
    """The bytes are not of a type that file search reads, whatever the name says."""

    code = "unsupported_file"

    def __init__(self, message: str = "The file type is not supported."):
        super().__init__(message)


def extension(filename: str) -> str:
    """The extension of `filename` in lower case with its dot, or `""`."""
    return PurePosixPath(filename.replace("\\", "/")).suffix.lower()


def is_supported(filename: str) -> bool:
    """Whether file search reads files of this name."""
    return extension(filename) in TEXT_EXTENSIONS or extension(filename) in _READERS


def is_attachable(filename: str) -> bool:
    """Whether the hosted API let files of this name into a vector store. It read some that this one does not."""
    return is_supported(filename) or extension(filename) in HOSTED_ONLY


def read_text(data: bytes, filename: str) -> str:
    """The text of a file.

    Raises:
        UnsupportedFile: the name's extension, or what is inside, is of a type that is not read.
        UnreadableFile: the type is right, but the file is damaged, locked, or has no text.
    """
    if better := HOSTED_ONLY.get(extension(filename)):
        raise UnsupportedFile(f"The local API does not read {extension(filename)} files. Save the file as {better}.")
    if not is_supported(filename):
        raise UnsupportedFile
    reader = _READERS.get(extension(filename), _read_plain)
    try:
        text = reader(data)
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a parser trips over, the fault is the file's
        raise UnreadableFile from error
    # NUL would end the text in SQLite; lone surrogates cannot be stored as UTF-8.
    text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    text = re.sub(r"\r\n?", "\n", text)
    if not text.strip():
        raise UnreadableFile("The file could not be parsed because it is empty.")
    return text


def _read_plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnsupportedFile from error
    if encoding != "utf-16" and b"\x00" in data:  # binary that happens to decode
        raise UnsupportedFile
    return text


def _read_json(data: bytes) -> str:
    """JSON with one value a line and its characters unescaped, so that chunks and words come out whole."""
    return json.dumps(json.loads(_read_plain(data)), indent=1, ensure_ascii=False)


def _read_html(data: bytes) -> str:
    from bs4 import BeautifulSoup  # imported late: `import helpers` stays cheap

    # As a stream and without an XML declaration, because Beautiful Soup warns about short texts and XHTML on stderr.
    soup = BeautifulSoup(io.BytesIO(re.sub(rb"^\s*<\?xml[^>]*\?>", b"", data)), "html.parser")
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(_html_texts(soup)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _html_texts(soup: BeautifulSoup) -> Iterator[str]:
    """The texts of a page in order, with line breaks round blocks and bars between cells.

    One walk with a stack of its own: a page may be nested as deep as it is long.
    """
    from bs4 import CData, NavigableString, Tag

    left: list[Any] = [soup]  # nodes and plain strings, the next one last
    while left:
        node = left.pop()
        if isinstance(node, Tag):
            if node.name in _UNREAD:
                continue
            around = "\n" if node.name in _BLOCKS else ""
            left.append(around)
            cell_follows = False
            for child in reversed(node.contents):
                if isinstance(child, Tag) and child.name in ("td", "th"):
                    if cell_follows:
                        left.append(" | ")
                    cell_follows = True
                left.append(child)
            left.append("\n" if node.name == "br" else around)
        elif not isinstance(node, NavigableString) or type(node) in (NavigableString, CData):  # no comments
            yield node


def _read_pdf(data: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PdfReadError

    if b"%PDF-" not in data[:1024]:
        raise UnsupportedFile
    _silence("pypdf")
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        return "\n\n".join(page.extract_text().strip() for page in pages)
    except FileNotDecryptedError as error:
        raise UnreadableFile("The file could not be parsed because it is encrypted.") from error
    except PdfReadError as error:
        raise UnreadableFile from error


def _silence(library: str) -> None:
    """Keep a library's remarks on damaged files off stderr. Who has set up logging sees them all the same."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _read_docx(data: bytes) -> str:
    from docx import Document
    from docx.table import Table

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnsupportedFile from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile("The file could not be parsed because it is too large.")

    def lines(container) -> list[str]:
        found = []
        for block in container.iter_inner_content():
            if isinstance(block, Table):
                found.extend(" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            else:
                found.append(block.text)
        return found

    return "\n".join(lines(Document(io.BytesIO(data))))


_READERS: dict[str, Callable[[bytes], str]] = {
    ".json": _read_json,
    ".html": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
