/* Which part of the picture is seen, and how large: from places in the picture to pixels of the screen and back. */

const PADDING = 14;
const CLOSE = 1.4; // a few nodes need not fill the picture
export const LEAST = 0.05;
export const MOST = 4;

export class View {
  constructor(nodes, grounds) {
    const ends = [...nodes.map(({ x, y, r }) => [x, y, r]), ...grounds.map(({ x, y, r }) => [x, y, r + 8])];
    const edge = (at, sign) => ends.reduce((far, each) => Math.max(far, sign * each[at] + each[2]), -Infinity);
    this.box = ends.length
      ? { x1: -edge(0, -1), x2: edge(0, 1), y1: -edge(1, -1), y2: edge(1, 1) }
      : { x1: 0, x2: 1, y1: 0, y2: 1 };
    this.width = this.height = 1;
    this.zoom = 1;
    this.left = this.top = 0;
  }

  x(x) { return x * this.zoom + this.left; }

  y(y) { return y * this.zoom + this.top; }

  shows({ x, y }) {
    const [at, down] = [this.x(x), this.y(y)];
    return at >= 0 && down >= 0 && at <= this.width && down <= this.height;
  }

  touches({ from, to }) {
    const [a, b, c, d] = [this.x(from.x), this.x(to.x), this.y(from.y), this.y(to.y)];
    return Math.max(a, b) >= 0 && Math.min(a, b) <= this.width && Math.max(c, d) >= 0 && Math.min(c, d) <= this.height;
  }

  fit() {
    const { x1, x2, y1, y2 } = this.box;
    const zoom = Math.min((this.width - 2 * PADDING) / (x2 - x1), (this.height - 2 * PADDING) / (y2 - y1));
    this.zoom = Math.max(LEAST, Math.min(CLOSE, zoom));
    this.centre({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 });
  }

  centre({ x, y }) {
    this.left = this.width / 2 - x * this.zoom;
    this.top = this.height / 2 - y * this.zoom;
  }

  /* Larger or smaller around a point of the screen. */
  scale(factor, at = { x: this.width / 2, y: this.height / 2 }) {
    const zoom = Math.max(LEAST, Math.min(MOST, this.zoom * factor));
    this.left = at.x - ((at.x - this.left) * zoom) / this.zoom;
    this.top = at.y - ((at.y - this.top) * zoom) / this.zoom;
    this.zoom = zoom;
  }

  pan(dx, dy) {
    this.left += dx;
    this.top += dy;
  }
}
