/* The board page: find one's tracker, check the whole chain and every proof in this browser. */

import { pageOf, readable } from "./page.js";
import { Refused, work } from "./work.js";

const page = pageOf(document.getElementById("secret-board"));
const FOUND = {
  counted: ["success", "found"], replaced: ["warning", "found-replaced"], absent: ["warning", "not-found"],
};
const mayVoteAgain = page.root.dataset.mayVoteAgain === "yes";
let entries = null;

const load = async () => {
  entries ??= (await page.getJson(page.root.dataset.boardUrl)).entries;
  return entries;
};

const tell = (tone, sentence) => {
  const place = page.find("verdict");
  place.className = `notice tone-${tone}`;
  place.hidden = false;
  page.fill("verdict-text", sentence);
};

async function find() {
  const tracker = page.find("wanted").value.trim();
  const standing = await work("find", [await load(), tracker]);
  const [tone, sentence] = FOUND[standing];
  tell(tone, page.say(sentence));
  if (standing === "absent") return;
  const rows = [...page.root.querySelectorAll("[data-tracker]")];
  for (const row of rows) row.ariaCurrent = row.dataset.tracker === tracker ? "true" : null;
  rows.find((row) => row.ariaCurrent)?.scrollIntoView({ block: "nearest" });
}

async function verify() {
  page.find("checking").hidden = false;
  const board = await work("verify", [await load()], page.progress("checked"));
  page.find("checking").hidden = true;
  if (!mayVoteAgain && board.ballots !== board.voters) throw new Refused(page.say("replaced"));
  const name = board.result ? "holds-with-result" : board.isClosed ? "holds-closed" : "holds-open";
  tell("success", page.say(name, { count: board.numTallied, head: readable(board.sealedHead) }));
}

const orElse = (act) => (event) => {
  event.preventDefault();
  act().catch((failure) => {
    page.find("checking").hidden = true;
    const isRefused = failure instanceof Refused;
    tell("danger", isRefused ? page.say("does-not-hold", { reason: failure.message }) : failure.message);
  });
};

page.find("find-form").addEventListener("submit", orElse(find));
page.onClick("verify", orElse(verify));
page.find("with-script").hidden = false;
