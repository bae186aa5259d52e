/* What the device keeps (IndexedDB, through idb). Clear: the lock, the day of the last contact, random numbers of
   records. Everything else is sealed. Photos lie apart from the list of what waits, so that 200 of them slow nothing. */

import { deleteDB, openDB } from "../../vendor/idb/idb.js";
import { config } from "./dom.js";
import { makeLock, open, openBytes, openLock, seal, sealBytes } from "./vault.js";

const NAME = `kogge-field-${config.area}`;
const UNSENT = `kogge-unsent-${config.area}`; // something waits: the other pages ask before signing out
const DAY = 86_400_000;
const STORES = ["head", "cases", "guides", "outbox", "bodies", "drafts"];

function database() {
  return openDB(NAME, 1, {
    upgrade(db) {
      for (const name of STORES) db.createObjectStore(name);
    },
    blocking(_current, _blocked, event) {
      event.target.close(); // another window removes everything
    },
  });
}

/* What can be told before the passphrase: is there a lock, how much waits; what is too old is forgotten at once. */
export async function look() {
  const db = await database();
  const [lock, contact, days] = await Promise.all(["lock", "contact", "days"].map((name) => db.get("head", name)));
  const forgotten = Boolean(lock && contact && Date.now() - contact > days * DAY && (await db.count("cases")));
  if (forgotten) await Promise.all(["cases", "guides"].map((name) => db.clear(name)));
  const unsent = (await db.count("outbox")) + (await db.count("drafts"));
  if (!lock || forgotten) tellUnsent(unsent);
  db.close();
  return { lock, unsent, forgotten, days };
}

function tellUnsent(count) {
  if (count) localStorage.setItem(UNSENT, `${config.page}#/waiting`);
  else localStorage.removeItem(UNSENT);
}

export async function removeEverything() {
  tellUnsent(0);
  await deleteDB(NAME);
}

export async function setUp(passphrase) {
  const lock = await makeLock(passphrase);
  const db = await database();
  await db.put("head", lock, "lock");
  db.close();
  await navigator.storage?.persist?.();
  return unlock(passphrase, lock);
}

export async function unlock(passphrase, lock) {
  return new Store(await openLock(passphrase, lock), await database());
}

export class Store {
  #key;
  #db;
  #guides = new Map();

  constructor(key, db) {
    this.#key = key;
    this.#db = db;
  }

  async #get(store, id) {
    const sealed = await this.#db.get(store, id);
    return sealed && open(this.#key, sealed, `${store}/${id}`);
  }

