// Elements from names and texts. Texts only ever become text nodes: nothing in the data can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, options, children) {
  for (const [key, value] of Object.entries(options || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "look") for (const [name, to] of Object.entries(value)) node.style.setProperty(name, to);
    else if (key === "value" || key === "checked" || key === "selected" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat(Number.POSITIVE_INFINITY)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export const el = (tag, options, ...children) => fill(document.createElement(tag), options, children);
export const svg = (tag, options, ...children) => fill(document.createElementNS(SVG, tag), options, children);

// A button; by its key it is found again when its part of the page is drawn anew.
export const button = (key, press, options, ...children) =>
  el("button", { type: "button", "data-key": key, onclick: press, ...options }, ...children);

// An address of the data becomes a link only if it leads to the web.
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    url = null;
  }
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return document.createTextNode(text);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

// Draws a part of the page anew; who works with the keyboard stays where they are.
export function refill(node, ...children) {
  const active = document.activeElement;
  const key = node.contains(active) ? active.dataset.key : null;
  const at = key && active.selectionStart !== undefined && active.type === "search" ? active.selectionStart : null;
  node.replaceChildren();
  fill(node, {}, children);
  if (!key) return;
  const again = [...node.querySelectorAll("[data-key]")].find((n) => n.dataset.key === key);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (at !== null) again.setSelectionRange(at, at);
}

// Whoever asked their system for less motion gets none.
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
