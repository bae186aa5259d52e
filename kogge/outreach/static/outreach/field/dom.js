/* Small things every part of the page uses: its texts, its addresses, elements without a framework. */

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const texts = read("field-texts");
export const config = read("field-config");
export const locale = texts.locale;

/* A text of the page; `%(name)s` is filled in. A text with two forms takes the one for `values.count`. */
export function t(key, values = {}) {
  const found = texts[key];
  if (found === undefined) throw new Error(`no text: ${key}`);
  const text = Array.isArray(found) ? found[values.count === 1 ? 0 : 1] : found;
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => String(values[name] ?? ""));
}

/* h("p", {class: "muted", on: {click}}, "words", element, null): children that are null or false are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
  }
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${config.icons}#${name}`);
  svg.append(use);
  return svg;
}

export function badge(text, kind = "", symbol = "") {
  return h("span", { class: `badge ${kind}` }, symbol && icon(symbol), text);
}

export function button(text, click, { kind = "", symbol = "", ...more } = {}) {
  return h("button", { type: "button", class: kind, on: { click }, ...more }, symbol && icon(symbol), text);
}

/* A labelled field: the element gets an id, its help and its error are tied to it. */
let made = 0;
export function field(label, control, { help = "", optional = false } = {}) {
  control.id ||= `f${(made += 1)}`;
  const helps = help ? h("p", { class: "help", id: `${control.id}-help` }, help) : null;
  if (helps) control.setAttribute("aria-describedby", helps.id);
  return h(
    "div",
    { class: "field" },
    h("label", { for: control.id }, label, optional && h("span", { class: "optional" }, ` ${t("optional")}`)),
    helps,
    control,
  );
}

/* What went wrong, on top, focused, so that it is read aloud. */
export function errorSummary(problems) {
  const lines = problems.map(({ id, label, text }) => h("li", {}, h("a", { href: `#${id}` }, label && [h("bdi", {}, label), ": "], h("bdi", {}, text))));
  const box = h(
    "div",
    { class: "error-summary", role: "alert", tabindex: "-1" },
    h("h2", {}, icon("circle-alert"), t("please_look", { count: problems.length })),
    h("ul", {}, lines),
  );
  box.addEventListener("click", (event) => {
    const target = event.target.closest("a");
    if (!target) return;
    event.preventDefault(); // the address of this page names the screen, not a place on it
    focusOn(document.getElementById(target.getAttribute("href").slice(1)));
  });
  return box;
}

export function focusOn(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  (element.querySelector("input, select, textarea, button") ?? element).focus();
}

const dayFormat = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "numeric", year: "numeric" });
const momentFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" });

/* "2026-03-02" as people write it. */
export const day = (iso) => (iso ? dayFormat.format(new Date(`${iso}T12:00:00`)) : "");
export const moment = (value) => (value ? momentFormat.format(new Date(value)) : "");

/* Today where the device is, as YYYY-MM-DD. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
