/* Whom do I visit today, and what must I know before the door opens? */

import { badge, button, config, day, field, h, icon, moment, t, today } from "./dom.js";
import { placeOfRecord } from "./place.js";

export const newId = () => crypto.randomUUID();

/* What every record says of itself. */
export async function recordOf(app, each, more) {
  return {
    uuid: newId(),
    owner: app.data.owner,
    made_at: new Date().toISOString(),
    case: each.case,
    visit: each.visit ?? undefined,
    state: each.state ?? undefined,
    organisation: each.organisation.id ?? undefined,
    organisation_record: each.organisation.id ? undefined : each.organisation.record,
    title: each.organisation.name,
    status: "waiting",
    ...(await placeOfRecord()),
    ...more,
  };
}

export async function listScreen(app) {
  const records = await app.store.waiting();
  const drafts = await app.store.drafts();
  const now = today();
  const cases = app.data?.cases ?? [];
  const due = cases.filter((each) => each.date <= now);
  const later = cases.filter((each) => each.date > now);
  const answer = app.data
    ? `${t("visits_today", { count: due.length, n: due.length })} ${t("as_of", { when: moment(app.data.fetched_at) })}`
    : t("nothing_fetched");
  return {
    title: t("whom_today"),
    answer,
    body: [
      await app.roomWarning(),
      h(
        "div",
        { class: "buttons" },
        app.data?.may_add_organisations && h("a", { class: "button", href: "#/shop", "data-new": true }, icon("plus"), t("new_organisation")),
        button(t("fetch_and_send"), () => app.sync(), { kind: "secondary", symbol: "refresh-cw" }),
      ),
      drafts.length > 0 && section(t("begun"), h("ul", { class: "rows" }, drafts.map((each) => draftRow(each)))),
      due.length > 0 && section(t("today_and_left"), cardList(due, records, now)),
      later.length > 0 && section(t("next_days"), cardList(later, records, now)),
      app.data && cases.length === 0 && h("div", { class: "emptystate" }, icon("footprints"), h("h2", {}, t("nobody_waits")), h("p", {}, t("nobody_waits_text"))),
      h(
        "div",
        { class: "buttons foot" },
        button(t("lock_only"), () => location.reload(), { kind: "secondary", symbol: "lock" }),
        h("a", { class: "button secondary", href: "#/leave" }, icon("log-out"), t("sign_out")),
        navigator.onLine && h("a", { class: "button plain", href: config.visits }, t("to_the_office")),
      ),
    ],
  };
}

const section = (title, ...content) => h("section", {}, h("h2", {}, title), content);

function draftRow(draft) {
  return h(
    "li",
    {},
    h("span", {}, h("a", { href: `#/form/${draft.id}` }, `${draft.guide.name}: ${draft.title}`)),
    h("span", { class: "muted small" }, moment(draft.changed_at)),
  );
}

function cardList(cases, records, now) {
  return h("ul", { class: "visitcards" }, cases.map((each) => h("li", {}, card(each, records, now))));
}

function card(each, records, now) {
  const { organisation, told } = each;
  const mine = records.filter((record) => record.case === each.case);
  return h(
    "article",
    { class: told.refused_on || told.owes_an_apology ? "card brick" : "card" },
    h("h3", {}, h("a", { href: `#/visit/${encodeURIComponent(each.case)}` }, organisation.name)),
    h(
      "p",
      { class: "muted" },
      each.date < now ? [badge(t("left_over"), "ochre", "clock"), ` ${day(each.date)}`] : each.date === now ? t("today") : day(each.date),
      each.time && `, ${each.time}`,
      each.channel && ` · ${each.channel}`,
      each.is_practice && [" ", badge(t("practice"), "ochre")],
    ),
    organisation.address && h("p", {}, organisation.address),
    warnings(told),
    told.spoken.length > 0 && h("p", { class: "small" }, `${t("languages")}: ${told.spoken.join(", ")}`),
    told.open_promises.length > 0 && h("p", { class: "small" }, t("promises_open", { count: told.open_promises.length, n: told.open_promises.length })),
    recordedBadge(each, mine),
  );
}

function recordedBadge(each, mine) {
  if (mine.some((record) => record.status === "conflict")) return h("p", {}, badge(t("needs_decision"), "brick", "flag"));
  if (mine.length) return h("p", {}, badge(t("recorded_waits"), "sea", "upload"));
  return each.done ? h("p", {}, badge(t("recorded_sent"), "moss", "check")) : null;
}

function warnings(told) {
  return [
    told.refused_on && h("p", { class: "warn" }, icon("ban"), t("refused_on", { day: day(told.refused_on) })),
    told.owes_an_apology && h("p", { class: "warn" }, icon("flag"), t("apologise_first")),
  ];
}

