/* The words of a guide: labels and hints with the little Markdown that XLSForm allows, languages and their direction. */

import { h } from "./dom.js";

const ALLOWED = new Set(["strong", "em", "u", "p", "span", "div", "ul", "ol", "li", "br", "a"]);
const RTL = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"]);

/* A label as elements. Headings become bold words: the page has an order of headings of its own. */
export function words(range) {
  return range ? range.formatted.map(piece) : [];
}

function piece(node) {
  if (node.role === "child") return node.value;
  if (node.role === "line-break") return h("br");
  if (node.role === "html") return new DOMParser().parseFromString(node.unsafeHtml, "text/html").body.textContent;
  const inside = node.children.map(piece);
  if (/^h[1-6]$/.test(node.elementName)) return h("strong", {}, inside);
  if (node.elementName === "a") {
    const address = /^(https?:|mailto:|tel:)/i.test(node.url) ? node.url : null;
    return address ? h("a", { href: address, rel: "noreferrer" }, inside) : inside;
  }
  return ALLOWED.has(node.elementName) && node.elementName !== "p" ? h(node.elementName, {}, inside) : inside;
}

/* Put words into an element, if they changed. */
export function setWords(element, range) {
  const text = range?.asString ?? "";
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  element.replaceChildren(...words(range).flat(Infinity));
}

/* "العربية (ar)" → its code, the name people know it by, the direction it runs in. */
export function aboutLanguage(name) {
  const found = name.match(/^(.*?)\s*\(([\w-]+)\)\s*$/);
  const code = found ? found[2] : /^[a-z]{2,3}(-\w+)*$/i.test(name) ? name : "";
  return { code, label: found ? found[1] : name, direction: RTL.has(code.split("-")[0].toLowerCase()) ? "rtl" : "ltr" };
}
