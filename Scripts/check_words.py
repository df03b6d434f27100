"""Looks for words that Scripts/words.txt has others for, in all sources and documents that git tracks.

Prints a line for each place and exits with 1 if there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).with_name("words.txt")
KINDS = (".swift", ".md", ".c", ".h", ".py", ".sh", ".yaml")
# The list itself, what was written before it, and files that others wrote.
PASSED_OVER = {"Scripts/words.txt", "Scripts/check_words.py", "LICENSE"}
# A recipe's name, as it stands in commands, code, quotes and names of files.
NAMES = re.compile(r"(?:(?:[Tt]rain|Training|show|bench|recipe|let|since|r3gan,) |[.`\"-])pictures(?![a-z])")


def read_list():
    """Patterns with the words to use instead, one expression for each line of the list."""
    entries = []
    for line in LIST.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        word, _, use = line.partition("->")
        word = word.strip()
        first = f"[{word[0].upper()}{word[0]}]"
        rest = re.escape(word[1:]).replace(r"\*", "[a-z]*").replace(r"\ ", r"\s+")
        entries.append((re.compile(rf"(?<![A-Za-z/]){first}{rest}(?![A-Za-z/])(?!\.[a-z])"), use.strip()))
    return entries


def main():
    entries = read_list()
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    found = 0
    for name in tracked.stdout.splitlines():
        path = Path(name)
        if name in PASSED_OVER or not path.is_file():
            continue
        if path.suffix not in KINDS and name != "Makefile":
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            line = NAMES.sub("", line)
            for pattern, use in entries:
                for match in pattern.finditer(line):
                    print(f"{name}:{number}: '{match[0]}': use '{use}'", file=sys.stderr)
                    found += 1
    if found:
        sys.exit(f"words: {found} that Scripts/words.txt has others for")
    print(f"words: none of {len(entries)} found")


main()
