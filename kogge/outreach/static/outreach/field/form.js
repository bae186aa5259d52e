/* A guide on the screen: ODK's engine knows what is asked, relevant, required and allowed; here it becomes elements. */

import { control } from "./controls.js";
import { button, h, t } from "./dom.js";
import { prepare } from "./engine.js";
import { aboutLanguage, setWords } from "./labels.js";
import { shownPoint } from "./values.js";

const TELL_AFTER_MS = 250;

export class Form {
  #views = new Map();
  #pending = false;
  #dirty = false; // an answer changed, not only what is told of it
  #changed;
  #root;

  /* `body`: {xml, files} of a half-filled form; `changed()` hears of every answer. */
  static async open(guide, { body = null, changed = () => {} } = {}) {
    const result = await prepare(guide);
    const form = new Form(changed);
    const config = { stateFactory: (object) => form.#watched(object) };
    const instance = body ? await result.restoreInstance({ data: [asData(body)] }, config) : result.createInstance(config);
    form.#start(instance.root);
    return form;
  }

  constructor(changed) {
    this.#changed = changed;
    this.element = h("div", { class: "guide taps" });
  }

  /* What the engine writes into is watched: after a burst of writes the screen is brought up to date once. */
  #watched(object) {
    return new Proxy(object, {
      set: (target, name, value) => {
        target[name] = value;
        this.#dirty = true;
        this.#schedule();
        return true;
      },
    });
  }

