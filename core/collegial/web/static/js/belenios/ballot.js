/* Ballots: encrypted answers with their proofs (section 4.11), the signature (4.14), the tracker (4.15). */

import { between, isAllowed, lengthOf } from "./answers.js";
import { p, hashToZq, multiply, powG, q, randomZq, refuseUnless } from "./group.js";
import { secret } from "./credential.js";
import * as json from "./json.js";
import { product, sum } from "./numbers.js";
import * as proofs from "./proofs.js";
import { hashJson } from "./sha256.js";

const answer = json.record({
  choices: json.list(json.ciphertext),
  individual_proofs: json.list(json.list(json.proof)),
  overall_proof: json.list(json.proof),
  "blank_proof?": json.list(json.proof),
});
const ballotFields = json.record({
  election_uuid: json.string,
  election_hash: json.string,
  credential: json.element,
  answers: json.list(answer),
  signature: json.record({ hash: json.string, proof: json.proof }),
});

/* The smart ballot tracker. */
export const tracker = hashJson;

export const readBallot = (text) => json.readCanonical(ballotFields, text);

export const encrypt = (powY, { r, m }) => ({ alpha: powG(r), beta: multiply(powY(r), powG(BigInt(m))) });

/* S: the string that binds a proof to the election, the voter and all ciphertexts of the answer. */
const bind = (S0, choices) => `${S0}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",")}`;

function proveAnswer(powY, S, question, openings, choices) {
  const values = between(question.min, question.max);
  const rest = question.blank ? openings.slice(1) : openings;
  const total = { r: sum(rest.map(({ r }) => r), q), m: rest.reduce((a, { m }) => a + m, 0) };
  if (!question.blank) {
    return { overall_proof: proofs.iprove(powY, S, combine(choices), total, values) };
  }
  return {
    overall_proof: proofs.proveOverall(powY, S, openings[0], total, values),
    blank_proof: proofs.proveBlank(powY, S, openings[0], total),
  };
}

/* The product of ciphertexts, which encrypts the sum of what they hold. */
export const combine = (ciphertexts) => ({
  alpha: product(ciphertexts.map(({ alpha }) => alpha), p),
  beta: product(ciphertexts.map(({ beta }) => beta), p),
});

function createAnswer(powY, S0, question, chosen) {
  refuseUnless(isAllowed(question, chosen), "not an answer to this question");
  const openings = chosen.map((m) => ({ r: randomZq(), m }));
  const choices = openings.map((opening) => encrypt(powY, opening));
  const individual_proofs = choices.map((one, j) => proofs.iprove(powY, S0, one, openings[j], [0, 1]));
  const rest = proveAnswer(powY, bind(S0, choices), question, openings, choices);
  return { answer: { choices, individual_proofs, ...rest }, openings };
}

const hashSignature = (hash) => (numbers) => hashToZq(`sig|${hash}|`, numbers);

/* Makes a ballot for the choices of each question; returns its text, its tracker and what opens its ciphertexts.

Who keeps the openings can prove how the ballot voted: they are shown for an audit only, and the ballot thrown away. */
export function createBallot(election, privateCredential, choices, onProgress = () => {}) {
  refuseUnless(choices.length === election.questions.length, "one answer for each question");
  const s = secret(privateCredential, election.uuid);
  const credential = powG(s);
  const made = election.questions.map((question, i) => {
    onProgress(i, election.questions.length);
    return createAnswer(election.powY, `${election.fingerprint}|${credential}`, question, choices[i]);
  });
  const unsigned = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers: made.map(({ answer }) => answer),
  };
  const hash = hashJson(json.serialize(unsigned));
  const signature = { hash, proof: proofs.proveKnowledge(s, hashSignature(hash)) };
  const text = json.serialize({ ...unsigned, signature });
  return { text, tracker: tracker(text), openings: made.map(({ openings }) => openings) };
}

function verifyAnswer(powY, S0, question, { choices, individual_proofs, overall_proof, blank_proof }) {
  const values = between(question.min, question.max);
  if (choices.length !== lengthOf(question) || individual_proofs.length !== choices.length) return false;
  if (Boolean(blank_proof) !== Boolean(question.blank)) return false;
  const prepared = choices.map(proofs.prepare);
  const areElements = prepared.every(proofs.arePreparedElements);
  const areBits = () =>
    prepared.every((one, j) => proofs.verifyIproof(powY, S0, one, individual_proofs[j], [0, 1]));
  if (!areElements || !areBits()) return false;
  const S = bind(S0, choices);
  const total = proofs.prepare(combine(question.blank ? choices.slice(1) : choices));
  if (!question.blank) return proofs.verifyIproof(powY, S, total, overall_proof, values);
  return (
    proofs.verifyBlank(powY, S, prepared[0], total, blank_proof) &&
    proofs.verifyOverall(powY, S, prepared[0], total, values, overall_proof)
  );
}

function verifySignature({ signature, ...unsigned }) {
  const hash = hashJson(json.serialize(unsigned));
  return (
    signature.hash === hash &&
    proofs.verifyKnowledge(unsigned.credential, signature.proof, hashSignature(hash))
  );
}

/* Reads a ballot and refuses it unless every proof and its signature hold. */
export function checkBallot(election, text) {
  const ballot = readBallot(text);
  refuseUnless(ballot.election_uuid === election.uuid, "ballot of another election");
  refuseUnless(ballot.election_hash === election.fingerprint, "ballot of another election");
  refuseUnless(ballot.answers.length === election.questions.length, "one answer for each question");
  refuseUnless(verifySignature(ballot), "signature");
  const S0 = `${election.fingerprint}|${ballot.credential}`;
  ballot.answers.forEach((one, i) => {
    refuseUnless(verifyAnswer(election.powY, S0, election.questions[i], one), `proofs of question ${i + 1}`);
  });
  return ballot;
}

/* Says whether the openings are those of a ballot: encrypting again gives the very ciphertexts (for an audit). */
export function opens(election, text, openings) {
  return readBallot(text).answers.every(({ choices }, i) =>
    choices.every(({ alpha, beta }, j) => {
      const again = encrypt(election.powY, openings[i][j]);
      return again.alpha === alpha && again.beta === beta;
    }),
  );
}
