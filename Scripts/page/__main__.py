"""Tries Forger's page in a browser without windows.

usage: python Scripts/page [--forger PATH] [--screenshots FOLDER]

The page of a run in training draws curves and samples without being loaded anew; each tool of the workbench is used
once, and its image compared with what the command makes that the page shows; pages of many runs and of a long log are
there in two seconds; what is hostile in names stays text; a connection that breaks comes back. There may be no message
in the browser's console, and no request to anywhere else.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from live import check_live
from many import check_many
from runs import Server, train
from tools import check_tools

BROWSER = "chromium-headless-shell"


class Watch:
    """What a page must not do: say anything in the console, or ask anybody else."""

    def __init__(self, context, server):
        self.faults = []
        self.expects_breaks = False
        context.on("console", lambda message: self.fault(f"console: {message.type}: {message.text}"))
        context.on("weberror", lambda error: self.fault(f"error: {error.error}"))
        context.on("request", lambda request: self.check(request.url, server))

    def fault(self, text):
        if not (self.expects_breaks and "ERR_" in text):
            self.faults.append(text)

    def check(self, url, server):
        if not url.startswith(server.address):
            self.faults.append(f"a request to {url}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forger", default=".build/release/forger")
    parser.add_argument("--screenshots", type=Path)
    options = parser.parse_args()
    forger = str(Path(options.forger).resolve())
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="forger-page-") as folder, sync_playwright() as playwright:
        place = Path(folder)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        train(forger, place, "trained", iterations=300)
        for check, arguments in [
            (check_live, (None,)),
            (check_tools, (["trained"],)),
            (check_many, (["."],)),
        ]:
            check(forger, place, browser, Watch, options.screenshots, *arguments)
        browser.close()
    print("check-page: ok")


def find_browser():
    import shutil

    return shutil.which(BROWSER) or sys.exit(f"check-page: there is no {BROWSER}")


main()
