/* The long computations, in a thread of their own: the page stays alive, and what is secret stays in here. */

import { createBallot, opens } from "../belenios/ballot.js";
import { decryptBoard, readChain, tallied, verifyBoard } from "../belenios/board.js";
import { generateSeed, readSeed } from "../belenios/channels.js";
import { generateCredential, publicCredential } from "../belenios/credential.js";
import { isRehearsal, readElection } from "../belenios/election.js";
import { Refused, refuseUnless } from "../belenios/group.js";
import { parse, serialize } from "../belenios/json.js";
import { hashJson, sha256Hex } from "../belenios/sha256.js";
import { makeCert, makePolynomial, makeVoutput, openDecryptionKey } from "../belenios/threshold.js";
import { generatePrivateKey, publish, readPrivateKey, writePrivateKey } from "../belenios/trustee.js";
import { keysOf } from "../belenios/trustees.js";

let last = null; // the ballot just made, with what opens it

/* Who holds the keys: several single keys, of which all are needed, or one threshold key made together. */
function describeTrustees(text) {
  const items = parse(text);
  const hash = sha256Hex(text);
  const shared = items.find(([kind]) => kind === "Pedersen")?.[1];
  if (!shared) return { hash, k: items.length, n: items.length, certs: [] };
  refuseUnless(items.length === 1, "trustees");
  return { hash, k: shared.threshold, n: shared.certs.length, certs: shared.certs.map(serialize) };
}

/* What a page may know of a board that was verified. */
const summary = ({
  election, trustees, trusteesText, ballots, tally, head, sealedHead, hashes, isClosed, factors, result,
}) => ({
  uuid: election.uuid,
  name: election.name,
  fingerprint: sha256Hex(election.text),
  keys: keysOf(trustees).map(String),
  trackers: ballots.map(({ tracker }) => tracker),
  trustees: describeTrustees(trusteesText),
  ballots: ballots.length,
  voters: tallied(ballots).length,
  numTallied: tallied(ballots).length,
  tally: tally && hashJson(serialize(tally)),
  head,
  sealedHead,
  hashes,
  isClosed,
  isRehearsal: isRehearsal(election),
  decryptions: factors.size,
  result: result ?? null,
});

const withFingerprint = (made) => ({ ...made, fingerprint: sha256Hex(made.published) });

const privateKey = (file, sealed) => (sealed ? openDecryptionKey(readSeed(file), sealed) : readPrivateKey(file));

const ballotTexts = (events, take) =>
  events.filter(({ type }) => type === "Ballot").map(({ payload }) => take(payload));

const tasks = {
  encrypt: ([electionText, credential, choices], onProgress) => {
    const election = readElection(electionText);
    refuseUnless(!isRehearsal(election), "rehearsal");
    last = { election, ...createBallot(election, credential, choices, onProgress), isCast: false };
    return { tracker: last.tracker, fingerprint: sha256Hex(electionText) };
  },

  /* Gives the ballot out to be cast. It may count from now on, so what opens it is forgotten. */
  cast: () => {
    last = { ...last, openings: null, isCast: true };
    return { text: last.text };
  },

  /* Shows what opens the last ballot, and forgets the ballot: who can prove a vote could sell it. */
  audit: () => {
    refuseUnless(last && !last.isCast, "cast");
    const { election, text, openings, tracker } = last;
    const holds = opens(election, text, openings);
    last = null;
    return { holds, tracker, ballot: text, openings: serialize(openings) };
  },

  makeKey: () => {
    const x = generatePrivateKey();
    return withFingerprint({ file: writePrivateKey(x), published: serialize(publish(x)) });
  },

  makeSeed: () => {
    const seed = generateSeed();
    return withFingerprint({ file: seed, published: makeCert(seed) });
  },

  /* Makes the voting codes, or takes those that were kept, and their public halves in each election. */
  makeCodes: ([lists, kept], onProgress) => {
    const [codes, publics] = [{}, {}];
    const total = lists.reduce((sum, { rights }) => sum + rights.length, 0);
    for (const { uuid, rights } of lists) {
      publics[uuid] = rights.map((id) => {
        codes[id] = kept[id] ?? generateCredential();
        onProgress(Object.keys(codes).length, total);
        return publicCredential(codes[id], uuid);
      }).sort((a, b) => (a < b ? -1 : 1)).map(String);
    }
    return { codes, publics };
  },

  certOf: ([seed]) => makeCert(readSeed(seed)),
  polynomial: ([certs, seed, threshold]) => makePolynomial(certs, readSeed(seed), threshold),
  voutput: ([certs, seed, vinput, threshold]) => makeVoutput(certs, readSeed(seed), vinput, threshold),

  /* Only the chain and the hashes: quick, and enough to see that nothing was taken away or put in its place. */
  follow: ([entries]) => {
    const { events, take } = readChain(entries);
    const credentials = ballotTexts(events, take).map((text) => parse(text).credential);
    const trustees = describeTrustees(take(parse(take(events[0].payload)).trustees));
    const [ballots, voters] = [credentials.length, new Set(credentials).size];
    return { hashes: events.map(({ hash }) => hash), trustees, ballots, voters };
  },

  /* A ballot is counted unless the same voter's credential cast another one after it. */
  find: ([entries, tracker]) => {
    const { events, take } = readChain(entries);
    const texts = ballotTexts(events, take);
    const at = texts.findIndex((text) => hashJson(text) === tracker);
    if (at < 0) return "absent";
    const { credential } = parse(texts[at]);
    return texts.slice(at + 1).some((text) => parse(text).credential === credential) ? "replaced" : "counted";
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
