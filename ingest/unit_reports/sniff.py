"""What a file is, by its content alone: names lie."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from ingest.unit_reports.archive import ZIP_DAMAGE, directory, entries_by_name
from ingest.unit_reports.compound_file import CompoundFile, DamagedCompoundFileError
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import unreadable


class FileFormat(StrEnum):
    """Containers the workbook reader opens."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    FLAT_ODS = "fods"
    """The parts of an .ods in one XML file."""
    XLS = "xls"
    EARLY_XLS = "early_xls"
    """Excel 2.0 to 4.0: a stream of records without a container."""
    SPREADSHEET_XML = "spreadsheet_xml"
    HTML = "html"
    MHTML = "mhtml"
    TEXT = "text"


_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BIFF_STREAM = re.compile(rb"\x09([\x00\x02\x04\x08])[\x04-\x10]\x00")
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "file_pdf", "PDF"),
    (b"\x89PNG\r\n", "file_image", "PNG"),
    (b"\xff\xd8\xff", "file_image", "JPEG"),
    (b"GIF8", "file_image", "GIF"),
    (b"BM", "file_image", "BMP"),
    (b"II*\x00", "file_image", "TIFF"),
    (b"MM\x00*", "file_image", "TIFF"),
    (b"{\\rtf", "file_document", "RTF"),
    (b"Rar!", "file_archive", "RAR"),
    (b"7z\xbc\xaf", "file_archive", "7-Zip"),
    (b"\x1f\x8b", "file_archive", "gzip"),
    (b"MZ", "file_program", "Windows"),
    (b"\x7fELF", "file_program", "Linux"),
    (b"\x00\x05\x16\x07", "file_companion", "AppleDouble"),
)
_OTHER_PROGRAMS: tuple[tuple[bytes, str, str], ...] = (
    (b"ID;P", "file_other_program", "SYLK"),
    (b"TABLE\r\n0,1", "file_other_program", "DIF"),
    (b"\x00\x00\x02\x00\x04\x04\x06\x04", "file_other_program", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00\x06\x04\x06\x00", "file_other_program", "Lotus 1-2-3"),
    (b"\x00\x00\x1a\x00", "file_other_program", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00", "file_other_program", "Quattro Pro"),
    (b"\xff\x00\x02\x00\x04\x04", "file_other_program", "Microsoft Works"),
    (b"\x00\x01\x00\x00Standard ", "file_database", "Access"),
    (b"SQLite format 3\x00", "file_database", "SQLite"),
    (b"PAR1", "file_database", "Parquet"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "file_shortcut", "Windows"),
    (b"[InternetShortcut]", "file_shortcut", "web"),
    (b'{"url"', "file_shortcut", "Google Sheets"),
    (b'{"doc_id"', "file_shortcut", "Google Sheets"),
    (b"BZh", "file_archive", "bzip2"),
    (b"\xfd7zXZ\x00", "file_archive", "xz"),
    (b"ISc(", "file_archive", "CAB"),
    (b"MSCF\x00\x00", "file_archive", "CAB"),
    (b"RIFF", "file_image", "RIFF"),
    (b"\x00\x00\x00\x18ftyp", "file_media", "MP4"),
    (b"\x00\x00\x00\x20ftyp", "file_media", "MP4"),
    (b"ID3", "file_media", "MP3"),
)
_SNIFFED_BYTES = 4096
_CONTROL_SHARE = 0.05
_TEXT_CONTROLS = frozenset(b"\t\r\n\x0b\x0c\x1a")


def sniff(content: bytes, path: str, limits: Limits) -> FileFormat:
    """The container the bytes are.

    Raises:
        UnreadableFileError: they are none, each kind with a reason of its own.
    """
    name = PurePosixPath(path.replace("\\", "/")).name
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise unreadable("file_empty", bytes=len(content))
    if name.startswith("~$"):
        raise unreadable("file_lock")
    if name.startswith("._"):
        raise unreadable("file_companion")
    if len(content) > limits.max_file_bytes:
        raise unreadable("file_too_large", megabytes=len(content) // 10**6, limit=limits.max_file_bytes // 10**6)
    if content.startswith(_OLE_SIGNATURE):
        return _sniff_compound(content)
    if content.startswith(ZIP_SIGNATURES):
        return _sniff_zip(content)
    if stream := _BIFF_STREAM.match(content[:4]):
        return FileFormat.XLS if stream.group(1) == b"\x08" else FileFormat.EARLY_XLS
    for mark, code, kind in (*_MARKS, *_OTHER_PROGRAMS):
        if content.startswith(mark) and (mark not in (b"BM", b"MZ") or b"\x00" in content[:64]):
            raise unreadable(code, kind=kind)
    return _sniff_text(content)


def _sniff_compound(content: bytes) -> FileFormat:
    try:
        streams = CompoundFile(content).names()
    except DamagedCompoundFileError as damage:
        raise unreadable("file_damaged", kind="OLE", detail=damage) from damage
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise unreadable("file_encrypted")
    if "workbook" in streams or "book" in streams:
        return FileFormat.XLS
    if "worddocument" in streams:
        raise unreadable("file_document", kind="Word")
    if "powerpoint document" in streams:
        raise unreadable("file_document", kind="PowerPoint")
    raise unreadable("file_unrecognised", kind="an OLE file without a workbook stream")


def _sniff_zip(content: bytes) -> FileFormat:
    names, mimetype = zip_names(content)
    if b"opendocument.spreadsheet" in mimetype:
        return FileFormat.ODS
    if "xl/workbook.bin" in names:
        return FileFormat.XLSB
    if any(name.startswith("xl/") for name in names):
        return FileFormat.XLSX
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        raise unreadable("file_document", kind="Word")
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in mimetype:
        raise unreadable("file_document", kind="PowerPoint")
    if "index/document.iwa" in names or "index.zip" in names:
        raise unreadable("file_other_program", kind="Apple Numbers")
    if is_package(names, mimetype):
        raise unreadable("file_damaged", kind="zip", detail="a package without its workbook part")
    raise unreadable("file_archive", kind="zip")


def zip_names(content: bytes) -> tuple[frozenset[str], bytes]:
    """Names of a zip's entries (lower case, forward slashes), and what it says of its type.

    Raises:
        UnreadableFileError: it is damaged.
    """
    entries = directory(content)
    named = entries_by_name(entries)
    names = frozenset(named)
    entry = named.get("mimetype")
    if entry is not None and entry.filename != "mimetype":
        entry = next((entry for entry in entries if entry.filename == "mimetype"), None)
    if entry is None or entry.flag_bits & 1 or entry.file_size > _SNIFFED_BYTES:
        return names, b""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return names, archive.read("mimetype")[:80]
    except ZIP_DAMAGE as damage:
        raise unreadable("file_damaged", kind="zip", detail=damage) from damage


def is_package(names: frozenset[str], mimetype: bytes) -> bool:
    """Whether a zip's entries are the parts of one document, and not files of their own."""
    return bool(mimetype) or any(
        name in ("[content_types].xml", "index/document.iwa", "word/document.xml", "ppt/presentation.xml")
        or name.startswith("xl/")
        for name in names
    )


_PAGE_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style|script|center|font|form|tr|td|p|br)(?![\w:-])"
)
_FLAT_DOCUMENT = re.compile(rb"<(?:\w+:)?document[\s>]")
_FLAT_KIND = re.compile(rb"mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.(\w+)")
_FLAT_DOCUMENT_BYTES = 1 << 16
"""LibreOffice declares dozens of name spaces before it says what kind of document it is."""
_SPREADSHEET_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b'progid="excel.sheet"')


