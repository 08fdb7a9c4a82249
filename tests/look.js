// Judges the present page by axe, as `axe.run()` would, at a fraction of its time. Contrast is what takes long: it depends on
// the letters and on the ground below them, so of all texts that share both, axe is given the first and the last.
// So it is for links in texts. What is laid over other things, or cut off, is judged apart, by its place and its text.
// `passed` are the kinds that earlier pages showed to be right; the answer adds those of this page.
async (passed) => {
  const known = new Map();
  const kinds = new Set();

  // What lies below an element: the colours of its ancestors down to the first that covers, and what makes them pale.
  const ground = (element) => {
    if (!element) return { below: "", pale: "", layer: "" };
    if (!known.has(element)) known.set(element, groundOf(element));
    return known.get(element);
  };
  const isLaidOver = (style) => /absolute|fixed|sticky/.test(style.position);
  const isCutOff = (element, style) =>
    style.overflow !== "visible" && Math.min(element.clientWidth, element.clientHeight) <= 1;
  const placeOf = (element) => {
    const way = [];
    for (let one = element; one; one = one.parentElement) way.push(`${one.localName}.${one.getAttribute("class")}`);
    return `${way} ${element.textContent}`;
  };
  const groundOf = (element) => {
    const style = getComputedStyle(element);
    const under = ground(element.parentElement);
    const covers = !/^(rgba\(.*, 0(\.\d+)?\)|transparent)$/.test(style.backgroundColor);
    const effects = [style.opacity, style.filter, style.mixBlendMode, style.backgroundImage].join();
    const plain = effects === "1,none,normal,none";
    return {
      below: `${covers && plain ? "" : under.below}|${style.backgroundColor}${plain ? "" : effects}`,
      pale: under.pale + (plain ? "" : effects),
      layer: isLaidOver(style) || isCutOff(element, style) ? placeOf(element) : under.layer,
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

  // A link in a text must differ from it by more than colour: of links that differ alike, the first and the last.
  const manner = (element) => {
    const style = getComputedStyle(element);
    const lines = ["Top", "Right", "Bottom", "Left"].map((side) => `${style[`border${side}Style`]} ${style[`border${side}Width`]}`);
    const around = ["::before", "::after"].map((part) => getComputedStyle(element, part).content);
    const parts = [style.textDecoration, style.fontFamily, style.fontStyle, style.fontVariant, style.display, ...lines, ...around];
    return [letters(element), ...parts].join(";");
  };
  const isBlock = (element) =>
    /^(block|list-item|table|table-.*|flex|grid|inline-block)$/.test(getComputedStyle(element).display);
  const differs = (link) => {
    const way = [link];
    while (!isBlock(way[0]) && way[0].parentElement) way.unshift(way[0].parentElement);
    return way.map(manner).join(">");
  };

  // A short sum of a text (FNV-1a): what a kind is called from page to page.
  const sum = (text) => {
    let result = 2166136261;
    for (let i = 0; i < text.length; i++) result = Math.imul(result ^ text.charCodeAt(i), 16777619);
    return result >>> 0;
  };

  // Of all elements that are of one kind which no page has shown, the first and the last.
  const ends = (elements, kindOf) => {
    const first = new Map();
    const last = new Map();
    for (const element of elements) {
      const kind = kindOf(element);
      if (!first.has(kind)) first.set(kind, element);
      last.set(kind, element);
    }
    for (const kind of first.keys()) {
      const name = sum(`${kindOf.name} ${kind}`);
      if (passed.includes(name)) for (const map of [first, last]) map.delete(kind);
      kinds.add(name);
    }
    return new Set([...first.values(), ...last.values()]);
  };
  const all = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility());
  axe.chosen = {
    "color-contrast": ends(all.filter(hasText), letters),
    "link-in-text-block": ends(all.filter((one) => one.matches("a[href], [role=link]")), differs),
  };
  if (!axe.narrowed) {
    // axe has no words for this: one rule asked of some elements, all others of all
    axe.narrowed = axe._audit.rules.filter((rule) => rule.id in axe.chosen);
    for (const rule of axe.narrowed) {
      const applies = rule.matches;
      rule.matches = function (element, ...more) {
        return axe.chosen[rule.id].has(element) && applies.call(this, element, ...more);
      };
    }
  }

  const apart = { "css-orientation-lock": { enabled: false } }; // it reads all style sheets
  const found = await axe.run(document, { resultTypes: ["violations"], rules: apart });
  const faults = found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]);
  return { faults, kinds: [...kinds] };
}
