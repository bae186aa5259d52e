/* One control for each kind of question: built once, brought up to date whenever the engine says that something changed.
   A control is {element, target, update()}: `target` is what a label or an error leads to. */

import { button, h, icon, t } from "./dom.js";
import { setWords } from "./labels.js";
import { LARGEST_FILE, scaledDown, uniqueName } from "./photo.js";
import { position, round } from "./place.js";
import { KINDS, shownPoint } from "./values.js";

const MOST_BUTTONS = 12; // more answers of one choice become a list to pick from
const has = (node, word) => Boolean(node.appearances?.[word]);
const current = (node) => node.currentState.instanceValue ?? "";

/* A line of text, a number, a date: what cannot be read as such is told through `told(problem)`, and must be mended. */
export function typed(node, id, told, outside = () => "") {
  const kind = KINDS[node.valueType] ?? KINDS.string;
  const long = kind === KINDS.string && (has(node, "multiline") || node.nodeOptions?.rows);
  const element = long
    ? h("textarea", { id, rows: node.nodeOptions?.rows ?? 3 })
    : h("input", { id, type: kind.type, inputmode: has(node, "numbers") ? "numeric" : kind.inputmode, autocomplete: "off" });
  element.dir = kind === KINDS.string ? "auto" : "";
  let unread = false;
  const take = () => {
    const text = kind.read(element.value);
    const wrong = text === null ? t(kind.wrong) : outside(text);
    unread = Boolean(wrong);
    told(wrong);
    if (!unread && text !== current(node)) node.setValue(text);
  };
  element.addEventListener(long || kind.type === "text" ? "input" : "change", take);
  return {
    element,
    target: element,
    update() {
      element.readOnly = node.currentState.readonly;
      const shown = kind.show(current(node));
      if (document.activeElement !== element && !unread && element.value !== shown) element.value = shown;
    },
  };
}

/* A number between two ends. */
export function range(node, id, told) {
  const { start, end } = node.definition.bounds;
  const [low, high] = [Number(start), Number(end)].sort((one, other) => one - other);
  const help = t("between", { from: low, to: high });
  const control = typed(node, id, told, (text) => (text !== "" && (text < low || text > high) ? help : ""));
  return { ...control, help };
}

export function point(node, told) {
  const said = h("output", { class: "place", dir: "ltr" });
  const remove = button(t("remove"), () => node.setValue(""), { kind: "plain small" });
  const take = button(
    t("take_place"),
    async () => {
      take.disabled = true;
      told("");
      said.textContent = t("looking_for_place");
      try {
        const { latitude, longitude, altitude, accuracy } = await position();
        node.setValue(`${round(latitude)} ${round(longitude)} ${altitude ?? 0} ${accuracy.toFixed(1)}`);
      } catch {
        told(t("no_place"), false);
      }
      take.disabled = false;
      control.update();
    },
    { kind: "secondary", symbol: "locate" },
  );
  const control = {
    element: h("div", { class: "taking" }, take, said, remove),
    target: take,
    group: true,
    update() {
      const stored = current(node);
      said.textContent = stored ? shownPoint(stored) : "";
      remove.hidden = !stored;
      take.disabled = node.currentState.readonly;
    },
  };
  return control;
}

/* Choices: buttons to tap (radio, tick boxes), or a list to pick one from. */
export function choice(node, id) {
  const options = node.currentState.valueOptions;
  const single = node.selectType === "select1";
  const many = options.length > MOST_BUTTONS || has(node, "minimal") || has(node, "autocomplete");
  return single && many ? pickList(node, id) : buttons(node, id, single);
}

function pickList(node, id) {
  const element = h("select", { id, on: { change: () => node.selectValue(element.value || null) } });
  return {
    element,
    target: element,
    update() {
      const options = node.currentState.valueOptions;
      const text = options.map((option) => `${option.value}\n${option.label.asString}`).join("\n");
      if (element.dataset.text !== text) {
        element.dataset.text = text;
        element.replaceChildren(
          h("option", { value: "" }, "–"),
          ...options.map((option) => h("option", { value: option.value }, option.label.asString)),
        );
      }
      element.value = node.currentState.value[0] ?? "";
      element.disabled = node.currentState.readonly;
    },
  };
}

