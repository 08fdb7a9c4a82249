/* Keep what is typed, quietly: a while after the last key, and when the page is left. */

const WAIT = 2000;
const place = document.querySelector("[data-autosave]");

function keeper(form, status) {
  let waiting = null;
  let last = "";

  const sent = () => {
    const fields = new FormData(form);
    fields.set("place", place.dataset.place);
    return fields;
  };
  const typed = () => new URLSearchParams(sent()).toString();
  last = typed();

  async function keep(keepalive = false) {
    clearTimeout(waiting);
    const now = typed();
    if (now === last) return;
    try {
      const answer = await fetch(place.dataset.autosave, { method: "POST", body: sent(), keepalive });
      if (answer.status !== 204) throw new Error(String(answer.status));
      last = now;
      status.textContent = place.dataset.kept;
    } catch {
      status.textContent = place.dataset.failed;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    last = typed();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
}

if (place) keeper(place.querySelector("form"), place.querySelector("[data-autosave-status]"));
