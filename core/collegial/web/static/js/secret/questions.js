/* What the ballot asks: one sheet for each resolution, with a row of choices for each sealed question behind it. */

import { isAllowed, lengthOf } from "../belenios/answers.js";
import { Refused } from "./work.js";

/* What is sealed must be what the page asks: the text under the hash, not the one beside it, is what counts. */
function rowOf({ question: asked, name, labels, is_verbatim: isVerbatim }, question) {
  const isSame = question?.question === asked && question.answers.length === labels.length &&
    (!isVerbatim || question.answers.every((answer, i) => answer === labels[i]));
  if (!isSame) throw new Refused("questions");
  return { question, name, labels };
}

export function sheetsOf(kinds, questions) {
  const rest = [...questions];
  const sheets = kinds.map((kind) => ({ ...kind, rows: kind.asks.map((ask) => rowOf(ask, rest.shift())) }));
  if (rest.length) throw new Refused("questions");
  return sheets;
}

/* The words under the hash where they are not those of the page, in another language or in another order. */
export function sealedWords({ rows: [{ question, labels }] }, say) {
  const isSame = question.answers.every((answer, i) => answer === labels[i]);
  return isSame ? "" : say("sealed-words", { words: question.answers.join(", ") });
}

export const takesBlank = ({ rows }) => rows.every(({ question }) => question.blank);

const isOneOf = ({ rows }) => rows.length === 1 && rows[0].question.min === 1 && rows[0].question.max === 1;
export const isGraded = ({ rows }) => rows.length > 1 || rows[0].name !== null;
const isPicked = (sheet) => !isGraded(sheet) && !isOneOf(sheet);

const limits = ({ rows: [{ question: { min, max, answers } }] }) => ({ min, max, total: answers.length });

/* How many may be chosen, in words; nothing where the form of the choices says it. */
export function hintOf(sheet, say) {
  if (isGraded(sheet)) return say("grade-each", { worst: sheet.rows[0].labels.at(-1) });
  if (isOneOf(sheet)) return sheet.kind === "for_against" ? "" : say("choose-one");
  const { min, max, total } = limits(sheet);
  if (min === max) return say("choose-exactly", { max });
  if (max === total) return say(min > 1 ? "choose-at-least" : "choose-any", { min });
  return say(min > 1 ? "choose-between" : "choose-up-to", { min, max });
}

const emptyRow = ({ question }) => new Array(lengthOf(question)).fill(0);
const isBlank = ({ rows }, chosen) => rows.every(({ question }, i) => question.blank && chosen[i][0] === 1);
const named = ({ rows }, chosen) => chosen.filter((row, i) => row.slice(rows[i].question.blank ? 1 : 0).includes(1));
const ticks = ({ question: { blank } }, row) => row.slice(blank ? 1 : 0).filter((m) => m === 1).length;

/* Says how far the voter is, and whether that is too many; nothing for a choice of one. */
export function countOf(sheet, chosen, say) {
  if (isGraded(sheet)) return { text: say("graded", { count: named(sheet, chosen).length, total: chosen.length }) };
  if (!isPicked(sheet)) return { text: "" };
  const [count, { max }] = [ticks(sheet.rows[0], chosen[0]), limits(sheet)];
  const isOver = count > max;
  return { text: say(isOver ? "chosen-over" : "chosen", { count, max, over: count - max }), isOver };
}

/* A name that was left without a grade has the worst one, as the page says; a sheet without any grade is no answer. */
export function completed(sheet, chosen) {
  if (!isGraded(sheet) || isBlank(sheet, chosen) || !named(sheet, chosen).length) return chosen;
  return chosen.map((row) => (row.includes(1) ? row : [...row.slice(0, -1), 1]));
}

