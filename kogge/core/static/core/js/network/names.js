/* Names stand only where they cover no other name: first of whom one looks at and their neighbours, then of whom the
   groups are named after, then by size; zooming in shows more. */

const NAME = { size: 12, line: 16, most: 150, gap: 2 }; // pixels of the screen, whatever the zoom
const ROOM = 15000; // square pixels of the picture for each name
const TRIED = 400; // names for which room is looked for

const crosses = (a, b) => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;

/* A name cut to what fits, and how wide it is. */
function cut(pen, node) {
  if (!node.cut) {
    let text = node.label;
    while (text.length > 4 && pen.measureText(text).width > NAME.most) {
      text = `${text.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
    }
    node.cut = { text, width: pen.measureText(text).width + 4 };
  }
  return node.cut;
}

/* Which names stand where. `ranked`: those who matter most first; `looked`: shown in any case, in this order first. */
function placed(pen, ranked, looked, only, view) {
  const most = Math.max(6, Math.round((view.width * view.height) / ROOM));
  const seen = ranked.filter((node) => view.shows(node));
  const boxes = seen.map((node) => {
    const [x, y, r] = [view.x(node.x), view.y(node.y), node.r * view.zoom];
    return { node, x1: x - r, x2: x + r, y1: y - r, y2: y + r };
  });
  const weighty = new Set(ranked.slice(0, 12));
  const found = [];
  for (const node of new Set([...looked, ...(only || seen.slice(0, TRIED))])) {
    if (found.length >= most) break;
    const forced = looked.includes(node);
    if (!view.shows(node)) continue;
    const { text, width } = cut(pen, node);
    const [x, y, r] = [view.x(node.x), view.y(node.y), node.r * view.zoom];
    const middle = Math.min(Math.max(x, width / 2 + 2), view.width - width / 2 - 2);
    const free = [y + r + NAME.gap, y - r - NAME.gap - NAME.line]
      .map((top) => ({ text, middle, x1: middle - width / 2, x2: middle + width / 2, y1: top, y2: top + NAME.line }))
      .filter((box) => forced || (box.y1 >= 0 && box.y2 <= view.height && !found.some((other) => crosses(box, other))));
    const most_covered = weighty.has(node) ? 8 : 2;
    const box = free.find((one) => forced
      || boxes.filter((other) => other.node !== node && crosses(one, other)).length <= most_covered);
    if (box) found.push(box);
  }
  return found;
}

export function names(pen, { ranked, looked = [], only = null }, view, colours) {
  pen.font = `${NAME.size}px "Source Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { text, middle, x1, x2, y1, y2 } of placed(pen, ranked, looked, only, view)) {
    pen.globalAlpha = 0.85;
    pen.fillStyle = colours.paper;
    pen.fillRect(x1, y1, x2 - x1, y2 - y1);
    pen.globalAlpha = 1;
    pen.fillStyle = colours.ink;
    pen.fillText(text, middle, (y1 + y2) / 2 + 0.5);
  }
}
