/* What answers a homomorphic question allows (section 4.9.1), in the clear. Light: a page needs no more to begin. */

export const between = (min, max) => Array.from({ length: max - min + 1 }, (_, i) => min + i);

/* The number of places of an answer: one for each choice, and one in front where blank is allowed. */
export const lengthOf = ({ answers, blank }) => answers.length + (blank ? 1 : 0);

/* Says whether the numbers chosen are an answer that the question allows. */
export function isAllowed({ answers, blank, min, max }, chosen) {
  if (chosen.length !== lengthOf({ answers, blank }) || chosen.some((m) => m !== 0 && m !== 1)) return false;
  const total = chosen.slice(blank ? 1 : 0).reduce((a, b) => a + b, 0);
  return blank && chosen[0] === 1 ? total === 0 : min <= total && total <= max;
}
