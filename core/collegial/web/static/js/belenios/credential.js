/* Credentials (section 4.8): fifteen characters that a voter types, and the exponent derived from them. */

import { q, powG } from "./group.js";
import { fromBytes, mod, randomBelow } from "./numbers.js";
import { pbkdf2 } from "./sha256.js";

export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export const randomBase58 = (length) =>
  Array.from({ length }, () => BASE58[Number(randomBelow(58n))]).join("");

const numberOf = (letters) => [...letters].reduce((total, one) => total * 58n + BigInt(BASE58.indexOf(one)), 0n);

const checksum = (letters) => BASE58[Number(53n - (numberOf(letters) % 53n))];

const grouped = (letters) => letters.match(/.{3}/g).join("-");

export function generateCredential() {
  const letters = randomBase58(14);
  return grouped(letters + checksum(letters));
}

/* Returns the credential as it was given out, or null when a character is missing, foreign or mistyped. */
export function readCredential(typed) {
  const letters = typed.replace(/[\s-]/g, "");
  if (letters.length !== 15 || [...letters].some((one) => !BASE58.includes(one))) return null;
  return letters[14] === checksum(letters.slice(0, 14)) ? grouped(letters) : null;
}

/* secret(c): the exponent of a credential in one election. */
export const secret = (credential, uuid) => mod(fromBytes(pbkdf2(credential, uuid, 1000)), q);

/* public(c) */
export const publicCredential = (credential, uuid) => powG(secret(credential, uuid));
