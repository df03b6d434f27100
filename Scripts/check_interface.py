"""Compares the public interface of the library's modules with the one that is stored, or stores it.

usage: check_interface.py [--store]

The interface is in the folder Tests/Interface, a file for each module of the library, a line for each declaration. What
other packages were written against is in there: a line that is gone or changed breaks them, so it takes a new version,
and a line in CHANGELOG.md. `make interface` stores the present one.
"""

import argparse
import difflib
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_structure import LIBRARY  # noqa: E402

STORED = Path("Tests/Interface")
TYPES = ("struct", "class", "enum", "protocol", "actor", "extension")
MEMBERS = ("func", "init", "deinit", "var", "let", "subscript", "case", "typealias", "associatedtype")
ACCESS = ("public", "open", "package", "internal", "fileprivate", "private")
NAMED = re.compile(rf"\b(?:{'|'.join(TYPES + MEMBERS)})\b")
# A declaration continues on a line that begins so.
CONTINUED = re.compile(r"(->|throws|rethrows|async|where|[{:=.?&|])")
# What is no part of the interface.
LEFT_OUT = re.compile(r"@(?:TaskLocal|inlinable|usableFromInline|frozen|unchecked|Sendable(?= func))\s+")


class Source:
    """The text of a file, read one declaration after the other."""

    def __init__(self, text):
        self.text = text
        self.place = 0

    def skip_space(self):
        """Skips blanks, comments, separators and conditions of compilation."""
        while self.place < len(self.text):
            rest = self.text[self.place : self.place + 2]
            if rest == "//" or rest[0] == "#":
                self.place = self.end_of_line()
            elif rest == "/*":
                self.place = self.text.index("*/", self.place) + 2
            elif rest[0].isspace() or rest[0] == ";":
                self.place += 1
            else:
                return

    def end_of_line(self):
        end = self.text.find("\n", self.place)
        return len(self.text) if end < 0 else end

    def skip_string(self):
        """Skips a string, with what is interpolated in it."""
        marks = re.compile(r'#*"""|#*"').match(self.text, self.place)[0]
        raw, quotes = marks.count("#"), marks.lstrip("#")
        end, escape = quotes + "#" * raw, "\\" + "#" * raw
        self.place += len(marks)
        while not self.text.startswith(end, self.place):
            if self.text.startswith(escape + "(", self.place):
                self.place += len(escape)
                self.skip_nested()
            elif self.text.startswith(escape, self.place):
                self.place += len(escape) + 1
            else:
                self.place += 1
        self.place += len(end)

    def skip_nested(self):
        """Skips a pair of parentheses, brackets or braces with all that is in it."""
        depth = 0
        while self.place < len(self.text):
            rest = self.text[self.place : self.place + 2]
            if rest[0] == '"' or re.match(r'#+"', self.text[self.place : self.place + 4]):
                self.skip_string()
                continue
            if rest in ("//", "/*"):
                self.skip_space()
                continue
            depth += (rest[0] in "([{") - (rest[0] in ")]}")
            self.place += 1
            if depth == 0:
                return

    def heading(self):
        """The text of the next declaration, up to its body or its end."""
        self.skip_space()
        parts = []
        while self.place < len(self.text):
            rest = self.text[self.place : self.place + 2]
            if rest[0] in "{}":
                break
            if rest[0] in "([":
                start = self.place
                self.skip_nested()
                parts.append(self.text[start : self.place])
            elif rest[0] == '"':
                start = self.place
                self.skip_string()
                parts.append(self.text[start : self.place])
            elif rest in ("//", "/*"):
                self.skip_space()
                parts.append(" ")
            elif rest[0] == "\n":
                before = "".join(parts).rstrip()
                self.skip_space()
                after = self.text[self.place : self.place + 10]
                continues = CONTINUED.match(after) and not after.startswith("..")
                # Attributes may have lines of their own.
                is_begun = not before.startswith("@") or NAMED.search(before)
                if not continues and is_begun and not before.endswith((",", "=", ":", "->")):
                    break
                parts.append(" ")
            else:
                parts.append(rest[0])
                self.place += 1
        return " ".join("".join(parts).split())

    def body(self):
        """Skips a body, if there is one; returns its text."""
        start = self.place
        if self.place < len(self.text) and self.text[self.place] == "{":
            self.skip_nested()
        return self.text[start : self.place]


def keyword(heading):
    """The keyword of a declaration and the words before it."""
    words = re.sub(r"@\w+(?:\([^)]*\))?\s*", "", heading)
    words = re.sub(r"[(<]", r" \g<0>", words).split()
    for index, word in enumerate(words):
        if word in TYPES + MEMBERS and not (word == "class" and words[index + 1] in ("func", "var")):
            return word, words[:index]
        if word in ("import", "operator", "precedencegroup"):
            return word, words[:index]
    return None, words


