/* The long computations, in a thread of their own: the page stays alive, and what is secret stays in here. */

import { createBallot, opens } from "../belenios/ballot.js";
import { decryptBoard, readChain, verifyBoard } from "../belenios/board.js";
import { generateSeed, readSeed } from "../belenios/channels.js";
import { isRehearsal, readElection } from "../belenios/election.js";
import { Refused, refuseUnless } from "../belenios/group.js";
import { serialize } from "../belenios/json.js";
import { hashJson } from "../belenios/sha256.js";
import { makeCert, makePolynomial, makeVoutput, openDecryptionKey } from "../belenios/threshold.js";
import { generatePrivateKey, publish, readPrivateKey, writePrivateKey } from "../belenios/trustee.js";
import { keysOf } from "../belenios/trustees.js";

let last = null; // the ballot just made, with what opens it

/* What a page may know of a board that was verified. */
const summary = ({ election, trustees, ballots, tally, head, hashes, isClosed, factors, result }) => ({
  uuid: election.uuid,
  name: election.name,
  fingerprint: election.fingerprint,
  keys: keysOf(trustees).map(String),
  trackers: ballots.map(({ tracker }) => tracker),
  numTallied: new Set(ballots.map(({ credential }) => credential)).size,
  tally: tally && hashJson(serialize(tally)),
  head,
  hashes,
  isClosed,
  isRehearsal: isRehearsal(election),
  decryptions: factors.size,
  result: result ?? null,
});

const privateKey = (file, sealed) => (sealed ? openDecryptionKey(readSeed(file), sealed) : readPrivateKey(file));

const tasks = {
  encrypt: ([electionText, credential, choices], onProgress) => {
    const election = readElection(electionText);
    refuseUnless(!isRehearsal(election), "rehearsal");
    last = { election, choices, ...createBallot(election, credential, choices, onProgress) };
    return { text: last.text, tracker: last.tracker };
  },

  /* Shows what opens the last ballot, and forgets the ballot: who can prove a vote could sell it. */
  audit: () => {
    const { election, text, openings, tracker } = last;
    const holds = opens(election, text, openings);
    last = null;
    return { holds, tracker, ballot: text, openings: serialize(openings) };
  },

  makeKey: () => {
    const x = generatePrivateKey();
    return { file: writePrivateKey(x), published: serialize(publish(x)) };
  },

  makeSeed: () => {
    const seed = generateSeed();
    return { file: seed, published: makeCert(seed) };
  },

  certOf: ([seed]) => makeCert(readSeed(seed)),
  polynomial: ([certs, seed, threshold]) => makePolynomial(certs, readSeed(seed), threshold),
  voutput: ([certs, seed, vinput, threshold]) => makeVoutput(certs, readSeed(seed), vinput, threshold),

  /* Only the chain and the hashes: quick, and enough to see that nothing was taken away. */
  follow: ([entries]) => readChain(entries).events.map(({ hash }) => hash),

  find: ([entries, tracker]) => {
    const { events, take } = readChain(entries);
    const ballots = events.filter(({ type }) => type === "Ballot");
    return { isThere: ballots.some(({ payload }) => hashJson(take(payload)) === tracker) };
  },

  verify: ([entries], onProgress) => summary(verifyBoard(entries, onProgress)),

  decrypt: ([entries, file, sealed], onProgress) => {
    const { board, owner, text } = decryptBoard(entries, privateKey(file, sealed), onProgress);
    return { owner, text, board: summary(board) };
  },
};

globalThis.onmessage = ({ data: { id, name, args } }) => {
  const onProgress = (done, total) => globalThis.postMessage({ id, done, total });
  try {
    globalThis.postMessage({ id, answer: tasks[name](args, onProgress) });
  } catch (failure) {
    globalThis.postMessage({ id, refused: failure instanceof Refused, failure: failure.message });
  }
};
