// Runs side by side: curves on one axis, samples of the same latent vectors, what differs in their recipes.

import { Chart } from "./chart.js";
import { ask, duration, el, grouped, later, loadImage, short } from "./tools.js";
import { groupsOf } from "./run.js";
import { setTrail, watch } from "./page.js";

const mostRuns = 12;

/** Shows a comparison; returns what ends it. */
export async function showComparison(place, numbers) {
  const chosen = numbers.slice(0, mostRuns);
  setTrail(el("a", { href: "#/", text: "Runs" }), "Comparison");
  if (chosen.length < 2) {
    place.replaceChildren(el("p", { text: "Choose two runs or more in the list of runs." }));
    return () => {};
  }
  const axis = el("select", { "aria-label": "Horizontal axis", onchange: () => draw() },
    el("option", { value: "iteration", text: "by iteration" }), el("option", { value: "seconds", text: "by time" }), el("option", { value: "epoch", text: "by epoch" }));
  const logarithmic = el("input", { type: "checkbox", onchange: () => draw() });
  const smoothing = el("input", { type: "range", min: 0, max: 0.99, step: 0.01, value: 0, "aria-label": "Smoothing", oninput: () => draw() });
  const all = el("button", { type: "button", text: "Show all", hidden: true, onclick: () => zoom(null) });
  const grid = el("div", { class: "columns" });
  const samples = el("div", { class: "columns" });
  const results = el("div", { class: "wide" });
  const recipes = el("div", { class: "wide" });
  place.replaceChildren(...[
    el("div", { class: "row" }, el("h1", { text: `${chosen.length} runs` }), el("span", { class: "space" }), axis, el("label", {}, logarithmic, "logarithmic"), el("label", {}, "smooth", smoothing), all),
    numbers.length > mostRuns ? el("p", { class: "quiet", text: `The first ${mostRuns} of ${numbers.length} are shown.` }) : null,
    el("section", { class: "card" }, el("h2", { text: "Last values" }), results), grid,
    el("section", { class: "card" }, el("h2", { text: "Samples" }), el("p", { class: "quiet small", text: "The newest preview of each. Where latent vectors have the same size and previews the same seed, a place is the same vector in all." }), samples),
    el("section", { class: "card" }, el("h2", { text: "What differs in the recipes" }), recipes),
  ].filter(Boolean));
  const charts = new Map();
  let details = [];
  let curves = [];
  let range = null;

  async function load() {
    const part = range ? `&from=${range[0]}&to=${range[1]}` : "";
    details = await Promise.all(chosen.map((number) => ask(`runs/${number}`)));
    curves = await Promise.all(chosen.map((number) => ask(`runs/${number}/curves?points=400${part}`)));
    draw();
    tabulate();
    showSamples();
  }

  async function zoom(ends, along = axis.value) {
    if (ends === null) range = null;
    else {
      const at = (value, isEnd) => {
        if (along === "iteration") return value;
        const found = curves.map((one) => one.iteration[one[along].findIndex((place) => place >= value)] ?? one.iteration.at(-1) ?? 0);
        return isEnd ? Math.max(...found) : Math.min(...found);
      };
      range = [Math.max(0, Math.floor(at(ends[0], false))), Math.max(0, Math.ceil(at(ends[1], true)))];
    }
    all.hidden = range === null;
    await load();
  }

  function draw() {
    const names = [...new Set(curves.flatMap((one) => one.series.map((series) => series.name)))];
    for (const group of groupsOf(names)) {
      for (const [name, label] of Object.entries(group.names)) {
        if (!names.includes(name)) continue;
        let chart = charts.get(name);
        if (!chart) {
          const title = label === name ? group.title : `${group.title}: ${label}`;
          chart = new Chart({ ...group, title, zoom: (ends, along) => zoom(ends, along).catch(() => {}) });
          charts.set(name, chart);
          grid.append(chart.root);
        }
        Object.assign(chart, { axis: axis.value, isLogarithmic: logarithmic.checked, smoothing: Number(smoothing.value) });
        chart.show(curves.flatMap((one, index) => {
          const series = one.series.find((series) => series.name === name);
          return series ? [{ name, label: details[index].overview.name, x: one[axis.value], y: series.mean }] : [];
        }));
      }
    }
  }

  const table = (head, rows) => el("table", {}, el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col", text })))), el("tbody", {}, rows));

  function tabulate() {
    const heads = ["", ...details.map((one) => one.overview.name)];
    const names = [...new Set(curves.flatMap((one) => one.series.map((series) => series.name)))];
    const last = (one, name) => one.series.find((series) => series.name === name)?.mean.findLast((value) => value !== null);
    const row = (name, values) => el("tr", {}, el("th", { scope: "row", text: name }), values.map((text) => el("td", { class: "number", text })));
    results.replaceChildren(table(heads, [
      row("iterations", details.map((one) => grouped(one.overview.status.iteration))),
      row("time", details.map((one) => duration(one.overview.status.seconds))),
      ...names.map((name) => row(name, curves.map((one) => short(last(one, name))))),
    ]));
    const settings = details.map((one) => new Map(one.settings));
    const all = [...new Set(settings.flatMap((map) => [...map.keys()]))];
    const different = all.filter((name) => new Set(settings.map((map) => map.get(name) ?? "")).size > 1);
    recipes.replaceChildren(different.length ? table(heads, different.map((name) => el("tr", {}, el("th", { scope: "row", text: name }), settings.map((map) => {
      const text = map.get(name);
      const isUsual = text === settings[0].get(name);
      return el("td", { class: isUsual ? "" : "differs", text: text ?? "–" });
    })))) : el("p", { class: "quiet", text: settings.some((map) => map.size) ? "Nothing differs." : "No recipe is known yet: it comes with a checkpoint." }));
  }

  const shown = new Map();
  function showSamples() {
    details.forEach((one, index) => {
      const newest = one.previews.at(-1);
      if (newest === undefined || shown.get(index)?.newest === newest) return;
      const figure = shown.get(index)?.figure ?? el("figure", { class: "result" });
      if (!shown.has(index)) samples.append(figure);
      shown.set(index, { newest, figure });
      loadImage(`/api/runs/${chosen[index]}/previews/${newest}.png`).then((image) => {
        image.alt = `Samples of ${one.overview.name}`;
        figure.replaceChildren(el("div", { class: "stage" }, image), el("figcaption", { text: `${one.overview.name}, iteration ${grouped(newest)}` }));
      }).catch(() => {});
    });
  }

  await load();
  const end = watch(null, later(() => load().catch(() => {}), 1000));
  return () => {
    end();
    for (const chart of charts.values()) chart.close();
  };
}
