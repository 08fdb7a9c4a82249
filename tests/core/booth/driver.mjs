/* Runs the browser's own modules in Node: one JSON command a line, one JSON answer a line. */

import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";

import * as aes from "../../../core/collegial/web/static/js/belenios/aes.js";
import * as ballot from "../../../core/collegial/web/static/js/belenios/ballot.js";
import * as board from "../../../core/collegial/web/static/js/belenios/board.js";
import * as channels from "../../../core/collegial/web/static/js/belenios/channels.js";
import * as credential from "../../../core/collegial/web/static/js/belenios/credential.js";
import * as group from "../../../core/collegial/web/static/js/belenios/group.js";
import * as numbers from "../../../core/collegial/web/static/js/belenios/numbers.js";
import * as sha from "../../../core/collegial/web/static/js/belenios/sha256.js";
import * as threshold from "../../../core/collegial/web/static/js/belenios/threshold.js";
import * as trustee from "../../../core/collegial/web/static/js/belenios/trustee.js";
import { readElection } from "../../../core/collegial/web/static/js/belenios/election.js";
import * as questions from "../../../core/collegial/web/static/js/secret/questions.js";
import { Refused as PageRefused } from "../../../core/collegial/web/static/js/secret/work.js";
import { serialize } from "../../../core/collegial/web/static/js/belenios/json.js";

globalThis.crypto ??= webcrypto; // Node 18 keeps it in a module

const bytes = (hex) => sha.fromHex(hex);
const ballots = new Map(); // openings of the ballots made here, by tracker

/* The words of a page, as their name and what they say. */
const say = (name, values = {}) => [name, ...Object.values(values)].join(" ");
const sheetOf = (kind, sealed) => questions.sheetsOf([kind], sealed)[0];

const commands = {
  sheets: (kinds, sealed) => questions.sheetsOf(kinds, sealed).length,
  hint: (kind, sealed) => questions.hintOf(sheetOf(kind, sealed), say),
  count: (kind, sealed, chosen) => questions.countOf(sheetOf(kind, sealed), chosen, say).text,
  problem: (kind, sealed, chosen) => questions.problemOf(sheetOf(kind, sealed), chosen, say),
  completed: (kind, sealed, chosen) => questions.completed(sheetOf(kind, sealed), chosen),
  spoken: (kind, sealed, chosen) => questions.spoken(sheetOf(kind, sealed), chosen, say),
  sha256: (text) => sha.sha256Hex(text),
  pbkdf2: (password, salt, rounds) => sha.toHex(sha.pbkdf2(password, salt, rounds)),
  hmac: (key, message) => sha.toHex(sha.hmac(bytes(key), bytes(message))),
  encryptCcm: (key, nonce, plain) => sha.toHex(aes.encryptCcm(bytes(key), bytes(nonce), bytes(plain))),
  decryptCcm: (key, nonce, sealed) => sha.toHex(aes.decryptCcm(bytes(key), bytes(nonce), bytes(sealed))),
  powers: (exponent) => {
    const e = BigInt(exponent);
    return [group.powG(e), group.power(group.g, e), numbers.fixedBase(group.g, group.p)(e)].map(String);
  },
  parameters: () => [group.p, group.q, group.g].map(String),
  invert: (number, modulus) => String(numbers.invert(BigInt(number), BigInt(modulus))),
  randomBelow: (bound, count) => Array.from({ length: count }, () => Number(numbers.randomBelow(BigInt(bound)))),
  isElement: (number) => group.isElement(BigInt(number)),
  generateCredential: () => credential.generateCredential(),
  readCredential: (typed) => credential.readCredential(typed),
  publicCredential: (text, uuid) => String(credential.publicCredential(text, uuid)),
  createBallot: (election, secret, choices) => {
    const made = ballot.createBallot(readElection(election), secret, choices);
    ballots.set(made.tracker, made.openings);
    return { text: made.text, tracker: made.tracker };
  },
  checkBallot: (election, text) => String(ballot.checkBallot(readElection(election), text).credential),
  opens: (election, text, tracker) => ballot.opens(readElection(election), text, ballots.get(tracker)),
  opensChanged: (election, text, tracker) => {
    const openings = structuredClone(ballots.get(tracker));
    openings[0][0].m = 1 - openings[0][0].m;
    return ballot.opens(readElection(election), text, openings);
  },
  generateKey: () => {
    const x = trustee.generatePrivateKey();
    return { file: trustee.writePrivateKey(x), published: serialize(trustee.publish(x)) };
  },
  generateSeed: () => channels.generateSeed(),
  makeCert: (seed) => threshold.makeCert(seed),
  makePolynomial: (certs, seed, k) => threshold.makePolynomial(certs, seed, k),
  makeVoutput: (certs, seed, vinput, k) => threshold.makeVoutput(certs, seed, vinput, k),
  openDecryptionKey: (seed, text) => trustee.writePrivateKey(threshold.openDecryptionKey(seed, text)),
  verifyBoard: (entries) => {
    const { ballots: cast, head, sealedHead, isClosed, tally, factors, result } = board.verifyBoard(entries);
    const trackers = cast.map((one) => one.tracker);
    return { trackers, head, sealedHead, isClosed, isTallied: tally !== null, owners: [...factors.keys()], result };
  },
  decryptBoard: (entries, key) => {
    const { owner, text } = board.decryptBoard(entries, trustee.readPrivateKey(key));
    return { owner, text };
  },
  timeBallot: (election, secret, choices) => {
    const start = performance.now();
    ballot.createBallot(readElection(election), secret, choices);
    return performance.now() - start;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { name, args } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: commands[name](...args) };
  } catch (failure) {
    answer = { refused: failure instanceof group.Refused || failure instanceof PageRefused, failure: failure.stack };
    if (answer.refused) answer.failure = failure.message;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
