/* The attendance desk: entries wait in the browser while the connection is lost; one key checks in. */

import { Camera } from "./camera.js";
import { files } from "./detector.js";
import { erasePage, keepFiles, keepPage } from "./page.js";
import { Queue } from "./queue.js";
import { Roll } from "./roll.js";
import { arrivalsOf, buttonOf, entryRow, foundIn, part, personRow } from "./rows.js";
import { Said } from "./said.js";
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
    this.said = new Said(this.#part("said"), this.#part("seen"), this.dataset.unread);
    this.field.form.after(this.said.line, this.said.seen); // the answer stands where the eye is
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

  #part(name) {
    return part(name, this);
  }

  #listen() {
    this.found.addEventListener("submit", (event) => this.#submitted(event));
    this.found.addEventListener("keydown", (event) => this.#chosen(event));
    this.field.addEventListener("keydown", (event) => this.#typed(event));
    this.field.addEventListener("input", (event) => {
      this.#passed(event.inputType);
      if (this.field.dataset.shown !== this.field.value) delete this.field.dataset.shown;
      if (this.field.value) this.said.say(""); // it spoke of whoever came before
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
    this.said.seen.addEventListener("click", () => {
      this.said.forget();
      this.field.focus();
    });
    this.camera = new Camera(this.#part("camera"), this.#part("stop"), this.#part("picture"));
    this.camera.listen((text) => this.#scanned(text), () => this.said.say(this.dataset.blind, "warning"));
    if (this.field.value) this.field.dataset.shown = this.field.value;
  }

  /* ---- searching ---- */

  #rows() {
    return [...this.found.querySelectorAll("li")];
  }

  /* A number or a code names one person: who is awaited is checked in; a part of a name is looked at first. */
  #showing(text) {
    this.field.dataset.shown = text;
    this.said.readAgain(text);
    if (this.wanted !== text) return;
    this.wanted = null;
    this.answered = { text, at: Date.now() };
    const [one, ...others] = this.#rows();
    if (!one || others.length) return;
    const isNamed = text.trim() === one.dataset.awaited || ("awaited" in one.dataset && text.includes(this.dataset.link));
    if (isNamed || !arrivalsOf(one).length) this.#enterAlone(one);
  }

  /* Whoever is in already stays in, and the next code is read into the field. */
  #enterAlone(row) {
    const [arrival, other] = arrivalsOf(row);
    if (other) arrival.focus();
    else if (arrival) arrival.click();
    else {
      this.answered = null;
      this.said.say(row.dataset.already, "info");
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
    this.said.keep(text);
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
    if (!one?.state || one.state === "represented") this.said.keep(text);
    else this.said.say("");
  }

  #typed(event) {
    if (event.key !== "ArrowDown") return;
    const [first] = this.#rows();
    if (!first) return;
    event.preventDefault();
    buttonOf(first)?.focus();
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
    else if (place < rows.length) buttonOf(rows[place])?.focus();
  }

  #isTyped({ key, ctrlKey, metaKey, altKey }) {
    return key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
  }

  async #searchHere() {
    const text = this.field.value;
    const people = await this.roll.search(text);
    if (text !== this.field.value) return;
    if (people.length) {
      this.found.replaceChildren(...foundIn(people, (one) => this.#row(one), this.#part("cut-short")));
    } else {
      this.found.replaceChildren(...(text.trim() ? [this.#part("nobody").content.cloneNode(true)] : []));
    }
    this.#showing(text);
  }

  #row(one) {
    return personRow(this.#part("person"), one, this.dataset.already, (move) => this.#note(one.entry, one.name, move));
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
    this.said.say(`${name} · ${this.#part("noted").innerHTML}`, "info");
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
    this.said.say(told.map((one) => one.text).join(" "), isDoubtful ? "warning" : "success");
    window.htmx?.trigger(document.getElementById("quorum"), "counted");
  }

  async #list() {
    const entries = await this.queue.all();
    this.#part("waiting").hidden = !entries.length;
    this.#part("list").replaceChildren(...entries.map((one) => this.#entry(one)));
  }

  #entry(one) {
    return entryRow(this.#part("entry"), one, async () => {
      await this.queue.drop(one.key);
      await this.#list();
    });
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
