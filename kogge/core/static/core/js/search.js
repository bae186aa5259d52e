/* The quick search box: htmx fetches the options; arrows choose, Enter opens, Esc closes. Without a choice
   Enter sends the form to the full page of results. */

const box = document.getElementById("quick-search");
const list = document.getElementById("quick-results");

function options() {
  return [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];
}

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function show(open) {
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) choose(null);
}

function move(step) {
  const all = options();
  if (!all.length) return;
  const now = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  choose(all[(now + step + all.length + (now < 0 && step < 0 ? 1 : 0)) % all.length]);
}

if (box && list) {
  list.addEventListener("htmx:afterSwap", () => show(box.value.trim() !== "" && list.children.length > 0));
  box.addEventListener("input", () => box.value.trim() === "" && show(false));
  box.addEventListener("focus", () => box.value.trim() !== "" && list.children.length > 0 && show(true));
  box.addEventListener("keydown", (event) => {
    const chosen = list.querySelector('[aria-selected="true"]');
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden && list.children.length) show(true);
      move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && chosen && !list.hidden) {
      event.preventDefault();
      window.location.assign(chosen.dataset.url);
    } else if (event.key === "Escape") {
      if (list.hidden) {
        box.value = "";
        box.blur();
      }
      show(false);
      event.preventDefault();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) {
      event.preventDefault();
      window.location.assign(option.dataset.url);
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".quick")) show(false);
  });
}
