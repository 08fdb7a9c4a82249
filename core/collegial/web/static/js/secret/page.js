/* What the three pages share: their screens, their words from the template, their talk with the server. */

/* The server, or the way to it, said no; `message` is for the person. */
export class Answered extends Error {}

export function pageOf(root) {
  const words = root.querySelector("template[data-words]").content;

  /* A sentence of the template, its {places} filled in. */
  const say = (name, values = {}) => {
    const sentence = words.querySelector(`[data-word="${name}"]`);
    if (!sentence) throw new Error(`no word for ${name}`);
    return Object.entries(values).reduce(
      (text, [place, value]) => text.replaceAll(`{${place}}`, value),
      sentence.textContent.trim(),
    );
  };
  const knows = (name) => words.querySelector(`[data-word="${name}"]`) !== null;

  const find = (name) => root.querySelector(`[data-part="${name}"]`);
  const notice = find("needs-script");
  if (notice) notice.hidden = true;
  const fill = (name, text) => { find(name).textContent = text; };

  /* Shows one screen and takes the reader to its heading. */
  const show = (name, { isFirst = false } = {}) => {
    for (const screen of root.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
    if (isFirst) return;
    document.querySelector("[data-told-once]")?.remove(); // it was said of the page before
    const heading = root.querySelector(`[data-screen="${name}"] :is(h1, h2)`);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    globalThis.scrollTo({ top: 0 });
  };

  const onClick = (name, act) => {
    for (const button of root.querySelectorAll(`[data-do="${name}"]`)) button.addEventListener("click", act);
  };

  const progress = (name) => (done, total) => {
    const bar = find(name);
    bar.max = total;
    bar.value = done;
  };

  /* A copy of a piece of the template. */
  const piece = (name) => words.querySelector(`[data-piece="${name}"]`).cloneNode(true);

  return { root, say, knows, find, fill, show, onClick, progress, piece, ...server(root, say) };
}

function server(root, say) {
  const talk = async (url, options) => {
    let response;
    try {
      response = await fetch(url, { credentials: "same-origin", ...options });
    } catch {
      throw new Answered(say("no-network"));
    }
    if (response.redirected) throw new Answered(say("sign-in-again"));
    if (response.ok) return response;
    const answer = await response.json().catch(() => null);
    throw new Answered(answer?.sentence ?? say("server-failed", { status: response.status }));
  };
  const getText = async (url) => (await talk(url)).text();
  const getJson = async (url) => (await talk(url)).json();
  const post = async (url, payload = "") => {
    const body = new URLSearchParams({ csrf_token: root.dataset.csrf, payload });
    return (await talk(url, { method: "POST", body })).json();
  };
  return { getText, getJson, post };
}

/* The beginning of a hash in groups, to be read aloud: long enough that nobody makes two that begin alike. */
export const readable = (hash) => hash.slice(0, 24).match(/.{4}/g).join(" ");

export function saveFile(name, text, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
