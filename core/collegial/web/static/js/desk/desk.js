/* The attendance desk: entries wait in the browser while the connection is lost; one key checks in. */

import { Camera } from "./camera.js";
import { files } from "./detector.js";
import { erasePage, keepFiles, keepPage } from "./page.js";
import { Queue } from "./queue.js";
import { Roll } from "./roll.js";
import { eraseOldRolls, remove } from "./store.js";

const AGAIN = 10_000;
const FRESH = 180_000;
const SEEN = 3000; // an answer that stands as long has been looked at
const MOVE = /\/entries\/\d+\/(in|out)$/;

class AttendanceDesk extends HTMLElement {
  async connectedCallback() {
    const { assembly, link, entries, token } = this.dataset;
    this.field = document.getElementById("q");
    this.found = document.getElementById("found");
    this.roll = new Roll(Number(assembly), link);
    this.queue = new Queue(Number(assembly), entries, token);
    this.said = this.#part("said");
    this.unread = new Set();
    this.seen = this.#part("seen");
    this.field.form.after(this.said, this.seen); // the answer stands where the eye is
    this.hidden = false;
    this.#listen();
    await eraseOldRolls();
    await this.roll.load();
    this.#connection(navigator.onLine ? null : "cut");
    await this.#send();
    await this.#refresh();
    setInterval(() => this.#send(), AGAIN);
    setInterval(() => this.#refresh(), FRESH);
    this.dataset.ready = "";
  }

  #part(name, within = this) {
    return within.querySelector(`[data-${name}]`);
  }

  #listen() {
    this.found.addEventListener("submit", (event) => this.#submitted(event));
    this.found.addEventListener("keydown", (event) => this.#chosen(event));
    this.field.addEventListener("keydown", (event) => this.#typed(event));
    this.field.addEventListener("input", (event) => {
      this.#passed(event.inputType);
      if (this.field.dataset.shown !== this.field.value) delete this.field.dataset.shown;
      if (this.field.value) this.#say(""); // it spoke of whoever came before
      if (this.cut) this.#searchHere();
    });
    this.field.form.addEventListener("submit", (event) => this.#entered(event));
    document.body.addEventListener("htmx:after:swap", (event) => this.#answered(event));
    document.body.addEventListener("htmx:error", (event) => {
      this.#connection("cut");
      if (event.target === this.field && this.field.dataset.shown !== this.field.value) this.#searchHere();
    });
    window.addEventListener("online", () => this.#send());
    window.addEventListener("offline", () => this.#connection("cut"));
    this.#part("erase").addEventListener("click", () => this.#erase());
    this.seen.addEventListener("click", () => this.#forget());
    this.camera = new Camera(this.#part("camera"), this.#part("stop"), this.#part("picture"));
    this.camera.listen((text) => this.#scanned(text), () => this.#say(this.dataset.blind, "warning"));
    if (this.field.value) this.field.dataset.shown = this.field.value;
  }

  /* ---- searching ---- */

  #rows() {
    return [...this.found.querySelectorAll("li")];
  }

  #button(row) {
    return row.querySelector("[data-in]:not([hidden]), form[action$='/in'] button, [data-out]:not([hidden]), form[action$='/out'] button");
  }

  #arrivals(row) {
    return [...row.querySelectorAll("[data-in]:not([hidden]), form[action$='/in'] button")];
  }

  /* A number or a code names one person: who is awaited is checked in; a part of a name is looked at first. */
  #showing(text) {
    this.field.dataset.shown = text;
    if (this.unread.delete(text)) this.#say("");
    if (this.wanted !== text) return;
    this.wanted = null;
    this.answered = { text, at: Date.now() };
    const [one, ...others] = this.#rows();
    if (!one || others.length) return;
    const isNamed = text.trim() === one.dataset.awaited || ("awaited" in one.dataset && text.includes(this.dataset.link));
    if (isNamed || !this.#arrivals(one).length) this.#enterAlone(one);
  }

  /* Whoever is in already stays in, and the next code is read into the field. */
  #enterAlone(row) {
    const [arrival, other] = this.#arrivals(row);
    if (other) arrival.focus();
    else if (arrival) arrival.click();
    else {
      this.answered = null;
      this.#say(row.dataset.already, "info");
    }
  }

  /* Enter: check in whoever is found alone; search when nothing is shown yet. What is typed next takes the field over. */
  #entered(event) {
    event.preventDefault();
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.select();
    if (this.field.dataset.shown !== text) {
      this.wanted = text;
      if (this.cut) this.#searchHere();
      else window.htmx.trigger(this.field, "sought"); // at once, also where the same code is read again
      return;
    }
    this.answered = { text, at: Date.now() };
    const [one, ...others] = this.#rows();
    if (one && !others.length) this.#enterAlone(one);
  }

  #isCode(text) {
    return /^\d+$/.test(text.trim()) || text.includes(this.dataset.link); // else a part of a name, typed on
  }

  /* The next code comes. What was answered to the one before, and checked nobody in, may have stood for a moment only:
     it stays told. A scanner takes nothing back: who does has seen it. */
  #passed(how = "") {
    if (this.wanted && this.field.value !== this.wanted) this.#overtaken();
    const { text, at } = this.answered ?? {};
    if (!text || this.field.value === text) return;
    this.answered = null;
    if (!this.#isCode(text) || Date.now() - at > SEEN || how.startsWith("delete")) return;
    this.unread.add(text);
    this.#say("");
  }

  /* The next code came before this one was found: the roll that the browser keeps knows whom it names, or it is told. */
  async #overtaken() {
    const text = this.wanted;
    this.wanted = null;
    if (!this.#isCode(text)) return;
    const [one] = await this.roll.search(text);
    if (one && !one.state) {
      await this.#put(one.entry, one.name, "in");
      return this.#sendWith(one.name);
    }
    if (!one?.state || one.state === "represented") this.unread.add(text);
    this.#say("");
  }

  #typed(event) {
    if (event.key !== "ArrowDown") return;
    const [first] = this.#rows();
    if (!first) return;
    event.preventDefault();
    this.#button(first)?.focus();
  }

  #chosen(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#clear();
    if (this.#isTyped(event)) this.field.select(); // a scanner types wherever the focus is
    if (!step) return;
    event.preventDefault();
    const rows = this.#rows();
    const place = rows.indexOf(document.activeElement.closest("li")) + step;
    if (place < 0) this.field.focus();
    else if (place < rows.length) this.#button(rows[place])?.focus();
  }

  #isTyped({ key, ctrlKey, metaKey, altKey }) {
    return key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
  }

  async #searchHere() {
    const text = this.field.value;
    const people = await this.roll.search(text);
    if (text !== this.field.value) return;
    if (people.length) {
      const list = document.createElement("ul");
      list.className = "people";
      list.setAttribute("role", "list");
      list.append(...people.map((one) => this.#row(one)));
      this.found.replaceChildren(list);
    } else {
      this.found.replaceChildren(...(text.trim() ? [this.#part("nobody").content.cloneNode(true)] : []));
    }
    this.#showing(text);
  }

  #row(one) {
    const row = this.#part("person").content.cloneNode(true).firstElementChild;
    this.#part("name", row).textContent = one.name;
    this.#part("number", row).textContent = one.number;
    this.#part("college", row).textContent = one.college ? ` · ${one.college}` : "";
    for (const whom of row.querySelectorAll("[data-whom]")) whom.textContent = ` ${one.name}`;
    if (one.state) this.#part(`state-${one.state}`, row).hidden = false;
    const isHere = one.state === "room" || one.state === "remote";
    if (!one.state) row.dataset.awaited = one.number;
    row.dataset.already = this.dataset.already.replace("%", () => one.name);
    for (const [move, shown] of [["in", !isHere], ["out", isHere]]) {
      const button = this.#part(move, row);
      button.hidden = !shown;
      button.addEventListener("click", () => this.#note(one.entry, one.name, move));
    }
    return row;
  }

  #clear() {
    this.field.value = "";
    this.wanted = this.answered = null;
    this.found.replaceChildren();
    window.htmx?.trigger(this.field, "input"); // so that the same code, read again, is a change
    this.field.focus();
  }

  /* ---- entering ---- */

  #submitted(event) {
    const move = MOVE.exec(new URL(event.target.action).pathname)?.[1];
    const row = event.target.closest("li");
    if (!move || !row?.dataset.entry) return;
    event.preventDefault();
    this.#note(Number(row.dataset.entry), row.dataset.name, move);
  }

  async #note(entry, name, move) {
    const text = this.field.value;
    this.answered = null;
    await this.#put(entry, name, move);
    if (this.field.value === text) this.#clear();
    await this.#sendWith(name);
  }

  async #put(entry, name, move) {
    await this.queue.add(entry, name, move);
    this.roll.mark(entry, move === "in" ? "room" : "");
  }

  async #sendWith(name) {
    this.#say(`${name} · ${this.#part("noted").innerHTML}`, "info");
    await this.#send();
  }

  async #send() {
    const { answers, stop } = await this.queue.flush();
    if (stop || answers.length) this.#connection(stop);
    const doubtful = answers.filter((one) => !one.fits);
    if (answers.length) this.#answer(doubtful.length ? doubtful : answers.slice(-1), doubtful.length);
    await this.#list();
    if (doubtful.some((one) => one.late)) location.assign(this.dataset.page);
  }

