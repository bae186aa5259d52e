/* A network picture with its ranked list twin. Reads data attributes of [data-network]:
   url → JSON {"nodes": [{"id", "label", "kind", "size"?, "url"?, "x"?, "y"?, "hub"?, "leaving"?}],
               "edges": [{"source", "target", "kind"?, "weight"?, "label"?, "inside"?}],
               "grounds": [{"x", "y", "r"}]?,              (the ground a group stands on)
               "kinds": {"business": "Businesses", …}}   (words for the legend, in the person's language)
   With x and y (computed on the server, the same every time) the picture is steady; without them it is laid
   out here. Kinds differ by shape and by colour. Names stand only where they cover no other name: first of whom
   one looks at and their neighbours, then of whom the groups are named after, then by size; zooming in shows more. */

const SHAPES = ["ellipse", "rectangle", "diamond", "triangle", "hexagon", "pentagon", "round-rectangle", "star"];
const DRAWN = {
  ellipse: "M8 1a7 7 0 1 0 .01 0z",
  rectangle: "M2 2h12v12H2z",
  diamond: "M8 0l8 8-8 8-8-8z",
  triangle: "M8 1l7 13H1z",
  hexagon: "M4 1h8l4 7-4 7H4L0 8z",
  pentagon: "M8 0l8 6-3 9H3L0 6z",
  "round-rectangle": "M4 2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z",
  star: "M8 0l2.2 5.5 5.8.4-4.5 3.8 1.5 5.8L8 12.3 3 15.5l1.5-5.8L0 5.9l5.8-.4z",
};
const LIGHT = ["#0b5863", "#9f3320", "#744e00", "#345c2c", "#5a3d78", "#47555a", "#8a3a5c", "#2d4f8f"];
const DARK = ["#8fd0d4", "#f2a08a", "#e8c173", "#a9cf98", "#cbb2e6", "#b9c4c6", "#e6a3bf", "#a5c0f2"];

function look(element, kinds) {
  const computed = getComputedStyle(element);
  const read = (name) => computed.getPropertyValue(name).trim();
  const dark = computed.colorScheme.includes("dark");
  const colours = dark ? DARK : LIGHT;
  element.classList.toggle("dark", dark);
  const of = (kind, list) => list[Math.max(0, kinds.indexOf(kind)) % list.length];
  return {
    shape: (node) => of(node.data("kind"), SHAPES),
    colour: (node) => of(node.data("kind"), colours),
    colours,
    ink: read("--ink"),
    paper: read("--sunken"),
    ground: read("--surface"),
    line: read("--line-strong"),
    brick: read("--brick"),
  };
}

function sheet(drawn) {
  const size = (node) => 14 + 30 * Math.sqrt(Math.max(0, Math.min(1, node.data("size") ?? 0.2)));
  return [
    {
      selector: "node",
      style: {
        shape: drawn.shape,
        "background-color": drawn.colour,
        width: size,
        height: size,
        "border-width": 1,
        "border-color": drawn.paper,
        color: drawn.ink,
        "font-family": '"Source Sans", sans-serif',
        "text-halign": "center",
        "text-background-color": drawn.paper,
        "text-background-opacity": 0.85,
        "text-background-shape": "roundrectangle",
        "overlay-opacity": 0,
      },
    },
    {
      selector: "node.ground",
      style: {
        shape: "ellipse",
        width: "data(wide)",
        height: "data(wide)",
        "background-color": drawn.ground,
        "background-opacity": 0.7,
        "border-width": 1,
        "border-color": drawn.line,
        "border-opacity": 0.4,
        events: "no",
        "z-index": -1,
        "z-index-compare": "manual",
      },
    },
    {
      selector: "node[?leaving]",
      style: { "background-opacity": 0.15, "border-width": 2, "border-style": "dashed", "border-color": drawn.brick },
    },
    {
      selector: "edge",
      style: {
        width: (edge) => 0.8 + Math.min(5, Math.max(0, (edge.data("weight") ?? 1) - 1)),
        "line-color": drawn.line,
        opacity: 0.55,
        "curve-style": "haystack",
      },
    },
    { selector: "edge[?leaving]", style: { "line-style": "dashed", "line-color": drawn.brick } },
    { selector: ".far", style: { opacity: 0.15 } },
    { selector: "node.picked", style: { "border-width": 4, "border-color": drawn.brick, "z-index": 10 } },
    { selector: "edge.near", style: { opacity: 1, "line-color": drawn.brick } },
  ];
}