/* What keeps the sheet from being an answer, in words; nothing where it is one. */
export function problemOf(sheet, chosen, say) {
  if (sheet.rows.every(({ question }, i) => isAllowed(question, chosen[i]))) return "";
  const blank = takesBlank(sheet) ? ` ${say("or-blank")}` : "";
  if (isGraded(sheet)) return say("missing-grades") + blank;
  if (!isPicked(sheet)) return say("missing-one") + blank;
  const [count, { min, max }] = [ticks(sheet.rows[0], chosen[0]), limits(sheet)];
  if (count > max) return say("missing-fewer", { count, max, over: count - max });
  return (count ? say("missing-more", { count, min }) : say("missing-one")) + blank;
}

/* What was chosen, line by line. */
export function spoken(sheet, chosen, say) {
  if (isBlank(sheet, chosen)) return [say("blank")];
  const lines = sheet.rows.flatMap(({ question, name, labels }, i) => {
    const words = labels.filter((_, j) => chosen[i][j + (question.blank ? 1 : 0)] === 1);
    return name === null ? words : words.map((word) => say("grade-of", { name, grade: word }));
  });
  return lines.length ? lines : [say("nobody")];
}

function makeChoice(page, { id, type, name, value, label, isChecked }) {
  const choice = page.piece("choice");
  const input = choice.querySelector("input");
  Object.assign(input, { id, type, name, value, checked: isChecked });
  const text = choice.querySelector("label");
  text.htmlFor = id;
  text.textContent = label;
  return choice;
}

function choicesOf(page, sheet, i, chosen) {
  const { question, labels } = sheet.rows[i];
  const first = question.blank ? 1 : 0;
  return labels.map((label, j) => makeChoice(page, {
    id: `choice-${i}-${j}`, type: isPicked(sheet) ? "checkbox" : "radio", name: `row-${i}`,
    value: String(j + first), label, isChecked: chosen?.[i][j + first] === 1,
  }));
}

/* The blank vote is shown last and apart, though it is encrypted first. */
function blankOf(page, sheet, chosen) {
  const isRadio = isOneOf(sheet) && !isGraded(sheet);
  const block = page.piece("blank");
  block.prepend(makeChoice(page, {
    id: "choice-blank", type: isRadio ? "radio" : "checkbox", name: isRadio ? "row-0" : "blank", value: "blank",
    label: page.say("blank"), isChecked: Boolean(chosen) && isBlank(sheet, chosen),
  }));
  if (sheet.kind === "for_against") block.querySelector("#blank-hint").remove();
  else block.querySelector("input").setAttribute("aria-describedby", "blank-hint");
  return block;
}

function gradesOf(page, sheet, i, chosen) {
  const group = page.piece("grades");
  group.querySelector("legend").textContent = sheet.rows[i].name;
  if (sheet.statements[i]) group.querySelector("legend").after(sheet.statements[i]);
  group.querySelector("[data-grades]").replaceChildren(...choicesOf(page, sheet, i, chosen));
  return group;
}

const withStatements = (choices, { statements }) =>
  choices.flatMap((choice, i) => (statements[i] ? [choice, statements[i]] : [choice]));

/* A blank vote excludes every other choice, and the other way round. */
function keepBlankAlone(list, target) {
  if (!target.checked) return;
  for (const input of list.querySelectorAll("input")) {
    if (input !== target && (input.value === "blank" || target.value === "blank")) input.checked = false;
  }
}

export function drawSheet(page, list, sheet, chosen, onChange) {
  const rows = isGraded(sheet)
    ? sheet.rows.map((_, i) => gradesOf(page, sheet, i, chosen))
    : withStatements(choicesOf(page, sheet, 0, chosen), sheet);
  list.replaceChildren(...rows, ...(takesBlank(sheet) ? [blankOf(page, sheet, chosen)] : []));
  list.onchange = ({ target }) => {
    keepBlankAlone(list, target);
    onChange();
  };
}

export function readSheet(list, sheet) {
  const chosen = sheet.rows.map(emptyRow);
  for (const { name, value } of list.querySelectorAll("input:checked")) {
    if (value === "blank") for (const row of chosen) row[0] = 1;
    else chosen[Number(name.replace("row-", ""))][Number(value)] = 1;
  }
  return chosen;
}
