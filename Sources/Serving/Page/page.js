// The page's frame: which part is shown, the connection, dark and light.

import { ask, el } from "./tools.js";
import { showRuns } from "./runs.js";
import { showRun } from "./run.js";
import { showComparison } from "./compare.js";

const main = document.getElementById("main");
const trail = document.getElementById("trail");
const banner = document.getElementById("banner");
let leave = () => {};
let visit = 0;

/** What the server said of itself. */
export const server = { trainedRun: null, hasControl: false };

/** Shows where one is. */
export function setTrail(...parts) {
  trail.replaceChildren(...parts.flatMap((part, index) => (index ? [" / ", part] : [part])));
  document.title = parts.length ? `${trail.textContent} – Forger` : "Forger";
}

/**
 * Watches a run, or the list of runs where `run` is null: calls `tell` with each piece of news, and says where the
 * connection broke. It comes back by itself.
 */
export function watch(run, tell) {
  let source = null;
  let timer = null;
  let closed = false;
  let brokenSince = null;
  const connect = () => {
    if (closed) return;
    source = new EventSource(run === null ? "/api/events" : `/api/events?run=${run}`);
    source.onopen = () => {
      brokenSince = null;
      banner.hidden = true;
    };
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      tell(news);
    };
    source.onerror = () => {
      if (closed) return;
      brokenSince ??= Date.now();
      banner.hidden = false;
      banner.textContent = Date.now() - brokenSince < 15000
        ? "The connection broke. Trying again …"
        : "There is no connection: the server may have ended with its training. Trying again; “forger serve” shows the run, too.";
      // A browser gives up where the server refuses; this does not.
      source.close();
      timer = setTimeout(connect, 2000);
    };
  };
  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
    banner.hidden = true;
  };
}

async function go() {
  const own = ++visit;
  leave();
  leave = () => {};
  const parts = location.hash.replace(/^#\/?/, "").split("/");
  const place = el("div", { class: "stack" });
  main.replaceChildren(place);
  try {
    let left;
    if (parts[0] === "run" && /^\d+$/.test(parts[1] ?? "")) left = await showRun(place, Number(parts[1]), parts[2]);
    else if (parts[0] === "compare") left = await showComparison(place, (parts[1] ?? "").split(",").filter((part) => /^\d+$/.test(part)).map(Number));
    else left = await showRuns(place);
    if (own === visit) leave = left; else left();
  } catch (error) {
    if (own === visit) place.replaceChildren(el("p", { class: "problem", role: "alert", text: `This cannot be shown: ${error.message}.` }));
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  button.textContent = theme === "dark" ? "Light" : "Dark";
  window.dispatchEvent(new Event("theme"));
}

const button = document.getElementById("theme");
const wish = window.matchMedia("(prefers-color-scheme: dark)");
const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
setTheme(kept() ?? (wish.matches ? "dark" : "light"));
wish.addEventListener("change", () => { if (!kept()) setTheme(wish.matches ? "dark" : "light"); });
button.addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", theme); } catch { /* It holds until the page is left. */ }
  setTheme(theme);
});

window.addEventListener("hashchange", go);
try {
  Object.assign(server, await ask("server"));
  document.getElementById("device").textContent = server.device;
} catch { /* The list of runs says what is wrong. */ }
if (server.trainedRun !== null && server.trainedRun !== undefined && !location.hash) location.replace(`#/run/${server.trainedRun}`);
go();
