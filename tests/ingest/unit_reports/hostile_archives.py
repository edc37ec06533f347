"""Hostile files that hold others: zip archives, gzip, bombs, bad names."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile

import factories
from hostile import LOADED, LOGIN_PAGE, Hostile, encrypted_zip, parts_of, zip_bomb, zipped

REPORT_A, REPORT_C = factories.layout_a(), factories.layout_c()


def archive(*members: tuple[str, bytes]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(list(members))


def with_encrypted_member(name: str) -> bytes:
    """A sound workbook beside one whose entry says that it is encrypted."""
    content = bytearray(archive(("a.xlsx", REPORT_A), (name, REPORT_C)))
    for signature, flags, names in ((b"PK\x03\x04", 6, 26), (b"PK\x01\x02", 8, 28)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            length = struct.unpack_from("<H", content, start + names)[0]
            first = start + (30 if signature[2] == 3 else 46)
            if content[first : first + length] == name.encode():
                content[start + flags] |= 1
            start += 4
    return bytes(content)


def overlapping_entries() -> bytes:
    """Many entries of the directory that all point at one packed block: what a clever zip bomb does."""
    content = zipped({"xl/a.xml": b"\x00" * 5_000_000})
    directory = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    entry = content[directory:end]
    entries = b"".join(entry.replace(b"xl/a.xml", f"xl/{number:1x}.xml".encode()) for number in range(16))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 16, 16, len(entries), directory, 0)
    return content[:directory] + entries + tail


def lying_size() -> bytes:
    """The directory declares ten bytes of a part that inflates to sixty million."""
    content = bytearray(zip_bomb())
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/image1.bin"))
    struct.pack_into("<I", content, place + 24, 10)
    return bytes(content)


def wrong_checksum() -> bytes:
    content = bytearray(REPORT_A)
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", content, place + 16, 0xDEADBEEF)
    return bytes(content)


def many_entries() -> bytes:
    parts = parts_of(REPORT_A) | {f"xl/media/{number}.bin": b"" for number in range(10_100)}
    return zipped(parts)


def backslashes() -> bytes:
    """Parts named as some programs of Windows name them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts_of(REPORT_A).items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name.replace("/", "\\")
            packed.writestr(entry, part)
    return buffer.getvalue()


def without_a_name() -> bytes:
    """A zip whose only entry has no name."""
    content = zipped({"a.xlsx": REPORT_A})
    return content.replace(b"a.xlsx", b"\x00" * 6)


NESTED = archive(("b.xlsx", REPORT_C))

