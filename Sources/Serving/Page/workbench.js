// The workbench: samples of a seed, walks and planes between those that are picked, principal directions, and the
// tools of images.js.

import { ask, cell, copyButton, el, later, loadImage, short } from "./tools.js";
import { ImageTools } from "./images.js";

const mostPicks = 4;

/**
 * Has the server do something and waits for it, telling how far it is.
 *
 * `tell` is called with a text, "" once it is done. The returned promise has the result.
 */
export async function work(run, order, tell = () => {}, begun = () => {}) {
  let answer = await ask(`runs/${run}/work`, { method: "POST", json: order });
  begun(answer.job);
  while (answer.state === "waiting" || answer.state === "running") {
    tell(answer.state === "waiting" ? "Waiting for others …" : `Working … ${Math.round(100 * (answer.share ?? 0))} %`);
    answer = await ask(`jobs/${answer.job}`);
  }
  tell("");
  if (answer.state !== "done") throw new Error(answer.error ?? "it was not done");
  return answer.result;
}

/** Shows a result: its image, what is to be said of it, how to save it and the command that makes it again. */
export async function figure(result, { pick = null, label = "Result" } = {}) {
  const image = await loadImage(`/api/results/${result.number}.png`);
  const root = el("figure", { class: "result" });
  if (pick && result.vectors.length === result.rows * result.columns) {
    root.append(cells(result, image, pick));
  } else {
    image.alt = label;
    image.style.width = `${image.width * Math.max(1, Math.floor(520 / image.width))}px`;
    root.append(el("div", { class: "stage" }, image));
  }
  root.append(el("figcaption", {},
    result.note ? el("pre", { text: result.note }) : null,
    el("div", { class: "row" },
      el("a", { class: "button", href: `/api/results/${result.number}.png`, download: `forger-${result.number}.png`, text: "Save image" }),
      result.hasArrays ? el("a", { class: "button", href: `/api/results/${result.number}.npz`, download: saveName(result), text: "Save vectors and values" }) : null),
    el("div", { class: "command" }, el("code", {}, result.command.split(" ").flatMap((part, index) => [index ? " " : "", el("span", { text: part })])), copyButton(result.command))));
  return root;
}

/** The name that the command expects of the saved vectors. */
function saveName(result) {
  const named = /--vectors '?([^' ]+)/.exec(result.command);
  return named ? named[1] : `vectors-${result.number}.npz`;
}

/** The samples of a result as buttons. */
export function cells(result, image, pick) {
  const grid = el("div", { class: "cells" });
  grid.style.gridTemplateColumns = `repeat(${result.columns}, minmax(0, 1fr))`;
  result.vectors.forEach((vector, index) => {
    const canvas = cell(image, Math.floor(index / result.columns), index % result.columns, result);
    const button = el("button", { type: "button", "aria-pressed": "false", "aria-label": `Sample ${index + 1}`, onclick: () => pick({ vector, label: result.labels[index], canvas }, button) }, canvas);
    button.dataset.vector = vector;
    grid.append(button);
  });
  return grid;
}

export class WorkbenchTab {
  constructor(number) {
    this.number = number;
    this.picks = [];
    this.root = el("div", { class: "stack" });
  }

  update(detail) {
    if (!detail.generator || !detail.checkpoints.length) {
      if (!this.isReady) this.root.replaceChildren(el("p", { class: "quiet", text: "The workbench opens with the run's first checkpoint." }));
      return;
    }
    this.detail = detail;
    if (!this.isReady) this.build(detail.generator);
    this.listCheckpoints(detail.checkpoints);
  }

