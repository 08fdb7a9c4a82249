/* Threshold trustees: Pedersen's key generation, the trustee's steps 1, 3 and 5 (sections 4.6.2 to 4.6.7). */

import { deriveKeys, open, receive, send, sign, signedMessage } from "./channels.js";
import { isElement, p, powG, power, q, randomZq, refuseUnless } from "./group.js";
import * as json from "./json.js";
import { invert, mod, product, sum } from "./numbers.js";
import { checkPublicKey, publish, trusteePublicKey } from "./trustee.js";

const certKeys = json.record({ verification: json.element, encryption: json.element });
const rawPolynomial = json.record({ polynomial: json.list(json.exponent) });
const rawCoefexps = json.record({ coefexps: json.list(json.element) });
/* belenios-tool adds these up without reducing them, so they may pass q. */
const secretShare = json.record({ secret: json.element });
const decryptionKey = json.record({ decryption_key: json.element });
const vinputFields = json.record({
  polynomial: json.string, secrets: json.list(json.string), coefexps: json.list(signedMessage),
});

export const thresholdParameters = json.record({
  threshold: json.integer,
  certs: json.list(signedMessage),
  coefexps: json.list(signedMessage),
  verification_keys: json.list(trusteePublicKey),
});

/* Step 1: the certificate of a trustee, its two public keys signed by itself. */
export function makeCert(seed) {
  const { sk, vk, ek } = deriveKeys(seed);
  return json.serialize(sign(sk, json.serialize({ verification: vk, encryption: ek })));
}

function openCert(signed) {
  const keys = json.readCanonical(certKeys, signed.message);
  refuseUnless(isElement(keys.encryption), "element");
  open(keys.verification, signed);
  return keys;
}

const readCerts = (texts) => texts.map((text) => openCert(json.readCanonical(signedMessage, text)));

/* Who one is among the trustees, counted from 1. */
function findOneself(certs, { vk, ek }) {
  const at = certs.findIndex(({ verification, encryption }) => verification === vk && encryption === ek);
  refuseUnless(at >= 0, "own certificate is not among the trustees'");
  return at + 1;
}

const evaluate = (polynomial, x) => polynomial.reduceRight((total, a) => mod(total * x + a, q), 0n);

/* Step 3: a polynomial of one's own, a point of it sealed for each trustee. */
export function makePolynomial(certTexts, seed, threshold) {
  const [certs, keys] = [readCerts(certTexts), deriveKeys(seed)];
  findOneself(certs, keys);
  refuseUnless(1 <= threshold && threshold <= certs.length, "threshold");
  const polynomial = Array.from({ length: threshold }, randomZq);
  const seal = (recipient, value) => send(keys.sk, recipient, json.serialize(value));
  return json.serialize({
    polynomial: seal(keys.ek, { polynomial }),
    secrets: certs.map(({ encryption }, j) => seal(encryption, { secret: evaluate(polynomial, BigInt(j + 1)) })),
    coefexps: sign(keys.sk, json.serialize({ coefexps: polynomial.map(powG) })),
  });
}

const openCoefexps = (certs, signed) =>
  signed.map((one, i) => json.readCanonical(rawCoefexps, open(certs[i].verification, one)).coefexps);

/* Product over k of A_k^(j^k): what a point j of a polynomial must be in the exponent. */
const evaluateInExponent = (coefexps, j) =>
  product(coefexps.map((A, k) => power(A, j ** BigInt(k))), p);

/* Step 5: check what the others sent, add it up to one's own key, publish and seal it for oneself. */
export function makeVoutput(certTexts, seed, vinputText, threshold) {
  const [certs, keys] = [readCerts(certTexts), deriveKeys(seed)];
  const j = BigInt(findOneself(certs, keys));
  const vinput = json.readCanonical(vinputFields, vinputText);
  refuseUnless(vinput.secrets.length === certs.length && vinput.coefexps.length === certs.length, "trustees");
  const own = json.readCanonical(rawPolynomial, receive(keys.dk, keys.vk, vinput.polynomial)).polynomial;
  const coefexps = openCoefexps(certs, vinput.coefexps);
  refuseUnless(coefexps.every((one) => one.length === threshold && one.every(isElement)), "threshold");
  refuseUnless(own.map(powG).join() === coefexps[Number(j) - 1].join(), "own polynomial was changed");
  const shares = vinput.secrets.map((text, i) => {
    const sent = receive(keys.dk, certs[i].verification, text);
    const secret = mod(json.readCanonical(secretShare, sent).secret, q);
    refuseUnless(powG(secret) === evaluateInExponent(coefexps[i], j), `share of trustee ${i + 1}`);
    return secret;
  });
  const S = sum(shares, q);
  const private_key = send(keys.sk, keys.ek, json.serialize({ decryption_key: S }));
  return json.serialize({ private_key, public_key: publish(S) });
}

/* Opens one's own key, which was sealed in step 5 and kept by the server. */
export function openDecryptionKey(seed, text) {
  const { dk, vk } = deriveKeys(seed);
  return mod(json.readCanonical(decryptionKey, receive(dk, vk, text)).decryption_key, q);
}

/* Refuses threshold parameters unless every key follows from the polynomials that the trustees signed. */
export function checkThreshold({ threshold, certs: signed, coefexps: signedCoefexps, verification_keys: keys }) {
  const certs = signed.map(openCert);
  refuseUnless(signedCoefexps.length === certs.length && keys.length === certs.length, "trustees");
  const coefexps = openCoefexps(certs, signedCoefexps);
  refuseUnless(coefexps.every((one) => one.length === threshold && one.every(isElement)), "threshold");
  const total = Array.from({ length: threshold }, (_, k) => product(coefexps.map((one) => one[k]), p));
  keys.forEach((key, i) => {
    checkPublicKey(key);
    refuseUnless(key.public_key === evaluateInExponent(total, BigInt(i + 1)), `key of trustee ${i + 1}`);
  });
  return { subKey: total[0], keys: keys.map(({ public_key }) => public_key), threshold };
}

/* The Lagrange coefficient of index `one` among the indexes whose shares are put together. */
export const lagrange = (indexes, one) =>
  indexes
    .filter((k) => k !== one)
    .reduce((total, k) => mod(total * BigInt(k) * invert(BigInt(k - one), q), q), 1n);
