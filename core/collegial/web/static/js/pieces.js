/* A piece of a page that is replaced leaves its reader where they were: what had the focus has it again, what was open
   stays open. Both are found again by their words, so that no other button comes under a finger; where they are gone,
   the piece itself takes the focus. */

const PIECE = "[hx-get][id]:not(input)";
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
let before = null;

function words(one) {
  return `${one.tagName} ${one.getAttribute("name") ?? ""} ${one.textContent.replace(/\s+/g, " ").trim()}`;
}

/* What stands for an element in another copy of its piece: its words, and how many before it have the same. */
function place(one, all) {
  return { words: words(one), nth: all.filter((other) => words(other) === words(one)).indexOf(one) };
}

function found(at, all) {
  return all.filter((other) => words(other) === at.words)[at.nth];
}

function toggles(piece) {
  return [...piece.querySelectorAll("details > summary")];
}

function note(piece) {
  const active = document.activeElement;
  const all = [...piece.querySelectorAll(FOCUSABLE)];
  return {
    id: piece.id,
    had: piece.contains(active),
    focus: all.includes(active) ? place(active, all) : null,
    folds: toggles(piece).map((one) => ({ ...place(one, toggles(piece)), open: one.parentElement.open })),
  };
}

function restore({ id, had, focus, folds }) {
  const piece = document.getElementById(id);
  if (!piece) return;
  for (const fold of folds) {
    const summary = found(fold, toggles(piece));
    if (summary) summary.parentElement.open = fold.open;
  }
  if (!had || piece.contains(document.activeElement)) return;
  const same = focus && found(focus, [...piece.querySelectorAll(FOCUSABLE)]);
  if (!same) piece.tabIndex = -1;
  (same ?? piece).focus({ preventScroll: true });
}

document.addEventListener("htmx:before:swap", () => {
  before = [...document.querySelectorAll(PIECE)].map(note);
});
document.addEventListener("htmx:after:swap", () => {
  before?.forEach(restore);
  before = null;
});