  build(facts) {
    this.isReady = true;
    this.facts = facts;
    this.checkpoint = el("select", { "aria-label": "Checkpoint", onchange: () => this.draw() });
    this.seed = el("input", { type: "number", min: 0, step: 1, value: 0, "aria-label": "Seed", onchange: () => this.draw() });
    this.count = el("select", { "aria-label": "Samples", onchange: () => this.draw() }, [8, 16, 32, 64, 128].map((count) => el("option", { value: count, text: `${count} samples`, selected: count === 32 })));
    this.class = el("select", { "aria-label": "Class", onchange: () => this.draw() }, el("option", { value: "", text: "any class" }),
      facts.classNames.map((name, index) => el("option", { value: index, text: name })));
    this.truncation = el("input", { type: "range", min: 0.2, max: 3, step: 0.05, value: 3, "aria-label": "Truncation", oninput: () => { this.sayTruncation(); this.drawSoon(); } });
    this.truncationText = el("output", { class: "number small" });
    this.drawSoon = later(() => this.draw(), 200);
    this.note = el("span", { class: "quiet small", role: "status" });
    this.samples = el("div");
    this.tray = el("div", { class: "tray" });
    this.walk = el("button", { type: "button", text: "Walk or plane between them", disabled: true, onclick: () => this.makePlane() });
    this.move = el("button", { type: "button", text: "Principal directions of the first", disabled: true, onclick: () => this.showDirections() });
    this.clear = el("button", { type: "button", text: "Clear", disabled: true, onclick: () => { this.picks = []; this.showPicks(); } });
    this.product = el("div");
    this.sliders = el("div");
    this.tools = new ImageTools(this);
    const next = el("button", { type: "button", class: "main", text: "Draw others", onclick: () => { this.seed.value = Math.floor(Math.random() * 1e6); this.draw(); } });
    this.root.replaceChildren(
      el("section", { class: "card row" }, this.checkpoint, el("label", {}, "seed", this.seed), this.count, facts.classCount ? this.class : null,
        facts.isNormal ? el("label", {}, "truncation", this.truncation, this.truncationText) : null, next, this.note),
      el("div", { class: "bench" },
        el("section", { class: "card" }, el("h2", { text: "Samples" }), el("p", { class: "quiet small", text: "Pick up to four." }), this.samples),
        el("div", { class: "stack" },
          el("section", { class: "card" }, el("h2", { text: "Picked" }), this.tray, el("div", { class: "row" }, this.walk, this.move, this.clear), this.product, this.sliders),
          this.tools.root)));
    this.showPicks();
    this.sayTruncation();
  }

  sayTruncation() { this.truncationText.textContent = this.threshold() === undefined ? "none" : short(this.threshold()); }

  threshold() { return this.facts.isNormal && Number(this.truncation.value) < 3 ? Number(this.truncation.value) : undefined; }

  listCheckpoints(names) {
    const latest = names.filter((name) => name !== "best").at(-1) ?? "best";
    const wanted = ["latest", ...[...names].reverse()];
    if (this.listed === wanted.join()) return;
    const chosen = this.checkpoint.value || "latest";
    this.checkpoint.replaceChildren(...wanted.map((name) => el("option", {
      value: name, text: name === "latest" ? `newest checkpoint (${latest})` : name === "best" ? "best by evaluation" : `iteration ${name}`,
    })));
    this.checkpoint.value = wanted.includes(chosen) ? chosen : "latest";
    const isFirst = this.listed === undefined;
    this.listed = wanted.join();
    if (isFirst) this.draw();
  }

  order(kind, more = {}) { return { kind, checkpoint: this.checkpoint.value || "latest", ...more }; }

  classOrder() { return this.facts.classCount && this.class.value !== "" ? { label: Number(this.class.value) } : {}; }

  /** Does one thing at a time, the newest wish last; older ones that wait are dropped. */
  async once(key, body) {
    this.wishes ??= {};
    const state = (this.wishes[key] ??= { isBusy: false, next: null });
    if (state.isBusy) { state.next = body; return; }
    state.isBusy = true;
    try { await body(); } finally {
      state.isBusy = false;
      const { next } = state;
      state.next = null;
      if (next) this.once(key, next);
    }
  }

  problem(place, error) { place.replaceChildren(el("p", { class: "problem", role: "alert", text: `${error.message}.` })); }

