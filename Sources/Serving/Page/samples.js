// The samples of each preview, through time, and one latent vector followed from the first to the last.

import { cell, el, grouped, loadImage } from "./tools.js";

const mostFrames = 40;

export class SamplesTab {
  constructor(number) {
    this.number = number;
    this.images = new Map();
    this.chosen = null;
    this.isLast = true;
    this.slider = el("input", { type: "range", min: 0, max: 0, value: 0, "aria-label": "Preview", oninput: () => { this.isLast = Number(this.slider.value) === this.previews.length - 1; this.show(); } });
    this.label = el("output", { class: "number" });
    this.play = el("button", { type: "button", text: "Play", onclick: () => this.toggle() });
    this.stage = el("div", { class: "stage" });
    this.strip = el("div", { class: "strip" });
    this.follow = el("section", { class: "card" }, el("h2", { text: "One latent vector through training" }), el("p", { class: "quiet", text: "Choose a sample to follow its latent vector from the first preview to the last." }));
    this.root = el("div", { class: "sampled" },
      el("section", { class: "card" }, this.stage, el("div", { class: "timeline" }, this.play, this.slider, this.label),
        el("p", { class: "quiet small", text: "Each place is the same latent vector in all previews." })),
      this.follow);
    this.previews = [];
  }

  close() { clearInterval(this.timer); }

  update(detail) {
    this.facts = detail.generator;
    this.previews = detail.previews;
    this.slider.max = Math.max(this.previews.length - 1, 0);
    if (this.isLast) this.slider.value = this.slider.max;
    if (!this.previews.length) {
      this.stage.replaceChildren(el("p", { class: "quiet", text: "There is no preview yet; the first comes by itself." }));
      return;
    }
    this.show();
    if (this.chosen) this.drawStrip();
  }

  toggle() {
    if (this.timer) {
      clearInterval(this.timer);
      this.timer = null;
      this.play.textContent = "Play";
      return;
    }
    this.play.textContent = "Stop";
    if (Number(this.slider.value) >= this.previews.length - 1) this.slider.value = 0;
    this.timer = setInterval(() => {
      const next = Number(this.slider.value) + 1;
      if (next >= this.previews.length) return this.toggle();
      this.slider.value = next;
      this.isLast = next === this.previews.length - 1;
      this.show();
    }, 250);
  }

  image(iteration) {
    if (!this.images.has(iteration)) {
      if (this.images.size > 200) this.images.delete(this.images.keys().next().value);
      this.images.set(iteration, loadImage(`/api/runs/${this.number}/previews/${iteration}.png`));
    }
    return this.images.get(iteration);
  }

  async show() {
    const iteration = this.previews[Number(this.slider.value)];
    this.label.textContent = `iteration ${grouped(iteration ?? 0)}`;
    if (iteration === undefined) return;
    const own = this.shown = (this.shown ?? 0) + 1;
    let image;
    try { image = await this.image(iteration); } catch { this.images.delete(iteration); return; }
    if (own !== this.shown) return;
    const canvas = el("canvas", { width: image.width, height: image.height, tabIndex: 0, role: "img", "aria-label": `Samples at iteration ${iteration}; arrow keys choose one` });
    // Small images are shown larger, by whole pixels.
    canvas.style.width = `${image.width * Math.max(1, Math.floor(720 / image.width))}px`;
    canvas.getContext("2d").drawImage(image, 0, 0);
    const grid = this.geometry(image);
    this.mark(canvas, grid);
    canvas.addEventListener("click", (event) => {
      const bounds = canvas.getBoundingClientRect();
      const column = Math.floor(((event.clientX - bounds.left) / bounds.width) * grid.columns);
      const row = Math.floor(((event.clientY - bounds.top) / bounds.height) * grid.rows);
      this.choose(row, column, grid);
    });
    canvas.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!steps) return;
      event.preventDefault();
      const [row, column] = this.chosen ?? [0, -steps[1]];
      this.choose(Math.min(Math.max(row + steps[0], 0), grid.rows - 1), Math.min(Math.max(column + steps[1], 0), grid.columns - 1), grid);
      this.stage.querySelector("canvas")?.focus();
    });
    const hadFocus = this.stage.contains(document.activeElement);
    this.stage.replaceChildren(canvas);
    if (hadFocus) canvas.focus();
  }

  /** Rows and columns of a preview, by the recipe where it is known. */
  geometry(image) {
    const { height, width } = this.facts ?? { height: 32, width: 32 };
    return { rows: Math.max(1, Math.round(image.height / height)), columns: Math.max(1, Math.round(image.width / width)), height, width };
  }

  mark(canvas, { height, width }) {
    if (!this.chosen) return;
    const pen = canvas.getContext("2d");
    pen.strokeStyle = "#ff3ea5";
    pen.lineWidth = Math.max(1, width / 20);
    pen.strokeRect(this.chosen[1] * width + 0.5, this.chosen[0] * height + 0.5, width - 1, height - 1);
  }

  choose(row, column) {
    this.chosen = [row, column];
    this.show();
    this.drawStrip();
  }

  async drawStrip() {
    const [row, column] = this.chosen;
    const step = Math.max(1, (this.previews.length - 1) / (mostFrames - 1));
    const places = [...new Set(Array.from({ length: Math.min(mostFrames, this.previews.length) }, (_, index) => Math.round(index * step)))];
    const own = this.drawn = (this.drawn ?? 0) + 1;
    const frames = await Promise.all(places.map(async (place) => {
      const iteration = this.previews[place];
      try {
        const image = await this.image(iteration);
        return el("figure", {}, cell(image, row, column, this.geometry(image)), el("figcaption", { text: grouped(iteration) }));
      } catch { return null; }
    }));
    if (own !== this.drawn) return;
    this.strip.replaceChildren(...frames.filter(Boolean));
    const names = this.facts?.classNames ?? [];
    const className = names.length ? `, class ${names[row % names.length]}` : "";
    this.follow.replaceChildren(el("h2", { text: `One latent vector through training: row ${row + 1}, column ${column + 1}${className}` }), this.strip);
  }
}
