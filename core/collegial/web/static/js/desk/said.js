/* What the desk says below its field. A code that checked nobody in stays told until it is read again, or seen to. */

export class Said {
  constructor(line, seen, sentence) {
    Object.assign(this, { line, seen, sentence });
    this.unread = new Set();
  }

  say(text, tone = "info") {
    const unread = [...this.unread].map((one) => this.sentence.replace("%", () => one));
    this.line.textContent = [text, ...unread].filter(Boolean).join("\n");
    this.line.className = `desk-said tone-${unread.length ? "warning" : tone}`;
    this.seen.hidden = !unread.length;
  }

  keep(code) {
    this.unread.add(code);
    this.say("");
  }

  readAgain(code) {
    if (this.unread.delete(code)) this.say("");
  }

  forget() {
    this.unread.clear();
    this.say("");
  }
}
