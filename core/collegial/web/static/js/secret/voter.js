/* The voter's page: choose, review, encrypt here, audit or cast, receipt. */

import { readCredential } from "../belenios/credential.js";
import { pageOf, readable, saveFile } from "./page.js";
import {
  completed, countOf, drawSheet, hintOf, problemOf, readSheet, sealedWords, sheetsOf, spoken,
} from "./questions.js";
import { forget, Refused, work } from "./work.js";

const page = pageOf(document.getElementById("secret-vote"));
const { dataset } = page.root;
const kinds = JSON.parse(dataset.kinds);
const elementOf = (id) => (id ? document.getElementById(id) : null);
const texts = kinds.map(({ text_html_id: id }) => elementOf(id) ?? "");
const statements = kinds.map(({ statements: ids = [] }) => ids.map(elementOf));
const choices = kinds.map(() => null);
let [electionText, sheets, number, isReviewing, made, credential] = ["", [], 0, false, null, null];

const ON_BOARD = { counted: "on-board", replaced: "on-board-replaced", absent: "not-on-board" };

const fillOrHide = (name, text) => {
  page.fill(name, text);
  page.find(name).hidden = !text;
};

function tellCount() {
  const { text, isOver } = countOf(sheets[number], readSheet(page.find("choices"), sheets[number]), page.say);
  fillOrHide("count", text);
  page.find("count").classList.toggle("over", Boolean(isOver));
}

function showQuestion(i, options) {
  number = i;
  const sheet = sheets[i];
  page.find("text").replaceChildren(texts[i]);
  page.fill("step", page.say("step", { current: i + 1, total: kinds.length + 1 }));
  page.fill("title", sheet.title);
  fillOrHide("hint", hintOf(sheet, page.say));
  fillOrHide("sealed-words", sealedWords(sheet, page.say));
  page.find("missing").hidden = true;
  page.find("back").hidden = i === 0 || isReviewing;
  drawSheet(page, page.find("choices"), sheet, choices[i], tellCount);
  tellCount();
  page.show("question", options);
}

function takeAnswer(event) {
  event.preventDefault();
  const sheet = sheets[number];
  const chosen = completed(sheet, readSheet(page.find("choices"), sheet));
  const problem = problemOf(sheet, chosen, page.say);
  page.find("missing").hidden = !problem;
  if (problem) {
    page.fill("missing-text", problem);
    page.find("choices").querySelector("input").focus();
    return;
  }
  choices[number] = chosen;
  if (isReviewing || number + 1 === kinds.length) showReview();
  else showQuestion(number + 1);
}

function linesOf(i) {
  return spoken(sheets[i], choices[i], page.say).map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  });
}

function listAnswers(list, { withButtons }) {
  list.replaceChildren(...sheets.map(({ title }, i) => {
    const item = page.piece("answer");
    item.querySelector("[data-title]").textContent = title;
    item.querySelector("[data-chosen]").replaceChildren(...linesOf(i));
    const button = item.querySelector("button");
    if (!withButtons) button.remove();
    else {
      button.querySelector("[data-context]").textContent = title;
      button.addEventListener("click", () => showQuestion(i));
    }
    return item;
  }));
}

function showReview() {
  isReviewing = true;
  listAnswers(page.find("review"), { withButtons: true });
  page.show("review");
}

/* Where the codes are made apart, the voter types the own one; elsewhere the server makes it again. */
async function encrypt() {
  if (dataset.asksCode === "yes") credential = readCredential(page.find("code").value);
  page.find("code-wrong").hidden = credential !== null || dataset.asksCode !== "yes";
  if (dataset.asksCode === "yes" && credential === null) {
    page.find("code").focus();
    return;
  }
  page.show("encrypting");
  credential ??= (await page.post(dataset.credentialUrl)).credential;
  made = await work("encrypt", [electionText, credential, choices.flat()], page.progress("encrypted"));
  page.fill("tracker", made.tracker);
  page.fill("vote-fingerprint", readable(made.fingerprint));
  page.fill("tracker-copied", "");
  page.show("ready");
}

