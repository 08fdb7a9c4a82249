/* The public board (section 4.4): its chain of events, and everything that follows from them (3.5). */

import { lengthOf } from "./answers.js";
import { checkBallot, combine } from "./ballot.js";
import { readElection } from "./election.js";
import { isElement, multiply, powG, readElement, refuseUnless } from "./group.js";
import * as json from "./json.js";
import { hashJson, sha256Hex } from "./sha256.js";
import { checkPartialDecryption, decrypt } from "./trustee.js";
import { combineFactors, keysOf, publicKeyOf, readTrustees } from "./trustees.js";

const header = json.record({ version: json.integer, timestamp: json.string });
const event = json.record({
  "parent?": json.string, height: json.integer, type: json.string, "payload?": json.string,
});
const setupData = json.record({ election: json.string, trustees: json.string, credentials: json.string });
const sizedTally = json.record({
  num_tallied: json.integer, total_weight: json.integer, encrypted_tally: json.string,
});
const owned = json.record({ owner: json.integer, payload: json.string });
const resultFields = json.record({ result: json.list(json.list(json.integer)) });

/* Which events may follow an event. */
const AFTER = {
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

/* Reads the entries of the archive; refuses a name that is not the hash of its content, a gap, a loose end. */
export function readChain(entries) {
  refuseUnless(entries[0]?.name === "BELENIOS", "header");
  const { version } = json.readCanonical(header, entries[0].content);
  refuseUnless(version === 1, "version of the archive");
  const [data, used, events] = [new Map(), new Set(), []];
  for (const { name, content } of entries.slice(1)) {
    const hash = sha256Hex(content);
    if (name === `${hash}.data.json`) data.set(hash, content);
    else {
      refuseUnless(name === `${hash}.event.json`, "content does not match its hash");
      events.push(readEvent(events.at(-1), hash, content));
    }
  }
  const take = (hash) => {
    refuseUnless(data.has(hash), "missing content");
    used.add(hash);
    return data.get(hash);
  };
  return { events, take, isUsedUp: () => used.size === data.size };
}

function readEvent(last, hash, content) {
  const one = { ...json.readCanonical(event, content), hash };
  refuseUnless(one.height === (last ? last.height + 1 : 0) && one.parent === last?.hash, "broken chain");
  refuseUnless(last ? AFTER[last.type].includes(one.type) : one.type === "Setup", "event out of place");
  refuseUnless(Boolean(one.payload) === (one.type !== "EndBallots"), "payload");
  return one;
}

/* The roll. A weight is refused, though the specification knows it: weights of zero would single out one ballot. */
function readCredentials(text) {
  const roll = new Set();
  for (const one of json.readCanonical(json.list(json.string), text)) {
    refuseUnless(!one.includes(","), "weights");
    const credential = readElement(one);
    refuseUnless(isElement(credential) && !roll.has(credential), "public credentials");
    roll.add(credential);
  }
  return roll;
}

function setUp(take, payload) {
  const setup = json.readCanonical(setupData, take(payload));
  const election = readElection(take(setup.election));
  const trusteesText = take(setup.trustees);
  const trustees = readTrustees(trusteesText);
  refuseUnless(publicKeyOf(trustees) === election.public_key, "key of the election");
  const roll = readCredentials(take(setup.credentials));
  return { election, trustees, trusteesText, roll, ballots: [], isClosed: false, tally: null, factors: new Map() };
}

function addBallot(board, text) {
  const ballot = checkBallot(board.election, text);
  refuseUnless(board.roll.has(ballot.credential), "credential is not on the roll");
  const choices = board.election.questions.map((_, i) => ballot.answers[i].choices);
  board.ballots.push({ tracker: hashJson(text), credential: ballot.credential, choices });
}

/* last(B): of each credential the last ballot. */
export const tallied = (ballots) =>
  [...new Map([...ballots].map((one) => [one.credential, one])).values()];

/* The encrypted tally of the whole board: for each choice the product of what all ballots hold. */
export function encryptedTally({ election, ballots }) {
  const counted = tallied(ballots);
  return election.questions.map((question, i) =>
    Array.from({ length: lengthOf(question) }, (_, j) =>
      combine(counted.map((one) => one.choices[i][j]))));
}

function checkTally(board, take, payload) {
  const sized = json.readCanonical(sizedTally, take(payload));
  const counted = tallied(board.ballots);
  const { num_tallied: number, total_weight: weight } = sized;
  refuseUnless(number === counted.length && weight === number, "number of ballots");
  const tally = encryptedTally(board);
  refuseUnless(take(sized.encrypted_tally) === json.serialize(tally), "sums");
  board.tally = tally;
}

function addDecryption(board, take, payload) {
  const { owner, payload: hash } = json.readCanonical(owned, take(payload));
  const X = keysOf(board.trustees)[owner - 1];
  refuseUnless(X !== undefined && !board.factors.has(owner), "owner of a partial decryption");
  board.factors.set(owner, checkPartialDecryption(board.election.fingerprint, board.tally, X, take(hash)));
}

function checkResult(board, text) {
  const { result } = json.readCanonical(resultFields, text);
  const factors = combineFactors(board.trustees, board.factors);
  const holds = board.tally.every((row, i) => row.length === result[i]?.length &&
    row.every(({ beta }, j) => beta === multiply(factors[i][j], powG(BigInt(result[i][j])))));
  refuseUnless(holds && result.length === board.tally.length, "result");
  board.result = result;
}

/* The head that people compare: once the sums stand, every part that is decrypted moves the last one, and not this. */
const sealedHead = (events) => (events.find(({ type }) => type === "EncryptedTally") ?? events.at(-1)).hash;

/* Verifies a board from its first event to its last, and returns what it says; throws `Refused` otherwise. */
export function verifyBoard(entries, onProgress = () => {}) {
  const { events, take, isUsedUp } = readChain(entries);
  refuseUnless(events.length > 0, "empty board");
  const acts = {
    Ballot: (board, payload) => addBallot(board, take(payload)),
    EndBallots: (board) => { board.isClosed = true; },
    EncryptedTally: (board, payload) => checkTally(board, take, payload),
    PartialDecryption: (board, payload) => addDecryption(board, take, payload),
    Result: (board, payload) => checkResult(board, take(payload)),
  };
  const board = setUp(take, events[0].payload);
  events.slice(1).forEach(({ type, payload }, i) => {
    acts[type](board, payload);
    onProgress(i + 1, events.length - 1);
  });
  refuseUnless(isUsedUp(), "content that nothing refers to");
  return {
    ...board, head: events.at(-1).hash, sealedHead: sealedHead(events), hashes: events.map(({ hash }) => hash),
  };
}

/* Decrypts a trustee's part of the sums of a board that was verified here, and of nothing else. */
export function decryptBoard(entries, x, onProgress) {
  const board = verifyBoard(entries, onProgress);
  refuseUnless(board.tally, "voting is not closed");
  const owner = keysOf(board.trustees).indexOf(powG(x)) + 1;
  refuseUnless(owner > 0, "key of nobody");
  return { board, owner, text: decrypt(board.election.fingerprint, board.tally, x) };
}
