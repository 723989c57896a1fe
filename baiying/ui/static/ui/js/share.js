// Copying and passing on. Without this file the address stands on the page.
"use strict";

(() => {
  async function copied(button, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // An old browser, or a page that did not come by https.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "visually-hidden";
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const words = button.querySelector("span");
    const before = words.textContent;
    words.textContent = button.dataset.copied;
    button.focus();
    setTimeout(() => (words.textContent = before), 3000);
  }

  async function share(button) {
    const what = { title: button.dataset.title, text: button.dataset.text, url: button.dataset.share };
    if (!navigator.share) return copied(button, [what.title, what.text, what.url].filter(Boolean).join("\n"));
    try {
      await navigator.share(what);
    } catch (refused) {
      if (refused.name !== "AbortError") await copied(button, what.url);
    }
  }

  function offer() {
    for (const button of document.querySelectorAll("[data-copy], [data-share]")) button.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-share]");
    if (button) void (button.dataset.share ? share(button) : copied(button, button.dataset.copy));
  });
  document.addEventListener("by:shown", offer);
  offer();
})();
