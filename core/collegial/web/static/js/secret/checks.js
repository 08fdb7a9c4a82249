/* Whether the server keeps to what it said when the key was made, and a board to what this browser has seen. */

import { contradiction, recall, remember } from "./memory.js";
import { Refused } from "./work.js";

function unless(holds, reason) {
  if (!holds) throw new Refused(reason);
}

const ruleOf = ({ k, n }) => `${k}/${n}`;
const termsOf = (state) =>
  ({ rule: ruleOf(state), floor: state.floor, mayVoteAgain: state.may_vote_again });

/* A new key begins anew: what was remembered belongs to the key before it. */
export const keepTerms = (id, state) =>
  remember(id, { ...termsOf(state), certs: undefined, trustees: undefined });

/* How many keys open the sums, the fewest ballots, whether a ballot may be replaced: none of it may change. */
export function checkTerms(id, state) {
  const kept = recall(id);
  const holds = Object.entries(termsOf(state)).every(([name, now]) => (kept[name] ?? now) === now);
  unless(holds, "terms");
}

/* The certificates that were exchanged; others would mean that somebody slipped in a key of their own. */
export function keepCerts(id, texts) {
  const [all, { certs }] = [texts.join("\n"), recall(id)];
  unless(!certs || certs === all, "certificates");
  remember(id, { certs: all });
}

/* Who can open this board: those, and as many of them, as made the key together and rehearsed. */
export function checkTrustees(id, state, { hash, k, n, certs }) {
  const kept = recall(id);
  unless(ruleOf({ k, n }) === ruleOf(state), "trustees");
  unless(!kept.certs || kept.certs === certs.join("\n"), "trustees");
  unless(!kept.trustees || kept.trustees === hash, "trustees");
}

export const keepTrustees = (id, { hash }) => remember(id, { trustees: hash });

/* A ballot in the place of another takes a vote out of the sums: one voter's would remain if all others were replaced. */
export function checkReplacing(state, { ballots, voters }) {
  unless(state.may_vote_again || ballots === voters, "replaced");
}

/* Few ballots in the sums give votes away; none at all tells nothing. */
export function checkFloor({ floor }, { numTallied }) {
  unless(numTallied === 0 || numTallied >= floor, "floor");
}

export function checkMemory(uuid, seen) {
  const reason = contradiction(uuid, seen);
  unless(!reason, reason);
}
