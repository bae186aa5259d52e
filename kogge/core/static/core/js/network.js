/* A network picture with its ranked list twin. Reads data attributes of [data-network]:
   url → JSON {"nodes": [{"id", "label", "x", "y", "kind", "size"?, "url"?, "hub"?, "leaving"?}],
               "edges": [{"source", "target", "weight"?, "leaving"?}],
               "grounds": [{"x", "y", "r"}]?,              (the ground a group stands on)
               "by": {"kind": {"label": "Kind", "words": {"business": "Businesses", …}}, "district": …}}
   `by` says by which attributes of the nodes they can be coloured, and the words for the legend in the person's
   language; without it `kinds` (value → word). Places are computed on the server, the same every time. */

import { Picture } from "./network/picture.js";

const COLOUR = "kogge-network-colour";

function listen(element, picture) {
  const tools = element.querySelector(".network-tools");
  const on = (name, act) => tools.querySelector(`[${name}]`)?.addEventListener("click", act);
  tools.hidden = false;
  on("data-zoom-in", () => picture.change((view) => view.scale(1.25)));
  on("data-zoom-out", () => picture.change((view) => view.scale(0.8)));
  on("data-fit", () => picture.change((view) => view.fit()));
  on("data-png", async () => {
    const blob = await picture.png();
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "kogge.png" });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  const colour = tools.querySelector("[data-colour]");
  if (colour) {
    const names = Object.entries(picture.by);
    colour.closest("label").hidden = names.length < 2;
    colour.replaceChildren(...names.map(([value, { label }]) => new Option(label, value)));
    const svg = tools.querySelector("[data-svg]");
    const show = () => {
      picture.colourBy(colour.value);
      if (!svg) return;
      const address = new URL(svg.href);
      address.searchParams.set("by", colour.value);
      svg.href = address.href;
    };
    colour.addEventListener("change", () => {
      sessionStorage.setItem(COLOUR, colour.value);
      show();
    });
    const before = sessionStorage.getItem(COLOUR); // another month comes in the same colours
    if (before && before in picture.by) {
      colour.value = before;
      show();
    }
  }
  search(tools.querySelector("[data-find]"), element, picture);
}

/* Typing a name chooses the first that begins with it, or else has it. */
function search(field, element, picture) {
  if (!field) return;
  field.addEventListener("input", () => {
    const text = field.value.trim().toLocaleLowerCase();
    const named = (how) => picture.ranked.find((node) => node.label.toLocaleLowerCase()[how](text));
    const found = text && (named("startsWith") || named("includes"));
    picture.pick(found ? found.id : "", "search");
    field.setAttribute("aria-invalid", String(Boolean(text) && !found));
    if (text && !found) picture.said.textContent = field.dataset.none;
  });
}

/* Colours follow the appearance; a picture that goes stops listening. */
function follow(element, picture) {
  const gone = new AbortController();
  const { signal } = gone;
  const repaint = () => picture.repaint();
  document.addEventListener("kogge:theme", repaint, { signal });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
  document.addEventListener("htmx:beforeCleanupElement", (event) => event.detail.elt === element && gone.abort(), { signal });
}

export async function draw(scope) {
  for (const element of scope.querySelectorAll("[data-network]:not([data-state])")) {
    element.dataset.state = "waiting";
    try {
      const [response] = await Promise.all([
        fetch(element.dataset.url, { headers: { Accept: "application/json" } }),
        document.fonts.load('12px "Source Sans"'),
      ]);
      if (!response.ok) throw new Error(`${element.dataset.url}: ${response.status}`);
      const picture = new Picture(element, await response.json());
      listen(element, picture);
      follow(element, picture);
    } catch (error) {
      console.error(error);
      element.dataset.state = "failed";
    }
  }
}
