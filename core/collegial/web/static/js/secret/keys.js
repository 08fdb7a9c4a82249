/* The scrutineer's key on its way to a file and to paper, and back. */

import { readable, saveFile } from "./page.js";

/* Groups make it possible to type a key from paper without losing the place. */
const grouped = (text) => text.replaceAll('"', "").match(/.{1,4}/g).join(" ");

export function keepKey(page, { owner }, { file, fingerprint }) {
  page.fill("sheet-key", grouped(file));
  page.fill("sheet-public", readable(fingerprint));
  eraseShown(page, "kept");
  for (const name of ["is-kept", "not-kept"]) page.find(name).hidden = true;
  page.find("save-key").onclick = () => saveFile(page.say("file-name", { owner }), `${file}\n`);
  page.find("print-key").onclick = () => globalThis.print();
}

const eraseShown = (page, name) => {
  for (const part of ["file", "typed"]) page.find(`${name}-${part}`).value = "";
};

/* Nothing of the key stays in a page that is left open. */
export function eraseKey(page) {
  page.fill("sheet-key", "");
  for (const name of ["kept", "key"]) eraseShown(page, name);
  page.find("kept-file").onchange = null;
  for (const name of ["save-key", "send-key"]) page.find(name).onclick = null;
}

/* Typed letters and digits as the file has them: a number in quotes, or the bare characters of a seed. */
const fromPaper = (typed, { mode }) => {
  const plain = typed.replace(/\s/g, "").replaceAll('"', "");
  return mode === "single" && plain ? `"${plain}"` : plain;
};

const isWhole = (text, { mode }) =>
  (mode === "single" ? /^"[1-9][0-9]*"$/ : /^[1-9A-HJ-NP-Za-km-z]{22}$/).test(text);

/* What was chosen or typed at two fields, written as the file has it. */
async function shown(page, state, name) {
  const [chosen] = page.find(`${name}-file`).files;
  return fromPaper(chosen ? await chosen.text() : page.find(`${name}-typed`).value, state);
}

/* Tells whether the key just made was kept: its file is read back, or its sheet is typed; else says what is missing. */
export async function isKept(page, state, { file }) {
  const text = await shown(page, state, "kept");
  const holds = text === file;
  page.find("is-kept").hidden = !holds;
  page.find("not-kept").hidden = holds;
  if (!holds) page.fill("not-kept-why", page.say(text ? "kept-other" : "kept-nothing"));
  return holds;
}

/* Returns the key that was chosen or typed, or null after saying that it is none. */
export async function readKeyFile(page, state) {
  const text = await shown(page, state, "key");
  const isKey = isWhole(text, state);
  page.find("file-wrong").hidden = isKey;
  if (!isKey) page.find("key-file").focus();
  return isKey ? text : null;
}
