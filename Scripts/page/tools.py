"""Each tool of the workbench, used once, its image compared with what the command makes that the page shows."""

import shlex
import subprocess

from runs import Server, finish, new_page, png, require, wait

OUTPUTS = {"generate": "samples.png", "project": "projection.png", "complete": "completion.png", "nearest": "nearest.png"}


def check_tools(forger, place, browser, watch, screenshots, paths):
    target = place / "my image.png"
    target.write_bytes(png(bytes(min(255, 8 * abs(x - 14) + 4 * y) for y in range(28) for x in range(28)), 28, 28))
    with Server(forger, place, "serve", *paths, "--threads", "1") as server:
        page, recorded = new_page(browser, server, watch)
        page.goto(server.address + "#/run/0/workbench")
        panel = page.locator(".bench > .card")
        compare(forger, place, page, panel.locator("figure").first, "samples")
        page.get_by_label("Seed").fill("7")
        page.get_by_label("Seed").press("Enter")
        page.get_by_label("Class").select_option("1")
        wait(page, "/--seed 7 .*--class disks/.test(document.querySelector('.bench code').textContent)")
        compare(forger, place, page, panel.locator("figure").first, "samples of a class")
        page.get_by_label("Truncation").fill("0.7")
        wait(page, "/--truncation 0.7/.test(document.querySelector('.bench code').textContent)")
        compare(forger, place, page, panel.locator("figure").first, "truncated samples")
        picked = page.locator(".bench > .stack > .card").first
        samples = panel.locator(".cells button")
        samples.nth(0).click()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        require(page.locator(".tray canvas").count() == 2, "the keyboard picks no sample")
        page.get_by_role("button", name="Walk between two").click()
        compare(forger, place, page, picked.locator("figure").first, "walk")
        samples.nth(9).click()
        samples.nth(12).click()
        page.get_by_role("button", name="Plane between the four").click()
        wait(page, "document.querySelector('.bench > .stack > .card .cells')?.childElementCount === 49")
        compare(forger, place, page, picked.locator("figure").first, "plane")
        if screenshots:
            page.screenshot(path=screenshots / "workbench.png", full_page=False)
        page.get_by_role("button", name="Principal directions of the first").click()
        page.get_by_text("found in").wait_for()
        compare(forger, place, page, picked.locator("figure").first, "directions")
        page.get_by_label("Direction 2").fill("0.6")
        wait(page, "document.querySelectorAll('.sliders + div figure').length === 1")
        page.wait_for_timeout(500)
        compare(forger, place, page, picked.locator(".sliders + div figure"), "moved sample")
        own = page.locator(".bench > .stack > .stack > .card").nth(0)
        page.get_by_label("An image file").set_input_files(target)
        page.get_by_label("Steps").fill("30")
        page.get_by_role("button", name="Find its latent vector").and_(page.locator(":enabled")).click()
        own.locator("figure").wait_for()
        compare(forger, place, page, own.locator("figure"), "projection")
        page.get_by_role("button", name="Mask the center").click()
        box = page.locator(".paint").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] + 40)
        page.mouse.up()
        page.get_by_role("button", name="Fill what is painted").click()
        own.get_by_text("Save mask").wait_for()
        save(place, page, own.get_by_text("Save mask"), "mask.png")
        compare(forger, place, page, own.locator("figure"), "completion")
        near = page.locator(".bench > .stack > .stack > .card").nth(1)
        page.get_by_role("button", name="Compare with all training images").click()
        near.locator("figure").wait_for()
        compare(forger, place, page, near.locator("figure"), "nearest images")
        if screenshots:
            own.scroll_into_view_if_needed()
            page.screenshot(path=screenshots / "images.png")
        finish(page, recorded)


def save(place, page, link, name):
    """Saves what a link of the page downloads."""
    with page.expect_download() as download:
        link.click()
    download.value.save_as(place / name)
    return download.value.suggested_filename


def compare(forger, place, page, figure, what):
    """Runs the command of a result and compares its image with the page's."""
    figure.locator("code").wait_for()
    command = shlex.split(figure.locator("code").inner_text())
    save(place, page, figure.get_by_text("Save image"), "shown.png")
    if "--vectors" in command:
        name = save(place, page, figure.get_by_text("Save vectors and values"), "vectors.npz")
        expected = command[command.index("--vectors") + 1]
        require(name == expected, f"{what}: saved as {name}, but the command reads {expected}")
        (place / "vectors.npz").rename(place / expected)
    require(command[0] == "forger", f"{what}: the command is {command}")
    subprocess.run([forger, *command[1:], "--threads", "1"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    made = (place / OUTPUTS[command[1]]).read_bytes()
    require(made == (place / "shown.png").read_bytes(), f"{what}: the page and '{' '.join(command)}' make different images")
    print(f"check-page: {what}: the same by {' '.join(command[:2])}")