ARCHIVES: tuple[Hostile, ...] = (
    Hostile("a zip of two workbooks", LOADED, lambda: archive(("a.xlsx", REPORT_A), ("quy/b.xlsx", REPORT_C)), "a.zip",
            members={"a.xlsx": LOADED, "quy/b.xlsx": LOADED}),
    Hostile("a zip of one workbook named .xlsx", LOADED, lambda: archive(("a.xlsx", REPORT_A)),
            members={"a.xlsx": LOADED}),
    Hostile("a zip of a workbook, a PDF and a page to log in", LOADED,
            lambda: archive(("a.xlsx", REPORT_A), ("b.pdf", b"%PDF-1.7\n"), ("c.xls", LOGIN_PAGE)), "a.zip",
            members={"a.xlsx": LOADED, "b.pdf": "file_pdf", "c.xls": "file_html"}),
    Hostile("a zip made on a Mac", LOADED, lambda: archive(
                ("a.xlsx", REPORT_A), ("__MACOSX/._a.xlsx", b"\x00\x05\x16\x07"), (".DS_Store", b"x"), ("thu-muc/", b"")
            ), "a.zip", members={"a.xlsx": LOADED}),
    Hostile("a zip in a zip", LOADED, lambda: archive(("goi.zip", NESTED)), "a.zip",
            members={"goi.zip/b.xlsx": LOADED}),
    Hostile("a zip in a zip in a zip", "archive_nested", lambda: archive(("goi.zip", archive(("g2.zip", NESTED)))),
            "a.zip", members={"goi.zip/g2.zip": "archive_nested"}),
    Hostile("an empty zip", "archive_empty", lambda: zipped({}), "a.zip"),
    Hostile("a zip of folders", "archive_empty", lambda: archive(("a/", b""), ("b/", b"")), "a.zip"),
    Hostile("a zip of pictures", "file_archive", lambda: archive(("a.png", b"\x89PNG\r\n\x1a\n")), "a.zip"),
    Hostile("a zip of 600 workbooks", "archive_too_many_members",
            lambda: archive(*((f"{number}.csv", b"x") for number in range(600))), "a.zip"),
    Hostile("two members of one name", "member_duplicate",
            lambda: archive(("a.xlsx", REPORT_A), ("a.xlsx", REPORT_C), ("b.xlsx", REPORT_C)), "a.zip",
            members={"a.xlsx (1)": "member_duplicate", "a.xlsx (2)": "member_duplicate", "b.xlsx": LOADED}),
    Hostile("a member with a password", "member_encrypted", lambda: with_encrypted_member("b.xlsx"), "a.zip",
            members={"a.xlsx": LOADED, "b.xlsx": "member_encrypted"}),
    Hostile("a member that climbs out of its archive", "member_unsafe_path",
            lambda: archive(("../../b.xlsx", REPORT_C), ("a.xlsx", REPORT_A)), "a.zip",
            members={"../../b.xlsx": "member_unsafe_path", "a.xlsx": LOADED}),
    Hostile("a member with an absolute path", "member_unsafe_path",
            lambda: archive(("/etc/b.xlsx", REPORT_C), ("a.xlsx", REPORT_A)), "a.zip",
            members={"/etc/b.xlsx": "member_unsafe_path", "a.xlsx": LOADED}),
    Hostile("a member that climbs out by backslashes", "member_unsafe_path",
            lambda: archive(("..\\..\\b.xlsx", REPORT_C), ("a.xlsx", REPORT_A)), "a.zip",
            members={"../../b.xlsx": "member_unsafe_path", "a.xlsx": LOADED}),
    Hostile("a member named by a dot", "member_unsafe_path",
            lambda: archive((".", REPORT_C), ("a.xlsx", REPORT_A)), "a.zip",
            members={".": "member_unsafe_path", "a.xlsx": LOADED}),
    Hostile("a member without a name", "member_unsafe_path", without_a_name, "a.zip",
            members={"?": "member_unsafe_path"}),
    Hostile("a member that is a bomb", "member_inflates_too_much",
            lambda: archive(("b.xlsx", b"\x00" * 60_000_000), ("a.xlsx", REPORT_A)), "a.zip",
            members={"b.xlsx": "member_inflates_too_much", "a.xlsx": "member_inflates_too_much"}),
    Hostile("a member that is a workbook with a bomb in it", "file_inflates_too_much",
            lambda: archive(("b.xlsx", zip_bomb()), ("a.xlsx", REPORT_A)), "a.zip",
            members={"b.xlsx": "file_inflates_too_much", "a.xlsx": LOADED}),
    Hostile("a workbook packed by gzip", LOADED, lambda: gzip.compress(REPORT_A), "a.xlsx.gz"),
    Hostile("a zip packed by gzip", LOADED, lambda: gzip.compress(NESTED), "a.zip.gz", members={"b.xlsx": LOADED}),
    Hostile("a gzip bomb", "file_inflates_too_much", lambda: gzip.compress(b"\x00" * 101_000_000), "a.csv.gz"),
    Hostile("a gzip that breaks off", "file_damaged", lambda: gzip.compress(REPORT_A)[:-900], "a.xlsx.gz"),
    Hostile("entries that overlap", "file_damaged", overlapping_entries),
    Hostile("a part that lies of its size", "file_damaged", lying_size),
    Hostile("a part with a wrong checksum", "file_damaged", wrong_checksum),
    Hostile("ten thousand parts", "file_inflates_too_much", many_entries),
    Hostile("parts named with backslashes", LOADED, backslashes),
    Hostile("an encrypted zip of workbooks", "member_encrypted",
            lambda: with_encrypted_member("b.xlsx").replace(b"PK\x03\x04", b"PK\x03\x04"), "a.zip",
            members={"a.xlsx": LOADED, "b.xlsx": "member_encrypted"}),
    Hostile("a zip with rubbish before it", "file_unrecognised", lambda: b"\x01\x02\x03\x04" * 64 + encrypted_zip()),
)  # fmt: skip
