/* The rows of the desk, made from the templates of its page: who is found, and what waits to be sent. */

export const part = (name, within) => within.querySelector(`[data-${name}]`);

const MOST = 12; // as many as with a connection

const copyOf = (template) => template.content.cloneNode(true).firstElementChild;

function listOf(rows) {
  const list = document.createElement("ul");
  list.className = "people";
  list.setAttribute("role", "list");
  list.append(...rows);
  return list;
}

/* Who is found, and a word where they are more than are shown. */
export function foundIn(people, rowOf, more) {
  const list = listOf(people.slice(0, MOST).map(rowOf));
  return people.length > MOST ? [list, copyOf(more)] : [list];
}

/* Somebody of the roll; `note` is told which way the pressed button moves them. */
export function personRow(template, one, already, note) {
  const row = copyOf(template);
  part("name", row).textContent = one.name;
  part("number", row).textContent = one.number;
  part("college", row).textContent = one.college ? ` · ${one.college}` : "";
  for (const whom of row.querySelectorAll("[data-whom]")) whom.textContent = ` ${one.name}`;
  if (one.state) part(`state-${one.state}`, row).hidden = false;
  const isHere = one.state === "room" || one.state === "remote";
  if (!one.state) row.dataset.awaited = one.number;
  row.dataset.already = already.replace("%", () => one.name);
  for (const [move, shown] of [["in", !isHere], ["out", isHere]]) {
    const button = part(move, row);
    button.hidden = !shown;
    button.addEventListener("click", () => note(move));
  }
  return row;
}

/* An entry that waits; one that was refused says why, and is dropped once it was seen to. */
export function entryRow(template, one, drop) {
  const row = copyOf(template);
  part("name", row).textContent = one.name;
  part("whom", row).textContent = ` ${one.name}`;
  part(one.move === "in" ? "out" : "in", row).remove();
  const time = part("time", row);
  time.dateTime = new Date(one.at).toISOString();
  time.textContent = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  if (one.reason) {
    part("reason", row).textContent = one.reason;
    part("reason", row).hidden = false;
    part("drop", row).hidden = false;
    part("drop", row).addEventListener("click", drop);
  }
  return row;
}

/* The button that moves whoever is in a row, of the server's rows and of ours alike. */
export const buttonOf = (row) =>
  row.querySelector("[data-in]:not([hidden]), form[action$='/in'] button, [data-out]:not([hidden]), form[action$='/out'] button");

export const arrivalsOf = (row) => [...row.querySelectorAll("[data-in]:not([hidden]), form[action$='/in'] button")];
