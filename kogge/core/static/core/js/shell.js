/* What every page can do: keys, forms, menus, dialogs, messages, ticks, appearance. Works on what the server sent;
   without it every page still works by links and forms. */

import "./keys.js";
import "./forms.js";
import "./search.js";
import "./unsent.js";

const root = document.documentElement;

/* Appearance: a cookie, so that the server writes the attribute and nothing flickers. */
function setUpThemes() {
  for (const box of document.querySelectorAll("[data-themes]")) {
    const current = root.dataset.theme || "";
    box.hidden = false;
    for (const input of box.querySelectorAll("input")) {
      input.checked = input.value === current;
      input.addEventListener("change", () => {
        if (input.value) root.dataset.theme = input.value;
        else delete root.dataset.theme;
        const age = input.value ? 31536000 : 0;
        document.cookie = `kogge_theme=${input.value};path=/;max-age=${age};samesite=lax`;
        document.dispatchEvent(new CustomEvent("kogge:theme"));
      });
    }
  }
}

/* Menus are <details>: a click elsewhere or Esc closes them (Esc: keys.js). */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Buttons with data-dialog="id" open that dialog; a click on the backdrop closes it. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  else if (event.target.matches("dialog[open]")) event.target.close();
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".message").remove();
});

/* On a phone the rows of tabs scroll: the one that is open is in sight. */
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest("ul");
  const [inside, outside] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inside.left < outside.left || inside.right > outside.right) {
    row.scrollLeft += inside.left - outside.left - (outside.width - inside.width) / 2;
  }
}

/* Buttons that need this script stay hidden until it runs. */
function reveal(scope) {
  for (const button of scope.querySelectorAll("[data-dialog][hidden], [data-dismiss][hidden]")) {
    button.hidden = false;
  }
}

/* Ticking rows: all at once, the count said, the rows marked. */
function setUpTicks(scope) {
  for (const bar of scope.querySelectorAll("[data-bulkbar]")) {
    const form = bar.closest("form");
    if (!form || bar.dataset.ready) continue;
    bar.dataset.ready = "yes";
    const all = bar.querySelector("[data-tick-all]");
    const output = bar.querySelector("[data-tick-count]");
    const ticks = () => [...form.querySelectorAll("[data-tick]")];
    const tell = () => {
      const boxes = ticks();
      const ticked = boxes.filter((box) => box.checked);
      output.textContent = `${ticked.length} ${output.dataset.text}`;
      all.checked = boxes.length > 0 && ticked.length === boxes.length;
      all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
      for (const box of boxes) box.closest("tr, li")?.classList.toggle("ticked", box.checked);
      for (const button of bar.querySelectorAll(".buttons button")) {
        button.toggleAttribute("disabled", ticked.length === 0);
      }
    };
    all.parentElement.hidden = false;
    all.addEventListener("change", () => {
      for (const box of ticks()) box.checked = all.checked;
      tell();
    });
    form.addEventListener("change", (event) => event.target.matches("[data-tick]") && tell());
    tell();
  }
}

/* A hit was chosen while another search was under way: its late answer must not take the choice away. */
document.addEventListener("change", (event) => {
  const picker = event.target.closest(".hits")?.closest(".picker");
  if (picker) window.htmx?.trigger(picker.querySelector("[hx-get]"), "htmx:abort");
});

/* A form that came back with errors: the summary gets the focus, so that it is read and seen first. */
function focusErrors(scope) {
  scope.querySelector("[data-focus-first]")?.focus();
}

/* Pictures load their engines only where they are. */
async function setUpPictures(scope) {
  if (scope.querySelector("[data-map]")) (await import("./map.js")).draw(scope);
  if (scope.querySelector("[data-network]")) (await import("./network.js")).draw(scope);
}

function setUp(scope) {
  reveal(scope);
  setUpTicks(scope);
  focusErrors(scope);
  setUpPictures(scope);
}

setUpThemes();
setUp(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) setUp(event.detail.elt.parentElement || document);
});

/* A request that failed says so: nothing is silently lost. */
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => {
    const place = document.getElementById("messages");
    if (!place || place.querySelector(".message.offline")) return;
    const message = document.createElement("div");
    message.className = "message error offline";
    message.append(Object.assign(document.createElement("p"), { textContent: place.dataset.failed }));
    place.append(message);
  });
}