async function audit() {
  const { holds, tracker, ballot, openings } = await work("audit");
  made = null;
  if (!holds) throw new Refused("audit");
  listAnswers(page.find("audited"), { withButtons: false });
  page.fill("audited-tracker", tracker);
  const record = `{"election":${electionText},"ballot":${ballot},"openings":${openings}}\n`;
  page.fill("openings", JSON.stringify(JSON.parse(openings), null, 1));
  page.find("save-audit").onclick = () => saveFile(`${tracker.slice(0, 8).replace(/\W/g, "_")}.json`, record);
  page.show("audit");
}

async function cast() {
  page.show("casting");
  page.find("audit-instead").hidden = true; // from here on the ballot may count, even if the answer is lost
  const { text } = await work("cast");
  const answer = await page.post(dataset.ballotUrl, text);
  if (answer.tracker !== made.tracker) throw new Refused("tracker");
  eraseChoices();
  page.fill("receipt", answer.tracker);
  page.fill("sign-off", answer.sign_off);
  page.find("board").href = answer.board;
  page.show("receipt");
}

/* What was chosen does not stay in a page that is left open. */
function eraseChoices() {
  forget();
  [credential, made] = [null, null];
  choices.fill(null);
  page.find("code").value = "";
  for (const name of ["review", "audited", "choices", "openings", "title", "text"]) page.find(name).replaceChildren();
  page.find("save-audit").onclick = null;
}

/* The receipt to keep: what the screen shows and where to look, nothing of any choice. */
function receiptText() {
  const [tracker, seal] = ["receipt", "sign-off"].map((name) => page.find(name).textContent);
  return [
    page.say("receipt-title", { assembly: dataset.assembly }),
    `${page.say("receipt-tracker")}\n${tracker}`,
    `${page.say("receipt-seal")}\n${seal}`,
    `${page.say("receipt-board")} ${page.find("board").href}`,
    "",
  ].join("\n\n");
}

const saveReceipt = () =>
  saveFile(`${page.find("receipt").textContent.slice(0, 8).replace(/\W/g, "_")}.txt`, receiptText());

/* A browser may refuse to copy, or lack the way where the page came without HTTPS: the vote is cast all the same. */
const copy = (textOf, told, words) => async () => {
  try {
    await globalThis.navigator.clipboard.writeText(textOf());
    page.fill(told, page.say("copied"));
  } catch {
    page.fill(told, page.say(words));
  }
};

/* The receipt says what the server promised; the board shows whether it is there. It is large: only on demand. */
async function lookOnBoard() {
  const { entries } = await page.getJson(dataset.boardUrl);
  const standing = await work("find", [entries, page.find("receipt").textContent]);
  page.fill("on-board", page.say(ON_BOARD[standing]));
}

/* Says what went wrong and leads back to the screen from which it can be tried again. */
const orElse = (act, screen) => async () => {
  try {
    await act();
  } catch (failure) {
    page.fill("failure", failure instanceof Refused ? page.say("refused", { reason: failure.message }) : failure.message);
    page.find("retry").onclick = () => (screen ? page.show(screen) : globalThis.location.reload());
    page.show("failure");
  }
};

async function begin() {
  electionText = await page.getText(dataset.electionUrl);
  sheets = sheetsOf(kinds, JSON.parse(electionText).questions)
    .map((sheet, i) => ({ ...sheet, statements: statements[i] }));
  for (const one of [...texts, ...statements.flat()].filter(Boolean)) {
    one.remove();
    one.hidden = false;
  }
  showQuestion(0, { isFirst: true });
}

page.find("question-form").addEventListener("submit", takeAnswer);
page.onClick("back", () => showQuestion(number - 1));
page.onClick("encrypt", orElse(encrypt, "review"));
page.onClick("audit", orElse(audit, "review"));
page.onClick("again", () => page.show("review"));
page.onClick("cast", orElse(cast, "ready"));
page.onClick("look", orElse(lookOnBoard, "receipt"));
page.onClick("copy-tracker", copy(() => page.find("tracker").textContent, "tracker-copied", "tracker-not-copied"));
page.onClick("copy-receipt", copy(receiptText, "copied", "not-copied"));
page.onClick("save-receipt", saveReceipt);
page.onClick("print", () => globalThis.print());
orElse(begin, null)();
