/* Zero-knowledge proofs of homomorphic answers (sections 4.12 and 4.13).

A commitment of a branch that is not proven is g^response × alpha^challenge. Who proves knows alpha = g^r, so it is
written g^(response + r × challenge) here: the same number, from a table. */

import { hashToZq, isElement, multiply, p, powG, q, randomZq } from "./group.js";
import { ladder, mod, sum } from "./numbers.js";

const commitments = (pairs) => pairs.flat();

/* A branch of which the prover knows that it is false: challenge and response are drawn first. */
function simulate(powY, { r, m }, value) {
  const [challenge, response] = [randomZq(), randomZq()];
  const exponent = mod(response + r * challenge, q);
  const shift = mod((BigInt(m) - BigInt(value)) * challenge, q);
  const pair = [powG(exponent), multiply(powY(exponent), powG(shift))];
  return { proof: { challenge, response }, pair };
}

/* Proves that one of the branches is true, and which one stays unknown.

`branches` are the true opening { r, m } of a ciphertext with the value it is compared to; `real` is the true one. */
function proveOneOf(powY, branches, real, hash) {
  const w = randomZq();
  const made = branches.map(({ opening, value }, i) =>
    i === real ? { pair: [powG(w), powY(w)] } : simulate(powY, opening, value),
  );
  const others = sum(made.filter((_, i) => i !== real).map(({ proof }) => proof.challenge), q);
  const challenge = mod(hash(commitments(made.map(({ pair }) => pair))) - others, q);
  const response = mod(w - branches[real].opening.r * challenge, q);
  return made.map(({ proof }, i) => (i === real ? { challenge, response } : proof));
}

const hashIprove = (S, { alpha, beta }) => (numbers) => hashToZq(`prove|${S}|${alpha},${beta}|`, numbers);
const hashBproof0 = (S) => (numbers) => hashToZq(`bproof0|${S}|`, numbers);
const hashBproof1 = (S) => (numbers) => hashToZq(`bproof1|${S}|`, numbers);

/* iprove(S, r, i, M0, …, Mk) */
export function iprove(powY, S, ciphertext, opening, values) {
  const branches = values.map((value) => ({ opening, value }));
  return proveOneOf(powY, branches, values.indexOf(opening.m), hashIprove(S, ciphertext));
}

/* blank_proof: m0 = 0 or the sum of the others is 0. */
export function proveBlank(powY, S, first, total) {
  const branches = [{ opening: first, value: 0 }, { opening: total, value: 0 }];
  return proveOneOf(powY, branches, first.m === 0 ? 0 : 1, hashBproof0(S));
}

/* overall_proof where blank is allowed: m0 = 1 or the sum of the others is one of the values. */
export function proveOverall(powY, S, first, total, values) {
  const branches = [{ opening: first, value: 1 }, ...values.map((value) => ({ opening: total, value }))];
  return proveOneOf(powY, branches, first.m === 1 ? 0 : 1 + values.indexOf(total.m), hashBproof1(S));
}

/* A ciphertext with the squarings of its two parts made once, for all the proofs that speak of it. */
export function prepare({ alpha, beta }) {
  return { alpha, beta, powAlpha: ladder(alpha, p), powBeta: ladder(beta, p) };
}

/* Both parts are elements of the group: with their ladders at hand, a power each. */
export const arePreparedElements = ({ alpha, beta, powAlpha, powBeta }) =>
  [alpha, beta].every((one) => one > 0n && one < p) && powAlpha(q) === 1n && powBeta(q) === 1n;

function verifyOneOf(powY, branches, proofs, hash) {
  if (proofs.length !== branches.length) return false;
  const pairs = proofs.map(({ challenge, response }, i) => {
    const { ciphertext: { powAlpha, powBeta }, value } = branches[i];
    const shift = powG(mod(-BigInt(value) * challenge, q));
    return [
      multiply(powG(response), powAlpha(challenge)),
      multiply(powY(response), powBeta(challenge), shift),
    ];
  });
  return hash(commitments(pairs)) === sum(proofs.map(({ challenge }) => challenge), q);
}

export function verifyIproof(powY, S, ciphertext, proofs, values) {
  const branches = values.map((value) => ({ ciphertext, value }));
  return verifyOneOf(powY, branches, proofs, hashIprove(S, ciphertext));
}

export function verifyBlank(powY, S, first, total, proofs) {
  const branches = [{ ciphertext: first, value: 0 }, { ciphertext: total, value: 0 }];
  return verifyOneOf(powY, branches, proofs, hashBproof0(S));
}

export function verifyOverall(powY, S, first, total, values, proofs) {
  const branches = [{ ciphertext: first, value: 1 }, ...values.map((value) => ({ ciphertext: total, value }))];
  return verifyOneOf(powY, branches, proofs, hashBproof1(S));
}

/* A proof of knowledge of x in g^x (Schnorr): public keys, signatures of ballots and of messages. */
export function proveKnowledge(x, hash) {
  const w = randomZq();
  const challenge = hash([powG(w)]);
  return { challenge, response: mod(w - x * challenge, q) };
}

export function verifyKnowledge(X, { challenge, response }, hash) {
  return isElement(X) && hash([multiply(powG(response), ladder(X, p)(challenge))]) === challenge;
}

/* A proof that the same x is in X = g^x and in factor = alpha^x (section 4.18). */
export function proveEquality(x, alpha, hash) {
  const w = randomZq();
  const challenge = hash([powG(w), ladder(alpha, p)(w)]);
  return { challenge, response: mod(w - x * challenge, q) };
}

export function verifyEquality(powX, alpha, factor, { challenge, response }, hash) {
  const A = multiply(powG(response), powX(challenge));
  const B = multiply(ladder(alpha, p)(response), ladder(factor, p)(challenge));
  return hash([A, B]) === challenge;
}

