/* The lock of the device: a passphrase opens a key that lives in memory alone.

   AES-GCM with 256 bits. The data key is random, wrapped by a key that PBKDF2 (SHA-256) makes from the passphrase;
   neither can be taken out of the browser again. What is sealed names its place, so that nothing can be moved. */

export const ROUNDS = 600_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class WrongPassphrase extends Error {}

const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

async function opener(passphrase, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(passphrase.normalize("NFKC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    typed,
    { name: "AES-GCM", length: 256 },
    false,
    ["wrapKey", "unwrapKey"],
  );
}

/* A fresh lock: what is stored of it, without the passphrase or the key. */
export async function makeLock(passphrase) {
  const [salt, iv] = [random(16), random(12)];
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", key, await opener(passphrase, salt, ROUNDS), { name: "AES-GCM", iv });
  return { salt, iv, rounds: ROUNDS, wrapped: new Uint8Array(wrapped) };
}

/* The key of a lock; throws WrongPassphrase. */
export async function openLock(passphrase, lock) {
  const by = await opener(passphrase, lock.salt, lock.rounds);
  try {
    return await crypto.subtle.unwrapKey(
      "raw",
      lock.wrapped,
      by,
      { name: "AES-GCM", iv: lock.iv },
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt", "decrypt"],
    );
  } catch (error) {
    if (error.name === "OperationError") throw new WrongPassphrase();
    throw error;
  }
}

export async function sealBytes(key, bytes, place) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, bytes);
  return { iv, data };
}

export const openBytes = (key, sealed, place) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: encoder.encode(place) }, key, sealed.data);

export const seal = (key, value, place) => sealBytes(key, encoder.encode(JSON.stringify(value)), place);

export const open = async (key, sealed, place) => JSON.parse(decoder.decode(await openBytes(key, sealed, place)));