export async function caseScreen(app, id) {
  const each = app.data?.cases.find((other) => other.case === id);
  if (!each) return null;
  const { organisation, told } = each;
  const mine = (await app.store.waiting()).filter((record) => record.case === id);
  return {
    title: organisation.name,
    back: "#/",
    answer: organisation.address,
    body: [
      await app.roomWarning(),
      recordedBadge(each, mine),
      warnings(told),
      each.note && h("p", { class: "quote" }, each.note),
      briefing(each),
      guideList(app, each),
      outcomes(app, each),
    ],
  };
}

function guideList(app, each) {
  const guides = app.data.guides;
  return h(
    "section",
    { class: "guides" },
    h("h2", {}, t("talk")),
    guides.length > 0 && h("p", { class: "help muted" }, t("consent_first")),
    guides.length === 0 && h("p", { class: "muted" }, t("no_guides")),
    h("div", { class: "stack" }, guides.map((guide) => button(guide.minutes ? t("guide_minutes", { name: guide.name, n: guide.minutes }) : guide.name, () => begin(app, each, guide), { symbol: "message-square" }))),
  );
}

export function begin(app, each, guide) {
  const id = newId();
  const { visit, state, organisation } = each;
  const of = { case: each.case, visit, state, organisation }; // should the case go meanwhile
  app.fresh.set(id, { id, case: each.case, of, title: organisation.name, guide: { md5: guide.md5, name: guide.name }, changed_at: Date.now() });
  app.go(`#/form/${id}`);
}

/* One gesture each: nobody there, does not want to, come back on a day, talked without a guide. */
function outcomes(app, each) {
  const save = async (outcome, more = {}) => {
    const record = await recordOf(app, each, { kind: "outcome", outcome, ...more });
    await app.store.queue(record);
    app.go("#/");
    await app.recorded(record, t("recorded_as", { name: each.organisation.name, how: t(`outcome_${outcome}`) }));
  };
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const back = h("input", { type: "date", min: tomorrow, required: true });
  const note = h("textarea", { rows: 3 });
  const step = h("input", { type: "text", maxlength: "200", autocomplete: "off" });
  const until = h("input", { type: "date", min: today() });
  const later = h("form", { on: { submit: (event) => submit(event, () => save("later", { come_back_on: back.value })) } }, field(t("come_back_day"), back), h("button", { class: "secondary" }, t("save")));
  const talked = h(
    "form",
    {
      on: {
        submit: (event) => submit(event, () => save("met", { note: note.value, next_step: step.value, next_step_due: until.value || undefined })),
      },
    },
    field(t("what_was_said"), note, { optional: true }),
    field(t("next_step"), step, { optional: true }),
    field(t("until"), until, { optional: true }),
    h("button", { class: "secondary" }, t("save")),
  );
  return h(
    "section",
    { class: "outcomes" },
    h("h2", {}, t("or_else")),
    h("div", { class: "gestures" }, button(t("outcome_away"), () => save("away"), { kind: "secondary" }), button(t("outcome_refused"), () => save("refused"), { kind: "secondary" })),
    h("details", {}, h("summary", {}, t("outcome_later")), later),
    h("details", {}, h("summary", {}, t("outcome_met")), talked),
  );
}

function submit(event, work) {
  event.preventDefault();
  if (event.target.reportValidity()) work();
}

function briefing({ organisation, told }) {
  const promise = (each, kind) => h("li", {}, kind && [badge(kind, "brick", "flag"), " "], `${each.what} (${[each.by, t("due", { day: day(each.due) })].filter(Boolean).join(", ")})`);
  const facts = [
    told.spoken.length > 0 && [t("languages"), told.spoken.join(", ")],
    ...told.contacts.map((each) => [t("ask_for"), h("span", {}, [each.name, each.title].filter(Boolean).join(", "), each.phone && [" ", phone(each.phone)])]),
    organisation.phone && [t("phone"), phone(organisation.phone)],
    organisation.opening_hours.length > 0 && [t("opening_hours"), organisation.opening_hours.join("; ")],
    ...told.conditions.map((each) => [each.label, each.text]),
    told.not_with.length > 0 && [t("not_with"), told.not_with.join(", ")],
  ].filter(Boolean);
  const talk = told.last_talk;
  const promises = [
    ...told.broken_promises.map((each) => promise(each, t("broken"))),
    ...told.open_promises.map((each) => promise(each, each.is_overdue ? t("overdue") : "")),
  ];
  return h(
    "section",
    { class: "briefing" },
    h("h2", {}, t("must_know")),
    talk ? h("p", {}, t("last_talk", { day: day(talk.date), who: talk.by || t("nobody") })) : h("p", { class: "muted" }, t("never_talked")),
    talk?.note && h("p", { class: "quote" }, talk.note),
    promises.length > 0 && [h("h3", {}, t("promises")), h("ul", {}, promises)],
    facts.length > 0 && h("dl", { class: "facts" }, facts.map(([label, text]) => [h("dt", {}, label), h("dd", {}, text)])),
  );
}

const phone = (number) => h("a", { href: `tel:${number.replace(/[^+\d]/g, "")}` }, number);
