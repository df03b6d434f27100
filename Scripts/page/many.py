"""Many runs, a long log, hostile names, and the page's looks."""

import shutil
import time

from runs import Server, finish, new_page, require, wait

HOSTILE = "<img src=x onerror=alert(1)>'\"&"
SECONDS = 2.0


def check_many(forger, place, browser, watch, screenshots, _):
    shelf = place / "shelf"
    shelf.mkdir()
    for number in range(48):
        shutil.copytree(place / "trained", shelf / f"run-{number:02}", ignore=shutil.ignore_patterns("snapshot*", "dis*"))
    shutil.copytree(place / "trained", shelf / HOSTILE, ignore=shutil.ignore_patterns("snapshot*"))
    (shelf / "long").mkdir()
    write_log(shelf / "long" / "log", 1_000_000)
    with Server(forger, shelf, "serve") as server:
        page, recorded = new_page(browser, server, watch)
        start = time.monotonic()
        page.goto(server.address)
        wait(page, "document.querySelectorAll('.run').length === 50")
        page.get_by_label("Filter by name").fill("run-1")
        require(page.locator(".run:visible").count() == 10, "the filter finds other runs")
        took("50 runs", start)
        page.get_by_label("Filter by name").fill("")
        require(page.get_by_role("link", name=HOSTILE).count() == 1, "a name is not shown as it is")
        page.get_by_role("link", name="long", exact=True).click()
        wait(page, "/1,000,000 entries/.test(document.body.innerText)")
        page.get_by_role("link", name="Runs", exact=True).click()
        page.get_by_role("link", name="long", exact=True).wait_for()
    with Server(forger, shelf, "serve", "long") as server:
        page, recorded = new_page(browser, server, watch)
        start = time.monotonic()
        page.goto(server.address + "#/run/0")
        wait(page, "/1,000,000 entries/.test(document.body.innerText)")
        took("a million entries", start)
        start = time.monotonic()
        box = page.locator(".chart > canvas").first.bounding_box()
        page.mouse.move(box["x"] + 200, box["y"] + 80)
        page.mouse.down()
        page.mouse.move(box["x"] + 300, box["y"] + 80)
        page.mouse.up()
        wait(page, "/ of 1,000,000 entries/.test(document.body.innerText)")
        took("a part of a million entries", start)
        finish(page, recorded)
    check_looks(forger, place, browser, watch, screenshots)


def took(what, start):
    seconds = time.monotonic() - start
    print(f"check-page: {what}: {seconds:.2f} s")
    require(seconds < SECONDS, f"{what} took {seconds:.2f} s; expected less than {SECONDS}")


def write_log(path, count):
    with open(path, "w") as log:
        log.write("[\n")
        for number in range(1, count + 1):
            log.write(
                f'{{"epoch": {number // 1200}, "iteration": {number}, "elapsed_time": {number * 0.45:.6f}, '
                f'"gen/loss": {1.5 + (number * 7919 % 1000) / 2000}, "dis/loss": {0.7 + (number * 104729 % 1000) / 3000}, '
                f'"D(x)": 0.7{number % 97:02}, "D(G(z))": 0.2{number % 89:02}}}' + (",\n" if number < count else "\n]\n")
            )


def check_looks(forger, place, browser, watch, screenshots):
    """All parts of the page, wide and narrow, dark and light: nothing is wider than the screen."""
    with Server(forger, place, "serve", "trained", "living") as server:
        for wide in (True, False):
            for dark in (False, True):
                page, recorded = new_page(browser, server, watch, wide=wide, dark=dark)
                for part in ("", "run/0/curves", "run/0/samples", "run/0/workbench", "run/0/recipe", "compare/0,1"):
                    page.goto(f"{server.address}#/{part}")
                    page.wait_for_selector("h1")
                    if part.endswith("workbench"):
                        page.wait_for_selector(".cells canvas")
                    page.wait_for_timeout(300)
                    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                    require(overflow <= 0, f"'{part}' is {overflow} pixels wider than the screen (wide: {wide})")
                    theme = page.evaluate("document.documentElement.dataset.theme")
                    require(theme == ("dark" if dark else "light"), f"the theme is {theme}")
                    if screenshots:
                        name = f"{part.replace('/', '-') or 'runs'}-{'wide' if wide else 'narrow'}-{theme}.png"
                        page.screenshot(path=screenshots / name, full_page=not wide)
                finish(page, recorded)
