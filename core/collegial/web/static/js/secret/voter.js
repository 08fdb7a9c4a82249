/* The voter's page: choose, review, encrypt here, audit or cast, receipt. */

import { isAllowed, lengthOf } from "../belenios/answers.js";
import { pageOf, saveFile } from "./page.js";
import { chosenLabels, drawChoices, hintOf, isAskedBy, labelsOf, readChoices, sealedWords } from "./questions.js";
import { forget, Refused, work } from "./work.js";

const page = pageOf(document.getElementById("secret-vote"));
const { dataset } = page.root;
const kinds = JSON.parse(dataset.kinds);
const texts = kinds.map(({ text_html_id: id }) => document.getElementById(id) ?? "");
const choices = kinds.map(() => null);
let [electionText, questions, number, isReviewing, made, credential] = ["", [], 0, false, null, null];

const ON_BOARD = { counted: "on-board", replaced: "on-board-replaced", absent: "not-on-board" };

const labels = (i) => labelsOf(questions[i], kinds[i].kind, page.say);

function showQuestion(i, options) {
  number = i;
  page.find("text").replaceChildren(texts[i]);
  const hint = hintOf(questions[i], page.say);
  page.fill("step", page.say("step", { current: i + 1, total: kinds.length + 1 }));
  page.fill("title", questions[i].question);
  page.fill("hint", hint);
  const words = sealedWords(questions[i], kinds[i].kind, page.say);
  page.fill("sealed-words", words);
  page.find("sealed-words").hidden = !words;
  page.find("hint").hidden = !hint;
  page.find("missing").hidden = true;
  page.find("back").hidden = i === 0 || isReviewing;
  drawChoices(page, page.find("choices"), questions[i], labels(i), choices[i]);
  page.show("question", options);
}

function takeAnswer(event) {
  event.preventDefault();
  const chosen = readChoices(page.find("choices"), lengthOf(questions[number]));
  if (!isAllowed(questions[number], chosen)) {
    page.find("missing").hidden = false;
    page.find("choices").querySelector("input").focus();
    return;
  }
  choices[number] = chosen;
  if (isReviewing || number + 1 === kinds.length) showReview();
  else showQuestion(number + 1);
}

const spoken = (i) => {
  const names = chosenLabels(labels(i), choices[i]);
  return names.length ? names.join(", ") : page.say("nobody");
};

function listAnswers(list, { withButtons }) {
  list.replaceChildren(...questions.map(({ question: title }, i) => {
    const item = page.piece("answer");
    item.querySelector("[data-title]").textContent = title;
    item.querySelector("[data-chosen]").textContent = spoken(i);
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

async function encrypt() {
  page.show("encrypting");
  credential ??= (await page.post(dataset.credentialUrl)).credential;
  made = await work("encrypt", [electionText, credential, choices], page.progress("encrypted"));
  page.fill("tracker", made.tracker);
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
  for (const name of ["review", "audited", "choices", "openings", "title", "text"]) page.find(name).replaceChildren();
  page.find("save-audit").onclick = null;
}

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
  ({ questions } = JSON.parse(electionText));
  const isAsked = questions.length === kinds.length && questions.every((one, i) => isAskedBy(one, kinds[i]));
  if (!isAsked) throw new Refused("questions");
  for (const text of texts.filter(Boolean)) {
    text.remove();
    text.hidden = false;
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
page.onClick("print", () => globalThis.print());
orElse(begin, null)();
