"""Files of every format, and files that are not what they say, made here: none of them lies in the tree."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The standard test file of the virus scanners (EICAR), in two parts so that this file is not found to be one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(extra: bytes = b"", body: bytes = b"") -> bytes:
    """A page without words; `extra` goes into the trailer."""
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    made, places = b"%PDF-1.7\n" + body, []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (table, extra, len(made))


def word(parts: Mapping[str, bytes] | None = None, types: bytes = b"", packing: int = ZIP_DEFLATED) -> bytes:
    return office("word/document.xml", "wordprocessingml.document.main+xml", parts, types, packing)


def spreadsheet(parts: Mapping[str, bytes] | None = None) -> bytes:
    return office("xl/workbook.xml", "spreadsheetml.sheet.main+xml", parts)


def office(
    main: str,
    kind: str,
    parts: Mapping[str, bytes] | None = None,
    types: bytes = b"",
    packing: int = ZIP_DEFLATED,
) -> bytes:
    """A document with its main part, and others by name; `types` in the place of its list of types."""
    named = f"application/vnd.openxmlformats-officedocument.{kind}"
    usual = f'<?xml version="1.0"?><Types><Override PartName="/{main}" ContentType="{named}"/></Types>'
    return archive({"[Content_Types].xml": types or usual.encode(), main: b"<w/>", **(parts or {})}, packing)


def archive(parts: Mapping[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", packing) as into:
        for name, content in parts.items():
            entry = ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            # As given: the library would put right what these files are to have wrong.
            entry.filename, entry.compress_type = name, packing
            into.writestr(entry, content)
    return made.getvalue()


def commented(comment: bytes) -> bytes:
    """A PDF with an archive behind, and the comment of that archive."""
    return pdf() + archive({"a": b"b"})[:-2] + struct.pack("<H", len(comment)) + comment


def locked_archive() -> bytes:
    """A document whose entries say that they are encrypted."""
    made = bytearray(word())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = made.find(mark)
        while found >= 0:
            made[found + place] |= 1
            found = made.find(mark, found + 4)
    return bytes(made)


def lying_archive() -> bytes:
    """A document of which one entry says that it is of a byte, and unpacks to a megabyte."""
    made = bytearray(word({"word/media/big.bin": bytes(1024 * 1024)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = made.rfind(mark)
        made[found + place : found + place + 4] = struct.pack("<I", 1)
    return bytes(made)


def bomb(megabytes: int = 201) -> bytes:
    """A document of a few hundred kilobytes that unpacks to so many megabytes."""
    return word({f"word/media/{part}.bin": bytes(1024 * 1024 * 67) for part in range(megabytes // 67)})


def crowd(entries: int) -> bytes:
    return word({f"word/{number}": b"" for number in range(entries)}, packing=ZIP_STORED)


def false_count() -> bytes:
    """A directory that says that it is larger than the file."""
    made = bytearray(word())
    made[-10:-6] = struct.pack("<I", 900_000)
    return bytes(made)


def locked_office() -> bytes:
    """What Word and Excel write for a document with a password: a compound file with an encrypted package."""
    return COMPOUND + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def png(width: int = 2, height: int = 2, end: bytes = b"", rows: bytes = b"") -> bytes:
    rows = rows or zlib.compress(b"\0" * 100)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks) + end


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


PNG_END = chunk(b"IEND", b"")


def moved_end(before: bytes, after: bytes) -> bytes:
    """An archive in a picture, with something between its directory and its end."""
    made = archive({"a": b"b"})
    body, end = made[:-22], bytearray(made[-22:])
    (offset,) = struct.unpack("<I", end[16:20])
    end[16:20] = struct.pack("<I", offset + len(before))
    return before + body + b"between" + bytes(end) + after


def jpeg(width: int = 2, height: int = 2, before: bytes = b"", frame: int = 0xC0) -> bytes:
    start = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + before
    return (
        start
        + struct.pack(">BBHBHHB", 0xFF, frame, 11, 8, height, width, 1)
        + b"\1\x11\0\xff\xda\0\2\xff\xd9"
    )


TEXT = b"Received from the school, 12 pages.\r\nNo entry after 2024.\r\n"
TABLE = "date,place\r\n2026-03-01,£ 12\r\n".encode("cp1252")
HTML = b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

PROTECTED = "password protected"
MACROS = "contains macros"
NESTED = "contains another file"
UNPACKED = "too large when it is unpacked"
UNLIKE = "is damaged or is not a"
LISTED = "must be a PDF, DOCX, XLSX, JPG, PNG, TXT or CSV"
PIXELS = "100 million pixels or fewer"

GOOD: dict[str, tuple[str, bytes]] = {
    "a pdf": ("a.pdf", pdf()),
    "a pdf in capitals": ("A.PDF", pdf()),
    "a pdf that names encryption in its text": ("a.pdf", pdf(body=b"% (The word /Encryption is no lock)\n")),
    "a pdf with line ends after its end": ("a.pdf", pdf() + b"\r\n\0"),
    "a word document": ("a.docx", word()),
    "a word document that is not packed": ("a.docx", word(packing=ZIP_STORED)),
    "a word document with a picture": ("a.docx", word({"word/media/1.png": png()})),
    "a spreadsheet": ("a.xlsx", spreadsheet()),
    "a picture": ("a.jpg", jpeg()),
    "a picture of the other ending": ("a.jpeg", jpeg(frame=0xC2)),
    "a picture with the letters of an archive's end in it": ("a.jpg", jpeg() + b"PK\5\6" + bytes(range(40))),
    "a picture with a comment": ("a.jpg", jpeg(before=b"\xff\xff\xfe\0\x05abc")),
    "a png": ("a.png", png()),
    "a text": ("a.txt", TEXT),
    "a text in two bytes": ("a.txt", "Gr\xf6\xdfe".encode("utf-16")),
    "a table of an older program": ("a.csv", TABLE),
    "a table with a mark": ("a.csv", "a,b\n1,é\n".encode("utf-8-sig")),
}

BAD: dict[str, tuple[str, bytes, str]] = {
    "a program": ("a.exe", b"MZ" + bytes(100), LISTED),
    "a program under a turned name": ("a\u202efdp.exe", b"MZ" + bytes(100), LISTED),
    "a script in svg": ("a.svg", SVG, LISTED),
    "a web page": ("a.html", HTML, LISTED),
    "an archive": ("a.zip", archive({"a.txt": TEXT}), LISTED),
    "a word document with macros by name": ("a.docm", word(), LISTED),
    "an old word document": ("a.doc", COMPOUND + bytes(600), LISTED),
    "a recording": ("a.mp4", b"\0\0\0\x18ftypmp42", LISTED),
    "no ending": ("a", pdf(), LISTED),
    "an ending alone": (".pdf", pdf(), LISTED),
    "a program called pdf": ("a.pdf", b"MZ" + bytes(100), UNLIKE),
    "a pdf called text": ("a.txt", b"%PDF-1.4\nplain\n%%EOF", UNLIKE),
    "a web page called text": ("a.txt", HTML, UNLIKE),
    "a web page in two bytes called text": ("a.txt", "<html>".encode("utf-16"), UNLIKE),
    "svg called png": ("a.png", SVG, UNLIKE),
    "svg called csv": ("a.csv", SVG, UNLIKE),
    "a text with NUL": ("a.txt", b"a\0b", UNLIKE),
    "half of a text in two bytes": ("a.txt", b"\xff\xfea\0b", UNLIKE),
    "a text with escapes": ("a.txt", b"\x1b[31mred", UNLIKE),
    "a pdf with an archive behind": ("a.pdf", pdf() + archive({"a": b"b"}), UNLIKE),
    "a pdf with its end in the comment of an archive": ("a.pdf", commented(b"\n%%EOF\n"), UNLIKE),
    "the same with a second end in the comment": ("a.pdf", commented(b"PK\5\6" + b"\n%%EOF\n"), UNLIKE),
    "a pdf after something else": ("a.pdf", b"GIF89a" + pdf(), UNLIKE),
    "a pdf that was cut off": ("a.pdf", pdf()[:-20], UNLIKE),
    "a locked pdf": ("a.pdf", pdf(b"/Encrypt 9 0 R "), PROTECTED),
    "a locked pdf in other letters": ("a.pdf", pdf(b"/#45ncr#79pt<</V 4>> "), PROTECTED),
    "a locked pdf, far into it": (
        "a.pdf",
        pdf(b"/Encrypt 9 0 R ", body=b"%" + b"a" * 262_000 + b"\n"),
        PROTECTED,
    ),
    "a locked word document": ("a.docx", locked_office(), PROTECTED),
    "a word document with locked entries": ("a.docx", locked_archive(), PROTECTED),
    "an old document called docx": ("a.docx", COMPOUND + bytes(600), UNLIKE),
    "a spreadsheet called docx": ("a.docx", spreadsheet(), UNLIKE),
    "any archive called docx": ("a.docx", archive({"a.txt": TEXT}), UNLIKE),
    "macros called docx": ("a.docx", word({"word/vbaProject.bin": COMPOUND}), MACROS),
    "macros of another name": (
        "a.docx",
        word(types=b"<Types>x.document.macroEnabled.main+xml</Types>"),
        MACROS,
    ),
    "macros in disguise": ("a.docx", word(types=b"<Types>macro&#69;nabled</Types>"), UNLIKE),
    "types in two bytes": ("a.docx", word(types="<Types>macroEnabled</Types>".encode("utf-16")), UNLIKE),
    "macros of the oldest kind": ("a.xlsx", spreadsheet({"xl/macrosheets/sheet1.xml": b"<x/>"}), MACROS),
    "a program inside": ("a.docx", word({"word/media/a.png": b"MZ" + bytes(50)}), NESTED),
    "an archive inside": ("a.docx", word({"word/embeddings/a.xlsx": spreadsheet()}), NESTED),
    "an embedded object": ("a.docx", word({"word/embeddings/oleObject1.bin": COMPOUND}), NESTED),
    "a bomb": ("a.docx", bomb(), UNPACKED),
    "a crowd": ("a.docx", crowd(2_000), UNPACKED),
    "a crowd beyond the count": ("a.docx", crowd(70_000), UNPACKED),
    "a directory that lies": ("a.docx", false_count(), UNLIKE),
    "an entry that lies": ("a.docx", lying_archive(), UNLIKE),
    "an entry packed in another way": ("a.docx", word({"word/a": b"a"}, packing=ZIP_BZIP2), UNLIKE),
    "an entry that climbs": ("a.docx", word({"../../etc/passwd": b"a"}), UNLIKE),
    "an entry that climbs in the other way": ("a.docx", word({"word\\..\\..\\a": b"a"}), UNLIKE),
    "an entry from the root": ("a.docx", word({"/etc/passwd": b"a"}), UNLIKE),
    "an entry on a drive": ("a.docx", word({"C:/a": b"a"}), UNLIKE),
    "two entries of a name": ("a.docx", word({"WORD/DOCUMENT.XML": b"a"}), UNLIKE),
    "an archive after something else": ("a.docx", b"MZ" + word(), UNLIKE),
    "something after an archive": ("a.docx", word() + b"more", UNLIKE),
    "a flood of pixels": ("a.png", png(60_000, 60_000), PIXELS),
    "a flood of pixels in jpeg": ("a.jpg", jpeg(60_000, 60_000), PIXELS),
    "a picture without width": ("a.png", png(0, 2), UNLIKE),
    "a jpeg without height": ("a.jpg", jpeg(2, 0), UNLIKE),
    "a jpeg without a frame": ("a.jpg", b"\xff\xd8\xff\xd9", UNLIKE),
    "a jpeg that stands still": ("a.jpg", b"\xff\xd8\xff\xe0\0\0" * 10, UNLIKE),
    "a jpeg of nothing but segments": ("a.jpg", b"\xff\xd8" + b"\xff\xe0\0\2" * 5_000, UNLIKE),
    "a png with something behind": ("a.png", png(end=b"more"), UNLIKE),
    "a jpeg with an archive behind": ("a.jpg", jpeg() + archive({"a": b"b"}), UNLIKE),
    "a jpeg around an archive": ("a.jpg", jpeg() + archive({"a": b"b"}) + b"\xff\xd9", UNLIKE),
    "a pdf around an archive": ("a.pdf", pdf() + archive({"a": b"b"}) + b"\n%%EOF\n", UNLIKE),
    "a png around an archive": ("a.png", png() + archive({"a": b"b"}) + PNG_END, UNLIKE),
    "a png with an archive in a chunk": ("a.png", png(rows=archive({"a": b"b"})), UNLIKE),
    "a png with something before its second end": ("a.png", png() + b"more" + PNG_END, UNLIKE),
    "a png with something in its end": (
        "a.png",
        png()[: -len(PNG_END)] + chunk(b"IEND", b"more" + PNG_END),
        UNLIKE,
    ),
    "an archive that is far from the end": ("a.jpg", jpeg() + archive({"a": b"b"}) + bytes(65_800), UNLIKE),
    "an archive that is found by its offset": ("a.jpg", moved_end(jpeg(), b"\xff\xd9"), UNLIKE),
}
