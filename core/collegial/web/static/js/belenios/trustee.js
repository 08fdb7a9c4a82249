/* Single trustees: keys (section 4.5) and partial decryptions (4.18). */

import { GROUP, hashToZq, isElement, p, powG, randomZq, refuseUnless } from "./group.js";
import * as json from "./json.js";
import { fixedBase, ladder } from "./numbers.js";
import { proveEquality, proveKnowledge, verifyEquality, verifyKnowledge } from "./proofs.js";

export const trusteePublicKey = json.record({ pok: json.proof, public_key: json.element });

const partialDecryption = json.record({
  decryption_factors: json.list(json.list(json.element)),
  decryption_proofs: json.list(json.list(json.proof)),
});

export const generatePrivateKey = randomZq;

const hashPok = (X) => (numbers) => hashToZq(`pok|${GROUP}|${X}|`, numbers);

/* Makes the trustee_public_key of a private key: the key and the proof that somebody knows it. */
export function publish(x) {
  const public_key = powG(x);
  return { pok: proveKnowledge(x, hashPok(public_key)), public_key };
}

export function checkPublicKey({ pok, public_key }) {
  refuseUnless(public_key !== 1n, "key of a trustee");
  refuseUnless(verifyKnowledge(public_key, pok, hashPok(public_key)), "proof of a trustee's key");
}

/* The file of a private key, as belenios-tool writes and reads it. */
export const writePrivateKey = (x) => json.serialize(x);

export const readPrivateKey = (text) => json.readCanonical(json.exponent, text.trim());

const hashDecrypt = (fingerprint, X) => (numbers) => hashToZq(`decrypt|${fingerprint}|${X}|`, numbers);

/* Decrypts a trustee's part of the encrypted tally. Whoever calls this has checked where the tally comes from. */
export function decrypt(fingerprint, tally, x) {
  const ciphertexts = tally.flat();
  refuseUnless(ciphertexts.every(({ alpha, beta }) => isElement(alpha) && isElement(beta)), "element");
  const hash = hashDecrypt(fingerprint, powG(x));
  return json.serialize({
    decryption_factors: tally.map((row) => row.map(({ alpha }) => ladder(alpha, p)(x))),
    decryption_proofs: tally.map((row) => row.map(({ alpha }) => proveEquality(x, alpha, hash))),
  });
}

/* Reads a partial decryption and refuses it unless each factor is proven to come from the trustee's key. */
export function checkPartialDecryption(fingerprint, tally, X, text) {
  const { decryption_factors: factors, decryption_proofs: proofs } = json.readCanonical(partialDecryption, text);
  const shape = (rows) => rows.map((row) => row.length).join();
  refuseUnless(shape(factors) === shape(tally) && shape(proofs) === shape(tally), "partial decryption");
  const powX = fixedBase(X, p);
  const hash = hashDecrypt(fingerprint, X);
  tally.forEach((row, i) => row.forEach(({ alpha }, j) => {
    const holds =
      isElement(factors[i][j]) && verifyEquality(powX, alpha, factors[i][j], proofs[i][j], hash);
    refuseUnless(holds, "proof of a partial decryption");
  }));
  return factors;
}
