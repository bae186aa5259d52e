/* Keeps the page and its files for when there is no network. It never sees a case: those lie sealed in the device's
   store. `KOGGE` is written before this: area, version, page, files. */

/* global KOGGE, importScripts */
const PREFIX = `kogge-field-${KOGGE.area}-`;
const CACHE = PREFIX + KOGGE.version;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(KOGGE.files.map((file) => new Request(file, { cache: "reload" })));
      const page = await fetch(KOGGE.page, { cache: "reload", credentials: "same-origin" });
      if (!page.ok || page.redirected) throw new Error("signed out: the page cannot be kept now");
      await cache.put(KOGGE.page, page);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const isPage = request.mode === "navigate" && pathname === KOGGE.page;
  if (isPage || KOGGE.files.includes(pathname)) event.respondWith(kept(isPage ? KOGGE.page : pathname, request));
});

async function kept(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name)) ?? fetch(request);
}