def written(heading, kind, modifiers, body):
    """A declaration as it stands in the interface."""
    text = LEFT_OUT.sub("", heading)
    text = re.sub(r"\b(?:public|open|package|internal|fileprivate|private)(?:\(set\))?\s+", "", text)
    if kind in ("var", "let"):
        is_set = kind == "var" and not any("(set)" in word for word in modifiers)
        if body and not re.search(r"\b(?:willSet|didSet)\b", body):
            is_set = bool(re.search(r"\b(?:set|_modify)\b\s*(?:\(|\{)", body))
        # What a property begins with is nobody else's business.
        text = re.split(r"\s=(?:\s|$)", text, maxsplit=1)[0]
        text += " { get set }" if is_set and kind == "var" else " { get }" if kind == "var" else ""
    return re.sub(r"\s+", " ", re.sub(r"([(\[])\s+", r"\1", re.sub(r",?\s+([)\]])", r"\1", text))).strip()


def declarations(source, scope, is_protocol, is_enum, found):
    """Adds the public declarations of a scope, each with the scope before it."""
    while True:
        source.skip_space()
        if source.place >= len(source.text):
            return
        if source.text[source.place] == "}":
            source.place += 1
            return
        if source.text[source.place] == "{":
            source.body()
            continue
        heading = source.heading()
        kind, modifiers = keyword(heading)
        is_public = (
            "public" in modifiers
            or "open" in modifiers
            or (is_protocol and not any(word in ACCESS for word in modifiers))
            or (is_enum and kind == "case")
        )
        if kind in TYPES and source.text[source.place : source.place + 1] == "{":
            name = written(heading, kind, modifiers, "")
            own = re.sub(r"^.*?\b(?:%s)\s+([\w.]+).*" % "|".join(TYPES), r"\1", name)
            within = f"{scope}.{own}" if scope and kind != "extension" else own
            source.place += 1
            if kind == "extension":
                if ":" in name.split(" where ")[0]:
                    found.append(("", name))
                declarations(source, within, False, False, found)
            elif is_public:
                found.append((scope, name))
                declarations(source, within, kind == "protocol", kind == "enum", found)
            else:
                declarations(source, within, False, False, [])
            continue
        body = source.body()
        if not heading:
            source.place += 1
        elif is_public and kind in MEMBERS:
            found.append((scope, written(heading, kind, modifiers, body)))
        # After a value in braces its expression may continue.
        if kind in ("var", "let") and "=" in heading:
            while source.place < len(source.text) and source.text[source.place] in "(.":
                source.heading()
                source.body()


def interface(module):
    """The lines of a module's interface."""
    found = []
    for path in sorted(Path("Sources", module).rglob("*.swift")):
        declarations(Source(path.read_text(encoding="utf-8")), "", False, False, found)
    public = {scope_and_name(scope, text) for scope, text in found}
    lines = []
    for scope, text in found:
        extended = re.match(r"extension ([\w.]+)", text)
        own = extended[1] if extended else scope
        # Conformances and members of types that are not public are not, either.
        if own and own in all_types(module) and own not in public:
            continue
        lines.append(f"{scope}: {text}" if scope else text)
    return sorted(set(lines))


def scope_and_name(scope, text):
    match = re.match(r"(?:\w+ )*?(?:struct|class|enum|protocol|actor) (\w+)", text)
    return ".".join(part for part in (scope, match[1]) if part) if match else ""


TYPES_OF = {}


def all_types(module):
    """The names of all types that a module declares, public or not."""
    if module not in TYPES_OF:
        text = "\n".join(path.read_text(encoding="utf-8") for path in Path("Sources", module).rglob("*.swift"))
        TYPES_OF[module] = set(re.findall(r"^\s*(?:[\w@()]+ )*(?:struct|class|enum|protocol|actor) (\w+)", text, re.M))
    return TYPES_OF[module]


def main():
    parser = argparse.ArgumentParser(description="Compares the public interface with the stored one.")
    parser.add_argument("--store", action="store_true", help="store the present one")
    store = parser.parse_args().store
    differs = False
    STORED.mkdir(exist_ok=True)
    for module in LIBRARY:
        path = STORED / f"{module}.txt"
        lines = interface(module)
        if store:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            continue
        stored = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if stored == lines:
            continue
        differs = True
        print(f"{module}: the public interface is not the stored one, {path}:")
        for line in difflib.unified_diff(stored, lines, "stored", "present", n=0, lineterm=""):
            if not line.startswith(("---", "+++", "@@")):
                print(f"  {line}")
    for path in STORED.glob("*.txt"):
        if path.stem not in LIBRARY:
            differs = True
            print(f"{path}: is of no module of the library")
    if differs:
        sys.exit("check_interface: if this is wanted, say so in CHANGELOG.md and store it: make interface")


if __name__ == "__main__":
    main()
