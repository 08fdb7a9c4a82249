/* Whole numbers: modular arithmetic on native BigInt, powers, and the only source of chance. */

export function mod(number, modulus) {
  const rest = number % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export function invert(number, modulus) {
  let [a, b, x, y] = [mod(number, modulus), modulus, 1n, 0n];
  while (b) {
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw new RangeError("not invertible");
  return mod(x, modulus);
}

export function sum(numbers, modulus) {
  return numbers.reduce((total, one) => (total + one) % modulus, 0n);
}

export function product(numbers, modulus) {
  return numbers.reduce((total, one) => (total * one) % modulus, 1n);
}

/* Draws again what lies above the bound, so that no value is likelier than another. */
export function randomBelow(bound) {
  const bits = bound.toString(2).length;
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  for (;;) {
    globalThis.crypto.getRandomValues(bytes);
    bytes[0] &= 0xff >> (bytes.length * 8 - bits);
    const drawn = fromBytes(bytes);
    if (drawn < bound) return drawn;
  }
}

export function fromBytes(bytes) {
  let hex = "0x";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

function digitsOf(exponent, width, count) {
  const digits = new Array(count);
  const mask = (1n << BigInt(width)) - 1n;
  for (let i = 0; i < count; i += 1) {
    digits[i] = Number(exponent & mask);
    exponent >>= BigInt(width);
  }
  return digits;
}

const BITS = 256, WIDE = 6, NARROW = 4;

/* Returns `exponent => base^exponent` for a base that serves often: a table of every digit at every place. */
export function fixedBase(base, modulus) {
  const places = Math.ceil(BITS / WIDE);
  const table = [];
  let unit = base;
  for (let place = 0; place < places; place += 1) {
    const row = [1n, unit];
    for (let digit = 2; digit < 1 << WIDE; digit += 1) row.push((row[digit - 1] * unit) % modulus);
    unit = (row[row.length - 1] * unit) % modulus;
    table.push(row);
  }
  return (exponent) => {
    refuseLong(exponent);
    return product(digitsOf(exponent, WIDE, places).map((digit, place) => table[place][digit]), modulus);
  };
}

/* The same for a base that serves two or three times: its squarings are made once (Yao's method). */
export function ladder(base, modulus) {
  const places = BITS / NARROW;
  const rungs = [base];
  for (let place = 1; place < places; place += 1) {
    let rung = rungs[place - 1];
    for (let i = 0; i < NARROW; i += 1) rung = (rung * rung) % modulus;
    rungs.push(rung);
  }
  return (exponent) => {
    refuseLong(exponent);
    const buckets = new Array(1 << NARROW).fill(1n);
    digitsOf(exponent, NARROW, places).forEach((digit, place) => {
      if (digit) buckets[digit] = (buckets[digit] * rungs[place]) % modulus;
    });
    let [running, result] = [1n, 1n];
    for (let digit = buckets.length - 1; digit > 0; digit -= 1) {
      running = (running * buckets[digit]) % modulus;
      result = (result * running) % modulus;
    }
    return result;
  };
}

function refuseLong(exponent) {
  if (exponent < 0n || exponent >> BigInt(BITS)) throw new RangeError("exponent out of range");
}