  #schedule() {
    if (this.#pending || !this.#root) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      this.update();
      if (this.#dirty) this.#changed();
      this.#dirty = false;
    });
  }

  #start(root) {
    this.#root = root;
    this.update();
  }

  get languages() {
    return this.#root.languages.filter((each) => !each.isSyntheticDefault).map((each) => aboutLanguage(each.language));
  }

  get language() {
    const active = this.#root.currentState.activeLanguage;
    return active.isSyntheticDefault ? { code: "", label: "", direction: "ltr" } : aboutLanguage(active.language);
  }

  setLanguage(code) {
    const found = this.#root.languages.find((each) => !each.isSyntheticDefault && aboutLanguage(each.language).code === code);
    if (found) this.#root.setLanguage(found);
    this.update();
  }

  update() {
    const { code, direction } = this.language;
    this.element.dir = direction;
    if (code) this.element.lang = code;
    this.#children(this.#root, this.element);
  }

  /* Bring the elements of a node's children into line, in their order; those of a node that is gone go. */
  #children(node, into) {
    const wanted = node.currentState.children.map((child) => this.#view(child)).filter(Boolean);
    const there = [...into.children].filter((each) => each.dataset.node);
    const elements = wanted.map((view) => view.element);
    for (const element of there) if (!elements.includes(element)) element.remove();
    let before = into.querySelector(":scope > legend");
    for (const view of wanted) {
      const next = before ? before.nextElementSibling : into.firstElementChild;
      if (next !== view.element) into.insertBefore(view.element, next);
      before = view.element;
      const { relevant, hasRelevantBodyNodes } = view.node.currentState;
      view.element.hidden = !relevant || hasRelevantBodyNodes === false;
      if (!view.element.hidden) view.update();
    }
  }

  #view(node) {
    if (!this.#views.has(node.nodeId)) {
      const make = MAKERS[node.nodeType];
      const view = make ? make.call(this, node, this.#id(node)) : null;
      if (view) Object.assign(view.element.dataset, { node: node.nodeId });
      this.#views.set(node.nodeId, view && { node, ...view });
    }
    return this.#views.get(node.nodeId);
  }

  #id(node) {
    return `q-${String(node.nodeId).replace(/\W/g, "-")}`;
  }

  group(node) {
    const legend = h("legend");
    const element = h("fieldset", { class: "group" }, legend);
    return {
      element,
      update: () => {
        setWords(legend, node.currentState.label);
        legend.hidden = !legend.dataset.text;
        this.#children(node, element);
      },
    };
  }

  repeat(node) {
    const title = h("legend");
    const element = h("fieldset", { class: "group repeat" }, title);
    if (node.nodeType === "repeat-range:uncontrolled") {
      element.append(button(t("one_more"), () => node.addInstances(), { kind: "secondary", symbol: "plus" }));
    }
    return {
      element,
      update: () => {
        setWords(title, node.currentState.label);
        title.hidden = !title.dataset.text;
        this.#children(node, element);
      },
    };
  }

  instance(node) {
    const legend = h("legend");
    const element = h("fieldset", { class: "group instance" }, legend);
    const range = node.parent;
    const index = () => range.currentState.children.indexOf(node);
    if (range.nodeType === "repeat-range:uncontrolled") {
      element.append(
        button(t("remove_this"), () => range.removeInstances(index()), { kind: "plain small", symbol: "trash-2" }),
      );
    }
    return {
      element,
      update: () => {
        legend.textContent = `${range.currentState.label?.asString ?? ""} ${index() + 1}`.trim();
        this.#children(node, element);
      },
    };
  }

  note(node) {
    const element = h("div", { class: "note" });
    return { element, update: () => setWords(element, node.currentState.noteText) };
  }

  question(node, id) {
    const state = { local: "", blocks: false, told: false };
    const label = h("span", { class: "words" });
    const mark = h("span", { class: "optional" });
    const help = h("p", { class: "help", id: `${id}-help` });
    const wrong = h("div", { class: "error-text", id: `${id}-error` });
    const part = control(node, id, (problem, blocks = true) => {
      Object.assign(state, { local: problem, blocks });
      if (problem) state.told = true;
      this.#schedule();
    });
    const box = part ?? { element: h("p", { class: "muted" }, t("not_here")), target: null, update() {} };
    if (box.group) Object.assign(box.element, { id });
    const head = box.inside ? [h("label", {}, box.element, label, mark), help, wrong] : null;
    const element = box.group
      ? h("div", { class: "field" }, h("fieldset", {}, h("legend", {}, label, mark), help, wrong, box.element))
      : h("div", { class: "field" }, head ?? [h("label", { for: part ? id : null }, label, mark), help, wrong, box.element]);
    // Told a moment later: a message that moves the page under a finger makes it miss the next button.
    element.addEventListener("focusout", () => {
      setTimeout(() => {
        state.told = true;
        this.#schedule();
      }, TELL_AFTER_MS);
    });
    const described = box.group ? element.firstElementChild : box.target;
    return {
      element,
      state,
      targetId: id,
      update: () => {
        setWords(label, node.currentState.label);
        setWords(help, node.currentState.hint);
        if (!help.dataset.text && box.help) help.replaceChildren(h("bdi", {}, box.help));
        help.hidden = !help.textContent;
        mark.replaceChildren(...(node.currentState.required ? [" ", h("bdi", {}, `(${t("required")})`)] : []));
        box.update();
        const problem = state.told ? this.#problem(node, state) : "";
        if (wrong.textContent !== problem) wrong.replaceChildren(h("bdi", {}, problem)); // its language may run the other way
        wrong.hidden = !problem;
        element.classList.toggle("invalid", Boolean(problem));
        const ids = [!help.hidden && help.id, problem && wrong.id].filter(Boolean).join(" ");
        if (ids) described?.setAttribute("aria-describedby", ids);
        else described?.removeAttribute("aria-describedby");
        if (!box.group && box.target?.matches("input, select, textarea")) {
          box.target.toggleAttribute("required", false);
          if (problem) box.target.setAttribute("aria-invalid", "true");
          else box.target.removeAttribute("aria-invalid");
        }
      },
    };
  }

  #problem(node, state) {
    if (state.local) return state.local;
    const violation = node.validationState.violation;
    if (!violation) return "";
    return violation.message?.asString || t(violation.condition === "required" ? "please_answer" : "does_not_fit");
  }

  /* Everything that is wrong, with the id of its field; the fields say it too from now on. */
  problems() {
    const found = [];
    for (const view of this.#views.values()) {
      if (!view?.state || !isShown(view.node)) continue;
      view.state.told = true;
      if (view.state.local && !view.state.blocks) view.state.local = ""; // said once: no photo is no fault
      const text = this.#problem(view.node, view.state);
      if (text) found.push({ id: view.targetId, place: view.element, label: view.node.currentState.label?.asString ?? "", text });
    }
    this.update();
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    return found.sort((one, other) => (one.place.compareDocumentPosition(other.place) & follows ? -1 : 1));
  }

  /* What was answered, as lines of label and text. */
  summary() {
    return [...this.#views.values()]
      .filter((view) => view?.state && isShown(view.node) && (view.node.currentState.instanceValue ?? "") !== "")
      .map(({ node }) => ({ label: node.currentState.label?.asString ?? "", text: shown(node) }));
  }

  /* The answers as they are sent: {xml, files}. */
  async body() {
    const { data } = await this.#root.prepareInstancePayload({ payloadType: "monolithic" });
    const files = [];
    let xml = "";
    for (const [name, file] of data[0].entries()) {
      if (name === "xml_submission_file") xml = await file.text();
      else files.push(new File([file], name, { type: file.type }));
    }
    return { xml, files };
  }
}

const MAKERS = {
  group: Form.prototype.group,
  "repeat-range:controlled": Form.prototype.repeat,
  "repeat-range:uncontrolled": Form.prototype.repeat,
  "repeat-instance": Form.prototype.instance,
  note: Form.prototype.note,
  ...Object.fromEntries(["input", "select", "rank", "range", "trigger", "upload"].map((kind) => [kind, Form.prototype.question])),
};

function isShown(node) {
  for (let each = node; each?.currentState; each = each.parent) if (!each.currentState.relevant) return false;
  return true;
}

/* An answer as people read it. */
function shown(node) {
  const { value, instanceValue } = node.currentState;
  if (node.nodeType === "select") return value.map((each) => node.getValueOption(each)?.label.asString ?? each).join(", ");
  if (node.nodeType === "rank") return value.map((each) => node.getValueLabel(each)?.asString ?? each).join(", ");
  return node.valueType === "geopoint" ? shownPoint(instanceValue) : instanceValue;
}

function asData({ xml, files }) {
  const data = new FormData();
  data.append("xml_submission_file", new File([xml], "xml_submission_file", { type: "text/xml" }));
  for (const file of files) data.append(file.name, file, file.name);
  return data;
}

