/* Asks the worker for a computation and waits for its answer. */

let worker = null;
let count = 0;
const waiting = new Map();

/* A computation refused what it was given; `message` says which check failed. */
export class Refused extends Error {}

function hear({ data: { id, answer, failure, refused, done, total } }) {
  const { resolve, reject, onProgress } = waiting.get(id);
  if (total !== undefined) {
    onProgress(done, total);
    return;
  }
  waiting.delete(id);
  if (failure === undefined) resolve(answer);
  else reject(refused ? new Refused(failure) : new Error(failure));
}

function start() {
  const one = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  one.addEventListener("message", hear);
  one.addEventListener("error", () => {
    for (const { reject } of waiting.values()) reject(new Error("worker"));
    waiting.clear();
  });
  return one;
}

export function work(name, args = [], onProgress = () => {}) {
  worker ??= start();
  count += 1;
  return new Promise((resolve, reject) => {
    waiting.set(count, { resolve, reject, onProgress });
    worker.postMessage({ id: count, name, args });
  });
}

/* Ends the worker and with it everything secret that it knew. */
export function forget() {
  worker?.terminate();
  worker = null;
  waiting.clear();
}
