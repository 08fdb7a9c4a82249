/* Passkeys: ask the device with the options on the page, send its answer with the form beside them. */

const place = document.querySelector("[data-passkey]");

function fromBase64Url(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

function toBase64Url(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBinary(options) {
  const asked = { ...options, challenge: fromBase64Url(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: fromBase64Url(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) asked[list] = options[list].map((one) => ({ ...one, id: fromBase64Url(one.id) }));
  }
  return asked;
}

function sendable(credential) {
  const { response } = credential;
  const answer = {
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: toBase64Url(response.clientDataJSON) },
    extensions: JSON.stringify(credential.getClientExtensionResults()),
  };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer.response[part] = toBase64Url(response[part]);
  }
  if (response.getTransports) answer.response.transports = response.getTransports();
  return JSON.stringify(answer);
}

function say(sentence) {
  place.querySelector("[data-passkey-error]").textContent = sentence;
}

async function ask() {
  const publicKey = withBinary(JSON.parse(place.dataset.options));
  const form = place.querySelector("[data-passkey-answer]");
  try {
    const credential = await navigator.credentials[place.dataset.passkey]({ publicKey });
    form.elements.credential.value = sendable(credential);
  } catch (failure) {
    say(failure.name === "InvalidStateError" ? place.dataset.known : place.dataset.stopped);
    return;
  }
  form.submit();
}

if (place) {
  place.querySelector("[data-passkey-plain]").hidden = true;
  if (window.PublicKeyCredential) {
    const start = place.querySelector("[data-passkey-start]");
    start.hidden = false;
    start.addEventListener("click", ask);
    ask();
  } else {
    say(place.dataset.unusable);
  }
}
