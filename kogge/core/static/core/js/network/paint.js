/* Painting a network on canvas: the whole picture on one, what one looks at on another above it.

   Choosing a node repaints the upper one alone and lets the lower one step back, so it costs the same in a network of
   ten and of ten thousand ties. */

import { outline } from "./look.js";

const groups = (items, key) => {
  const found = new Map();
  for (const item of items) {
    const name = key(item);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(item);
  }
  return found;
};

/* Ties of one width in one path; `brick` for those of the node one looks at. */
function lines(pen, edges, view, colours, { near = false } = {}) {
  for (const [style, some] of groups(edges, (edge) => `${edge.leaving ? 1 : 0}${Math.min(6, edge.weight ?? 1)}`)) {
    pen.beginPath();
    for (const { from, to } of some) {
      pen.moveTo(view.x(from.x), view.y(from.y));
      pen.lineTo(view.x(to.x), view.y(to.y));
    }
    const leaving = style[0] === "1";
    pen.strokeStyle = near || leaving ? colours.brick : colours.line;
    pen.globalAlpha = near ? 1 : edges.length > 2000 ? 0.28 : 0.55;
    pen.lineWidth = (0.8 + Math.max(0, Number(style.slice(1)) - 1)) * Math.min(1, view.zoom + 0.2) + (near ? 0.4 : 0);
    pen.setLineDash(leaving ? [5, 4] : []);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/* Nodes of one value in one path. */
export function dots(pen, nodes, view, colours) {
  for (const [value, some] of groups(nodes, (node) => (node.leaving ? -1 - node.value : node.value))) {
    const index = value < 0 ? -1 - value : value;
    pen.beginPath();
    for (const node of some) outline(pen, index, view.x(node.x), view.y(node.y), node.r * view.zoom);
    pen.fillStyle = colours.colours[index % colours.colours.length];
    pen.strokeStyle = value < 0 ? colours.brick : colours.paper;
    pen.lineWidth = value < 0 ? 2 : 1;
    pen.setLineDash(value < 0 ? [4, 3] : []);
    pen.globalAlpha = value < 0 ? 0.2 : 1;
    pen.fill();
    pen.globalAlpha = 1;
    pen.stroke();
  }
  pen.setLineDash([]);
}

/* Everything. `moving`: the ties of a large network wait until the picture rests. */
export function whole(pen, { nodes, edges, grounds }, view, colours, moving = false) {
  for (const { x, y, r } of grounds) {
    pen.beginPath();
    pen.arc(view.x(x), view.y(y), (r + 8) * view.zoom, 0, 2 * Math.PI);
    pen.globalAlpha = 0.7;
    pen.fillStyle = colours.ground;
    pen.fill();
    pen.globalAlpha = 0.4;
    pen.lineWidth = 1;
    pen.strokeStyle = colours.line;
    pen.stroke();
    pen.globalAlpha = 1;
  }
  if (!moving || edges.length < 3000) lines(pen, edges.filter((edge) => view.touches(edge)), view, colours);
  dots(pen, nodes, view, colours);
}

/* The node one looks at, its ties and those at their other ends. */
export function chosen(pen, node, view, colours) {
  lines(pen, node.ties, view, colours, { near: true });
  dots(pen, [...node.near, node], view, colours);
  pen.beginPath();
  outline(pen, node.value, view.x(node.x), view.y(node.y), node.r * view.zoom + 2);
  pen.strokeStyle = colours.brick;
  pen.lineWidth = 4;
  pen.stroke();
}
