"""Holds the book to what was compiled and run.

Every block of Swift in a chapter stands in a source that is compiled, every block of output in a record of its program,
every command names a program, every exercise's solution is a test, and no program is longer than a hundred lines.
Prints a line for each fault and exits with 1 if there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

BOOK = Path("Book/Book.docc")
PROGRAMS = Path("Book/Programs")
LONGEST_PROGRAM = 100
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"`(\w+)`\s+in\s+`(Tests/BookTests/\w+\.swift)`")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)")


def lines(text):
    """The lines of a text, without indentation, between line breaks."""
    return "\n" + "".join(line.strip() + "\n" for line in text.strip().splitlines())


def main():
    tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.swift"], capture_output=True, text=True, check=True)
    sources = [lines(Path(name).read_text()) for name in tracked.stdout.splitlines() if Path(name).is_file()]
    records = {path.stem: lines(path.read_text()) for path in sorted(Path("Book/Output").glob("*.txt"))}
    programs = set(re.findall(r"^    case \.(\w+): \w+\.self", (PROGRAMS / "BookPrograms.swift").read_text(), re.MULTILINE))
    faults = [f"Book/Output/{name}.txt: no such program" for name in records.keys() - programs]
    faults += [f"Book/Output: no record of the program {name}" for name in programs - records.keys()]
    counts = {"swift": 0, "": 0, "sh": 0}
    solved = set()
    shown = set()
    named = set()
    for chapter in sorted(BOOK.glob("*.md")):
        text = chapter.read_text()
        for match in BLOCK.finditer(text):
            kind, block = match[1], match[2]
            place = f"{chapter}:{text[: match.start()].count(chr(10)) + 1}"
            counts[kind] = counts.get(kind, 0) + 1
            if kind == "swift" and not any(lines(block) in source for source in sources):
                faults.append(f"{place}: this Swift stands in no source")
            elif kind == "" and not any(lines(block) in record for record in records.values()):
                faults.append(f"{place}: this output stands in no record of Book/Output")
            elif kind == "sh":
                for name in re.findall(r"BookPrograms (\w+)", block):
                    named.add(name)
                    if name not in programs:
                        faults.append(f"{place}: no such program: {name}")
            elif kind not in ("swift", "", "sh"):
                faults.append(f"{place}: a block of {kind}, which nothing checks")
        for test, path in SOLUTION.findall(text):
            solved.add(path)
            if not Path(path).is_file() or f"func {test}(" not in Path(path).read_text():
                faults.append(f"{chapter}: no test {test} in {path}")
        exercises = len(re.findall(r"^\d+\. ", text.partition("## Exercises")[2], re.MULTILINE))
        if exercises != len(SOLUTION.findall(text)):
            faults.append(f"{chapter}: {exercises} exercises, {len(SOLUTION.findall(text))} solutions")
        prose = BLOCK.sub("", text)
        shown |= set(IMAGE.findall(prose))
        for file in IMAGE.findall(prose) + LINK.findall(prose):
            if not (BOOK / file).is_file():
                faults.append(f"{chapter}: no file {file}")
    images = {path.name for path in BOOK.iterdir() if path.suffix in (".png", ".svg")}
    faults += [f"{BOOK}/{name}: no chapter shows it" for name in sorted(images - shown)]
    faults += [f"{path}: no chapter names it" for path in sorted({str(p) for p in Path("Tests/BookTests").glob("*Tests.swift")} - solved)]
    faults += [f"{name}: no chapter says how to run it" for name in sorted(programs - named)]
    for path in sorted(PROGRAMS.glob("*.swift")):
        if (length := len(path.read_text().splitlines())) > LONGEST_PROGRAM:
            faults.append(f"{path}: {length} lines are more than {LONGEST_PROGRAM}")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(1)
    print(f"book: {counts['swift']} blocks of Swift are compiled, {counts['']} of output recorded")


main()
