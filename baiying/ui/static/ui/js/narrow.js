// Comfort for a long form of many values: while one types a word, only the lines that have it are shown, their groups
// open. Without this file the button beside the box asks the server, which gives back all that was typed. The form may
// be put anew into the page, so nothing of it is kept here.
"use strict";

(() => {
  function narrow(box) {
    const form = box.form;
    const word = box.value.trim();
    let shown = 0;
    for (const group of form.querySelectorAll("[data-narrow-group]")) {
      let here = 0;
      for (const row of group.querySelectorAll("[data-narrow-row]")) {
        row.hidden = !row.textContent.includes(word);
        if (!row.hidden) here += 1;
      }
      group.hidden = !here;
      if ("open" in group) {
        group.dataset.was ??= String(group.open);
        group.open = word ? here > 0 : group.dataset.was === "true";
      }
      shown += here;
    }
    form.querySelector("[data-narrow-none]").hidden = shown > 0;
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-narrow]")) narrow(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.target.matches("[data-narrow]")) event.preventDefault();
  });
})();
