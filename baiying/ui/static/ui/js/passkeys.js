// Asks the device for a passkey and sends its answer as a form. Written out by hand: some browsers that have passkeys
// lack the newer helpers that read options from JSON. Without passkeys, as in WeChat, the page says so and shows the
// other ways.
"use strict";

(() => {
  if (!window.PublicKeyCredential || !navigator.credentials?.create) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const keys = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  function wanted(options) {
    const found = { ...options, challenge: bytes(options.challenge) };
    if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) found.excludeCredentials = keys(options.excludeCredentials);
    if (options.allowCredentials) found.allowCredentials = keys(options.allowCredentials);
    return found;
  }
  function said(key) {
    const answer = key.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = text(answer[name]);
    }
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
  }

  function ready(form) {
    const words = form.querySelector("[data-passkey-said]");
    form.querySelector("[data-passkey-cannot]").hidden = true;
    form.querySelector("[data-passkey-can]").hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      words.hidden = true;
      try {
        const publicKey = wanted(JSON.parse(form.dataset.options));
        const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.answer.value = said(key);
        form.submit();
      } catch (error) {
        const known = error.name === "InvalidStateError";
        words.textContent = known ? form.dataset.saidKnown : form.dataset.saidNone;
        words.hidden = false;
      }
    });
  }
  for (const form of document.querySelectorAll("[data-passkey]")) ready(form);
})();
