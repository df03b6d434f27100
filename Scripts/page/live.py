"""The page of a run in training: it grows by itself, obeys where it may, and comes back where it breaks."""

import re
import signal
import time

from runs import Server, finish, new_page, options, require, wait


def entries(page):
    text = page.locator(".stack .quiet.number").last.inner_text()
    found = re.search(r"([\d,]+) entries", text)
    return int(found[1].replace(",", "")) if found else 0


def check_live(forger, place, browser, watch, screenshots, _):
    arguments = ["train", *options(place), "--iterations", "1000000", "--snapshot-interval", "200", "-o", "living", "--serve", "--control"]
    with Server(forger, place, *arguments) as server:
        page, recorded = new_page(browser, server, watch)
        page.goto(server.address)
        page.wait_for_selector(".state.training")
        wait(page, "document.querySelectorAll('.chart').length >= 4")
        page.evaluate("window.isStillTheSame = true")
        first = entries(page)
        wait(page, f"/([\\d,]+) entries/.exec(document.body.innerText)?.[1].replace(',', '') > {first + 3}")
        for title in ["Losses", "The discriminator's output", "Norms of gradients", "Norms of weights"]:
            require(page.get_by_role("heading", name=title, exact=True).count() == 1, f"there is no chart '{title}'")
        require(drawn(page, ".chart > canvas"), "the curves are not drawn")
        if screenshots:
            page.wait_for_timeout(4000)
            page.screenshot(path=screenshots / "live.png")
        page.get_by_role("tab", name="Samples").click()
        page.wait_for_selector(".stage canvas")
        require(drawn(page, ".stage canvas"), "the samples are not drawn")
        iteration = page.locator("output").first.inner_text()
        wait(page, f"document.querySelector('output').textContent !== '{iteration}'")
        page.locator(".stage canvas").click(position={"x": 20, "y": 20})
        wait(page, "document.querySelectorAll('.strip canvas').length > 1")
        page.get_by_role("button", name="Pause").click()
        page.wait_for_selector(".state.paused")
        page.get_by_role("button", name="Snapshot now").click()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_selector(".state.training")
        page.get_by_role("tab", name="Workbench").click()
        page.wait_for_selector(".cells button")
        require(page.evaluate("window.isStillTheSame"), "the page was loaded anew")
        require(not recorded.faults, "; ".join(recorded.faults[:5]))
        page.on("dialog", lambda dialog: dialog.accept())
        recorded.expects_breaks = True
        page.get_by_role("button", name="Stop", exact=True).first.click()
        require(server.process.wait(60) == 128 + signal.SIGINT, "the run did not stop")
        page.wait_for_selector("#banner:not([hidden])")
        # The same folder, shown at the same port by another command: the page finds it.
        with Server(forger, place, "serve", "living", port=server.port):
            page.wait_for_selector("#banner", state="hidden")
            page.wait_for_selector(".state.stopped")
            time.sleep(0.5)
            require(page.evaluate("window.isStillTheSame"), "the page was loaded anew")
            finish(page, recorded)


def drawn(page, selector):
    """Whether something was drawn on a canvas: its pixels differ."""
    return page.locator(selector).first.evaluate(
        "canvas => { const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return new Set(Array.from({length: d.length / 4}, (_, i) => d[4 * i] + 256 * d[4 * i + 3])).size > 2; }"
    )
