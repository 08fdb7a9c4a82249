/* Trustees' own keys, signed messages and sealed channels (sections 4.6.1 to 4.6.3). */

import { decryptCcm, encryptCcm } from "./aes.js";
import { BASE58, randomBase58 } from "./credential.js";
import { divide, hashToZq, isElement, multiply, power, powG, q, randomZq, refuseUnless } from "./group.js";
import * as json from "./json.js";
import { fromBytes, mod } from "./numbers.js";
import { proveKnowledge, verifyKnowledge } from "./proofs.js";
import { fromHex, sha256, toHex, utf8 } from "./sha256.js";

export const signedMessage = json.record({ message: json.string, signature: json.proof });
const encryptedMessage = json.record({ alpha: json.element, beta: json.element, data: json.string });
const channelMessage = json.record({ recipient: json.element, message: json.string });

export const generateSeed = () => randomBase58(22);

export function readSeed(text) {
  const seed = text.trim();
  refuseUnless(seed.length === 22 && [...seed].every((one) => BASE58.includes(one)), "seed");
  return seed;
}

const derive = (prefix, seed) => mod(fromBytes(sha256(utf8(`${prefix}|${seed}`))), q);

/* The four keys of a trustee: sk and vk sign, dk and ek seal. */
export function deriveKeys(seed) {
  const [sk, dk] = [derive("sk", seed), derive("dk", seed)];
  return { sk, dk, vk: powG(sk), ek: powG(dk) };
}

const hashMessage = (message) => (numbers) => hashToZq(`sigmsg|${message}|`, numbers);

export const sign = (sk, message) => ({ message, signature: proveKnowledge(sk, hashMessage(message)) });

/* Returns the message of a signed message, refused unless the key signed it. */
export function open(vk, { message, signature }) {
  refuseUnless(verifyKnowledge(vk, signature, hashMessage(message)), "signature of a trustee");
  return message;
}

const symmetric = (number, alpha) => [sha256(utf8(`key|${number}`)), sha256(utf8(`iv|${alpha}`))];

export function encryptMessage(ek, message) {
  const [r, s] = [randomZq(), randomZq()];
  const alpha = powG(r);
  const [key, nonce] = symmetric(powG(s), alpha);
  const data = toHex(encryptCcm(key, nonce, utf8(message)));
  return json.serialize({ alpha, beta: multiply(power(ek, r), powG(s)), data });
}

export function decryptMessage(dk, text) {
  const { alpha, beta, data } = json.readCanonical(encryptedMessage, text);
  refuseUnless(isElement(alpha) && isElement(beta), "element");
  const [key, nonce] = symmetric(divide(beta, power(alpha, dk)), alpha);
  return new TextDecoder().decode(decryptCcm(key, nonce, fromHex(data)));
}

/* send(sk, recipient, message) */
export function send(sk, recipient, message) {
  return encryptMessage(recipient, json.serialize(sign(sk, json.serialize({ recipient, message }))));
}

/* Opens what `send` made, refused unless the sender signed it for this very recipient. */
export function receive(dk, vk, text) {
  const signed = json.readCanonical(signedMessage, decryptMessage(dk, text));
  const { recipient, message } = json.readCanonical(channelMessage, open(vk, signed));
  refuseUnless(recipient === powG(dk), "message for somebody else");
  return message;
}
