/* AES-256 (FIPS 197) in CCM mode (RFC 3610), as Belenios encrypts messages between trustees (section 4.6.1).

The browser's own cryptography has no CCM. Few and short messages pass here, so it is written to be read. */

import { refuseUnless } from "./group.js";

const double = (byte) => ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;

function multiplyBytes(a, b) {
  let result = 0;
  for (; b; b >>= 1, a = double(a)) if (b & 1) result ^= a;
  return result;
}

const SBOX = Uint8Array.from({ length: 256 }, (_, byte) => {
  let inverse = 1;
  for (let i = 0; i < 254; i += 1) inverse = multiplyBytes(inverse, byte);
  const turned = (by) => (inverse << by) | (inverse >> (8 - by));
  return (inverse ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63) & 0xff;
});

const WORDS = 8, ROUNDS = 14;

function expandKey(key) {
  const words = [];
  for (let i = 0; i < WORDS; i += 1) words.push([...key.subarray(i * 4, i * 4 + 4)]);
  let constant = 1;
  for (let i = WORDS; i < 4 * (ROUNDS + 1); i += 1) {
    let word = words[i - 1];
    if (i % WORDS === 0) {
      word = [word[1], word[2], word[3], word[0]].map((byte) => SBOX[byte]);
      word[0] ^= constant;
      constant = double(constant);
    } else if (i % WORDS === 4) word = word.map((byte) => SBOX[byte]);
    words.push(words[i - WORDS].map((byte, at) => byte ^ word[at]));
  }
  return Array.from({ length: ROUNDS + 1 }, (_, round) => words.slice(round * 4, round * 4 + 4).flat());
}

const xor = (a, b) => a.map((byte, i) => byte ^ b[i]);

const shiftRows = (state) => state.map((_, i) => state[(i + 4 * (i % 4)) % 16]);

const mixColumns = (state) =>
  state.map((_, i) => {
    const at = (row) => state[(i & ~3) + ((i + row) % 4)];
    return double(at(0)) ^ double(at(1)) ^ at(1) ^ at(2) ^ at(3);
  });

function encryptBlock(keys, block) {
  let state = xor([...block], keys[0]);
  for (let round = 1; round <= ROUNDS; round += 1) {
    state = shiftRows(state.map((byte) => SBOX[byte]));
    if (round < ROUNDS) state = mixColumns(state);
    state = xor(state, keys[round]);
  }
  return state;
}

const NONCE = 13, TAG = 8;

const numbered = (first, nonce, number) => [first, ...nonce.subarray(0, NONCE), number >> 8, number & 0xff];

/* Encrypts and decrypts alike: the key stream of counters 1, 2, … is added. */
function stream(keys, nonce, bytes) {
  const result = Uint8Array.from(bytes);
  for (let at = 0; at < bytes.length; at += 16) {
    const block = encryptBlock(keys, numbered(1, nonce, at / 16 + 1));
    for (let i = at; i < Math.min(at + 16, bytes.length); i += 1) result[i] ^= block[i - at];
  }
  return result;
}

function authenticate(keys, nonce, plain) {
  let state = encryptBlock(keys, numbered(8 * ((TAG - 2) / 2) + 1, nonce, plain.length));
  for (let at = 0; at < plain.length; at += 16) {
    const block = new Uint8Array(16);
    block.set(plain.subarray(at, at + 16));
    state = encryptBlock(keys, xor(state, block));
  }
  return xor(state, encryptBlock(keys, numbered(1, nonce, 0))).slice(0, TAG);
}

export function encryptCcm(key, nonce, plain) {
  refuseUnless(plain.length < 0x10000, "message too long");
  const keys = expandKey(key);
  return Uint8Array.of(...stream(keys, nonce, plain), ...authenticate(keys, nonce, plain));
}

export function decryptCcm(key, nonce, sealed) {
  refuseUnless(sealed.length >= TAG && sealed.length < 0x10000 + TAG, "sealed message");
  const keys = expandKey(key);
  const plain = stream(keys, nonce, sealed.subarray(0, -TAG));
  const tag = authenticate(keys, nonce, plain);
  refuseUnless(tag.reduce((wrong, byte, i) => wrong | (byte ^ sealed[sealed.length - TAG + i]), 0) === 0, "sealed message");
  return plain;
}
