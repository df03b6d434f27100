"""Makes an object file with those of ICU's data that Foundation needs where nothing is said in another language than English.

usage: trim_icu.py LIBRARY FOLDER

LIBRARY is lib_FoundationICU.a of Swift's static libraries, whose data, 34 MB, are those of all languages, of old character
sets and of dictionaries. FOLDER gets icu.o, which defines the same symbol with 2 to 3 MB; linked first, it takes the place
of the library's. A text that asks for what is left out gets ICU's root, which is English.

The format is that of ICU's udatacmn.h: a header, the number of items, an offset of name and of data for each, names in
order, and the items.
"""

import re
import struct
import subprocess
import sys
from pathlib import Path

MEMBER = "icu_packaged_data.cpp.o"
# Languages, but for the root and English; character sets; dictionaries for line breaks; names and transliterations.
LEFT_OUT = re.compile(r"\.(cnv|dict|cfu|spp)$|/unames\.icu$|/translit/|/[a-z]{2,3}(_\w+)?\.res$|_cj\.brk$|_phrase")
KEPT = re.compile(r"/(root|en|en_001|en_US|en_US_POSIX|pool|res_index)\.res$")


def packaged_data(library, folder):
    """The symbol's name and bytes."""
    subprocess.run(["ar", "x", Path(library).resolve(), MEMBER], cwd=folder, check=True)
    listing = subprocess.run(["nm", "-S", "--defined-only", MEMBER], cwd=folder, check=True, capture_output=True, text=True)
    ((start, size, _, symbol),) = [line.split() for line in listing.stdout.splitlines() if " R icudt" in line]
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", MEMBER, "all.dat"], cwd=folder, check=True)
    data = (folder / "all.dat").read_bytes()
    return symbol, data[int(start, 16) :][: int(size, 16)]


def items_of(data, base):
    """Names and contents, in order."""
    (count,) = struct.unpack_from("<I", data, base)
    places = [struct.unpack_from("<II", data, base + 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in places[1:]] + [len(data) - base]
    for (name, start), end in zip(places, ends):
        first = base + name
        yield data[first : data.index(0, first)], data[base + start : base + end]


def packaged(items):
    """The table of items, and the items, each at a multiple of 16."""
    names = b"".join(name + b"\0" for name, _ in items)
    place = 4 + 8 * len(items)
    offset = -(-(place + len(names)) // 16) * 16
    table = struct.pack("<I", len(items))
    contents = b""
    for name, content in items:
        table += struct.pack("<II", place, offset + len(contents))
        place += len(name) + 1
        contents += content + bytes(-len(content) % 16)
    return (table + names).ljust(offset, b"\0") + contents


def main():
    library, folder = sys.argv[1], Path(sys.argv[2])
    symbol, data = packaged_data(library, folder)
    (base,) = struct.unpack_from("<H", data, 0)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        sys.exit(f"trim_icu: {library}: found no data of ICU in {MEMBER}")
    kept = [
        (name, content)
        for name, content in items_of(data, base)
        if KEPT.search(name.decode()) or not LEFT_OUT.search(name.decode())
    ]
    (folder / "icu.dat").write_bytes(data[:base] + packaged(kept))
    (folder / "icu.s").write_text(
        f'.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, @object\n{symbol}:\n.incbin "icu.dat"\n'
        f'.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",@progbits\n'
    )
    subprocess.run(["clang", "-c", "icu.s", "-o", "icu.o"], cwd=folder, check=True)


main()
