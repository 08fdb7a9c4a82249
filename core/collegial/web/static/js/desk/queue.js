/* Entries that wait: each has a key of its own, so that sending it twice enters it once. */

import { entriesOf, keep, remove } from "./store.js";

const PATIENCE = 8000;
const OLDEST = 24 * 60 * 60;

export class Queue {
  constructor(assembly, address, token) {
    this.assembly = assembly;
    this.address = address;
    this.token = token;
    this.sending = Promise.resolve();
  }

  async add(entry, name, move) {
    const one = { key: crypto.randomUUID(), assembly: this.assembly, entry, name, move, at: Date.now() };
    await keep("entries", one);
    return one;
  }

  all() {
    return entriesOf(this.assembly);
  }

  drop(key) {
    return remove("entries", key);
  }

  /* Send what waits, in its order, once what is being sent has been. Return what was answered and why it stopped. */
  flush() {
    const sent = this.sending.then(() => this.#flush());
    this.sending = sent.catch(() => {});
    return sent;
  }

  async #flush() {
    const answers = [];
    for (const one of (await this.all()).filter((entry) => !entry.reason)) {
      const { stop, answer } = await this.#send(one);
      if (stop) return { answers, stop };
      answers.push(answer);
    }
    return { answers, stop: null };
  }

  async #send(one) {
    const age = Math.min(OLDEST, Math.max(0, (Date.now() - one.at) / 1000));
    const body = new URLSearchParams({
      csrf_token: this.token, key: one.key, entry: one.entry, move: one.move, age,
    });
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), PATIENCE);
    let reply;
    try {
      reply = await fetch(this.address, { method: "POST", body, signal: patience.signal, redirect: "manual" });
    } catch {
      return { stop: "cut" };
    } finally {
      clearTimeout(late);
    }
    if (reply.type === "opaqueredirect" || reply.status === 400 || reply.status === 403) return { stop: "stranger" };
    if (reply.status >= 500 || reply.status === 429) return { stop: "cut" };
    if (!reply.ok) {
      await keep("entries", { ...one, reason: String(reply.status) });
      return { answer: { fits: false, late: true, text: `${one.name}: ${reply.status}` } };
    }
    const answer = await reply.json();
    await this.drop(one.key);
    return { answer };
  }
}
