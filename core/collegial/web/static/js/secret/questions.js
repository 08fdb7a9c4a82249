/* The screen of one question: its choices as radio buttons or boxes, and what was chosen as zeros and ones. */

const spokenNames = (say) => ["for", "against", "abstain"].map((name) => say(name));

/* What is sealed must be what the page asks: the text under the hash, not the one beside it, is what counts. */
export const isAskedBy = (question, { kind, question: asked }) =>
  question.question === asked && (kind !== "for_against" || question.answers.length === 3);

/* The words under the hash where they are not those of the page, in another language or in another order. */
export function sealedWords({ answers }, kind, say) {
  const isSame = kind !== "for_against" || spokenNames(say).every((name, i) => name === answers[i]);
  return isSame ? "" : say("sealed-words", { words: answers.join(", ") });
}

/* The labels of the places of an answer, in the order in which it is encrypted. */
export function labelsOf(question, kind, say) {
  const names = kind === "for_against" ? spokenNames(say) : question.answers;
  return question.blank ? [say("blank"), ...names] : names;
}

export const chosenLabels = (labels, chosen) => labels.filter((_, i) => chosen[i] === 1);

const takesOne = ({ min, max }) => min === 1 && max === 1;

/* The blank vote is shown last, though it is encrypted first. */
const shownOrder = ({ blank }, labels) => {
  const places = labels.map((_, i) => i);
  return blank ? [...places.slice(1), 0] : places;
};

export function hintOf({ min, max }, say) {
  if (min === 1 && max === 1) return "";
  if (min === max) return say("choose-exactly", { max });
  return say(min === 0 ? "choose-up-to" : "choose-between", { min, max });
}

function makeChoice(page, question, { label, place, isChecked }) {
  const choice = page.piece("choice");
  const input = choice.querySelector("input");
  input.type = takesOne(question) ? "radio" : "checkbox";
  input.id = `choice-${place}`;
  input.value = String(place);
  input.checked = isChecked;
  const text = choice.querySelector("label");
  text.htmlFor = input.id;
  text.textContent = label;
  return choice;
}

/* A blank vote excludes every other choice, and the other way round. */
function keepBlankAlone(list, { blank }) {
  list.onchange = ({ target }) => {
    if (!blank || !target.checked) return;
    for (const input of list.querySelectorAll("input")) {
      if (input !== target && (input.value === "0" || target.value === "0")) input.checked = false;
    }
  };
}

export function drawChoices(page, list, question, labels, chosen) {
  const places = shownOrder(question, labels);
  list.replaceChildren(...places.map((place) =>
    makeChoice(page, question, { label: labels[place], place, isChecked: chosen?.[place] === 1 })));
  keepBlankAlone(list, question);
}

export function readChoices(list, length) {
  const chosen = new Array(length).fill(0);
  for (const input of list.querySelectorAll("input:checked")) chosen[Number(input.value)] = 1;
  return chosen;
}
