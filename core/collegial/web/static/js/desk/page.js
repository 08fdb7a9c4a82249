/* Keeps the page of the desk and its files for a reload without connection, and takes them out again. */

const cacheOf = (page) => `collegial${page}`;

export async function keepPage(page, worker) {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker, { scope: page });
  const files = performance.getEntriesByType("resource").map((one) => one.name);
  const ours = new Set(files.filter((one) => one.startsWith(`${location.origin}/static/`)));
  const cache = await caches.open(cacheOf(page));
  const answer = await fetch(page);
  if (answer.ok && !answer.redirected) await cache.put(new URL(page, location.href).href, answer);
  await cache.addAll([...ours]);
}

/* Keep files that the page has not loaded yet, as far as the connection lasts. */
export async function keepFiles(page, files) {
  if (!navigator.serviceWorker) return;
  const cache = await caches.open(cacheOf(page));
  await cache.addAll(files).catch(() => {});
}

export async function erasePage(page) {
  if (!navigator.serviceWorker) return;
  await caches.delete(cacheOf(page));
  const registration = await navigator.serviceWorker.getRegistration(page);
  await registration?.unregister();
}
