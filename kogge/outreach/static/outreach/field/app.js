/* The page as a whole: which screen is shown, what the head says, when something is sent. */

import { caseScreen, listScreen } from "./cases.js";
import { button, config, h, icon, t } from "./dom.js";
import { engine, prepare, Unusable } from "./engine.js";
import { formScreen } from "./forms.js";
import { leaveScreen, unlockScreen, unusable } from "./screens.js";
import { shopScreen } from "./shop.js";
import { room } from "./store.js";
import { Offline, OtherPerson, refresh, sendAll, SignedOut } from "./sync.js";
import { recordScreen, waitingScreen } from "./waiting.js";

const place = document.getElementById("field");
const messages = document.getElementById("field-messages");
const status = document.getElementById("field-status");
const RETRY_MS = 60_000;
const KEEP_AGAIN_MS = 5_000;
const UNDO_MS = 6_000; // what was just recorded may be taken back that long before it leaves the device

const SCREENS = {
  "": listScreen,
  visit: caseScreen,
  form: formScreen,
  shop: shopScreen,
  waiting: waitingScreen,
  record: recordScreen,
  leave: leaveScreen,
};

// Screens on which nobody types: they may be drawn anew at any time.
const QUIET = new Set(["", "waiting", "leave"]);
const screenName = () => location.hash.replace(/^#\/?/, "").split("/")[0];

const whenIdle = (work) => (window.requestIdleCallback ?? setTimeout)(work);

class App {
  store = null;
  data = null; // the cases, as the store has them
  fresh = new Map(); // forms begun, not yet a word typed
  leaving = null; // what the screen does before another one comes
  #busy = null;
  #timer = 0;
  #shown = 0;
  #said = 0; // when the last message came

  async opened(store) {
    this.store = store;
    this.data = await store.cases();
    engine(); // on its way while the list is drawn
    this.go(location.hash.startsWith("#/") ? location.hash : "#/");
    this.sync({ quiet: Boolean(this.data) }).then(() => whenIdle(() => this.#readAhead()));
    setInterval(() => this.sync({ quiet: true, onlyIfWaiting: true }), RETRY_MS);
  }

  /* The guides are read before one is opened: at the door everything is quick. */
  async #readAhead() {
    for (const { md5 } of this.data?.guides ?? []) {
      const guide = await this.store.guide(md5);
      if (!guide) continue;
      await prepare(guide).catch((error) => {
        if (!(error instanceof Unusable)) throw error; // said when somebody opens it
      });
    }
  }

  go(hash) {
    if (location.hash === hash) this.show();
    else location.hash = hash;
  }

  async show({ keepFocus = false } = {}) {
    if (!this.store) return;
    const turn = (this.#shown += 1);
    await this.leaving?.();
    this.leaving = null;
    const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
    const make = SCREENS[name] ?? listScreen;
    const screen = await make(this, ...rest);
    if (turn !== this.#shown) return; // meanwhile somebody went elsewhere
    if (!screen) {
      this.go("#/");
      return;
    }
    this.draw(screen, keepFocus);
  }

  draw({ title, back = "", body, answer = "" }, keepFocus = false) {
    document.title = `${title} · Kogge`;
    const heading = h("h1", { tabindex: "-1" }, title);
    place.replaceChildren(
      ...[
        back && h("p", { class: "back" }, h("a", { href: back, "data-cancel": true }, icon("arrow-left"), t("back_to_list"))),
        heading,
        answer && h("p", { class: "answer" }, answer),
        ...[body].flat(Infinity).filter(Boolean),
      ].filter(Boolean),
    );
    if (!keepFocus) {
      window.scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
    this.tellStatus();
  }

  /* Above the screen, read aloud. `undo` puts back what was just done. */
  say(text, kind = "success", { undo = null, link = null } = {}) {
    const symbols = { success: "circle-check", warning: "triangle-alert", error: "circle-alert" };
    const message = h("div", { class: `message ${kind}` }, icon(symbols[kind] ?? "info"), h("p", {}, text, link && " ", link));
    if (undo) {
      message.append(
        button(t("undo"), async () => {
          message.remove();
          await undo();
          this.show();
        }, { kind: "plain", symbol: "undo-2" }),
      );
    }
    messages.replaceChildren(message);
    this.#said = Date.now();
    return message;
  }

  /* Another screen: what was said some time ago goes. */
  hush() {
    if (Date.now() - this.#said > UNDO_MS) messages.replaceChildren();
  }

  async tellStatus() {
    if (!this.store) return;
    const { waiting } = await this.store.counts();
    status.replaceChildren(
      h("span", { class: "net" }, icon(navigator.onLine ? "check" : "wifi-off"), navigator.onLine ? t("online") : t("offline")),
      h("a", { href: "#/waiting", class: "waits" }, t("waits", { count: waiting, n: waiting })),
    );
  }

  /* Recorded: say so, offer to take it back, send it when that time is over. */
  async recorded(record, text, putBack = async () => {}) {
    const message = this.say(text, "success", {
      undo: async () => {
        if (!(await this.store.record(record.uuid))) this.say(t("sent_already"), "warning");
        else if (await this.takeBack(record)) await putBack();
      },
    });
    this.tellStatus();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      message.querySelector("button")?.remove();
      this.sync({ quiet: true });
    }, UNDO_MS);
  }

  /* Remove a record that was not sent. One that others build upon stays: false. */
  async takeBack(record) {
    const others = (await this.store.waiting()).filter((other) => other.organisation_record === record.uuid);
    if (others.length) {
      this.say(t("others_need_it", { count: others.length, n: others.length }), "warning");
      return false;
    }
    await this.store.drop(record.uuid);
    if (record.kind === "organisation") {
      this.data.cases = this.data.cases.filter((each) => each.case !== record.uuid);
      await this.saveData();
    }
    return true;
  }

  /* Send what waits, then fetch the cases anew. One at a time. */
  sync(options = {}) {
    this.#busy ??= this.#sync(options).finally(() => (this.#busy = null));
    return this.#busy;
  }

  async #sync({ quiet = false, onlyIfWaiting = false }) {
    if (!this.store) return;
    if (!navigator.onLine) {
      if (!quiet) this.say(t("no_network"), "warning");
      return;
    }
    if (onlyIfWaiting && !(await this.store.counts()).waiting) return;
    try {
      const { sent, conflict, refused } = await sendAll(this.store);
      this.data = await this.store.cases();
      this.data = await refresh(this.store);
      if (conflict) this.say(t("conflicts", { count: conflict, n: conflict }), "warning", { link: waitingLink() });
      else if (refused) this.say(t("refusals", { count: refused, n: refused }), "error", { link: waitingLink() });
      else if (sent) this.say(t("sent", { count: sent, n: sent }));
      else if (!quiet) this.say(t("up_to_date"));
      if (QUIET.has(screenName())) await this.show({ keepFocus: true });
    } catch (error) {
      this.#tell(error, quiet);
      this.data = await this.store.cases();
    }
    await this.tellStatus();
  }

  #tell(error, quiet) {
    if (error instanceof Offline) {
      if (!quiet) this.say(t("no_network"), "warning");
    } else if (error instanceof SignedOut) {
      this.say(t("signed_out"), "warning", { link: h("a", { href: config.login }, t("sign_in")) });
    } else if (error instanceof OtherPerson) this.say(t("other_person", { person: error.person }), "error");
    else if (isFull(error)) this.say(t("storage_full"), "error");
    else throw error;
  }

  /* Said before a visit, not after it. */
  async roomWarning() {
    const { full } = await room();
    return full ? h("p", { class: "warn" }, icon("triangle-alert"), t("storage_nearly_full")) : null;
  }

  saveData() {
    return this.store.saveCases(this.data);
  }
}

export const isFull = (error) => error?.name === "QuotaExceededError";
const waitingLink = () => h("a", { href: "#/waiting" }, t("look_at_them"));

const app = new App();
addEventListener("hashchange", () => {
  if (location.hash && !location.hash.startsWith("#/")) return; // a place on this screen
  app.hush();
  app.show();
});
for (const name of ["online", "offline"]) {
  addEventListener(name, () => {
    app.tellStatus();
    app.sync({ quiet: true });
  });
}

/* The worker fetches every file of the page; where one does not come, it is tried again, and said in the end. */
async function keepPage(tries = 3) {
  const failed = () => (tries > 1 ? setTimeout(() => keepPage(tries - 1), KEEP_AGAIN_MS) : app.say(t("not_kept"), "warning"));
  try {
    const registration = await navigator.serviceWorker.register(config.worker, { updateViaCache: "none" });
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => fresh.state === "redundant" && !registration.active && failed());
  } catch {
    if (navigator.onLine) failed();
  }
}

async function begin() {
  const problem = unusable();
  if (problem) {
    app.draw(problem);
    return;
  }
  keepPage();
  navigator.serviceWorker.ready.then(() => document.documentElement.setAttribute("data-kept", "yes"));
  app.draw(await unlockScreen(app));
}

begin();
