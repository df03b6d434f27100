// Tools for images of one's own, and for training images: projection, completion, nearest images.

import { ask, cell, el, loadImage } from "./tools.js";
import { figure, work } from "./workbench.js";

export class ImageTools {
  constructor(bench) {
    this.bench = bench;
    this.file = null;
    const { facts } = bench;
    this.canvas = el("canvas", { class: "paint", width: facts.width, height: facts.height, role: "img", "aria-label": "The image; paint over what is missing" });
    this.mask = el("canvas", { width: facts.width, height: facts.height });
    this.input = el("input", { type: "file", accept: "image/png,image/jpeg", "aria-label": "An image file", onchange: () => this.take(this.input.files[0]) });
    this.usePick = el("button", { type: "button", text: "Take the first picked sample", disabled: true, onclick: () => this.takePick() });
    this.drop = el("div", { class: "drop" }, el("p", { text: "Drop an image here, or choose one." }), el("div", { class: "row" }, this.input, this.usePick));
    this.steps = el("input", { type: "number", min: 1, max: 2000, value: 150, "aria-label": "Steps" });
    this.project = el("button", { type: "button", text: "Find its latent vector", disabled: true, onclick: () => this.run("project") });
    this.complete = el("button", { type: "button", text: "Fill what is painted", disabled: true, onclick: () => this.run("complete") });
    this.stop = el("button", { type: "button", text: "Stop", hidden: true, onclick: () => ask(`jobs/${this.job}/cancel`, { method: "POST" }).catch(() => {}) });
    this.brush = el("input", { type: "range", min: 1, max: Math.max(2, Math.round(facts.width / 3)), value: Math.max(2, Math.round(facts.width / 6)), "aria-label": "Brush" });
    this.note = el("p", { class: "quiet small", role: "status" });
    this.product = el("div");
    this.nearest = el("div");
    this.nearestNote = el("span", { class: "quiet small", role: "status" });
    const clear = el("button", { type: "button", text: "Clear the mask", onclick: () => this.clear() });
    const center = el("button", { type: "button", text: "Mask the center", onclick: () => this.maskCenter() });
    this.root = el("div", { class: "stack" },
      el("section", { class: "card" }, el("h2", { text: "An image of yours" }), this.drop,
        el("div", { class: "row" }, el("div", {}, this.canvas), el("div", { class: "stack" },
          el("label", {}, "brush", this.brush), el("div", { class: "row" }, clear, center), el("label", {}, "steps", this.steps))),
        el("div", { class: "row" }, this.project, this.complete, this.stop), this.note, this.product),
      el("section", { class: "card" }, el("h2", { text: "Nearest training images" }),
        el("p", { class: "quiet small", text: "Samples of the seed above, those most like copies first, each beside the training images that are nearest by pixels. All training images are read." }),
        el("div", { class: "row" }, el("button", { type: "button", text: "Compare with all training images", onclick: () => this.runNearest() }), this.nearestNote), this.nearest));
    this.listen();
  }

