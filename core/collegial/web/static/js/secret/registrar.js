/* The page of who makes the voting codes apart from the server: make, keep, print, send their public halves. */

import { readCredential } from "../belenios/credential.js";
import { Answered, pageOf, saveFile } from "./page.js";
import { work } from "./work.js";

const page = pageOf(document.getElementById("registrar"));
let [state, made] = [null, null];

const rights = () => state.lists.flatMap(({ rights: some }) => some);

/* A name that begins like a formula would be one in a spreadsheet. */
const cell = (text) => `"${String(text).replaceAll('"', '""').replace(/^([=+\-@\t\r])/, "'$1")}"`;

const written = () => [
  page.say("head"),
  ...rights().map(({ id, number, name }) => [id, number, cell(name), made.codes[id]].join(";")),
].join("\r\n");

/* The codes of a file that was saved here, by the line of the roll; null when one is missing or mistyped. */
async function readFile(file) {
  const codes = {};
  for (const line of (await file.text()).split(/\r?\n/).slice(1)) {
    const [id, code] = [line.split(";")[0], readCredential(line.split(";").at(-1) ?? "")];
    if (code) codes[id] = code;
  }
  return rights().every(({ id }) => codes[id]) ? codes : null;
}

function showCards() {
  page.find("cards").replaceChildren(...rights().map(({ id, number, name }) => {
    const card = page.piece("card");
    card.querySelector("[data-name]").textContent = `${number} · ${name}`;
    card.querySelector("[data-code]").textContent = made.codes[id];
    return card;
  }));
}

async function make() {
  const [file] = page.find("codes-file").files;
  const kept = file ? await readFile(file) : {};
  page.find("file-wrong").hidden = kept !== null;
  if (kept === null) return;
  page.show("making");
  const lists = state.lists.map(({ uuid, rights: some }) => ({ uuid, rights: some.map(({ id }) => id) }));
  made = await work("makeCodes", [lists, kept], page.progress("made"));
  showCards();
  page.find("is-kept").checked = false;
  page.show("keep");
}

async function send() {
  if (!page.find("is-kept").checked) {
    page.find("not-kept").hidden = false;
    page.find("is-kept").focus();
    return;
  }
  await page.post(state.send_url, JSON.stringify(made.publics));
  made = null;
  page.find("cards").replaceChildren();
  page.show("done");
}

async function begin() {
  state = await page.getJson(page.root.dataset.rightsUrl);
  page.fill("number", rights().length);
  page.find("is-sent").hidden = !state.is_sent;
  page.show(state.is_open ? "open" : "start", { isFirst: true });
}

const attempt = (act) => (event) => {
  event?.preventDefault();
  act().catch((failure) => {
    const sentence = failure instanceof Answered ? failure.message : page.say("broken", { reason: failure.message });
    page.fill("failure", sentence);
    page.show("failure");
  });
};

page.find("make-form").addEventListener("submit", attempt(make));
page.onClick("save", () => saveFile(page.say("file-name"), `${written()}\r\n`, "text/csv"));
page.onClick("print", () => globalThis.print());
page.onClick("send", attempt(send));
page.onClick("retry", () => globalThis.location.reload());
attempt(begin)();