  async #put(store, id, value) {
    await this.#db.put(store, await seal(this.#key, value, `${store}/${id}`), id);
  }

  /* The cases as the server handed them out, with what was recorded here since. */
  async cases() {
    return (await this.#get("cases", "all")) ?? null;
  }

  async saveCases(found) {
    await this.#put("cases", "all", found);
  }

  /* A fresh answer of the server: guides no longer in use go, new ones come. */
  async take(answer) {
    const { guides, ...rest } = answer;
    const wanted = new Set(guides.map((guide) => guide.md5));
    for (const guide of guides) {
      if (guide.xform !== undefined) await this.#put("guides", guide.md5, { xform: guide.xform, itemsets: guide.itemsets });
    }
    const drafts = await this.drafts();
    for (const draft of drafts) wanted.add(draft.guide.md5); // a half-filled form keeps the guide it was begun with
    for (const md5 of await this.#db.getAllKeys("guides")) if (!wanted.has(md5)) await this.#db.delete("guides", md5);
    const list = guides.map(({ xform: _xform, itemsets: _itemsets, ...guide }) => guide);
    await this.saveCases({ ...rest, guides: list, fetched_at: Date.now() });
    await this.#db.put("head", Date.now(), "contact");
    await this.#db.put("head", answer.forget_after_days, "days");
  }

  heldGuides() {
    return this.#db.getAllKeys("guides");
  }

  async guide(md5) {
    if (!this.#guides.has(md5)) this.#guides.set(md5, await this.#get("guides", md5));
    return this.#guides.get(md5);
  }

  /* What waits to be sent, the oldest first; without answers and photos. */
  async waiting() {
    const found = await this.#all("outbox");
    return found.sort((one, other) => one.made_at.localeCompare(other.made_at));
  }

  record(uuid) {
    return this.#get("outbox", uuid);
  }

  async #all(store) {
    const [keys, rows] = await Promise.all([this.#db.getAllKeys(store), this.#db.getAll(store)]);
    return Promise.all(rows.map((sealed, index) => open(this.#key, sealed, `${store}/${keys[index]}`)));
  }

  async counts() {
    const [waiting, drafts] = await Promise.all([this.#db.count("outbox"), this.#db.count("drafts")]);
    tellUnsent(waiting + drafts);
    return { waiting, drafts };
  }

  /* A record with its answers and files: both are stored, or neither. `draft`: the half-filled form it came from. */
  async queue(record, body = null, draft = "") {
    const sealed = await seal(this.#key, record, `outbox/${record.uuid}`);
    const parts = body && (await this.#sealBody(record.uuid, body));
    const change = this.#db.transaction(["outbox", "bodies", "drafts"], "readwrite");
    await Promise.all([
      change.objectStore("outbox").put(sealed, record.uuid),
      parts && change.objectStore("bodies").put(parts, record.uuid),
      draft && change.objectStore("drafts").delete(draft),
      change.done,
    ]);
    await this.counts();
  }

  async update(record) {
    await this.#put("outbox", record.uuid, record);
  }

  async drop(uuid) {
    const change = this.#db.transaction(["outbox", "bodies"], "readwrite");
    await Promise.all([
      change.objectStore("outbox").delete(uuid),
      change.objectStore("bodies").delete(uuid),
      change.done,
    ]);
    await this.counts();
  }

  async body(uuid) {
    const parts = await this.#db.get("bodies", uuid);
    return parts ? this.#openBody(uuid, parts) : null;
  }

  async #sealBody(id, { xml, files }) {
    const names = files.map((file) => ({ name: file.name, type: file.type }));
    const sealedFiles = [];
    for (const [index, file] of files.entries()) {
      sealedFiles.push(await sealBytes(this.#key, await file.arrayBuffer(), `body/${id}/${index}`));
    }
    return { head: await seal(this.#key, { xml, names }, `body/${id}`), files: sealedFiles };
  }

  async #openBody(id, parts) {
    const { xml, names } = await open(this.#key, parts.head, `body/${id}`);
    const files = [];
    for (const [index, sealed] of parts.files.entries()) {
      const bytes = await openBytes(this.#key, sealed, `body/${id}/${index}`);
      files.push(new File([bytes], names[index].name, { type: names[index].type }));
    }
    return { xml, files };
  }

  /* Half-filled forms: what was typed outlives a call, an empty battery, a closed window. */
  async drafts() {
    const [keys, rows] = await Promise.all([this.#db.getAllKeys("drafts"), this.#db.getAll("drafts")]);
    const found = await Promise.all(rows.map((row, index) => open(this.#key, row.about, `drafts/${keys[index]}`)));
    return found.sort((one, other) => other.changed_at - one.changed_at);
  }

  async draft(id) {
    const row = await this.#db.get("drafts", id);
    if (!row) return null;
    return { about: await open(this.#key, row.about, `drafts/${id}`), body: await this.#openBody(id, row.body) };
  }

  async saveDraft(about, body) {
    const row = {
      about: await seal(this.#key, about, `drafts/${about.id}`),
      body: await this.#sealBody(about.id, body),
    };
    await this.#db.put("drafts", row, about.id);
    await this.counts();
  }

  async dropDraft(id) {
    await this.#db.delete("drafts", id);
    await this.counts();
  }
}

/* Room on the device: `full` when what is left may not take another visit with photos. */
export async function room() {
  const estimate = await navigator.storage?.estimate?.();
  if (!estimate?.quota) return { full: false, left: null };
  const left = estimate.quota - estimate.usage;
  return { full: left < 40_000_000 || estimate.usage / estimate.quota > 0.9, left };
}