const PADDING = 14;
const CLOSE = 1.4;
const NAME = { size: 12, line: 16, most: 150, gap: 2 }; // pixels of the screen, whatever the zoom
const ROOM = 15000; // square pixels of the picture for each name

/* A name cut to what fits, and how wide it is. */
const pen = document.createElement("canvas").getContext("2d");
function cut(label) {
  pen.font = `${NAME.size}px "Source Sans", sans-serif`;
  let text = label;
  while (text.length > 4 && pen.measureText(text).width > NAME.most) {
    text = `${text.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
  }
  return { text, width: pen.measureText(text).width + 4 };
}

const crosses = (a, b) => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;

class Picture {
  constructor(element, cytoscape, data) {
    this.element = element;
    this.canvas = element.querySelector(".network-canvas");
    this.said = element.querySelector(".network-said");
    this.list = document.getElementById(element.dataset.list || "");
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.kinds = Object.keys(data.kinds || {});
    const placed = data.nodes.every((node) => Number.isFinite(node.x) && Number.isFinite(node.y));
    this.cy = cytoscape({
      container: this.canvas,
      elements: {
        nodes: data.nodes.map(({ x, y, ...rest }) => ({
          data: { ...rest, id: String(rest.id) },
          position: placed ? { x, y } : undefined,
        })).concat((placed && data.grounds || []).map(({ x, y, r }, index) => ({
          data: { id: `ground-${index}`, wide: 2 * r + 16 },
          position: { x, y },
          classes: "ground",
          selectable: false,
          grabbable: false,
        }))),
        edges: data.edges.map((edge, index) => ({
          data: { ...edge, id: `edge-${index}`, source: String(edge.source), target: String(edge.target) },
        })),
      },
      style: sheet(look(element, this.kinds)),
      layout: placed
        ? { name: "preset", padding: PADDING }
        : { name: "cose", animate: false, randomize: false, padding: PADDING, nodeRepulsion: 9000, idealEdgeLength: 70 },
      minZoom: 0.1,
      maxZoom: 4,
      hideEdgesOnViewport: data.edges.length > 3000,
      textureOnViewport: data.edges.length > 3000,
    });
    this.nodes = this.cy.nodes().not(".ground");
    if (this.cy.zoom() > CLOSE) { // a few nodes need not fill the picture
      this.cy.zoom(CLOSE);
      this.cy.center();
    }
    this.cut = new Map(this.nodes.map((node) => [node.id(), cut(node.data("label") || "")]));
    this.ranked = this.nodes.sort((a, b) => this.rank(b) - this.rank(a));
    this.words = data.kinds || {};
    this.legend(this.words);
    this.names();
    this.listen();
    element.classList.add("drawn");
    element.dataset.state = "drawn";
  }

  legend(words) {
    const list = this.element.querySelector(".legend");
    const colours = look(this.element, this.kinds).colours;
    const picture = "http://www.w3.org/2000/svg";
    list.replaceChildren(...this.kinds.map((kind, index) => {
      const item = document.createElement("li");
      const svg = document.createElementNS(picture, "svg");
      const path = document.createElementNS(picture, "path");
      svg.setAttribute("viewBox", "0 0 16 16");
      svg.setAttribute("aria-hidden", "true");
      path.setAttribute("d", DRAWN[SHAPES[index % SHAPES.length]]);
      path.setAttribute("fill", colours[index % colours.length]);
      svg.append(path);
      item.append(svg, words[kind]);
      return item;
    }));
    list.hidden = this.kinds.length === 0;
  }

  rank(node) {
    return (node.data("hub") ? 1 : 0) + (node.data("size") ?? node.degree() / this.nodes.length);
  }

  /* Names for those who matter most here, each beside its node and none over another. */
  names() {
    const [zoom, width, height] = [this.cy.zoom(), this.cy.width(), this.cy.height()];
    const near = this.picked ? this.picked.neighborhood("node") : null;
    const looked = this.hovered ? this.nodes.filter((node) => node === this.hovered) : this.cy.collection();
    const first = this.picked ? looked.union(this.picked).union(this.ranked.intersection(near)) : looked;
    const rest = this.picked ? this.cy.collection() : this.ranked.not(looked);
    const most = Math.max(6, Math.round((width * height) / ROOM));
    const taken = [];
    const shown = new Map();
    const boxes = this.ranked.map((node) => this.box(node, zoom));
    const weighty = new Set(this.ranked.slice(0, 12).map((node) => node.id()));
    const covers = (box, id) => boxes.filter((other) => other.id !== id && crosses(box, other)).length;
    for (const node of [...first.toArray(), ...rest.toArray()]) {
      if (shown.size >= most) break;
      const forced = node === this.hovered || node === this.picked;
      const { x, y } = node.renderedPosition();
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const { width: wide } = this.cut.get(node.id());
      const radius = (node.width() * zoom) / 2;
      const middle = Math.min(Math.max(x, wide / 2 + 2), width - wide / 2 - 2);
      const place = ["bottom", "top"].map((side) => {
        const top = side === "bottom" ? y + radius + NAME.gap : y - radius - NAME.gap - NAME.line;
        return { side, shift: middle - x, x1: middle - wide / 2, x2: middle + wide / 2, y1: top, y2: top + NAME.line };
      }).find((box) => box.y1 >= 0 && box.y2 <= height && !taken.some((other) => crosses(box, other))
        && (forced || covers(box, node.id()) <= (weighty.has(node.id()) ? 8 : 2)));
      if (!place && !forced) continue;
      const box = place || { side: "bottom", shift: 0, x1: 0, x2: 0, y1: 0, y2: 0 };
      taken.push(box);
      shown.set(node.id(), box);
    }
    this.cy.batch(() => {
      for (const node of this.nodes.toArray()) {
        const box = shown.get(node.id());
        if (!box) node.style({ label: "", "z-index": 0 });
        else {
          node.style({
            label: this.cut.get(node.id()).text,
            "z-index": 5,
            "font-size": NAME.size / zoom,
            "text-valign": box.side,
            "text-margin-y": (box.side === "bottom" ? 1 : -1) * (NAME.gap / zoom),
            "text-margin-x": box.shift / zoom,
            "text-background-padding": 1 / zoom,
          });
        }
      }
    });
  }

  /* Names again, once the picture rests. */
  rename() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.cy.destroyed() || this.names(), 60);
  }

  box(node, zoom) {
    const [{ x, y }, r] = [node.renderedPosition(), (node.width() * zoom) / 2];
    return { id: node.id(), x1: x - r, x2: x + r, y1: y - r, y2: y + r };
  }

  pick(id, from) {
    const node = this.cy.getElementById(id);
    this.cy.elements().removeClass("picked near far");
    for (const row of this.list?.querySelectorAll("[data-id]") || []) {
      const mine = row.dataset.id === id;
      row.classList.toggle("picked", mine);
      if (mine) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (mine && from !== "list") row.scrollIntoView({ block: "nearest" });
    }
    this.picked = node.nonempty() ? node : null;
    this.said.textContent = "";
    this.rename();
    if (!this.picked) return;
    const near = node.closedNeighborhood();
    this.cy.elements().not(".ground").difference(near).addClass("far");
    node.addClass("picked");
    node.connectedEdges().addClass("near");
    this.said.textContent = `${node.data("label")} (${node.neighborhood("node").length})`;
    const box = node.renderedBoundingBox();
    const outside = box.x1 < 0 || box.y1 < 0 || box.x2 > this.cy.width() || box.y2 > this.cy.height();
    if (outside) this.move({ center: { eles: node } });
  }

  move(to) {
    this.cy.animate(to, { duration: this.calm ? 0 : 200 });
  }

  zoom(factor) {
    const centre = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: centre });
  }

  /* The neighbour that lies most in the direction of the key; from nowhere, the largest node. */
  walk(dx, dy) {
    if (!this.picked) {
      this.pick(this.nodes.max((node) => node.data("size") ?? node.degree()).ele.id(), "keys");
      return;
    }
    const here = this.picked.position();
    const score = (node) => {
      const [x, y] = [node.position("x") - here.x, node.position("y") - here.y];
      return (x * dx + y * dy) / (Math.hypot(x, y) || 1);
    };
    const best = this.picked.neighborhood("node").max(score);
    if (best.ele && best.value > 0.2) this.pick(best.ele.id(), "keys");
  }

  listen() {
    this.cy.on("pan zoom resize", () => this.rename());
    this.cy.on("mouseover", "node", (event) => {
      this.hovered = event.target;
      this.canvas.style.cursor = "pointer";
      this.rename();
    });
    this.cy.on("mouseout", "node", () => {
      this.hovered = null;
      this.canvas.style.cursor = "";
      this.rename();
    });
    this.cy.on("tap", "node", (event) => this.pick(event.target.id(), "picture"));
    this.cy.on("tap", (event) => event.target === this.cy && this.pick("", "picture"));
    this.cy.on("dbltap", "node[url]", (event) => window.location.assign(event.target.data("url")));
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key in arrows) this.walk(...arrows[event.key]);
      else if (event.key === "+") this.zoom(1.25);
      else if (event.key === "-") this.zoom(0.8);
      else if (event.key === "Enter" && this.picked?.data("url")) window.location.assign(this.picked.data("url"));
      else if (event.key === "Escape" && this.picked) this.pick("", "keys");
      else return;
      event.preventDefault();
    });
    for (const name of ["focusin", "click"]) {
      this.list?.addEventListener(name, (event) => {
        const row = event.target.closest("[data-id]");
        if (row) this.pick(row.dataset.id, "list");
      });
    }
    const tools = this.element.querySelector(".network-tools");
    tools.hidden = false;
    tools.querySelector("[data-zoom-in]").addEventListener("click", () => this.zoom(1.25));
    tools.querySelector("[data-zoom-out]").addEventListener("click", () => this.zoom(0.8));
    tools.querySelector("[data-fit]").addEventListener("click", () => this.move({ fit: { padding: PADDING } }));
    tools.querySelector("[data-png]").addEventListener("click", async () => {
      const blob = await this.cy.png({ output: "blob-promise", full: true, scale: 2, bg: "#ffffff" });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "kogge.png" });
      link.click();
      URL.revokeObjectURL(link.href);
    });
    const repaint = () => {
      this.cy.style(sheet(look(this.element, this.kinds)));
      this.legend(this.words);
      this.names();
    };
    const gone = new AbortController();
    const { signal } = gone;
    document.addEventListener("kogge:theme", repaint, { signal });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
    document.addEventListener("htmx:beforeCleanupElement", (event) => {
      if (event.detail.elt !== this.element) return;
      gone.abort();
      this.cy.destroy();
    }, { signal });
  }
}

/* Cytoscape writes one <style> element unless one with this id is there; the Content Security Policy forbids
   it, and our own style sheet says the same. */
function keepStylesOut() {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(Object.assign(document.createElement("meta"), { id }));
}

export async function draw(scope) {
  for (const element of scope.querySelectorAll("[data-network]:not([data-state])")) {
    element.dataset.state = "waiting";
    keepStylesOut();
    try {
      const [{ default: cytoscape }, response] = await Promise.all([
        import(new URL(element.dataset.engine, window.location.href).href),
        fetch(element.dataset.url, { headers: { Accept: "application/json" } }),
        document.fonts.load('11px "Source Sans"'),
      ]);
      if (!response.ok) throw new Error(`${element.dataset.url}: ${response.status}`);
      const data = await response.json();
      new Picture(element, cytoscape, data);
    } catch (error) {
      console.error(error);
      element.dataset.state = "failed";
    }
  }
}
