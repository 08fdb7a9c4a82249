/* SHA-256 (FIPS 180-4), HMAC (RFC 2104) and PBKDF2 (RFC 2898).

Our own, for the browser's is asynchronous and missing on a local network without HTTPS. */

const primes = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);

const fraction = (number) => ((number - Math.floor(number)) * 0x100000000) | 0;
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function compress(state, block) {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i += 1) w[i] = block.getInt32(i * 4);
  for (let i = 16; i < 64; i += 1) {
    const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

function padded(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(whole.length - 4, bytes.length << 3);
  return view;
}

export function sha256(bytes) {
  const state = Int32Array.from(START);
  const view = padded(bytes);
  for (let at = 0; at < view.byteLength; at += 64) compress(state, new DataView(view.buffer, at, 64));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

export const utf8 = (text) => new TextEncoder().encode(text);

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/* Base64 without padding, as Belenios writes its fingerprints and trackers. */
export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");

export const sha256Hex = (text) => toHex(sha256(utf8(text)));

/* H_JSON (section 4.15): the fingerprint of an election, the hash that is signed, the tracker of a ballot. */
export const hashJson = (text) => toBase64(sha256(utf8(text)));

const join = (a, b) => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

export function hmac(key, message) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const pad = (byte) => block.map((one) => one ^ byte);
  return sha256(join(pad(0x5c), sha256(join(pad(0x36), message))));
}

/* One block of PBKDF2 with HMAC-SHA256: 32 bytes. */
export function pbkdf2(password, salt, iterations) {
  const key = utf8(password);
  let one = hmac(key, join(utf8(salt), Uint8Array.of(0, 0, 0, 1)));
  const result = Uint8Array.from(one);
  for (let i = 1; i < iterations; i += 1) {
    one = hmac(key, one);
    one.forEach((byte, at) => { result[at] ^= byte; });
  }
  return result;
}
