// One run: how far it is, its curves, and the tabs for samples, workbench and recipe.

import { Chart } from "./chart.js";
import { ask, duration, el, grouped, later, short, stateName } from "./tools.js";
import { server, setTrail, watch } from "./page.js";
import { SamplesTab } from "./samples.js";
import { WorkbenchTab } from "./workbench.js";

/** Which quantities share a chart; all others have one each. */
export const groups = [
  { title: "Losses", names: { "dis/loss": "discriminator", "gen/loss": "generator", "dis/penalty": "penalties, of the discriminator's", "gen/own": "the generator's own, of its loss" } },
  { title: "The discriminator's output", names: { "D(x)": "D(x), of real images", "D(G(z))": "D(G(z)), of samples" }, range: [0, 1], mark: 0.5 },
  { title: "Adaptive augmentation", names: { "augment/p": "probability p", "augment/r": "mean sign r of real images" }, range: [0, 1] },
  { title: "Norms of gradients", names: { "gradient/dis": "discriminator", "gradient/gen": "generator" } },
  { title: "Norms of weights", names: { "weights/dis": "discriminator", "weights/gen": "generator" } },
];

/** The groups of the quantities that a run has. */
export function groupsOf(names) {
  const known = new Set(groups.flatMap((group) => Object.keys(group.names)));
  const present = groups.filter((group) => Object.keys(group.names).some((name) => names.includes(name)));
  const others = names.filter((name) => !known.has(name)).map((name) => ({ title: name.replace(/^eval\//, "Evaluation: "), names: { [name]: name } }));
  return [...present, ...others];
}

/** Shows a run; returns what ends it. */
export async function showRun(place, number, tab = "curves") {
  let detail = await ask(`runs/${number}`);
  setTrail(el("a", { href: "#/", text: "Runs" }), detail.overview.name || "this folder");
  const facts = el("dl", { class: "facts" });
  const state = el("span", { class: "state" });
  const bar = el("progress", { max: 1, "aria-label": "Progress" });
  const control = el("div", { class: "row" });
  const head = el("section", { class: "card" },
    el("div", { class: "row" }, el("h1", { text: detail.overview.name || "this folder" }), state, el("span", { class: "space" }), control), facts, bar);
  const strip = el("div", { class: "tabs", role: "tablist" });
  const body = el("div", { class: "stack", role: "tabpanel" });
  const problem = el("p", { class: "problem", hidden: true });
  place.replaceChildren(head, problem, strip, body);

  const curves = new CurvesTab(number);
  const tabs = { curves, samples: new SamplesTab(number), workbench: new WorkbenchTab(number), recipe: new RecipeTab() };
  const titles = { curves: "Curves", samples: "Samples", workbench: "Workbench", recipe: "Recipe and machine" };
  if (!tabs[tab]) tab = "curves";
  const buttons = Object.keys(tabs).map((name) => el("button", {
    type: "button", role: "tab", text: titles[name], onclick: () => choose(name),
    onkeydown: (event) => {
      const names = Object.keys(tabs);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (names.indexOf(name) + step + names.length) % names.length;
      choose(names[next]);
      buttons[next].focus();
    },
  }));
  strip.append(...buttons);
  let current = null;
  function choose(name) {
    if (current === tabs[name]) return;
    current = tabs[name];
    buttons.forEach((button, index) => {
      const isThis = Object.keys(tabs)[index] === name;
      button.setAttribute("aria-selected", isThis);
      button.tabIndex = isThis ? 0 : -1;
    });
    body.replaceChildren(current.root);
    history.replaceState(null, "", `#/run/${number}/${name}`);
    current.update(detail);
  }

  function showStatus(status) {
    detail.overview.status = status;
    state.className = `state ${status.state}`;
    state.textContent = stateName[status.state] ?? status.state;
    const isTraining = status.state === "training" || status.state === "paused";
    const rows = [
      ["Iteration", grouped(status.iteration)],
      ["Epoch", short(status.epoch, 4)],
      ["Time", duration(status.seconds)],
      ["Left", isTraining ? duration(status.secondsLeft) : null],
      ["Speed", status.speed ? `${short(status.speed, 3)} it/s` : null],
      ["Waiting for data", status.waiting > 0.02 ? `${Math.round(100 * status.waiting)} %` : null],
    ].filter(([, value]) => value !== null);
    facts.replaceChildren(...rows.map(([name, value]) => el("div", {}, el("dt", { text: name }), el("dd", { text: value }))));
    bar.hidden = status.share === undefined;
    bar.value = status.share ?? 0;
    showControl(status.state);
  }

  function showControl(now) {
    if (!server.hasControl || server.trainedRun !== number || !["training", "paused"].includes(now)) {
      control.replaceChildren();
      return;
    }
    if (control.dataset.state === now && control.childElementCount) return;
    control.dataset.state = now;
    const button = (text, wish) => el("button", {
      type: "button", text,
      onclick: () => {
        if (wish === "stop" && !window.confirm("End the training after this iteration? It can be resumed.")) return;
        ask(`control/${wish}`, { method: "POST" }).catch((error) => { problem.hidden = false; problem.textContent = error.message; });
      },
    });
    control.replaceChildren(now === "paused" ? button("Continue", "resume") : button("Pause", "pause"), button("Snapshot now", "snapshot"), button("Stop", "stop"));
  }

  const refresh = later(async () => {
    try {
      detail = await ask(`runs/${number}`);
      showProblem();
      showStatus(detail.overview.status);
      current.update(detail);
    } catch { /* The next news tries again. */ }
  }, 150);
  function showProblem() {
    problem.hidden = !detail.problem;
    problem.textContent = detail.problem ? `The recipe cannot be read: ${detail.problem}` : "";
  }
  showProblem();
  showStatus(detail.overview.status);
  choose(tab);
  let revision = detail.overview.revision;
  const end = watch(number, (news) => {
    showStatus(news.status);
    if (news.revision !== revision) {
      revision = news.revision;
      refresh();
    }
  });
  return () => {
    end();
    for (const one of Object.values(tabs)) one.close?.();
  };
}

class CurvesTab {
  constructor(number) {
    this.number = number;
    this.charts = new Map();
    this.range = null;
    this.axis = "iteration";
    this.isLogarithmic = false;
    this.smoothing = 0;
    this.grid = el("div", { class: "columns" });
    this.list = el("ul", { class: "warnings", hidden: true });
    this.all = el("button", { type: "button", text: "Show all", hidden: true, onclick: () => this.zoom(null) });
    const axis = el("select", { "aria-label": "Horizontal axis", onchange: () => { this.axis = axis.value; this.show(); } },
      el("option", { value: "iteration", text: "by iteration" }), el("option", { value: "seconds", text: "by time" }), el("option", { value: "epoch", text: "by epoch" }));
    const logarithmic = el("input", { type: "checkbox", onchange: () => { this.isLogarithmic = logarithmic.checked; this.show(); } });
    const smoothing = el("input", { type: "range", min: 0, max: 0.99, step: 0.01, value: 0, "aria-label": "Smoothing", oninput: () => { this.smoothing = Number(smoothing.value); this.show(); } });
    this.count = el("span", { class: "quiet small number" });
    this.root = el("div", { class: "stack" },
      el("div", { class: "row" }, axis, el("label", {}, logarithmic, "logarithmic"), el("label", {}, "smooth", smoothing), this.all, el("span", { class: "space" }), this.count),
      this.list, this.grid,
      el("p", { class: "quiet small", text: "Drag across a chart to zoom, double-click to show all. With the keyboard: arrows move the cursor, + and − zoom, 0 shows all." }));
  }

  close() { for (const chart of this.charts.values()) chart.close(); }

  async update(detail) {
    this.detail = detail;
    await this.load();
  }

  async zoom(ends, axis = this.axis) {
    if (ends === null) this.range = null;
    else {
      // The server knows iterations; the other axes are translated by the points in view.
      const along = this.data[axis];
      const at = (value) => {
        if (axis === "iteration") return value;
        const index = along.findIndex((one) => one >= value);
        return index < 0 ? this.data.iteration.at(-1) : this.data.iteration[index];
      };
      this.range = [Math.max(0, Math.floor(at(ends[0]))), Math.max(0, Math.ceil(at(ends[1])))];
    }
    this.all.hidden = this.range === null;
    await this.load();
  }

  async load() {
    const own = this.request = (this.request ?? 0) + 1;
    const points = Math.min(1000, Math.max(200, Math.round(window.innerWidth / 2)));
    const part = this.range ? `&from=${this.range[0]}&to=${this.range[1]}` : "";
    const data = await ask(`runs/${this.number}/curves?points=${points}${part}`);
    if (own !== this.request) return;
    this.data = data;
    this.show();
  }

  show() {
    const data = this.data;
    if (!data) return;
    const wanted = groupsOf(data.series.map((one) => one.name));
    const titles = wanted.map((group) => group.title);
    for (const [title, chart] of this.charts) {
      if (!titles.includes(title)) { chart.close(); chart.root.remove(); this.charts.delete(title); }
    }
    if (!this.charts.size) this.grid.replaceChildren();
    for (const group of wanted) {
      let chart = this.charts.get(group.title);
      if (!chart) {
        chart = new Chart({ ...group, zoom: (ends, axis) => this.zoom(ends, axis).catch(() => {}) });
        this.charts.set(group.title, chart);
        this.grid.append(chart.root);
      }
      Object.assign(chart, { axis: this.axis, isLogarithmic: this.isLogarithmic, smoothing: this.smoothing });
      const series = Object.entries(group.names).flatMap(([name, label]) => {
        const found = data.series.find((one) => one.name === name);
        return found ? [{ name, label, x: data[this.axis], y: found.mean, least: found.least, greatest: found.greatest }] : [];
      });
      const warnings = (this.detail?.warnings ?? []).map((warning) => ({ ...warning, x: this.place(warning.iteration) }));
      chart.show(series, group.title === "Losses" || group.names["D(x)"] ? warnings : []);
    }
    if (!wanted.length) this.grid.replaceChildren(el("p", { class: "quiet", text: "The log has no entries yet; the first comes by itself." }));
    this.count.textContent = data.shown === data.entries ? `${grouped(data.entries)} entries` : `${grouped(data.shown)} of ${grouped(data.entries)} entries`;
    const warnings = this.detail?.warnings ?? [];
    this.list.hidden = !warnings.length;
    this.list.replaceChildren(...warnings.map((warning) => el("li", { text: `Iteration ${grouped(warning.iteration)}: ${warning.text}.` })));
  }

  /** Where an iteration is on the axis; null if it is out of view. */
  place(iteration) {
    const { iteration: all } = this.data;
    if (!all.length || iteration < all[0] || iteration > all.at(-1)) return null;
    return this.data[this.axis][all.findIndex((one) => one >= iteration)];
  }
}

class RecipeTab {
  constructor() { this.root = el("div", { class: "columns" }); }

  update(detail) {
    const table = (title, rows) => el("section", { class: "card" }, el("h2", { text: title }), rows.length
      ? el("table", {}, el("tbody", {}, rows.map(([name, value]) => el("tr", {}, el("th", { scope: "row", text: name }), el("td", { text: value })))))
      : el("p", { class: "quiet", text: "Known with the first checkpoint." }));
    this.root.replaceChildren(
      table("The run", [["folder", detail.path], ...detail.rows, ["checkpoints", detail.checkpoints.join(", ") || "none yet"],
        ...(detail.skippedLines ? [["log", `${detail.skippedLines} lines are no entries`]] : []), ["page's machine", server.device ?? "–"]]),
      table("All settings", detail.settings));
  }
}