  draw() {
    return this.once("draw", async () => {
      const count = Number(this.count.value);
      const narrow = window.innerWidth < 640;
      const order = this.order("samples", { seed: Math.max(0, Math.floor(Number(this.seed.value) || 0)), count, columns: Math.min(narrow ? 4 : 8, count), truncation: this.threshold(), ...this.classOrder() });
      try {
        const result = await work(this.number, order, (text) => { this.note.textContent = text; });
        this.samples.replaceChildren(await figure(result, { pick: (sample) => this.pick(sample) }));
        this.showPicks();
      } catch (error) { this.problem(this.samples, error); this.note.textContent = ""; }
    });
  }

  pick(sample) {
    const place = this.picks.findIndex((one) => one.vector === sample.vector && one.label === sample.label);
    if (place >= 0) this.picks.splice(place, 1);
    else {
      if (this.picks.length === mostPicks) this.picks.shift();
      this.picks.push(sample);
    }
    this.showPicks();
  }

  showPicks() {
    for (const button of this.root.querySelectorAll(".cells button")) {
      const place = this.picks.findIndex((one) => one.vector === button.dataset.vector);
      button.setAttribute("aria-pressed", place >= 0);
      button.dataset.place = place + 1;
    }
    this.tray.replaceChildren(...(this.picks.length ? this.picks.map((one, index) => {
      const copy = el("canvas", { width: one.canvas.width, height: one.canvas.height });
      copy.getContext("2d").drawImage(one.canvas, 0, 0);
      return el("button", { type: "button", "aria-label": `Put back sample ${index + 1}`, title: "Put back", onclick: () => this.pick(one) }, copy);
    }) : [el("span", { class: "quiet", text: "Nothing yet: pick samples." })]));
    this.walk.disabled = this.picks.length < 2;
    this.walk.textContent = this.picks.length === 4 ? "Plane between the four" : "Walk between two";
    this.move.disabled = !this.picks.length;
    this.clear.disabled = !this.picks.length;
    this.tools?.picked(this.picks[0]);
  }

  inputs(picks) {
    return { vectors: picks.map((one) => one.vector), ...(this.facts.classCount ? { labels: picks.map((one) => one.label ?? 0) } : {}) };
  }

  makePlane() {
    return this.once("product", async () => {
      const corners = this.picks.length === 4 ? this.picks : this.picks.slice(0, 2);
      const size = corners.length === 4 ? { rows: 7, columns: 7 } : { columns: 9 };
      this.sliders.replaceChildren();
      try {
        const result = await work(this.number, this.order("plane", { ...this.inputs(corners), ...size }), (text) => { this.note.textContent = text; });
        this.product.replaceChildren(await figure(result, { pick: result.labels.length || !this.facts.classCount ? (sample) => this.pick(sample) : null, label: "The plane between the picked samples" }));
        this.showPicks();
      } catch (error) { this.problem(this.product, error); }
    });
  }

  showDirections() {
    return this.once("product", async () => {
      const start = this.picks[0];
      try {
        const result = await work(this.number, this.order("directions", { ...this.inputs([start]), columns: 7 }), (text) => { this.note.textContent = text; });
        this.product.replaceChildren(el("p", { class: "quiet small", text: "A row is one direction, from one end to the other; the sample is in the middle." }), await figure(result, { pick: (sample) => this.pick(sample) }));
        this.showPicks();
        this.showSliders(start, result.rows);
      } catch (error) { this.problem(this.product, error); }
    });
  }

  showSliders(start, count) {
    const place = el("div");
    const values = Array(count).fill(0);
    const update = () => this.once("move", async () => {
      try {
        const result = await work(this.number, this.order("move", { ...this.inputs([start]), moves: values }));
        place.replaceChildren(await figure(result, { label: "The sample moved along the directions" }));
      } catch (error) { this.problem(place, error); }
    });
    const rows = values.flatMap((_, index) => {
      const text = el("output", { class: "number", text: "0" });
      const slider = el("input", { type: "range", min: -1, max: 1, step: 0.02, value: 0, "aria-label": `Direction ${index + 1}`, oninput: () => { values[index] = Number(slider.value); text.textContent = short(values[index], 2); update(); } });
      return [el("span", { text: `direction ${index + 1}` }), slider, text];
    });
    this.sliders.replaceChildren(el("h3", { text: "Move along several" }), el("div", { class: "sliders" }, rows), place);
    update();
  }
}
