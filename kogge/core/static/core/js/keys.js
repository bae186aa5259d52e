/* Keys: / and Ctrl+/ search, Ctrl+Enter saves, Esc cancels or closes, N new, ? help.
   Single keys can be switched off (WCAG 2.1.4) in the keyboard dialog. */

const STORE = "kogge-single-keys";

function singleKeys() {
  return localStorage.getItem(STORE) !== "off";
}

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select, [role=application], [role=application] *");
}

function search() {
  const box = document.getElementById("quick-search");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function save() {
  const form = document.activeElement?.closest("main form[method=post]")
    || document.querySelector("main form[data-main], main form[method=post]");
  if (!form) return false;
  const button = form.querySelector("button:not([type=button]):not([formnovalidate]), [type=submit]");
  form.requestSubmit(button || undefined);
  return true;
}

function cancel(target) {
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  if (document.querySelector("dialog[open], :popover-open")) return false; // the browser closes those
  if (target.matches("#quick-search") || target.closest(".map, .network")) return false;
  // The first Esc only leaves the field: it may have closed a list of suggestions, and typed text is dear.
  if (typing(target)) {
    target.blur();
    return false;
  }
  const way = document.querySelector("main [data-cancel]");
  if (way) way.click();
  return Boolean(way);
}

function fresh() {
  const way = document.querySelector("main [data-new]");
  way?.click();
  return Boolean(way);
}

function help() {
  const dialog = document.getElementById("shortcuts");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const control = event.ctrlKey || event.metaKey;
  let done = false;
  if (control && (event.key === "/" || event.code === "Slash" || event.code === "NumpadDivide")) done = search();
  else if (control && event.key === "Enter") done = save();
  else if (event.key === "Escape") done = cancel(event.target);
  else if (!control && !typing(event.target) && singleKeys() && !document.querySelector("dialog[open]")) {
    if (event.key === "/") done = search();
    else if (event.key === "n" || event.key === "N") done = fresh();
    else if (event.key === "?") done = help();
  }
  if (done) event.preventDefault();
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = singleKeys();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
}
