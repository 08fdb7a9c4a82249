/* Reads a code with the camera, where there is one. */

import { detector } from "./detector.js";

const EVERY = 250;
const LIKED = { facingMode: "environment", width: { ideal: 1280 } }; // the code of a long link is fine

/* A page that did not come by HTTPS is told of no camera. */
async function isThere() {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices.some((one) => one.kind === "videoinput");
}

export class Camera {
  constructor(read, stop, picture) {
    Object.assign(this, { read, stop, picture });
  }

  /* Give what is read, and why nothing could be. */
  listen(entered, failed) {
    this.read.addEventListener("click", () => this.#read().then((text) => text && entered(text), failed));
    this.stop.addEventListener("click", () => {
      this.picture.hidden = true;
    });
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#offer());
    this.#offer();
  }

  async #offer() {
    this.offered = isThere();
    this.read.hidden = !(await this.offered) || !this.stop.hidden;
  }

  async #read() {
    this.read.disabled = true;
    try {
      const reader = await detector();
      const stream = await navigator.mediaDevices.getUserMedia({ video: LIKED });
      return await this.#watch(reader, stream);
    } finally {
      this.read.disabled = false;
    }
  }

  async #watch(reader, stream) {
    this.picture.srcObject = stream;
    this.#shows(true);
    try {
      await this.picture.play();
      this.picture.scrollIntoView({ block: "nearest" }); // on a phone it is below what is seen
      while (!this.picture.hidden) {
        const [code] = await reader.detect(this.picture);
        if (code && !this.picture.hidden) return code.rawValue;
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
      return null;
    } finally {
      for (const track of stream.getTracks()) track.stop();
      this.picture.srcObject = null;
      this.#shows(false);
    }
  }

  #shows(isReading) {
    const isLeft = document.activeElement === this.stop;
    this.picture.hidden = this.stop.hidden = !isReading;
    this.read.hidden = this.read.disabled = isReading;
    if (isReading) this.stop.focus();
    else if (isLeft) this.read.focus();
  }
}
