/* The trustees of an election together (sections 4.7 and 4.19): whose keys, and which decryptions suffice. */

import { multiply, p, power, refuseUnless } from "./group.js";
import * as json from "./json.js";
import { product } from "./numbers.js";
import { checkThreshold, lagrange, thresholdParameters } from "./threshold.js";
import { checkPublicKey, trusteePublicKey } from "./trustee.js";

const kinds = { Single: trusteePublicKey, Pedersen: thresholdParameters };

const item = (value) => {
  refuseUnless(Array.isArray(value) && value.length === 2 && Object.hasOwn(kinds, value[0]), "trustees");
  return [value[0], kinds[value[0]](value[1])];
};

function checkSingle(key) {
  checkPublicKey(key);
  return { subKey: key.public_key, keys: [key.public_key], threshold: 1, isSingle: true };
}

/* Reads the trustees; each item becomes its sub-key, the keys of its trustees and how many of them it needs. */
export function readTrustees(text) {
  const items = json.readCanonical(json.list(item), text);
  return items.map(([kind, value]) => (kind === "Single" ? checkSingle(value) : checkThreshold(value)));
}

/* y: the product of the sub-keys. */
export const publicKeyOf = (trustees) => product(trustees.map(({ subKey }) => subKey), p);

/* All trustees' keys in the order in which `owner` counts them, from 1. */
export const keysOf = (trustees) => trustees.flatMap(({ keys }) => keys);

const cellwise = (tables, combine) =>
  tables[0].map((row, i) => row.map((_, j) => combine(tables.map((table) => table[i][j]))));

function combineItem({ isSingle, threshold }, given) {
  refuseUnless(given.length >= threshold, "partial decryption missing");
  if (isSingle) return given[0].factors;
  const used = given.slice(0, threshold);
  const indexes = used.map(({ index }) => index);
  const weights = indexes.map((index) => lagrange(indexes, index));
  return cellwise(used.map(({ factors }) => factors), (cells) =>
    product(cells.map((cell, i) => power(cell, weights[i])), p));
}

/* Combines checked factors, given by owner in a map, into the synthetic factor of each ciphertext. */
export function combineFactors(trustees, factorsByOwner) {
  let owner = 0;
  const parts = trustees.map((one) => {
    const given = one.keys
      .map((_, i) => ({ index: i + 1, factors: factorsByOwner.get(owner + i + 1) }))
      .filter(({ factors }) => factors);
    owner += one.keys.length;
    return combineItem(one, given);
  });
  return cellwise(parts, (cells) => multiply(...cells));
}