def _sniff_text(content: bytes) -> FileFormat:
    head = content[:_SNIFFED_BYTES]
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"").lower()
    if start.startswith(b"mime-version:") or b"content-type: multipart/related" in start[:1024]:
        return FileFormat.MHTML
    if start.startswith(b"<"):
        if any(mark in start for mark in _SPREADSHEET_XML) and b"<html" not in start:
            return FileFormat.SPREADSHEET_XML
        if _PAGE_TAG.search(start):
            return FileFormat.HTML
        if _FLAT_DOCUMENT.search(start):
            return _sniff_flat_document(content)
        if start.startswith((b"<?xml", b"<!doctype", b"<workbook", b"<ss:", b"<!--")):
            raise unreadable("file_xml")
    if start.startswith(b"%pdf-"):
        raise unreadable("file_pdf")
    if _is_utf16(head):
        return FileFormat.TEXT
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head)
    if controls > _CONTROL_SHARE * len(head):
        raise unreadable("file_unrecognised", kind=head[:8].hex(" "))
    return FileFormat.TEXT


def _sniff_flat_document(content: bytes) -> FileFormat:
    kind = _FLAT_KIND.search(content[:_FLAT_DOCUMENT_BYTES].replace(b"\x00", b"").lower())
    match kind.group(1) if kind else b"":
        case b"spreadsheet":
            return FileFormat.FLAT_ODS
        case b"text":
            raise unreadable("file_document", kind="Word")
        case b"presentation":
            raise unreadable("file_document", kind="PowerPoint")
    raise unreadable("file_xml")


def _is_utf16(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = head[::2], head[1::2]
    return len(head) >= 4 and any(
        one.count(0) > 0.3 * len(one) and other.count(0) < 0.05 * len(other)
        for one, other in ((even, odd), (odd, even))
    )
