/* Where the open part of the menu is higher than its room, the page one is on stands in sight, and each line is whole:
   only those that lie across the upper and the lower edge fade out. */

const parts = document.querySelector(".menu-parts");
const lines = [...(parts?.querySelectorAll(".menu-heading, .menu-list a") ?? [])];
const LEAST = 8; // less than lies below the words of a line

function isShown(line) {
  return line.matches(".menu-heading") || !line.closest("details:not([open])");
}

function fade() {
  const start = parts.scrollTop, end = start + parts.clientHeight;
  const whole = lines.filter((line) => isShown(line) && line.offsetTop >= start && line.offsetTop + line.offsetHeight <= end);
  if (!whole.length) return;
  const last = whole.at(-1);
  const above = start > 0 ? Math.max(whole[0].offsetTop - start, LEAST) : 0;
  const below = end < parts.scrollHeight - 1 ? Math.max(end - last.offsetTop - last.offsetHeight, LEAST) : 0;
  parts.style.setProperty("--above", `${above}px`);
  parts.style.setProperty("--below", `${below}px`);
  parts.toggleAttribute("data-before", above > 0);
  parts.toggleAttribute("data-more", below > 0);
}

// With a line to spare before and after it: whatever lies across an edge fades.
function showHere() {
  const here = parts.querySelector("[aria-current=page]");
  if (!here || !isShown(here)) return;
  const line = here.offsetHeight, start = here.offsetTop - line, end = here.offsetTop + 2 * line;
  if (end > parts.scrollTop + parts.clientHeight) parts.scrollTop = end - parts.clientHeight;
  if (start < parts.scrollTop) parts.scrollTop = start;
}

function settle() {
  showHere();
  fade();
}

/* Where the browser knows no popover (Safari before 17), the buttons of the menu open and close it all the same. */
function standIn(menu) {
  const button = document.querySelector(".menu-button"), close = menu.querySelector(".menu-close");
  const show = (isOpen, focused) => {
    menu.toggleAttribute("data-open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    focused?.focus();
  };
  document.addEventListener("click", ({ target }) => {
    const isOpen = menu.hasAttribute("data-open");
    if (button.contains(target)) show(!isOpen, isOpen ? button : close);
    else if (close.contains(target)) show(false, button);
    else if (isOpen && !menu.contains(target)) show(false);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && menu.hasAttribute("data-open")) show(false, button);
  });
  show(false);
}

const menu = document.getElementById("menu");
if (menu && !("popover" in HTMLElement.prototype)) standIn(menu);

if (parts) {
  settle();
  document.fonts.ready.then(settle); // other letters, other lines
  addEventListener("resize", settle);
  new ResizeObserver(fade).observe(parts);
  parts.addEventListener("scroll", fade, { passive: true });
  parts.addEventListener("toggle", fade, { capture: true });
}
