// Judges the present page by axe, as `axe.run()` would, at a fraction of its time. Contrast is what takes long: it depends on
// the letters and on the ground below them, so of all texts that share both, axe is given the first and the last.
// What is laid over other things, or cut off, is judged apart.
async () => {
  const known = new Map();

  // What lies below an element: the colours of its ancestors down to the first that covers, and what makes them pale.
  const ground = (element) => {
    if (!element) return { below: "", pale: "", layer: 0 };
    if (!known.has(element)) known.set(element, groundOf(element));
    return known.get(element);
  };
  const isLaidOver = (style) => /absolute|fixed|sticky/.test(style.position);
  const isCutOff = (element, style) =>
    style.overflow !== "visible" && Math.min(element.clientWidth, element.clientHeight) <= 1;
  const groundOf = (element) => {
    const style = getComputedStyle(element);
    const under = ground(element.parentElement);
    const covers = !/^(rgba\(.*, 0(\.\d+)?\)|transparent)$/.test(style.backgroundColor);
    const effects = [style.opacity, style.filter, style.mixBlendMode, style.backgroundImage].join();
    const plain = effects === "1,none,normal,none";
    return {
      below: `${covers && plain ? "" : under.below}|${style.backgroundColor}${plain ? "" : effects}`,
      pale: under.pale + (plain ? "" : effects),
      layer: isLaidOver(style) || isCutOff(element, style) ? known.size : under.layer,
    };
  };

  const hasText = (element) =>
    element.matches("input, select, textarea") || [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const letters = (element) => {
    const style = getComputedStyle(element);
    const { below, pale, layer } = ground(element);
    const parts = [style.color, style.fill, style.fontSize, style.fontWeight, style.textShadow, style.textIndent];
    return [element.matches(":disabled, [aria-disabled=true]"), ...parts, below, pale, layer].join(";");
  };

  const first = new Map();
  const last = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!hasText(element) || !element.checkVisibility()) continue;
    const kind = letters(element);
    if (!first.has(kind)) first.set(kind, element);
    last.set(kind, element);
  }
  const texts = [...new Set([...first.values(), ...last.values()])];

  const options = { resultTypes: ["violations"] };
  const apart = { "color-contrast": { enabled: false }, "css-orientation-lock": { enabled: false } }; // the second reads all style sheets
  const whole = await axe.run(document, { ...options, rules: apart });
  const contrast = texts.length
    ? await axe.run(texts, { ...options, runOnly: { type: "rule", values: ["color-contrast"] } })
    : { violations: [] };
  return [...whole.violations, ...contrast.violations].map((one) => [one.id, one.nodes.map((node) => node.html)]);
}
