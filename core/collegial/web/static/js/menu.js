/* Where the open part of the menu is higher than its room, the page one is on stands in sight. */

const parts = document.querySelector(".menu-parts");
const here = parts?.querySelector("[aria-current=page]");

if (here) {
  const end = here.offsetTop + here.offsetHeight;
  if (end > parts.clientHeight) parts.scrollTop = end - parts.clientHeight + here.offsetHeight;
}
