/* An organisation met by chance: its name, where it is; then the talk can begin. */

import { newId } from "./cases.js";
import { button, errorSummary, field, h, icon, t, today } from "./dom.js";
import { position, round } from "./place.js";

const FIELDS = [
  ["name", { maxlength: "200", required: true, autocomplete: "off" }],
  ["street", { maxlength: "120", autocomplete: "off" }],
  ["housenumber", { maxlength: "20", autocomplete: "off", class: "short" }],
  ["postcode", { maxlength: "10", inputmode: "numeric", autocomplete: "off", class: "short" }],
  ["city", { maxlength: "80", autocomplete: "off" }],
  ["phone", { maxlength: "40", type: "tel", autocomplete: "off" }],
];
const KINDS = ["business", "civic", "public", "housing", "education", "other"];

export async function shopScreen(app) {
  if (!app.data) return null;
  const inputs = Object.fromEntries(FIELDS.map(([name, more]) => [name, h("input", { type: "text", ...more })]));
  const kind = h("select", {}, KINDS.map((value) => h("option", { value }, t(`kind_${value}`))));
  const note = h("textarea", { rows: 2 });
  const place = placeTaker();
  const top = h("div");
  const form = h(
    "form",
    { novalidate: true, "data-main": true, on: { submit } },
    FIELDS.map(([name, more]) => field(t(`shop_${name}`), inputs[name], { optional: !more.required })),
    field(t("shop_kind"), kind),
    field(t("note"), note, { optional: true }),
    place.element,
    h("div", { class: "buttons" }, h("button", {}, icon("save"), t("save")), h("a", { class: "button secondary", href: "#/", "data-cancel": true }, t("cancel"))),
  );
  async function submit(event) {
    event.preventDefault();
    const name = inputs.name.value.trim();
    inputs.name.removeAttribute("aria-invalid");
    if (!name) {
      inputs.name.setAttribute("aria-invalid", "true");
      const box = errorSummary([{ id: inputs.name.id, text: t("name_needed") }]);
      top.replaceChildren(box);
      box.focus();
      return;
    }
    const shop = Object.fromEntries(FIELDS.map(([key]) => [key, inputs[key].value.trim()]));
    await keep(app, { ...shop, kind: kind.value, note: note.value.trim() }, place.found());
  }
  return { title: t("new_organisation"), back: "#/", answer: t("shop_answer"), body: [await app.roomWarning(), top, form] };
}

async function keep(app, shop, place) {
  const uuid = newId();
  const address = [`${shop.street} ${shop.housenumber}`.trim(), `${shop.postcode} ${shop.city}`.trim()].filter(Boolean).join(", ");
  const each = {
    case: uuid,
    met_on: today(),
    date: today(),
    time: "",
    channel: "",
    note: shop.note,
    organisation: { id: null, record: uuid, name: shop.name, address, phone: shop.phone, opening_hours: [] },
    told: { spoken: [], last_talk: null, refused_on: "", owes_an_apology: false, open_promises: [], broken_promises: [], contacts: [], conditions: [], not_with: [] },
  };
  const record = {
    uuid,
    kind: "organisation",
    owner: app.data.owner,
    made_at: new Date().toISOString(),
    case: uuid,
    title: shop.name,
    status: "waiting",
    shop,
    ...place,
  };
  await app.store.queue(record);
  app.data.cases.push(each);
  await app.saveData();
  app.go(`#/visit/${uuid}`);
  await app.recorded(record, t("shop_kept", { name: shop.name }));
}

/* A position is taken on request alone. */
function placeTaker() {
  let found = {};
  const said = h("output", { class: "place" });
  const take = button(
    t("take_place"),
    async () => {
      take.disabled = true;
      said.textContent = t("looking_for_place");
      try {
        const { latitude, longitude, accuracy } = await position();
        found = { lat: round(latitude), lon: round(longitude), accuracy: Math.round(accuracy) };
        said.textContent = t("place_taken", { n: found.accuracy });
      } catch {
        said.textContent = t("no_place");
      }
      take.disabled = false;
    },
    { kind: "secondary", symbol: "locate" },
  );
  return { element: h("div", { class: "taking" }, take, said), found: () => found };
}
