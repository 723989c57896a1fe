// Comfort for a long form of many values: while one types a word, only the lines that have it are shown, their groups
// open. Without this file the button beside the box asks the server, which gives back all that was typed.
"use strict";

(() => {
  const box = document.querySelector("[data-narrow]");
  if (!box) return;
  const groups = [...document.querySelectorAll("[data-narrow-group]")].map((group) => ({ group, was: group.open }));
  const none = document.querySelector("[data-narrow-none]");
  document.querySelector("[data-narrow-go]").hidden = true;

  function narrow() {
    const word = box.value.trim();
    let shown = 0;
    for (const { group, was } of groups) {
      let here = 0;
      for (const row of group.querySelectorAll("[data-narrow-row]")) {
        row.hidden = !row.textContent.includes(word);
        if (!row.hidden) here += 1;
      }
      group.hidden = !here;
      if ("open" in group) group.open = word ? here > 0 : was;
      shown += here;
    }
    none.hidden = shown > 0;
  }
  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
})();