function buttons(node, id, single) {
  const element = h("div", { class: "choices" });
  const known = new Map();
  function change(event) {
    const { value, checked } = event.target;
    if (single) node.selectValue(value);
    else {
      const others = node.currentState.value.filter((each) => each !== value);
      node.selectValues(checked ? [...others, value] : others);
    }
  }
  // A second tap on the one chosen takes the answer back, as on paper with a rubber.
  function takeBack(event) {
    if (single && event.target.matches("input") && node.isSelected(event.target.value) && event.detail) node.selectValue(null);
  }
  element.addEventListener("click", takeBack);
  return {
    element,
    target: element,
    group: true,
    update() {
      const options = node.currentState.valueOptions;
      const wanted = options.map((option) => {
        if (!known.has(option.value)) {
          const input = h("input", { type: single ? "radio" : "checkbox", name: id, value: option.value, on: { change } });
          const text = h("span");
          known.set(option.value, { input, text, line: h("label", {}, input, text) });
        }
        const { input, text, line } = known.get(option.value);
        setWords(text, option.label);
        input.checked = node.isSelected(option.value);
        input.disabled = node.currentState.readonly;
        return line;
      });
      if (wanted.length !== element.children.length || wanted.some((line, index) => element.children[index] !== line)) {
        element.replaceChildren(...wanted);
      }
    },
  };
}

/* Put answers into an order. */
export function ranking(node, id) {
  const element = h("ol", { class: "ranking" });
  const move = (value, by) => {
    const order = [...ordered(node)];
    const from = order.indexOf(value);
    order.splice(from, 1);
    order.splice(from + by, 0, value);
    node.setValues(order);
    element.querySelector(`[data-value="${CSS.escape(value)}"] button:not([disabled])`)?.focus();
  };
  return {
    element,
    target: element,
    group: true,
    update() {
      const order = ordered(node);
      const text = order.map((value) => `${value}\n${node.getValueLabel(value)?.asString}`).join("\n");
      if (element.dataset.text === text) return;
      element.dataset.text = text;
      element.replaceChildren(
        ...order.map((value, index) => {
          const label = node.getValueLabel(value)?.asString ?? value;
          const arrow = (by, symbol, name) =>
            button("", () => move(value, by), {
              kind: "secondary small",
              symbol,
              "aria-label": t(name, { label }),
              disabled: index + by < 0 || index + by >= order.length,
            });
          return h("li", { "data-value": value }, h("span", {}, label), arrow(-1, "arrow-up", "further_up"), arrow(1, "arrow-down", "further_down"));
        }),
      );
    },
  };
}

function ordered(node) {
  const chosen = node.currentState.value;
  return chosen.length ? chosen : node.currentState.valueOptions.map((option) => option.value);
}

export function tick(node, id) {
  const input = h("input", { type: "checkbox", id, on: { change: () => node.setValue(input.checked) } });
  return {
    element: input,
    target: input,
    inside: true, // the box stands in its own label
    update() {
      input.checked = Boolean(node.currentState.value);
      input.disabled = node.currentState.readonly;
    },
  };
}

/* A photo (scaled down before it is stored) or another file. */
export function upload(node, id, told) {
  const { accept, type } = node.nodeOptions.media;
  const isImage = type === "image";
  let shownFile = null;
  const preview = h("div", { class: "preview" });
  const input = h("input", { type: "file", id, accept: accept === "*" ? null : accept, on: { change } });
  const remove = button(t("remove"), () => node.setValue(null), { kind: "plain small", symbol: "trash-2" });
  async function change() {
    const [file] = input.files;
    if (!file) return;
    told("");
    try {
      const kept = isImage ? await scaledDown(file) : renamed(file);
      if (kept.size > LARGEST_FILE) told(t("file_too_large"), false);
      else node.setValue(kept);
    } catch {
      told(t("no_photo"), false);
    }
    input.value = "";
  }
  return {
    element: h("div", { class: "taking" }, input, preview, remove),
    target: input,
    update() {
      const file = node.currentState.value;
      input.disabled = node.currentState.readonly;
      remove.hidden = !file;
      if (file === shownFile) return;
      shownFile = file;
      const old = preview.querySelector("img");
      if (old) URL.revokeObjectURL(old.src);
      const label = node.currentState.label?.asString ?? "";
      preview.replaceChildren(
        ...(!file ? [] : isImage ? [h("img", { src: URL.createObjectURL(file), alt: t("photo_of", { label }) })] : [icon("file-text"), file.name]),
      );
    },
  };
}

function renamed(file) {
  const ending = file.name.match(/\.(\w{1,5})$/)?.[1] ?? "bin";
  return new File([file], uniqueName(ending.toLowerCase()), { type: file.type });
}

export function control(node, id, told) {
  if (node.nodeType === "input" && node.valueType === "geopoint") return point(node, told);
  if (node.nodeType === "input" && ["geotrace", "geoshape", "intent"].includes(node.valueType)) return null;
  const make = { input: typed, range, select: choice, rank: ranking, trigger: tick, upload }[node.nodeType];
  return make ? make(node, id, told) : null;
}
