/* The scrutineer's page: make a key, prove that it was kept, and at the end decrypt the sums of the whole board. */

import {
  checkFloor, checkMemory, checkReplacing, checkTerms, checkTrustees, keepCerts, keepTerms, keepTrustees,
} from "./checks.js";
import { eraseKey, isKept, keepKey, readKeyFile } from "./keys.js";
import { remember } from "./memory.js";
import { Answered, pageOf, readable } from "./page.js";
import { forget, Refused, work } from "./work.js";

const page = pageOf(document.getElementById("scrutineer"));
const SOON = 4000, LATER = 20000;

let [state, file, timer] = [null, null, null];
const isThreshold = () => state.mode === "pedersen";

const askState = () => page.getJson(page.root.dataset.stateUrl);

/* Goes on with what the server waits for; a key that is still in hand serves without asking for its file. */
async function go(options) {
  clearTimeout(timer);
  const before = state?.step;
  state = await askState();
  if (!["key", "cert"].includes(state.step)) checkTerms(idOf(), state);
  if (state.step !== before || options?.isFirst) await steps[state.step](options);
  else if (state.step === "wait") nameThose();
  if (["wait", "confirmed"].includes(state.step)) timer = setTimeout(again, state.step === "wait" ? SOON : LATER);
}

/* A poll that fails is only tried again. */
const again = () => go().catch((failure) => {
  if (!(failure instanceof Answered)) fail(failure);
  else timer = setTimeout(again, LATER);
});

const nameThose = () => page.fill("waiting-for", state.waiting_for.join(", "));

/* What is said before the key is made may not change afterwards. */
function tellRule() {
  page.fill("rule", page.say(state.k === state.n ? "rule-all" : "rule-some", { k: state.k, n: state.n }));
}

async function send(url, text) {
  await page.post(url, text);
  await go();
}

async function makeKey() {
  keepTerms(idOf(), state);
  const made = await work(isThreshold() ? "makeSeed" : "makeKey");
  file = made.file;
  keepKey(page, state, made);
  page.find("kept-file").onchange = attempt(() => isKept(page, state, made));
  page.find("send-key").onclick = attempt(async () => {
    if (!await isKept(page, state, made)) {
      page.find("kept-file").focus();
      return;
    }
    await page.post(isThreshold() ? state.urls.cert : state.urls.key, made.published);
    eraseKey(page);
    await go();
  });
  page.show("keep");
}

/* Certificates that change between two steps would mean that somebody slipped in a key of their own. */
async function certificates() {
  const own = JSON.parse(await work("certOf", [file])).message;
  if (!state.certs.some((text) => JSON.parse(text).message === own)) throw new Refused("own certificate");
  keepCerts(idOf(), state.certs);
  return state.certs;
}

const idOf = () => page.root.dataset.stateUrl;

/* The exchanges of a threshold key need the key: at once when it is in hand, else after its file was chosen. */
const exchange = (act) => async (options) => {
  const run = async () => {
    page.show("exchange");
    await act(await certificates());
  };
  if (file) await run();
  else askFile("exchange", run, options);
};

const polynomial = async (certs) =>
  send(state.urls.polynomial, await work("polynomial", [certs, file, state.k]));
const voutput = async (certs) =>
  send(state.urls.voutput, await work("voutput", [certs, file, state.vinput, state.k]));

/* Shows the screen that asks for the key file, told for what, and then does it. */
function askFile(reason, act, options) {
  page.fill("file-reason", page.say(`file-for-${reason}`));
  page.find("file-form").reset();
  page.find("file-wrong").hidden = true;
  page.find("announced-field").hidden = reason !== "decrypt";
  page.find("announced-wrong").hidden = true;
  page.find("lost-key").onclick = () => tellLost(reason);
  page.find("file-form").onsubmit = (event) => {
    event.preventDefault();
    attempt(async () => {
      if (reason === "decrypt" && !isAnnounced()) return;
      file = await readKeyFile(page, state);
      if (file) await act();
    })();
  };
  page.show("file", options);
}

/* An empty field is no other number than the board's: it only waits to be filled in. */
function isAnnounced() {
  const holds = /^[0-9]+$/.test(announced());
  page.find("announced-wrong").hidden = holds;
  if (!holds) page.find("announced").focus();
  return holds;
}

const announced = () => page.find("announced").value.replace(/\s/g, "");

/* Says what a lost key means at this step. */
function tellLost(reason) {
  const meaning = reason === "exchange" ? "making" : state.k < state.n ? "some" : "all";
  page.fill("lost-rule", page.say(`lost-${meaning}`, { k: state.k, n: state.n }));
  for (const name of ["before", "after"]) page.find(`lost-${name}`).hidden = (name === "after") !== (reason === "decrypt");
  page.show("lost");
}

