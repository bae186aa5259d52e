/* Forms: a second press on a button saves nothing twice, and typed words are not lost by a tap on a link. */

const PAUSE = 4000; // ms in which a second press is taken for a slip; a file that is downloaded leaves the page open
const WORDS = "main form[method=post] textarea, main form[method=post] input:is([type=text], [type=email], [type=tel], [type=url])";
let leaving = false;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  leaving = true;
  setTimeout(() => {
    delete form.dataset.sent;
    leaving = false;
  }, PAUSE);
});

/* Back from the next page by the browser's button: the form can be sent again. */
window.addEventListener("pageshow", () => {
  leaving = false;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* "Cancel" means it; every other way off the page asks when words were typed that nobody has saved. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) leaving = true;
});

function unsaved() {
  return [...document.querySelectorAll(WORDS)].some((field) => field.value !== field.defaultValue);
}

window.addEventListener("beforeunload", (event) => {
  if (!leaving && unsaved()) event.preventDefault();
});
