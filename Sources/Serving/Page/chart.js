// Curves on a canvas: with a band from the least to the greatest entry where a point stands for several, zoom by
// dragging, a crosshair, and the same by keys.

import { el, short, grouped, duration, styleValue } from "./tools.js";

const dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2], [6, 2, 1, 2, 1, 2]];
const margin = { left: 58, right: 12, top: 8, bottom: 24 };

/** The color of a series by its place. */
export const seriesColor = (index) => styleValue(`--series-${index % 8}`);

/**
 * A chart.
 *
 * - title: what it shows.
 * - zoom: called with the range of x that was chosen, or null for all.
 * - range: the range of y that is always in view, if any; mark: a line across.
 */
export class Chart {
  constructor({ title, zoom, range = null, mark = null }) {
    Object.assign(this, { title, zoom, range, mark });
    this.series = [];
    this.warnings = [];
    this.axis = "iteration";
    this.isLogarithmic = false;
    this.smoothing = 0;
    this.cursor = null;
    this.drag = null;
    this.canvas = el("canvas", { tabIndex: 0, role: "img" });
    this.legend = el("div", { class: "legend", "aria-live": "off" });
    this.root = el("section", { class: "card chart" }, el("h3", { text: title }), this.canvas, this.legend);
    this.listen();
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.canvas);
    this.redraw = () => this.draw();
    window.addEventListener("theme", this.redraw);
  }

  close() {
    this.observer.disconnect();
    window.removeEventListener("theme", this.redraw);
  }

  /** Shows series: each has a name, x and y of one length, and where points are thinned, least and greatest. */
  show(series, warnings = []) {
    this.series = series.map((one) => ({ ...one, smooth: smoothed(one.y, this.smoothing) }));
    this.warnings = warnings;
    this.draw();
  }

  listen() {
    const place = (event) => event.clientX - this.canvas.getBoundingClientRect().left;
    this.canvas.addEventListener("pointermove", (event) => {
      this.cursor = this.scale ? this.nearest(this.scale.toX(place(event))) : null;
      if (this.drag) this.drag.to = place(event);
      this.draw();
    });
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      this.drag = { from: place(event), to: place(event) };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointerup", () => {
      const drag = this.drag;
      this.drag = null;
      if (drag && Math.abs(drag.to - drag.from) > 8 && this.scale) {
        const ends = [this.scale.toX(drag.from), this.scale.toX(drag.to)].sort((a, b) => a - b);
        this.zoom(ends, this.axis);
      }
      this.draw();
    });
    this.canvas.addEventListener("pointerleave", () => { if (!this.drag) { this.cursor = null; this.draw(); } });
    this.canvas.addEventListener("dblclick", () => this.zoom(null, this.axis));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("blur", () => { this.cursor = null; this.draw(); });
  }

  key(event) {
    const all = this.series[0]?.x ?? [];
    if (!all.length || !this.scale) return;
    const index = this.cursor === null ? all.length - 1 : all.indexOf(this.cursor);
    const step = event.shiftKey ? Math.ceil(all.length / 10) : 1;
    const [low, high] = this.scale.x;
    const middle = this.cursor ?? (low + high) / 2;
    if (event.key === "ArrowLeft") this.cursor = all[Math.max(0, index - step)];
    else if (event.key === "ArrowRight") this.cursor = all[Math.min(all.length - 1, index + step)];
    else if (event.key === "+" || event.key === "=") this.zoom([middle - (high - low) / 4, middle + (high - low) / 4], this.axis);
    else if (event.key === "-") this.zoom([middle - (high - low), middle + (high - low)], this.axis);
    else if (event.key === "Escape" || event.key === "0") this.zoom(null, this.axis);
    else return;
    event.preventDefault();
    this.draw();
  }

  nearest(x) {
    let best = null;
    for (const { x: all } of this.series) {
      let [low, high] = [0, all.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (all[middle] < x) low = middle + 1; else high = middle;
      }
      for (const index of [low - 1, low]) {
        if (index >= 0 && index < all.length && (best === null || Math.abs(all[index] - x) < Math.abs(best - x))) best = all[index];
      }
    }
    return best;
  }

  bounds() {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    const take = (value) => {
      if (value === null || value === undefined || (this.isLogarithmic && value <= 0)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    };
    for (const { x, smooth, least, greatest } of this.series) {
      if (!x.length) continue;
      left = Math.min(left, x[0]);
      right = Math.max(right, x[x.length - 1]);
      smooth.forEach(take);
      // Single entries far out would flatten the curve: the band may leave the view.
      if (least && greatest) {
        const sorted = [...least, ...greatest].filter((value) => value !== null).sort((a, b) => a - b);
        take(sorted[Math.floor(sorted.length * 0.01)]);
        take(sorted[Math.floor(sorted.length * 0.99)]);
      }
    }
    if (this.range && !this.isLogarithmic) { take(this.range[0]); take(this.range[1]); }
    if (left > right) return null;
    if (left === right) { left -= 1; right += 1; }
    if (low > high) [low, high] = this.isLogarithmic ? [0.1, 1] : [0, 1];
    if (low === high) { const room = Math.abs(low) * 0.1 || 1; low -= room; high += room; }
    if (this.isLogarithmic) { low = Math.log10(Math.max(low, 1e-12)); high = Math.log10(Math.max(high, 1e-12)); }
    const room = this.range && !this.isLogarithmic && low === this.range[0] && high === this.range[1] ? 0 : (high - low) * 0.05;
    return { x: [left, right], y: [low - room, high + room] };
  }

  draw() {
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    if (!width || !height) return;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const bounds = this.bounds();
    this.describe();
    if (!bounds) {
      pen.fillStyle = styleValue("--quiet");
      pen.font = "13px system-ui, sans-serif";
      pen.fillText("No entries yet", margin.left, height / 2);
      this.scale = null;
      return;
    }
    const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const spanX = bounds.x[1] - bounds.x[0];
    const spanY = bounds.y[1] - bounds.y[0];
    const px = (x) => margin.left + ((x - bounds.x[0]) / spanX) * inner.width;
    const py = (y) => margin.top + (1 - ((this.isLogarithmic ? Math.log10(Math.max(y, 1e-12)) : y) - bounds.y[0]) / spanY) * inner.height;
    this.scale = { x: bounds.x, toX: (place) => bounds.x[0] + ((place - margin.left) / inner.width) * spanX };
    this.drawGrid(pen, bounds, px, inner, width, height);
    pen.save();
    pen.beginPath();
    pen.rect(margin.left, margin.top, inner.width, inner.height);
    pen.clip();
    if (this.mark !== null && !this.isLogarithmic) {
      pen.strokeStyle = styleValue("--quiet");
      pen.setLineDash([2, 4]);
      line(pen, [[margin.left, py(this.mark)], [width - margin.right, py(this.mark)]]);
    }
    this.series.forEach((one, index) => this.drawSeries(pen, one, index, px, py));
    this.drawWarnings(pen, px, inner);
    if (this.drag) {
      pen.fillStyle = styleValue("--accent");
      pen.globalAlpha = 0.15;
      pen.fillRect(Math.min(this.drag.from, this.drag.to), margin.top, Math.abs(this.drag.to - this.drag.from), inner.height);
      pen.globalAlpha = 1;
    }
    if (this.cursor !== null) {
      pen.strokeStyle = styleValue("--quiet");
      pen.setLineDash([]);
      pen.lineWidth = 1;
      line(pen, [[px(this.cursor), margin.top], [px(this.cursor), margin.top + inner.height]]);
    }
    pen.restore();
    this.drawLegend();
  }

  drawGrid(pen, bounds, px, inner, width, height) {
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = styleValue("--quiet");
    pen.strokeStyle = styleValue("--line");
    pen.lineWidth = 1;
    pen.setLineDash([]);
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    for (const tick of ticks(bounds.y, Math.max(2, Math.floor(inner.height / 36)))) {
      const place = margin.top + (1 - (tick - bounds.y[0]) / (bounds.y[1] - bounds.y[0])) * inner.height;
      line(pen, [[margin.left, place], [width - margin.right, place]]);
      pen.fillText(short(this.isLogarithmic ? 10 ** tick : tick, 3), margin.left - 7, place);
    }
    pen.textBaseline = "top";
    pen.textAlign = "center";
    for (const tick of ticks(bounds.x, Math.max(2, Math.floor(inner.width / 75)), this.axis === "iteration")) {
      const half = pen.measureText(this.xText(tick)).width / 2;
      pen.fillText(this.xText(tick), Math.min(Math.max(px(tick), half + 2), width - half - 2), height - margin.bottom + 7);
    }
  }

  drawSeries(pen, { x, smooth, least, greatest, color, dash }, index, px, py) {
    pen.strokeStyle = pen.fillStyle = color ?? seriesColor(index);
    if (least && greatest) {
      pen.globalAlpha = 0.16;
      pen.beginPath();
      x.forEach((value, place) => { if (greatest[place] !== null) pen.lineTo(px(value), py(greatest[place])); });
      for (let place = x.length - 1; place >= 0; place -= 1) if (least[place] !== null) pen.lineTo(px(x[place]), py(least[place]));
      pen.closePath();
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.lineWidth = 1.8;
    pen.setLineDash(dashes[(dash ?? index) % dashes.length]);
    pen.lineJoin = "round";
    const points = [];
    x.forEach((value, place) => { if (smooth[place] !== null && smooth[place] !== undefined) points.push([px(value), py(smooth[place])]); });
    line(pen, points);
    if (points.length === 1) pen.fillRect(points[0][0] - 2, points[0][1] - 2, 4, 4);
  }

  drawWarnings(pen, px, inner) {
    pen.fillStyle = pen.strokeStyle = styleValue("--warn");
    pen.lineWidth = 1;
    for (const { x } of this.warnings) {
      if (x === null) continue;
      pen.setLineDash([3, 3]);
      line(pen, [[px(x), margin.top], [px(x), margin.top + inner.height]]);
      pen.beginPath();
      pen.moveTo(px(x) - 6, margin.top);
      pen.lineTo(px(x) + 6, margin.top);
      pen.lineTo(px(x), margin.top + 10);
      pen.fill();
    }
  }

  /** The names of the series, with their values at the cursor or the last ones. */
  drawLegend() {
    const head = this.cursor === null ? [] : [el("span", { class: "quiet", text: this.xText(this.cursor, true) })];
    this.legend.replaceChildren(...head, ...this.series.map((one, index) => {
      const swatch = el("canvas", { width: 52, height: 20 });
      const pen = swatch.getContext("2d");
      pen.strokeStyle = one.color ?? seriesColor(index);
      pen.lineWidth = 4;
      pen.setLineDash(dashes[(one.dash ?? index) % dashes.length].map((length) => 2 * length));
      line(pen, [[2, 10], [50, 10]]);
      const place = this.cursor === null ? lastIndex(one.y) : one.x.indexOf(this.cursor);
      const value = place >= 0 ? one.y[place] : null;
      const range = place >= 0 && one.least && one.least[place] !== null ? ` (${short(one.least[place], 3)} to ${short(one.greatest[place], 3)})` : "";
      return el("span", {}, swatch, `${one.label ?? one.name} ${short(value)}${this.cursor === null ? "" : range}`);
    }));
  }

  xText(value, isLong = false) {
    if (this.axis === "seconds") return duration(Math.max(value, 0));
    if (this.axis === "epoch") return `${isLong ? "epoch " : ""}${short(value, 4)}`;
    return isLong ? `iteration ${grouped(value)}` : value >= 1e5 ? `${short(value / 1000, 4)}k` : grouped(value);
  }

  describe() {
    const texts = this.series.map((one) => `${one.label ?? one.name} ${short(one.y[lastIndex(one.y)])}`);
    this.canvas.setAttribute("aria-label", `${this.title}: ${texts.join(", ") || "no entries yet"}. Arrow keys move the cursor, + and - zoom, 0 shows all.`);
  }
}

function lastIndex(values) {
  let index = values.length - 1;
  while (index >= 0 && (values[index] === null || values[index] === undefined)) index -= 1;
  return index;
}

function line(pen, points) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}

/** An exponential moving average, corrected for its start; nothing of what is missing. */
function smoothed(values, amount) {
  if (!amount) return values;
  let [mean, weight] = [0, 0];
  return values.map((value) => {
    if (value === null) return null;
    mean = amount * mean + (1 - amount) * value;
    weight = amount * weight + (1 - amount);
    return mean / weight;
  });
}

/** Round numbers in a range. */
export function ticks([low, high], most, isWhole = false) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough) ?? rough;
  if (isWhole) step = Math.max(1, Math.round(step));
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-6 && found.length < 50; tick += step) {
    found.push(Math.abs(tick) < step * 1e-6 ? 0 : tick);
  }
  return found;
}
