/* The roll of the day, searched in the browser when there is no connection. */

import { find, keep } from "./store.js";

const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();

function person([entry, number, name, college, state, code]) {
  return { entry, number, name, college, state, code, plain: plain(name) };
}

async function codeOf(token) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

export class Roll {
  constructor(assembly, link) {
    this.assembly = assembly;
    this.link = link;
    this.people = [];
  }

  async load() {
    const kept = await find("rolls", this.assembly);
    this.people = (kept?.people ?? []).map(person);
  }

  /* Return whether the assembly is over; throws when there is no connection. */
  async refresh(address) {
    const answer = await fetch(address, { redirect: "error" });
    if (!answer.ok) throw new Error(`roll: ${answer.status}`);
    const { over, people } = await answer.json();
    if (!over) {
      await keep("rolls", { assembly: this.assembly, at: Date.now(), people });
      this.people = people.map(person);
    }
    return over;
  }

  mark(entry, state) {
    const found = this.people.find((one) => one.entry === entry);
    if (found) found.state = state;
  }

  async search(text) {
    const wanted = text.trim();
    if (!wanted) return [];
    if (wanted.includes(this.link)) {
      const code = await codeOf(wanted.split(this.link)[1]);
      return this.people.filter((one) => one.code === code);
    }
    if (/^\d+$/.test(wanted)) return this.people.filter((one) => String(one.number) === wanted);
    return this.people.filter((one) => one.plain.includes(plain(wanted)));
  }
}
