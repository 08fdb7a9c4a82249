/* The group BELENIOS-2048 (section 5.1) and how its elements are read and hashed. */

import { fixedBase, fromBytes, invert, ladder, mod, randomBelow } from "./numbers.js";
import { sha256, utf8 } from "./sha256.js";

export const GROUP = "BELENIOS-2048";

export const p = BigInt(
  "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433" +
  "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049" +
  "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019" +
  "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366" +
  "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201" +
  "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031" +
  "25680162072880719",
);
export const g = BigInt(
  "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678" +
  "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274" +
  "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065" +
  "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982" +
  "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751" +
  "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668" +
  "0037745308460627",
);
export const q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;

export const powG = fixedBase(g, p);

export const randomZq = () => randomBelow(q);
export const multiply = (...elements) => elements.reduce((total, one) => (total * one) % p, 1n);
export const divide = (a, b) => (a * invert(b, p)) % p;
export const power = (base, exponent) => ladder(base, p)(mod(exponent, q));

/* An element is a number below p whose order is q: everything else would let a proof lie. */
export function isElement(number) {
  return number > 0n && number < p && ladder(number, p)(q) === 1n;
}

export class Refused extends Error {}

export function refuseUnless(holds, what) {
  if (!holds) throw new Refused(what);
}

function readNumber(text, bound) {
  refuseUnless(typeof text === "string" && /^(0|[1-9][0-9]*)$/.test(text) && text.length < 700, "number");
  const number = BigInt(text);
  refuseUnless(number < bound, "number out of range");
  return number;
}

/* Reads a number that might be an element; whoever uses it checks `isElement`. */
export const readElement = (text) => readNumber(text, p);
export const readExponent = (text) => readNumber(text, q);

/* SHA256(prefix + numbers separated by commas), as a big-endian number modulo q. */
export function hashToZq(prefix, numbers) {
  return mod(fromBytes(sha256(utf8(prefix + numbers.join(",")))), q);
}
