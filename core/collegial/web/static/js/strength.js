/* Say what a password is worth while it is typed: the server answers by the rule that judges it when it is saved. */

const WAIT = 600;

function serve(place) {
  const field = document.getElementById(place.dataset.strength);
  const bar = place.querySelector("meter");
  const words = place.querySelector("[data-strength-said]");
  let waiting = null;
  let asked = 0;

  const show = (level, said) => {
    bar.value = level;
    if (words.textContent !== said) words.textContent = said;
  };

  async function look() {
    asked += 1;
    const mine = asked;
    if (!field.value) {
      show(0, "");
      return;
    }
    const sent = new FormData();
    sent.set("csrf_token", field.form.elements.csrf_token.value);
    sent.set("password", field.value);
    try {
      const answer = await fetch(place.dataset.look, { method: "POST", body: sent });
      if (!answer.ok) return;
      const found = await answer.json();
      if (mine === asked) show(found.level, found.said);
    } catch {
      // Without an answer nothing is said: the rule stands above, and the server judges when it is saved.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  });
  place.hidden = false;
}

for (const place of document.querySelectorAll("[data-strength]")) serve(place);
