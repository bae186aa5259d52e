/* What waits to be sent; one stuck record alone: looked at, decided, exported, deleted. */

import { badge, button, download, h, icon, moment, t } from "./dom.js";
import { Form } from "./form.js";

const KINDS = { waiting: ["sea", "upload"], conflict: ["brick", "flag"], refused: ["brick", "circle-alert"] };

export async function waitingScreen(app) {
  const records = await app.store.waiting();
  const drafts = await app.store.drafts();
  const answer = records.length ? t("waits_here", { count: records.length, n: records.length }) : t("nothing_waits");
  return {
    title: t("what_waits"),
    back: "#/",
    answer,
    body: [
      records.length > 0 && h("div", { class: "buttons" }, button(t("send_now"), () => app.sync(), { symbol: "upload" })),
      records.length > 0 && h("ul", { class: "rows" }, records.map(row)),
      drafts.length > 0 && [
        h("h2", {}, t("begun")),
        h("ul", { class: "rows" }, drafts.map((each) => h("li", {}, h("a", { href: `#/form/${each.id}` }, `${each.guide.name}: ${each.title}`), h("span", { class: "muted small" }, moment(each.changed_at))))),
      ],
    ],
  };
}

function row(record) {
  return h(
    "li",
    {},
    h("span", {}, h("a", { href: `#/record/${record.uuid}` }, record.title), h("span", { class: "muted small" }, ` ${what(record)}, ${moment(record.made_at)}`)),
    h("span", {}, badge(t(`state_${record.status}`), ...KINDS[record.status])),
  );
}

function what(record) {
  if (record.kind === "interview") return record.guide;
  return record.kind === "organisation" ? t("new_organisation") : t(`outcome_${record.outcome}`);
}

export async function recordScreen(app, uuid) {
  const record = await app.store.record(uuid);
  if (!record) return null;
  const body = await app.store.body(uuid);
  const mine = await lines(app, record, body);
  return {
    title: record.title,
    back: "#/waiting",
    answer: `${what(record)}, ${moment(record.made_at)}`,
    body: [
      record.status === "conflict" ? conflict(app, record, mine) : [problem(record), list(mine)],
      h("h2", {}, t("this_record")),
      h("p", { class: "muted" }, t("export_note")),
      h("div", { class: "buttons" }, button(t("export"), () => exported(record, body), { kind: "secondary", symbol: "download" }), button(t("delete"), () => remove(app, record, body), { kind: "secondary", symbol: "trash-2" })),
    ],
  };
}

const problem = (record) => record.status === "refused" && h("p", { class: "warn" }, icon("circle-alert"), t("refused_because", { why: record.problem }));

const list = (pairs) => h("dl", { class: "facts" }, pairs.map(({ label, text }) => [h("dt", {}, label), h("dd", {}, text)]));

/* Side by side: what stands there now, what was recorded here. Nothing is overwritten; the person decides. */
function conflict(app, record, mine) {
  const { theirs, code } = record;
  const decide = (resolution) => async () => {
    await app.store.update({ ...record, status: "waiting", resolution, theirs: undefined, code: undefined });
    app.go("#/waiting");
    await app.sync();
  };
  const ways = [];
  if (code === "organisation_known") {
    ways.push(button(t("it_is_the_same"), decide("same")), button(t("it_is_another"), decide("add"), { kind: "secondary" }));
  } else {
    ways.push(button(t("theirs_stands"), decide("aside")));
    if (theirs.can_add) ways.push(button(t("add_mine"), decide("add"), { kind: "secondary" }));
    else if (record.kind === "interview") ways.push(button(t("send_unfiled"), decide("add"), { kind: "secondary" }));
  }
  const none = h("p", { class: "muted" }, t("gone_there"));
  return [
    h("p", { class: "warn" }, icon("flag"), t(`why_${code}`)),
    h(
      "div",
      { class: "columns sides" },
      h("section", { class: "card" }, h("h2", {}, t("theirs")), theirs.organisation && h("p", {}, h("strong", {}, theirs.organisation)), theirs.lines.length ? list(theirs.lines) : none),
      h("section", { class: "card" }, h("h2", {}, t("mine")), h("p", {}, h("strong", {}, record.title)), list(mine)),
    ),
    h("div", { class: "stack" }, ways),
  ];
}

/* A record as lines of label and text: the questions of its guide, as far as it is still here. */
async function lines(app, record, body) {
  if (record.kind === "organisation") {
    return Object.entries(record.shop).filter(([, text]) => text).map(([name, text]) => ({
      label: name === "note" ? t("note") : t(`shop_${name}`),
      text: name === "kind" ? t(`kind_${text}`) : text,
    }));
  }
  if (record.kind === "outcome") {
    return [
      { label: t("how_it_went"), text: t(`outcome_${record.outcome}`) },
      { label: t("come_back_day"), text: record.come_back_on },
      { label: t("note"), text: record.note },
      { label: t("next_step"), text: record.next_step },
    ].filter((line) => line.text);
  }
  const guide = record.guide_md5 && (await app.store.guide(record.guide_md5));
  if (!guide || !body) return [{ label: t("talk"), text: record.guide }];
  const form = await Form.open(guide, { body });
  if (record.language) form.setLanguage(record.language);
  return form.summary();
}

async function remove(app, record, body) {
  const each = app.data.cases.find((other) => other.case === record.case);
  if (!(await app.takeBack(record))) return;
  app.go("#/waiting");
  app.say(t("deleted", { name: record.title }), "success", {
    async undo() {
      await app.store.queue(record, body);
      if (record.kind !== "organisation" || !each) return;
      app.data.cases.push(each);
      await app.saveData();
    },
  });
}

/* A file that a person can read and pass on; it is not sealed, and says so. */
async function exported(record, body) {
  const files = [];
  for (const file of body?.files ?? []) files.push({ name: file.name, type: file.type, base64: await base64(file) });
  const content = JSON.stringify({ kogge: "field-record", record, answers: body?.xml ?? "", files }, null, 2);
  download(`kogge-${record.made_at.slice(0, 10)}-${record.uuid.slice(0, 8)}.json`, new Blob([content], { type: "application/json" }));
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