  /* Say what became of the entries; the quorum beside counts them at once. */
  #answer(told, isDoubtful) {
    this.#say(told.map((one) => one.text).join(" "), isDoubtful ? "warning" : "success");
    window.htmx?.trigger(document.getElementById("quorum"), "counted");
  }

  async #list() {
    const entries = await this.queue.all();
    this.#part("waiting").hidden = !entries.length;
    this.#part("list").replaceChildren(...entries.map((one) => this.#entry(one)));
  }

  #entry(one) {
    const row = this.#part("entry").content.cloneNode(true).firstElementChild;
    this.#part("name", row).textContent = one.name;
    this.#part("whom", row).textContent = ` ${one.name}`;
    this.#part(one.move === "in" ? "out" : "in", row).remove();
    const time = this.#part("time", row);
    time.dateTime = new Date(one.at).toISOString();
    time.textContent = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    if (one.reason) {
      this.#part("reason", row).textContent = one.reason;
      this.#part("reason", row).hidden = false;
      const drop = this.#part("drop", row);
      drop.hidden = false;
      drop.addEventListener("click", async () => {
        await this.queue.drop(one.key);
        await this.#list();
      });
    }
    return row;
  }

  /* The page asks for the quorum every few seconds: its answer tells that the connection is back. */
  #answered(event) {
    const text = new URL(event.detail.ctx.response.raw.url).searchParams.get("q");
    if (event.target === this.field && text === this.field.value) this.#showing(text);
    if (!this.cut) return;
    this.#connection(null);
    this.#send();
  }

  #connection(stop) {
    this.cut = stop === "cut";
    this.#part("cut").hidden = !this.cut;
    this.#part("connected").hidden = stop !== null;
    this.#part("stranger").hidden = stop !== "stranger";
  }

  /* What checked nobody in stays told until it is read again, or seen to. */
  #say(text, tone = "info") {
    const unread = [...this.unread].map((one) => this.dataset.unread.replace("%", () => one));
    this.said.textContent = [text, ...unread].filter(Boolean).join("\n");
    this.said.className = `desk-said tone-${unread.length ? "warning" : tone}`;
    this.seen.hidden = !unread.length;
  }

  #forget() {
    this.unread.clear();
    this.#say("");
    this.field.focus();
  }

  /* ---- keeping ---- */

  async #refresh() {
    try {
      const isOver = await this.roll.refresh(this.dataset.roll);
      if (isOver) return await this.#erase();
      await keepPage(this.dataset.page, this.dataset.worker);
      this.#keepReader();
    } catch {
      if (!navigator.onLine) this.#connection("cut");
    }
    const isKept = this.roll.people.length > 0;
    this.#part("kept").hidden = this.#part("erase").hidden = !isKept;
  }

  /* So that codes are read without a connection too; a page that nobody sees yet is not told whether there is a camera. */
  async #keepReader() {
    if (await this.camera.offered) await keepFiles(this.dataset.page, await files());
  }

  async #erase() {
    await remove("rolls", this.roll.assembly);
    await erasePage(this.dataset.page);
    this.roll.people = [];
    this.#part("kept").hidden = this.#part("erase").hidden = true;
  }

  #scanned(text) {
    this.field.value = text;
    this.#passed();
    this.#entered(new Event("submit"));
  }
}

customElements.define("attendance-desk", AttendanceDesk);
