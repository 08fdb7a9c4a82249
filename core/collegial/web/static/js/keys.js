/* The key “/” leads to the search from anywhere; whom it disturbs switches it off on the page of the search. */

const OFF = "collegial.slash-off";
const choice = document.querySelector("[data-slash]");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isOff()) return;
  const field = document.querySelector("input[type=search][name=q]");
  const way = document.querySelector("a[data-search]");
  if (!field && !way) return;
  event.preventDefault();
  if (field) field.focus();
  else window.location.assign(way.href);
});

if (choice) {
  const box = choice.querySelector("input");
  box.checked = !isOff();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  choice.hidden = false;
}
