/* Before and after the work: setting the device up, opening it, leaving it. */

import { button, config, errorSummary, field, focusOn, h, icon, t } from "./dom.js";
import { look, removeEverything, setUp, unlock } from "./store.js";
import { WrongPassphrase } from "./vault.js";

const SHORTEST = 8;

/* What this browser lacks, as a screen; null when the page can work. */
export function unusable() {
  if (window.isSecureContext && crypto.subtle && "serviceWorker" in navigator && "indexedDB" in window) return null;
  const why = window.isSecureContext ? "browser_too_old" : "needs_https";
  return { title: t("cannot_work"), body: h("p", {}, t(why)) };
}

export async function unlockScreen(app) {
  const state = await look();
  if (state.lock) return openScreen(app, state);
  return setUpScreen(app);
}

function passphrase(label, help, autocomplete) {
  const input = h("input", { type: "password", autocomplete, required: true, spellcheck: "false", autocapitalize: "none" });
  return { input, element: field(label, input, { help }) };
}

/* A form whose problems are said on top; its button works once at a time. */
function locked(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const press = form.querySelector("button:not([type=button])");
    if (press.disabled) return;
    press.disabled = true;
    form.setAttribute("aria-busy", "true");
    form.querySelector(".error-summary")?.remove();
    for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    const problem = await work();
    form.removeAttribute("aria-busy");
    press.disabled = false;
    if (!problem) return;
    document.getElementById(problem.id)?.setAttribute("aria-invalid", "true");
    const box = errorSummary([problem]);
    form.prepend(box);
    box.focus();
  });
  return form;
}

function setUpScreen(app) {
  const first = passphrase(t("passphrase"), t("passphrase_help", { n: SHORTEST }), "new-password");
  const second = passphrase(t("passphrase_again"), "", "new-password");
  const form = locked(
    h("form", { novalidate: true, "data-main": true }, first.element, second.element, h("div", { class: "buttons" }, h("button", {}, icon("lock"), t("set_up")))),
    async () => {
      if (first.input.value.length < SHORTEST) return { id: first.input.id, text: t("passphrase_too_short", { n: SHORTEST }) };
      if (first.input.value !== second.input.value) return { id: second.input.id, text: t("passphrases_differ") };
      await app.opened(await setUp(first.input.value));
      return null;
    },
  );
  const lines = ["promise_own", "promise_sealed", "promise_forgets"].map((key) => h("li", {}, t(key)));
  return { title: t("set_up_title"), answer: t("set_up_answer"), body: [h("ul", {}, lines), form] };
}

function openScreen(app, { lock, unsent, forgotten, days }) {
  const typed = passphrase(t("passphrase"), "", "current-password");
  const form = locked(
    h("form", { novalidate: true, "data-main": true }, typed.element, h("div", { class: "buttons" }, h("button", {}, icon("key-round"), t("open")))),
    async () => {
      try {
        await app.opened(await unlock(typed.input.value, lock));
        return null;
      } catch (error) {
        if (!(error instanceof WrongPassphrase)) throw error;
        typed.input.select();
        return { id: typed.input.id, text: t("wrong_passphrase") };
      }
    },
  );
  const parts = [form, h("details", { class: "why" }, h("summary", {}, t("forgotten")), h("div", { class: "why-body" }, startAgain(unsent)))];
  if (forgotten) parts.unshift(h("p", { class: "warn" }, icon("info"), t("was_forgotten", { n: days })));
  const answer = unsent ? t("waits_inside", { count: unsent, n: unsent }) : "";
  requestAnimationFrame(() => typed.input.focus());
  return { title: t("open_title"), answer, body: parts };
}

/* Without the passphrase nothing can be read again: all that is left is to begin anew, knowingly. */
function startAgain(unsent) {
  const sure = h("input", { type: "checkbox" });
  const press = button(t("remove_all"), remove, { kind: "brick", symbol: "trash-2" });
  async function remove() {
    if (!sure.checked) {
      focusOn(sure);
      return;
    }
    await removeEverything();
    location.reload();
  }
  return [
    h("p", {}, t("forgotten_text")),
    h("p", {}, h("label", {}, sure, unsent ? t("lose_unsent", { count: unsent, n: unsent }) : t("lose_nothing"))),
    press,
  ];
}

/* Signing out with work that nobody has received would lose it: the ways out instead. */
export async function leaveScreen(app) {
  const { waiting, drafts } = await app.store.counts();
  if (waiting + drafts === 0) {
    const out = h(
      "form",
      { method: "post", action: config.logout },
      h("input", { type: "hidden", name: "csrfmiddlewaretoken", value: token() }),
    );
    return {
      title: t("leave_title"),
      back: "#/",
      answer: t("leave_answer"),
      body: h(
        "div",
        { class: "buttons" },
        button(t("leave_now"), async () => {
          await removeEverything();
          document.body.append(out);
          out.submit();
        }, { symbol: "log-out" }),
        button(t("lock_only"), () => location.reload(), { kind: "secondary", symbol: "lock" }),
      ),
    };
  }
  return {
    title: t("cannot_leave"),
    back: "#/",
    answer: t("unsent_here", { waiting, drafts }),
    body: [
      h("p", {}, t("ways_out")),
      h(
        "div",
        { class: "buttons" },
        waiting > 0 && button(t("send_now"), () => app.sync(), { symbol: "upload" }),
        h("a", { class: "button secondary", href: "#/waiting" }, icon("list-checks"), t("look_at_them")),
        button(t("lock_only"), () => location.reload(), { kind: "secondary", symbol: "lock" }),
      ),
    ],
  };
}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
