/* Shows the desk when there is no connection: what was kept of its page and of its files, once the network fails. */

const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function inTime(promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE));
  return Promise.race([promise, late]);
}

async function answer(request, isPage) {
  try {
    return await inTime(fetch(request));
  } catch (failure) {
    const kept = await caches.match(request.url, { ignoreSearch: isPage, ignoreVary: true });
    if (kept) return kept;
    throw failure;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  const isFile = new URL(request.url).pathname.includes("/static/");
  if (request.method === "GET" && (isPage || isFile)) event.respondWith(answer(request, isPage));
});
