/* JSON as the specification hashes it: compact, fields in its order, big numbers as decimal strings. */

import { readElement, readExponent, refuseUnless } from "./group.js";

export const serialize = (value) =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one));

export const element = readElement;
export const exponent = readExponent;

export function string(value) {
  refuseUnless(typeof value === "string", "string");
  return value;
}

export function integer(value) {
  refuseUnless(Number.isSafeInteger(value) && value >= 0, "integer");
  return value;
}

export const list = (reader) => (value) => {
  refuseUnless(Array.isArray(value), "list");
  return value.map(reader);
};

/* Reads an object whose fields are named; a name with a question mark may be missing. */
export const record = (fields) => (value) => {
  refuseUnless(typeof value === "object" && value !== null && !Array.isArray(value), "object");
  const read = {};
  for (const [name, reader] of Object.entries(fields)) {
    const key = name.replace("?", "");
    if (key in value) read[key] = reader(value[key]);
    else refuseUnless(name.endsWith("?"), `missing ${key}`);
  }
  return read;
};

export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    refuseUnless(false, "not JSON");
  }
}

/* Reads a text and refuses any other way of writing the same value: spaces, order, fields that nobody reads. */
export function readCanonical(reader, text) {
  const value = reader(parse(text));
  refuseUnless(serialize(value) === text, "not canonical");
  return value;
}

export const proof = record({ challenge: exponent, response: exponent });
export const ciphertext = record({ alpha: element, beta: element });
