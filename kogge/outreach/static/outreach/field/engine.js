/* ODK's form engine, and the guides as it read them: both once. */

let loaded = null;

/* 1.5 MB: loaded ahead of the first form. */
export function engine() {
  loaded ??= import("../../vendor/xforms-engine/xforms-engine.js");
  return loaded;
}

export class Unusable extends Error {}

/* A guide as the engine read it, once for each: `guide` is {xform, itemsets}, always the same object for the same guide.
   A form begun later starts from here. */
const readings = new WeakMap();

export function prepare(guide) {
  if (!readings.has(guide)) readings.set(guide, reading(guide));
  return readings.get(guide);
}

async function reading(guide) {
  const { loadForm } = await engine();
  const fetchFormAttachment = async (resource) => {
    const isList = String(resource).endsWith("itemsets.csv") && guide.itemsets;
    return new Response(isList ? guide.itemsets : "", { status: isList ? 200 : 404, headers: { "Content-Type": "text/csv" } });
  };
  const result = await loadForm(guide.xform, { fetchFormAttachment, missingResourceBehavior: "BLANK" });
  if (result.status === "failure") throw new Unusable(result.error.message);
  return result;
}
