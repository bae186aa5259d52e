/* How kinds differ in the picture of a network: by shape and by colour, never by colour alone. */

export const LIGHT = ["#0b5863", "#9f3320", "#744e00", "#345c2c", "#5a3d78", "#47555a", "#8a3a5c", "#2d4f8f"];
export const DARK = ["#8fd0d4", "#f2a08a", "#e8c173", "#a9cf98", "#cbb2e6", "#b9c4c6", "#e6a3bf", "#a5c0f2"];

/* Corners on a circle of radius 1, drawn from the top; null: round. The server's SVG has the same (networks/svg.py). */
const even = (corners, turn = 0) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = -Math.PI / 2 + turn + (2 * Math.PI * i) / corners;
    return [Math.cos(angle), Math.sin(angle)];
  });
const star = Array.from({ length: 10 }, (_, i) => {
  const angle = -Math.PI / 2 + (Math.PI * i) / 5;
  const reach = i % 2 ? 0.5 : 1.15;
  return [reach * Math.cos(angle), reach * Math.sin(angle)];
});
const cross = [
  [-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4],
  [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4],
];
export const SHAPES = [null, even(4, Math.PI / 4), even(4), even(3), even(6, Math.PI / 6), even(5), cross, star];

/* The colours of this moment, light or dark. */
export function look(element) {
  const computed = getComputedStyle(element);
  const read = (name) => computed.getPropertyValue(name).trim();
  const dark = computed.colorScheme.includes("dark");
  element.classList.toggle("dark", dark);
  return {
    colours: dark ? DARK : LIGHT,
    ink: read("--ink"),
    paper: read("--sunken"),
    ground: read("--surface"),
    line: read("--line-strong"),
    brick: read("--brick"),
  };
}

/* The outline of a node with the number of its value, as part of the path under way. */
export function outline(pen, shape, x, y, r) {
  const corners = SHAPES[shape % SHAPES.length];
  if (!corners) {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], i) => (i ? pen.lineTo(x + r * dx, y + r * dy) : pen.moveTo(x + r * dx, y + r * dy)));
  pen.closePath();
}

/* The legend: one item for each value that is drawn. */
export function legend(list, words, colours) {
  const space = "http://www.w3.org/2000/svg";
  list.replaceChildren(...words.map((word, index) => {
    const item = document.createElement("li");
    const svg = document.createElementNS(space, "svg");
    const corners = SHAPES[index % SHAPES.length];
    const shape = document.createElementNS(space, corners ? "polygon" : "circle");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    if (corners) shape.setAttribute("points", corners.map(([x, y]) => `${8 + 7 * x},${8 + 7 * y}`).join(" "));
    else for (const [name, value] of [["cx", 8], ["cy", 8], ["r", 6.5]]) shape.setAttribute(name, value);
    shape.setAttribute("fill", colours[index % colours.length]);
    svg.append(shape);
    item.append(svg, word);
    return item;
  }));
  list.hidden = words.length === 0;
}
