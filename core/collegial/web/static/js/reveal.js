/* Show what is typed into a field for a password, while its button is pressed in; it is hidden again before it is sent. */

function serve(button) {
  const field = document.getElementById(button.dataset.reveal);
  const show = (visible) => {
    field.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
  button.hidden = false;
}

for (const button of document.querySelectorAll("[data-reveal]")) serve(button);
