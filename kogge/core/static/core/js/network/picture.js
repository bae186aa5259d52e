/* One network picture with its ranked list twin. */

import { listenToKeys, listenToPointers } from "./hands.js";
import { legend, look } from "./look.js";
import { names } from "./names.js";
import { chosen, dots, whole } from "./paint.js";
import { View } from "./view.js";

const REST = 120; // milliseconds without movement after which everything is drawn again

export class Picture {
  constructor(element, data) {
    this.element = element;
    this.frame = element.querySelector(".network-canvas");
    this.said = element.querySelector(".network-said");
    this.list = document.getElementById(element.dataset.list || "");
    this.nodes = data.nodes.map((node) => ({
      ...node,
      id: String(node.id),
      label: node.label || "",
      r: (14 + 30 * Math.sqrt(Math.max(0, Math.min(1, node.size ?? 0.2)))) / 2,
      ties: [],
      near: [],
    }));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.grounds = data.grounds || [];
    this.edges = data.edges.map((edge) => {
      const tie = { ...edge, from: this.byId.get(String(edge.source)), to: this.byId.get(String(edge.target)) };
      tie.from.ties.push(tie);
      tie.to.ties.push(tie);
      tie.from.near.push(tie.to);
      tie.to.near.push(tie.from);
      return tie;
    });
    this.by = data.by || { kind: { label: "", words: data.kinds || {} } };
    this.ranked = [...this.nodes].sort((a, b) => this.rank(b) - this.rank(a));
    this.view = new View(this.nodes, this.grounds);
    this.layers = ["base", "top"].map((name) => {
      const canvas = Object.assign(document.createElement("canvas"), { className: name });
      this.frame.append(canvas);
      return canvas;
    });
    this.colourBy(Object.keys(this.by)[0]);
    new ResizeObserver(() => this.resize()).observe(this.frame);
    this.resize();
    listenToPointers(this.frame, this);
    listenToKeys(this.frame, this);
    this.listenToList();
    element.classList.add("drawn");
    element.dataset.state = "drawn";
  }

  rank(node) {
    return (node.hub ? 1 : 0) + (node.size ?? node.near.length / this.nodes.length);
  }

  /* Colours and shapes by kind, by sector, by district. */
  colourBy(name) {
    const words = this.by[name]?.words || {};
    const keys = Object.keys(words);
    for (const node of this.nodes) node.value = Math.max(0, keys.indexOf(String(node[name] ?? "")));
    this.coloured = name;
    this.values = keys.map((key) => words[key]);
    this.repaint();
  }

  repaint() {
    this.colours = look(this.element);
    legend(this.element.querySelector(".legend"), this.values, this.colours.colours);
    if (this.view.width > 1) this.paint();
  }

  resize() {
    const [width, height, first] = [this.frame.clientWidth, this.frame.clientHeight, this.view.width === 1];
    if (!width || !height || (width === this.view.width && height === this.view.height)) return;
    Object.assign(this.view, { width, height });
    const sharp = window.devicePixelRatio || 1;
    for (const canvas of this.layers) Object.assign(canvas, { width: width * sharp, height: height * sharp });
    this.sharp = sharp;
    if (first || !this.moved) this.view.fit();
    this.paint();
  }

  pen(index) {
    const pen = this.layers[index].getContext("2d");
    pen.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    pen.clearRect(0, 0, this.view.width, this.view.height);
    return pen;
  }

  paint(moving = false) {
    whole(this.pen(0), this, this.view, this.colours, moving);
    this.paintTop();
  }

  /* What one looks at, and the names. */
  paintTop() {
    const pen = this.pen(1);
    const { picked, hovered } = this;
    this.frame.classList.toggle("looking", Boolean(picked));
    if (picked) chosen(pen, picked, this.view, this.colours);
    if (hovered) dots(pen, [hovered], this.view, this.colours);
    const only = picked ? [...picked.near].sort((a, b) => this.rank(b) - this.rank(a)) : null;
    names(pen, { ranked: this.ranked, looked: [hovered, picked].filter(Boolean), only }, this.view, this.colours);
  }

  change(how) {
    how(this.view);
    this.moved = true;
    if (!this.waiting) {
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        this.paint(true);
      });
    }
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.paint(), REST);
  }

  nodeAt({ x, y }) {
    const far = (node) => Math.hypot(this.view.x(node.x) - x, this.view.y(node.y) - y) - node.r * this.view.zoom;
    const near = this.nodes.filter((node) => far(node) <= 5);
    return near.sort((a, b) => far(a) - far(b))[0] || null;
  }

  hover(node) {
    if (node === (this.hovered || null)) return;
    this.hovered = node;
    this.frame.style.cursor = node ? "pointer" : "";
    this.paintTop();
  }

  open(node) {
    if (node?.url) window.location.assign(node.url);
  }

  pick(id, from) {
    const node = this.byId.get(id) || null;
    this.row?.classList.remove("picked");
    this.row?.removeAttribute("aria-current");
    this.row = this.list?.querySelector(`[data-id="${CSS.escape(id)}"]`) || null;
    this.row?.classList.add("picked");
    this.row?.setAttribute("aria-current", "true");
    if (from !== "list") this.row?.scrollIntoView({ block: "nearest" });
    this.picked = node;
    this.said.replaceChildren();
    if (node) {
      const text = `${node.label} (${new Set(node.near).size})`;
      this.said.append(node.url ? Object.assign(document.createElement("a"), { href: node.url, textContent: text }) : text);
      if (!this.view.shows(node)) this.change((view) => view.centre(node));
    }
    this.paintTop();
  }

  /* The neighbour that lies most in the direction of the key; from nowhere, the largest node. */
  walk(dx, dy) {
    if (!this.picked) {
      const [first] = [...this.nodes].sort((a, b) => b.r - a.r);
      if (first) this.pick(first.id, "keys");
      return;
    }
    const score = (node) => {
      const [x, y] = [node.x - this.picked.x, node.y - this.picked.y];
      return (x * dx + y * dy) / (Math.hypot(x, y) || 1);
    };
    const [best] = [...this.picked.near].sort((a, b) => score(b) - score(a));
    if (best && score(best) > 0.2) this.pick(best.id, "keys");
  }

  listenToList() {
    for (const name of ["focusin", "click"]) {
      this.list?.addEventListener(name, (event) => {
        const row = event.target.closest("[data-id]");
        if (row && this.picked?.id !== row.dataset.id) this.pick(row.dataset.id, "list");
      });
    }
  }

  /* Everything on white, twice as large, with names; as a file. */
  async png() {
    const canvas = document.createElement("canvas");
    const view = new View(this.nodes, this.grounds);
    Object.assign(view, { width: 1400, height: 1400 });
    view.fit();
    Object.assign(canvas, { width: 2 * view.width, height: 2 * view.height });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.fillStyle = this.colours.paper;
    pen.fillRect(0, 0, view.width, view.height);
    whole(pen, this, view, this.colours);
    names(pen, { ranked: this.ranked }, view, this.colours);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }
}
