"""Lists the files of a package in SPDX 2.3, as JSON; the same files give the same bytes.

usage: spdx.py FOLDER PART … --name NAME --version VERSION --commit COMMIT --time SECONDS

PART is what is linked into the command or lies beside it: NAME=VERSION=LICENSE.
"""

import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path


def file_entry(path, folder, number):
    """A file with its checksums."""
    data = path.read_bytes()
    return {
        "SPDXID": f"SPDXRef-File-{number}",
        "fileName": f"./{path.relative_to(folder)}",
        "checksums": [
            {"algorithm": "SHA1", "checksumValue": hashlib.sha1(data).hexdigest()},
            {"algorithm": "SHA256", "checksumValue": hashlib.sha256(data).hexdigest()},
        ],
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    }


def package_entry(identifier, name, version, license_name):
    """A part, or the whole."""
    return {
        "SPDXID": identifier,
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": license_name,
        "licenseDeclared": license_name,
        "copyrightText": "NOASSERTION",
    }


def main():
    parser = argparse.ArgumentParser(description="Lists a package's files in SPDX.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*")
    for option in ("name", "version", "commit"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--time", type=int, required=True)
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.rglob("*") if path.is_file())
    files = [file_entry(path, options.folder, number) for number, path in enumerate(paths, 1)]
    parts = [
        package_entry(f"SPDXRef-{name}".replace("+", "-"), name, version, license_name)
        for name, version, license_name in (part.split("=") for part in options.parts)
    ]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Package")]
    relations += [("SPDXRef-Package", "CONTAINS", entry["SPDXID"]) for entry in files + parts]
    created = datetime.datetime.fromtimestamp(options.time, datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": options.name,
        "documentNamespace": f"https://spdx.org/spdxdocs/{options.name}-{options.commit}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": [f"Tool: {options.name}/Scripts/spdx.py"],
        },
        "packages": [package_entry("SPDXRef-Package", "forger", options.version, "Apache-2.0"), *parts],
        "files": files,
        "relationships": [
            {"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relations
        ],
    }
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()


main()
