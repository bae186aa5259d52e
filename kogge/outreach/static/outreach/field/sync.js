/* To the server and back. Each record goes alone, with its own number: sending again never stores twice. */

import { config } from "./dom.js";

/* The network is gone, or the server does not answer: try later. */
export class Offline extends Error {}
/* The session is over: sign in again; nothing is lost. */
export class SignedOut extends Error {}
/* Somebody else is signed in than the person whose cases this device holds. */
export class OtherPerson extends Error {
  constructor(person) {
    super(person);
    this.person = person;
  }
}

const PATIENCE_MS = 60_000;

function csrf() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

async function ask(url, options = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
    });
  } catch (error) {
    throw new Offline(error.message);
  }
  if (answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.status >= 500) throw new Offline(String(answer.status));
  return answer;
}

/* Fetch the cases anew. Returns the answer of the server as it was stored. */
export async function refresh(store) {
  const held = await store.heldGuides();
  const answer = await ask(`${config.cases}?${new URLSearchParams({ have: held.join(",") })}`);
  if (!answer.ok) throw new SignedOut();
  const found = await answer.json();
  for (const each of found.cases) each.case = `v${each.visit}`;
  const known = await store.cases();
  if (known && known.owner !== found.owner) throw new OtherPerson(known.person);
  await store.take(await keepOwnWork(store, found));
  return store.cases();
}

/* What was recorded or begun here stays with its case until it is sent. */
async function keepOwnWork(store, found) {
  const waiting = await store.waiting();
  const drafts = await store.drafts();
  const visits = new Set([...waiting, ...drafts.map((draft) => draft.of)].map((each) => each.visit).filter(Boolean));
  const known = await store.cases();
  const here = new Set(found.cases.map((each) => each.visit));
  // A visit that somebody else recorded is gone from the list; with work of ours waiting for it, it stays.
  const kept = (known?.cases ?? []).filter((each) => each.visit && visits.has(each.visit) && !here.has(each.visit));
  const met = (known?.cases ?? []).filter((each) => !each.visit && each.met_on);
  return {
    ...found,
    cases: [
      // The state a record was made against stays too: only so can the server tell that something changed.
      ...found.cases.map((each) => {
        const before = visits.has(each.visit) && known?.cases.find((other) => other.visit === each.visit);
        return before ? { ...each, state: before.state } : each;
      }),
      ...kept,
      ...met.filter((each) => each.met_on >= found.today || [...waiting, ...drafts].some((work) => work.case === each.case)),
    ],
  };
}

/* Send one record. Returns {status: "sent" | "conflict" | "refused" | "waits", …}. */
export async function send(store, record) {
  const body = new FormData();
  const { title: _title, theirs: _theirs, problem: _problem, status: _status, case: _case, ...plain } = record;
  body.append("record", JSON.stringify(plain));
  const answers = await store.body(record.uuid);
  if (answers) {
    body.append("xml_submission_file", new Blob([answers.xml], { type: "text/xml" }), "answers.xml");
    for (const file of answers.files) body.append(file.name, file, file.name);
  }
  const answer = await ask(config.records, { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
  const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (answer.status === 201) {
    await settle(store, record, said);
    return { status: "sent", said };
  }
  if (answer.status === 409 && said.code === "waits") return { status: "waits" };
  if (answer.status === 409) {
    const problem = { ...record, status: "conflict", code: said.code, theirs: said.theirs };
    await store.update(problem);
    return { status: "conflict" };
  }
  // Not JSON: refused before anybody looked at the record, most likely an old token. It stays as it is.
  if (!said.code && answer.status === 403) throw new SignedOut();
  if (said.code === "other_person") throw new OtherPerson("");
  await store.update({ ...record, status: "refused", problem: said.message ?? `${answer.status}` });
  return { status: "refused" };
}

/* It is stored there: away with it here, and the case learns its new state. */
async function settle(store, record, said) {
  const found = await store.cases();
  const mine = found?.cases.find((each) => each.case === record.case || (record.visit && each.visit === record.visit));
  if (mine) {
    mine.done = { kind: record.kind, outcome: record.outcome ?? "met", at: record.made_at };
    if (said.organisation) mine.organisation.id = said.organisation;
    if (said.state && said.visit === mine.visit) {
      for (const other of await store.waiting()) {
        if (other.uuid !== record.uuid && other.visit === mine.visit && other.state === mine.state) {
          await store.update({ ...other, state: said.state });
        }
      }
      mine.state = said.state;
    }
    if (record.kind === "organisation") mine.done = null;
    await store.saveCases(found);
  }
  await store.drop(record.uuid);
}

/* Send everything that waits for nothing but the network. `told(count)` hears of each one sent. */
export async function sendAll(store, told = () => {}) {
  const outcome = { sent: 0, conflict: 0, refused: 0 };
  for (const { uuid } of await store.waiting()) {
    const record = await store.record(uuid); // as it is now: the one before may have changed it
    if (!record || record.status !== "waiting") continue;
    const { status } = await send(store, record);
    if (status in outcome) outcome[status] += 1;
    if (status === "sent") told(outcome.sent);
  }
  return outcome;
}
