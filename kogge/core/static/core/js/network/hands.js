/* Pointer and keys on the picture. */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 60; // pixels a key moves the picture
const SLIP = 4; // pixels a finger may move in a tap

export function listenToPointers(canvas, picture) {
  const down = new Map();
  let moved = 0;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    down.set(event.pointerId, at(event));
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [here, before] = [at(event), down.get(event.pointerId)];
    if (!before) {
      picture.hover(event.pointerType === "mouse" ? picture.nodeAt(here) : null);
      return;
    }
    if (down.size === 2) {
      const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      const far = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      picture.change((view) => view.scale(far(here) / far(before), other));
    } else picture.change((view) => view.pan(here.x - before.x, here.y - before.y));
    moved += Math.hypot(here.x - before.x, here.y - before.y);
    if (moved > SLIP) canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, here);
  });
  canvas.addEventListener("pointerup", (event) => {
    const tapped = down.size === 1 && down.has(event.pointerId) && moved <= SLIP;
    down.delete(event.pointerId);
    if (tapped) picture.pick(picture.nodeAt(at(event))?.id || "", "picture");
  });
  for (const name of ["pointercancel", "pointerleave"]) {
    canvas.addEventListener(name, (event) => {
      down.delete(event.pointerId);
      picture.hover(null);
    });
  }
  canvas.addEventListener("dblclick", (event) => picture.open(picture.nodeAt(at(event))));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return; // the page scrolls
    event.preventDefault();
    picture.change((view) => view.scale(event.deltaY < 0 ? 1.15 : 1 / 1.15, at(event)));
  }, { passive: false });
}

export function listenToKeys(canvas, picture) {
  canvas.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) picture.change((view) => view.pan(-STEP * arrow[0], -STEP * arrow[1]));
    else if (arrow) picture.walk(...arrow);
    else if (event.key === "+") picture.change((view) => view.scale(1.25));
    else if (event.key === "-") picture.change((view) => view.scale(0.8));
    else if (event.key === "0") picture.change((view) => view.fit());
    else if (event.key === "Enter" && picture.picked?.url) picture.open(picture.picked);
    else if (event.key === "Escape" && picture.picked) picture.pick("", "keys");
    else return;
    event.preventDefault();
  });
}
