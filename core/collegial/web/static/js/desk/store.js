/* What the desk keeps in the browser: the roll of the day, and entries that wait. */

const NAME = "collegial-desk";
const DAY = 24 * 60 * 60 * 1000;

function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("rolls", { keyPath: "assembly" });
      request.result.createObjectStore("entries", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function within(store, act) {
  const transaction = (await database()).transaction(store, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const answer = await ask(act(transaction.objectStore(store)));
  await done;
  return answer;
}

export const keep = (store, value) => within(store, (rows) => rows.put(value));
export const find = (store, key) => within(store, (rows) => rows.get(key));
export const remove = (store, key) => within(store, (rows) => rows.delete(key));

export async function entriesOf(assembly) {
  const all = await within("entries", (rows) => rows.getAll());
  return all.filter((one) => one.assembly === assembly).sort((a, b) => a.at - b.at);
}

/* Rolls of another day are erased whichever assembly they were of. */
export async function eraseOldRolls(now = Date.now()) {
  const rolls = await within("rolls", (rows) => rows.getAll());
  const old = rolls.filter((one) => now - one.at > DAY);
  await Promise.all(old.map((one) => remove("rolls", one.assembly)));
}
