/* A page that answers a form stands in the browser's history as that sending: whoever comes back to it, or loads it
   again, is asked whether to send the form once more. It becomes the page where the form stands, and keeps what is
   typed there, but for secrets and files, with this entry of the history alone, until the form is sent. A form that asks
   for a vote keeps nothing: a device may go from hand to hand. */

const SECRET = "[type=password], [autocomplete*=password], [autocomplete=one-time-code], [type=hidden], [type=file]";
const place = document.body.dataset.answerOf;

function* fields() {
  for (const form of document.querySelectorAll("main form[method=post]:not([autocomplete=off])")) {
    const seen = {};
    for (const field of form.querySelectorAll("input, select, textarea")) {
      if (!field.name || field.matches(SECRET)) continue;
      seen[field.name] = (seen[field.name] ?? 0) + 1;
      yield [`${form.action} ${field.name} ${seen[field.name]}`, field];
    }
  }
}

function said(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked;
  return field.multiple ? [...field.selectedOptions].map((one) => one.value) : field.value;
}

function say(field, kept) {
  if (typeof kept === "boolean") field.checked = kept;
  else if (Array.isArray(kept)) for (const one of field.options) one.selected = kept.includes(one.value);
  else field.value = kept;
}

function keep() {
  const typed = Object.fromEntries([...fields()].map(([key, field]) => [key, said(field)]));
  history.replaceState({ ...history.state, typed }, "");
}

function follow() {
  document.addEventListener("change", keep);
  document.addEventListener("submit", () => {
    document.removeEventListener("change", keep);
    history.replaceState({ ...history.state, typed: null }, "");
  });
}

if (place) {
  history.replaceState(history.state, "", place + location.hash); // a button may lead to a part of the page
  keep();
  follow();
} else if (history.state?.typed) {
  for (const [key, field] of fields()) if (key in history.state.typed) say(field, history.state.typed[key]);
  follow();
}