/* Checks a board from first to last, against what this browser saw before, and decrypts its sums. */
async function open({ uuid, name, board_url: url, is_rehearsal: isRehearsal }) {
  page.fill("checking", name);
  const { entries } = await page.getJson(url);
  const sealed = isThreshold() ? state.decryption_key : null;
  const made = await work("decrypt", [entries, file, sealed], page.progress("checked"));
  if (made.board.uuid !== uuid) throw new Refused("uuid");
  if (isRehearsal && !made.board.isRehearsal) throw new Refused("rehearsal");
  checkMemory(uuid, made.board);
  checkTrustees(idOf(), state, made.board.trustees);
  if (!isRehearsal) {
    checkReplacing(state, made.board);
    checkFloor(state, made.board);
  }
  return made;
}

async function rehearse() {
  page.show("checking");
  const one = state.elections.find((election) => election.is_rehearsal);
  const { board, text } = await open(one);
  keepTrustees(idOf(), board.trustees);
  await page.post(one.decrypt_url, text);
  drop();
  await go();
}

/* Nothing is sent before every board has been checked, and its ballots are as many as the room was told. */
async function decrypt() {
  const told = announced();
  const all = state.elections.filter((one) => !one.is_rehearsal);
  page.show("checking");
  const opened = [];
  for (const one of all) opened.push({ one, made: await open(one) });
  const total = opened.reduce((sum, { made }) => sum + made.board.numTallied, 0);
  if (total !== Number(told)) throw new Refused("announced");
  drop();
  compare(opened);
}

/* A board shown to one scrutineer alone would pass every check here: only people can see that theirs are the same. */
function compare(opened) {
  page.find("boards").replaceChildren(...opened.map(({ one: { name }, made: { board } }) => {
    const item = page.piece("board");
    item.querySelector("[data-name]").textContent = name || page.say("all-members");
    item.querySelector("[data-count]").textContent = board.numTallied;
    item.querySelector("[data-head]").textContent = readable(board.sealedHead);
    return item;
  }));
  page.find("open-sums").onclick = attempt(() => sendParts(opened));
  page.fill("compared-keys", readable(opened[0].made.board.trustees.hash));
  page.show("compare");
}

/* What is about to be opened is remembered first: an answer that is lost must not let another board be opened. */
async function sendParts(opened) {
  page.show("checking");
  for (const { one, made } of opened) remember(one.uuid, { head: made.board.head, decrypted: made.board.tally });
  for (const { one, made } of opened.filter(({ one: { is_done: isDone } }) => !isDone)) {
    await page.post(one.decrypt_url, made.text);
  }
  await go();
}

function drop() {
  file = null;
  eraseKey(page);
  forget();
}

/* Looks at every board now and then: one that has lost an event since, or opens to others, is told at once. */
async function watch() {
  for (const { uuid, board_url: url, is_rehearsal: isRehearsal } of state.elections) {
    const seen = await work("follow", [(await page.getJson(url)).entries]);
    checkMemory(uuid, seen);
    checkTrustees(idOf(), state, seen.trustees);
    page.fill("keys", readable(seen.trustees.hash));
    if (!isRehearsal) checkReplacing(state, seen);
    remember(uuid, { head: seen.hashes.at(-1) });
  }
}

const start = async (options) => {
  tellRule();
  page.show("start", options);
};

const steps = {
  key: start,
  cert: start,
  polynomial: exchange(polynomial),
  voutput: exchange(voutput),
  wait: async (options) => {
    nameThose();
    page.show("wait", options);
  },
  /* From the file, not from memory: the rehearsal proves that the key was kept. */
  rehearse: async (options) => {
    drop();
    askFile("rehearse", rehearse, options);
  },
  confirmed: async (options) => {
    page.show("confirmed", options);
    await watch();
  },
  decrypt: async (options) => askFile("decrypt", decrypt, options),
  done: async (options) => page.show("done", options),
  void: async (options) => page.show("void", options),
};

const REASONS = [
  "sums", "rehearsal", "key of nobody", "shorter", "decrypted-before", "announced", "certificates", "sealed message",
  "terms", "trustees", "replaced", "floor", "weights",
];

function sentenceOf(failure) {
  if (failure instanceof Answered) return failure.message;
  if (!(failure instanceof Refused)) return page.say("broken", { reason: failure.message });
  const name = `refused-${failure.message.replaceAll(" ", "-")}`;
  return page.say(REASONS.includes(failure.message) ? name : "refused", { reason: failure.message });
}

function fail(failure) {
  drop();
  page.fill("failure", sentenceOf(failure));
  page.show("failure");
}

const attempt = (act) => () => act().catch(fail);

page.onClick("make", attempt(makeKey));
page.onClick("found", () => page.show("file"));
page.onClick("retry", () => globalThis.location.reload());
attempt(() => go({ isFirst: true }))();