  listen() {
    for (const name of ["dragover", "dragenter"]) this.drop.addEventListener(name, (event) => { event.preventDefault(); this.drop.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) this.drop.addEventListener(name, () => this.drop.classList.remove("over"));
    this.drop.addEventListener("drop", (event) => { event.preventDefault(); this.take(event.dataTransfer.files[0]); });
    let isPainting = false;
    const paint = (event) => {
      if (!isPainting || !this.file) return;
      const bounds = this.canvas.getBoundingClientRect();
      const pen = this.mask.getContext("2d");
      pen.fillStyle = "#fff";
      pen.beginPath();
      pen.arc(((event.clientX - bounds.left) / bounds.width) * this.mask.width, ((event.clientY - bounds.top) / bounds.height) * this.mask.height, Number(this.brush.value) / 2, 0, 7);
      pen.fill();
      this.show();
    };
    this.canvas.addEventListener("pointerdown", (event) => { isPainting = true; this.canvas.setPointerCapture(event.pointerId); paint(event); });
    this.canvas.addEventListener("pointermove", paint);
    this.canvas.addEventListener("pointerup", () => { isPainting = false; });
  }

  picked(sample) {
    this.sample = sample;
    this.usePick.disabled = !sample;
  }

  async takePick() {
    const blob = await new Promise((resolve) => { this.sample.canvas.toBlob(resolve, "image/png"); });
    this.take(new File([blob], "sample.png", { type: "image/png" }));
  }

  async take(file) {
    if (!file) return;
    await this.bench.once("image", async () => {
      try {
        this.upload = await this.send(file);
        const fitted = await work(this.bench.number, this.bench.order("fit", { image: this.upload, imageName: file.name }), (text) => { this.note.textContent = text; });
        this.bitmap = await loadImage(`/api/results/${fitted.number}.png`);
        this.file = file;
        this.note.textContent = [file.name, fitted.note].filter(Boolean).join(": ");
        this.project.disabled = this.complete.disabled = false;
        this.show();
      } catch (error) { this.note.textContent = `${error.message}.`; }
    });
  }

  clear() {
    this.mask.getContext("2d").clearRect(0, 0, this.mask.width, this.mask.height);
    this.show();
  }

  maskCenter() {
    const pen = this.mask.getContext("2d");
    const { width, height } = this.mask;
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = "#fff";
    pen.fillRect(Math.floor(width / 4), Math.floor(height / 4), Math.floor(width / 2), Math.floor(height / 2));
    this.show();
  }

  /** The image as the generator sees it, with what is painted. */
  show() {
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.bitmap) pen.drawImage(this.bitmap, 0, 0);
    pen.globalAlpha = 0.75;
    pen.drawImage(this.mask, 0, 0);
    pen.globalAlpha = 1;
  }

  async send(blob) {
    const { image } = await ask("uploads", { method: "POST", body: blob });
    return image;
  }

  /** The mask as a file: white where pixels are missing, black elsewhere. */
  async maskFile() {
    const canvas = el("canvas", { width: this.mask.width, height: this.mask.height });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(this.mask, 0, 0);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  }

  run(kind) {
    return this.bench.once("image", async () => {
      this.project.disabled = this.complete.disabled = true;
      try {
        const order = { image: await this.send(this.file), imageName: this.file.name, steps: Number(this.steps.value), ...this.bench.classOrder() };
        if (kind === "complete") order.mask = await this.send(await this.maskFile());
        const result = await work(this.bench.number, this.bench.order(kind, order),
          (text) => { this.note.textContent = text || this.file.name; this.stop.hidden = !text; }, (job) => { this.job = job; });
        const shown = await figure(result, { label: kind === "project" ? "The image and its projection" : "The image, its known part, and filled" });
        if (kind === "complete") shown.querySelector(".row").append(this.maskLink(order.mask));
        const found = { vector: result.vectors[0], label: result.labels[0], canvas: await this.lastCell(result) };
        shown.querySelector(".row").append(el("button", { type: "button", text: "Pick its sample", onclick: () => this.bench.pick(found) }));
        this.product.replaceChildren(shown);
      } catch (error) { this.bench.problem(this.product, error); }
      this.note.textContent = this.file.name;
      this.stop.hidden = true;
      this.project.disabled = this.complete.disabled = false;
    });
  }

  maskLink(number) { return el("a", { class: "button", href: `/api/uploads/${number}.png`, download: "mask.png", text: "Save mask" }); }

  async lastCell(result) {
    return cell(await loadImage(`/api/results/${result.number}.png`), 0, result.columns - 1, result);
  }

  runNearest() {
    return this.bench.once("nearest", async () => {
      try {
        const order = this.bench.order("nearest", { seed: Math.max(0, Math.floor(Number(this.bench.seed.value) || 0)), count: 16, rows: 6, truncation: this.bench.threshold() });
        const result = await work(this.bench.number, order, (text) => { this.nearestNote.textContent = text; });
        this.nearest.replaceChildren(await figure(result, { label: "Samples, each beside its nearest training images" }));
      } catch (error) { this.bench.problem(this.nearest, error); }
      this.nearestNote.textContent = "";
    });
  }
}
