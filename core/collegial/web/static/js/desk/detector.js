/* What finds codes in a picture: the browser's own detector, or where it has none that knows them, the one we bring. */

const FORMAT = "qr_code";
const BROUGHT = "../../vendor/qr/decode.js";

async function isOwn() {
  return "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes(FORMAT);
}

/* The same either way: `detect(picture)` promises a list of what was found, each with its `rawValue`. */
export async function detector() {
  const { BarcodeDetector: Detector } = (await isOwn()) ? window : await import(BROUGHT);
  return new Detector({ formats: [FORMAT] });
}

/* The files that it is made of: what has to be kept for reading codes without a connection. */
export async function files() {
  if (await isOwn()) return [];
  return [BROUGHT, "../../vendor/qr/index.js"].map((one) => new URL(one, import.meta.url).href);
}
