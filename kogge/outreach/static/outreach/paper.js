// Typing a visit sheet in: Enter goes on to the next question, one digit answers a question with up to nine answers.
// Without this file the page works too: with the Tab key and the button.
const form = document.querySelector("[data-typing]");
const fields = form ? [...form.querySelectorAll("input:not([type=hidden]), textarea")] : [];

function goOn(from) {
  const next = fields[fields.indexOf(from) + 1];
  if (next) {
    next.focus();
    next.select?.();
  } else {
    form.querySelector(".buttons button").focus();
  }
}

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!fields.includes(event.target)) return;
  event.preventDefault();
  goOn(event.target);
});

form?.addEventListener("input", (event) => {
  const most = Number(event.target.dataset.one || 0);
  if (most && /^[1-9]$/.test(event.target.value) && Number(event.target.value) <= most) goOn(event.target);
});

// The first wrong answer, else the first question: day and outcome are mostly right as they stand.
const wrong = form?.querySelector("[aria-invalid=true]");
const first = wrong || form?.querySelector("[data-start] input, [data-start] textarea");
first?.focus();
