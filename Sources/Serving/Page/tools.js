// What all parts of the page use: elements, requests, numbers as text.

/** Makes an element. Texts are always set as text, never read as HTML. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** Asks the server; throws an error with its reason where it refuses. */
export async function ask(path, { method = "GET", json, body, signal } = {}) {
  const headers = {};
  if (method === "POST") headers["X-Forger"] = "page";
  if (json !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch("/api/" + path, {
    method, headers, signal, body: json !== undefined ? JSON.stringify(json) : body, cache: "no-store",
  });
  let answer = {};
  try { answer = await response.json(); } catch { /* An answer without a reason. */ }
  if (!response.ok) throw new Error(answer.error || `the server answered ${response.status}`);
  return answer;
}

/** A number in few digits. */
export function short(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(Math.max(digits - 2, 1));
  return String(Number(value.toPrecision(digits)));
}

/** A whole number with separators. */
export const grouped = (value) => Math.round(value).toLocaleString("en");

/** A duration in two units. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const start = units.findIndex(([, size]) => seconds >= size);
  if (start < 0) return seconds < 1 ? "0 s" : "1 s";
  const [name, size] = units[start];
  const whole = Math.floor(seconds / size);
  const next = units[start + 1];
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
  return `${whole} ${name}` + (next && rest > 0 ? ` ${rest} ${next[0]}` : "");
}

/** The value of a custom property of the style. */
export const styleValue = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** An image of the server, loaded. */
export function loadImage(path) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("an image cannot be loaded"));
    image.src = path;
  });
}

/** One cell of a grid of samples, as a canvas of its own. */
export function cell(image, row, column, { height, width, border = 0 }) {
  const canvas = el("canvas", { width, height });
  const left = border + column * (width + border);
  const top = border + row * (height + border);
  canvas.getContext("2d").drawImage(image, left, top, width, height, 0, 0, width, height);
  return canvas;
}

/** A button that copies a text. */
export function copyButton(text) {
  const button = el("button", { type: "button", text: "Copy" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
}

/** Runs a function after the last of several calls, at most so often; `flush` is that of `stop`. */
export function later(body, milliseconds) {
  let timer = null;
  return () => {
    if (timer !== null) return;
    timer = setTimeout(() => { timer = null; body(); }, milliseconds);
  };
}

/** What a state is called. */
export const stateName = { training: "Training", paused: "Paused", finished: "Finished", stopped: "Stopped" };
