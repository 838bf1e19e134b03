import io
import json
import subprocess
import sys
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.retrieval import readers
from helpers.local_api.retrieval.readers import UnreadableFile, UnsupportedFile, read_text


def make_pdf(*pages: str) -> bytes:
    """The smallest PDF that shows each of `pages` (ASCII) on a page of its own."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def make_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Opening hours", 1)
    document.add_paragraph("The shop opens at nine.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate([("Day", "Closes"), ("Monday", "18:00")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("안녕하세요")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "A.MD", "main.py", "x.tex", "folder/b.ts", "c:\\d\\e.java"])
def test_text_and_code_are_read_as_they_are(name):
    assert read_text("première ligne\r\n둘째 줄\n".encode(), name) == "première ligne\n둘째 줄\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_the_hosted_api_are_read(encoding):
    assert read_text("부산 날씨".encode(encoding), "a.txt") == "부산 날씨"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16-le"])
def test_other_encodings_are_refused(encoding):
    with pytest.raises(UnsupportedFile):
        read_text("weather in 부산".encode(encoding), "a.txt")


def test_html_gives_the_text_that_a_reader_sees():
    page = """<html><head><title>Shop &amp; Co</title><style>p {color: red}</style><script>var x = 1</script></head>
    <body><h1>Returns</h1><p>Send it <b>back</b> within
    30 days.<br>No questions.</p><ul><li>one</li><li>two</li></ul>
    <table><tr><th>Size</th><th>Price</th></tr><tr><td>S</td><td>3</td></tr></table></body></html>"""
    lines = [line for line in read_text(page.encode(), "p.html").split("\n") if line]
    assert lines == [
        "Shop & Co", "Returns", "Send it back within", "30 days.", "No questions.", "one", "two",
        "Size | Price", "S | 3",
    ]  # fmt: skip


def test_html_without_ends_and_with_what_is_not_shown():
    page = b"<p>a<p>b<br>c<!-- no --><svg><text>no</svg><![CDATA[d]]><table><tr><th>e</th> <th>f</th></table>"
    assert [line for line in read_text(page, "p.html").split("\n") if line] == ["a", "b", "cd", "e | f"]


def test_html_that_is_nested_as_deep_as_it_is_long():
    # When each tag looked at all within it, this took longer than a test may.
    assert read_text(b"<div>" * 90_000 + b"deep", "p.html") == "deep"


def test_html_says_its_own_encoding():
    page = '<html><head><meta charset="euc-kr"></head><body>부산</body></html>'.encode("euc-kr")
    assert read_text(page, "p.html") == "부산"


def test_pdf_pages_come_in_order():
    assert read_text(make_pdf("Page one says hello", "Page two says bye"), "a.pdf") == (
        "Page one says hello\n\nPage two says bye"
    )


def test_docx_paragraphs_and_tables_come_in_order():
    assert read_text(make_docx(), "a.docx").split("\n") == [
        "Opening hours", "The shop opens at nine.", "Day | Closes", "Monday | 18:00", "안녕하세요",
    ]  # fmt: skip


def test_json_is_unescaped_and_on_lines():
    data = json.dumps({"city": "부산", "temperatures": [3, 4.5]}).encode()
    assert b"\\u" in data
    text = read_text(data, "a.json")
    assert "부산" in text and len(text.split("\n")) == 7


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a,b\n1,2", "a.csv", "unsupported_file"),
        (b"hello", "noextension", "unsupported_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.txt", "unsupported_file"),
        (b"just text", "a.pdf", "unsupported_file"),
        (b"just text", "a.docx", "unsupported_file"),
        (b"%PDF-1.4\nbroken", "a.pdf", "invalid_file"),
        (make_pdf(""), "scan.pdf", "invalid_file"),
        (b'{"a": ', "a.json", "invalid_file"),
        (b"[" * 100_000, "deep.json", "invalid_file"),
        (b"", "a.txt", "invalid_file"),
        (b" \n\t", "a.md", "invalid_file"),
    ],
)
def test_what_cannot_be_read_says_why(data, name, code):
    with pytest.raises(UnreadableFile) as caught:
        read_text(data, name)
    assert caught.value.code == code
    assert caught.value.message.startswith("The file ")


def test_reading_says_nothing_on_stderr():
    """The server lives in a notebook's kernel, where every remark of a library would show up in a cell."""
    script = (
        "from helpers.local_api.retrieval.readers import UnreadableFile, read_text\n"
        "for data, name in [(b'%PDF-1.4 broken', 'a.pdf'), (b'http://example.com', 'a.html'),\n"
        "                   (b'<?xml version=\"1.0\"?><html><p>x</p></html>', 'a.html'), (b'PK', 'a.docx')]:\n"
        "    try:\n"
        "        read_text(data, name)\n"
        "    except UnreadableFile:\n"
        "        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_locked_pdf_says_so():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf("secret"))))
    writer.encrypt("password", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(UnreadableFile, match="encrypted"):
        read_text(buffer.getvalue(), "a.pdf")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(readers, "MAX_UNPACKED_BYTES", 1000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 5000)
    with pytest.raises(UnreadableFile, match="too large"):
        read_text(buffer.getvalue(), "a.docx")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.json", "a.html", "a.pdf", "a.docx", "a.py", "x"]))
def test_any_bytes_give_text_or_a_reason(data, name):
    try:
        text = read_text(data, name)
    except UnreadableFile as error:
        assert error.code in ("unsupported_file", "invalid_file")
    else:
        assert text.strip() and "\x00" not in text and "\r" not in text
