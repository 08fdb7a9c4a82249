/* What this browser remembers of an election: a server that goes back on it is found out.

Only what is public: heads of boards, fingerprints. Never a key, never a vote. */

const key = (uuid) => `collegial.secret.${uuid}`;

export function recall(uuid) {
  try {
    return JSON.parse(localStorage.getItem(key(uuid))) ?? {};
  } catch {
    return {}; // storage is off or full: the page works, and remembers nothing
  }
}

export function remember(uuid, facts) {
  try {
    localStorage.setItem(key(uuid), JSON.stringify({ ...recall(uuid), ...facts }));
  } catch {
    // see above
  }
}

/* Says why a board cannot be the one that was seen before, or null. */
export function contradiction(uuid, { hashes, tally }) {
  const { head, decrypted } = recall(uuid);
  if (head && !hashes.includes(head)) return "shorter";
  if (decrypted && tally && decrypted !== tally) return "decrypted-before";
  return null;
}
