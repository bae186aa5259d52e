/* Signing out waits for what was recorded without a network and is on this device alone. The page that holds it leaves
   a note in the local storage, "kogge-unsent-<area>" with the address that shows it; nothing of its content. */

const NOTE = "kogge-unsent-";

function build(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest("form[data-unsent]");
    const note = Object.keys(localStorage).find((name) => name.startsWith(NOTE));
    if (!form || !note || form.dataset.anyway) return;
    event.preventDefault();
    event.stopPropagation();
    const message = build("div", { className: "message warning" });
    const link = build("a", { href: localStorage.getItem(note), textContent: form.dataset.unsentLink });
    const anyway = build("button", { type: "button", className: "plain", textContent: form.dataset.unsentAnyway });
    anyway.addEventListener("click", () => {
      form.dataset.anyway = "yes";
      form.requestSubmit();
    });
    const text = build("p", { textContent: `${form.dataset.unsent} ` });
    text.append(link);
    message.append(text, anyway);
    document.getElementById("messages").replaceChildren(message);
    form.closest("details")?.removeAttribute("open");
    window.scrollTo(0, 0);
    link.focus();
  },
  { capture: true },
);
