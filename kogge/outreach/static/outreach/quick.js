/* Values that are often meant, one tap each. Without a script the row stays hidden and the field is typed into. */

for (const row of document.querySelectorAll("[data-onetap]")) {
  const field = document.getElementById(row.dataset.onetap);
  if (!field) continue;
  const show = () => {
    for (const button of row.children) button.setAttribute("aria-pressed", String(button.value === field.value));
  };
  row.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    field.value = field.value === button.value ? "" : button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("input", show);
  show();
  row.hidden = false;
}
