/* Without a network, a form that is sent ends on the browser's own page of errors, and what was typed may be gone. So it
   is not sent, and the page says why until the network is back. Nothing is kept on the device for that: it may be
   another's, or one that goes from hand to hand. */

const told = document.getElementById("offline");

function tell() {
  told.hidden = navigator.onLine;
}

addEventListener("offline", tell);
addEventListener("online", tell);
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented) return; // the desk's own forms wait for the network by themselves
  event.preventDefault();
  event.stopImmediatePropagation(); // what is typed stays kept, as if nothing had been sent
  tell();
});
tell();
