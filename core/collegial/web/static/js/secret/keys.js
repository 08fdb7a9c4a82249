/* The scrutineer's key on its way to a file and to paper, and back. */

import { readable, saveFile } from "./page.js";

/* Groups make it possible to type a key from paper without losing the place. */
const grouped = (text) => text.replaceAll('"', "").match(/.{1,4}/g).join(" ");

export function keepKey(page, { owner }, { file, fingerprint }) {
  page.fill("sheet-key", grouped(file));
  page.fill("sheet-public", readable(fingerprint));
  page.find("is-kept").checked = false;
  page.find("not-kept").hidden = true;
  page.find("save-key").onclick = () => saveFile(page.say("file-name", { owner }), `${file}\n`);
  page.find("print-key").onclick = () => globalThis.print();
}

/* Nothing of the key stays in a page that is left open. */
export function eraseKey(page) {
  page.fill("sheet-key", "");
  for (const name of ["key-file", "key-typed"]) page.find(name).value = "";
  for (const name of ["save-key", "send-key"]) page.find(name).onclick = null;
}

/* Typed letters and digits as the file has them: a number in quotes, or the bare characters of a seed. */
const fromPaper = (typed, { mode }) => {
  const plain = typed.replace(/\s/g, "").replaceAll('"', "");
  return mode === "single" && plain ? `"${plain}"` : plain;
};

const isWhole = (text, { mode }) =>
  (mode === "single" ? /^"[1-9][0-9]*"$/ : /^[1-9A-HJ-NP-Za-km-z]{22}$/).test(text);

/* Returns the key that was chosen or typed, or null after saying that it is none. */
export async function readKeyFile(page, state) {
  const [chosen] = page.find("key-file").files;
  const typed = page.find("key-typed").value;
  const text = fromPaper(chosen ? await chosen.text() : typed, state);
  const isKey = isWhole(text, state);
  page.find("file-wrong").hidden = isKey;
  if (!isKey) page.find("key-file").focus();
  return isKey ? text : null;
}
