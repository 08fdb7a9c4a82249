/* Elections (section 4.10) and their homomorphic questions (4.9.1), read from the published text. */

import { GROUP, isElement, p, refuseUnless } from "./group.js";
import { element, integer, list, parse, record, serialize, string } from "./json.js";
import { fixedBase } from "./numbers.js";
import { hashJson } from "./sha256.js";

const boolean = (value) => {
  refuseUnless(typeof value === "boolean", "boolean");
  return value;
};

const question = record({
  answers: list(string), "blank?": boolean, min: integer, max: integer, question: string,
});
const fields = record({
  version: integer, group: string, name: string, description: string,
  public_key: element, questions: list(question), uuid: string,
});

/* Reads the text of an election. Its fingerprint is of this very text, so it is kept, never written anew. */
export function readElection(text) {
  const election = fields(parse(text));
  refuseUnless(election.version === 1 && election.group === GROUP, "unknown version or group");
  refuseUnless(election.public_key !== 1n && isElement(election.public_key), "key of the election");
  refuseUnless(election.questions.every(({ min, max }) => min <= max), "question without any answer");
  return { ...election, text, fingerprint: hashJson(text), powY: fixedBase(election.public_key, p) };
}

/* The one question of a rehearsal. No ballot of a voter can answer it, so nobody can pass one off as a rehearsal. */
const REHEARSAL = [{ answers: ["A", "B"], min: 1, max: 1, question: "Rehearsal" }];

export const isRehearsal = ({ questions }) => serialize(questions) === serialize(REHEARSAL);
