// The list of runs.

import { ask, cell, duration, el, grouped, loadImage, short, stateName } from "./tools.js";
import { setTrail, watch } from "./page.js";

/** Shows all runs; returns what ends it. */
export async function showRuns(place) {
  setTrail();
  const chosen = new Set();
  const cards = new Map();
  const grid = el("div", { class: "runs" });
  const compare = el("a", { class: "button", text: "Compare", role: "link" });
  const filter = el("input", { type: "text", placeholder: "Filter by name", "aria-label": "Filter by name", oninput: () => sift() });
  place.append(
    el("div", { class: "row" }, el("h1", { text: "Runs" }), el("span", { class: "space" }), filter, compare),
    grid,
  );
  const sift = () => {
    for (const card of cards.values()) card.root.hidden = !card.key.includes(filter.value.toLowerCase());
  };
  const update = () => {
    const list = [...chosen].sort((a, b) => a - b);
    compare.textContent = list.length > 1 ? `Compare ${list.length} runs` : "Choose runs to compare";
    if (list.length > 1) compare.href = `#/compare/${list.join(",")}`; else compare.removeAttribute("href");
  };
  const refresh = async () => {
    const runs = await ask("runs");
    if (!runs.length) {
      grid.replaceChildren(el("p", { class: "quiet", text: "There is no run here yet. One that starts appears by itself." }));
      return;
    }
    if (!cards.size) grid.replaceChildren();
    for (const run of runs) {
      if (!cards.has(run.number)) {
        const card = makeCard(run, (isOn) => { if (isOn) chosen.add(run.number); else chosen.delete(run.number); update(); });
        cards.set(run.number, card);
        grid.append(card.root);
      }
      cards.get(run.number).show(run);
    }
    const order = [...runs].sort((a, b) => (b.status.state === "training") - (a.status.state === "training") || b.changed - a.changed);
    order.forEach((run, index) => { cards.get(run.number).root.style.order = index; });
    sift();
  };
  update();
  await refresh();
  return watch(null, () => refresh().catch(() => {}));
}

function makeCard(run, choose) {
  const thumb = el("div", { class: "thumb" });
  const state = el("span", { class: "state" });
  const bar = el("progress", { max: 1, "aria-label": "Progress" });
  const line = el("div", { class: "quiet number" });
  const losses = el("div", { class: "quiet number" });
  const recipe = el("div", { class: "quiet" });
  const box = el("input", { type: "checkbox", "aria-label": `Compare ${run.name}`, onchange: () => choose(box.checked) });
  const name = run.name || "this folder";
  const root = el("article", { class: "card run" }, thumb,
    el("div", { class: "text" }, el("h2", {}, el("a", { href: `#/run/${run.number}`, text: name })), state, bar, line, losses, recipe), box);
  let shown = null;
  const show = (run) => {
    state.className = `state ${run.status.state}`;
    state.textContent = stateName[run.status.state] ?? run.status.state;
    bar.value = run.status.share ?? 0;
    bar.hidden = run.status.share === undefined;
    line.textContent = `${grouped(run.status.iteration)} iterations, ${duration(run.status.seconds)}`
      + (run.status.secondsLeft ? `; ${duration(run.status.secondsLeft)} left` : "");
    losses.textContent = run.generatorLoss === undefined ? "" : `losses ${short(run.generatorLoss, 3)} and ${short(run.discriminatorLoss, 3)}`;
    recipe.textContent = [run.recipe, run.dataset].filter(Boolean).join(", ");
    if (run.preview !== undefined && run.preview !== shown) {
      shown = run.preview;
      loadImage(`/api/runs/${run.number}/previews/${run.preview}.png`).then((image) => {
        const side = Math.min(image.width, image.height, 128);
        thumb.replaceChildren(cell(image, 0, 0, { height: side, width: side }));
      }).catch(() => {});
    }
  };
  return { root, show, key: name.toLowerCase() };
}
