/* A guide being filled: in any of its languages, kept on the device with every answer, finished or set aside. */

import { recordOf } from "./cases.js";
import { button, errorSummary, h, icon, t } from "./dom.js";
import { Unusable } from "./engine.js";
import { Form } from "./form.js";

const PAUSE_MS = 600; // after the last key, before a draft is stored

export async function formScreen(app, id) {
  const started = performance.now();
  const draft = app.fresh.has(id) ? null : await app.store.draft(id);
  const about = app.fresh.get(id) ?? draft?.about;
  if (!about) return null;
  const guide = await app.store.guide(about.guide.md5);
  if (!guide) {
    app.say(t("guide_gone", { name: about.guide.name }), "error");
    return null;
  }
  const keeper = new Keeper(app, about);
  let form;
  try {
    form = await Form.open(guide, { body: draft?.body, changed: () => keeper.changed() });
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    app.say(t("guide_unusable", { name: about.guide.name }), "error");
    return null;
  }
  keeper.form = form;
  if (about.language) form.setLanguage(about.language);
  app.leaving = () => keeper.keep();
  performance.measure("kogge:guide-opened", { start: started });
  const top = h("div");
  return {
    title: about.guide.name,
    back: backOf(about),
    answer: about.title,
    body: [
      await app.roomWarning(),
      languages(form, keeper),
      top,
      h("form", { novalidate: true, "data-main": true, class: "guideform", on: { submit: finish } },
        form.element,
        h("div", { class: "buttons" },
          h("button", {}, icon("check"), t("finish")),
          button(t("go_on_later"), () => app.go(backOf(about)), { kind: "secondary" }),
          button(t("throw_away"), () => keeper.throwAway(), { kind: "plain", symbol: "trash-2" }))),
    ],
  }; // prettier-ignore

  async function finish(event) {
    event.preventDefault();
    const problems = form.problems();
    top.replaceChildren();
    if (problems.length) {
      const box = errorSummary(problems);
      top.append(box);
      box.focus();
      box.scrollIntoView({ block: "start" });
      return;
    }
    await keeper.finish();
  }
}

const backOf = (about) => `#/visit/${encodeURIComponent(about.case)}`;

/* The language of the talk: one tap each, every one written as its speakers write it. */
function languages(form, keeper) {
  const all = form.languages;
  if (all.length < 2) return null;
  const select = h("select", { id: "talk-language", on: { change } }, all.map((each) => h("option", { value: each.code, lang: each.code || null }, each.label)));
  select.value = form.language.code;
  function change() {
    form.setLanguage(select.value);
    keeper.language(select.value);
  }
  return h("div", { class: "field languagefield" }, h("label", { for: select.id }, icon("languages"), " ", t("language_of_talk")), select);
}

/* Keeps a form while it is filled: stored a moment after each answer, and whenever the page is put away. */
class Keeper {
  form = null;
  #timer = 0;
  #touched = false;
  #over = false;
  #saving = Promise.resolve();

  constructor(app, about) {
    this.app = app;
    this.about = about;
    this.hidden = () => document.visibilityState === "hidden" && this.#store();
    document.addEventListener("visibilitychange", this.hidden);
  }

  changed() {
    if (this.#over) return;
    this.#touched = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#store(), PAUSE_MS);
  }

  language(code) {
    this.about.language = code;
    this.changed();
  }

  #store() {
    clearTimeout(this.#timer);
    if (this.#over || !this.#touched) return this.#saving;
    this.#touched = false;
    this.#saving = this.#saving.then(async () => {
      try {
        await this.app.store.saveDraft({ ...this.about, changed_at: Date.now() }, await this.form.body());
        this.app.fresh.delete(this.about.id);
      } catch (error) {
        this.#full(error);
      }
    });
    return this.#saving;
  }

  #full(error) {
    if (error?.name !== "QuotaExceededError") throw error;
    this.app.say(t("storage_full"), "error");
  }

  /* Another screen comes. */
  async keep() {
    await this.#store();
    this.#end();
  }

  #end() {
    this.#over = true;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.hidden);
  }

  async finish() {
    const { app, about } = this;
    await this.#saving;
    const body = await this.form.body();
    const each = app.data.cases.find((other) => other.case === about.case) ?? about.of;
    const record = await recordOf(app, each, {
      kind: "interview",
      guide: about.guide.name,
      guide_md5: about.guide.md5,
      language: this.form.language.code,
      photos: body.files.length,
    });
    try {
      await app.store.queue(record, body, about.id);
    } catch (error) {
      this.#full(error);
      return;
    }
    this.#end();
    app.fresh.delete(about.id);
    app.leaving = null;
    app.go("#/");
    await app.recorded(record, t("interview_kept", { name: about.title }), async () => {
      await app.store.saveDraft({ ...about, changed_at: Date.now() }, body);
      app.go(`#/form/${about.id}`);
    });
  }

  async throwAway() {
    const { app, about } = this;
    await this.#saving;
    const body = await this.form.body();
    this.#end();
    app.leaving = null;
    app.fresh.delete(about.id);
    await app.store.dropDraft(about.id);
    app.go(backOf(about));
    app.say(t("thrown_away", { name: about.guide.name }), "success", {
      undo: () => app.store.saveDraft({ ...about, changed_at: Date.now() }, body),
    });
  }
}
