// Comfort for the one box of the offices: hits while one types, and keys. Without this file it is a form.
"use strict";

(() => {
  const form = document.querySelector("[data-all]");
  if (!form) return;
  const box = form.querySelector('input[type="search"]');
  const found = form.querySelector("[data-found]");
  const WAIT = 180;
  let timer = 0;
  let asked = 0;

  function shut() {
    clearTimeout(timer);
    asked += 1;
    found.hidden = true;
  }
  async function ask() {
    const words = box.value.trim();
    if (!words) return shut();
    const mine = ++asked;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Hits": "1" } });
      if (!answer.ok || answer.redirected) return shut();
      const text = await answer.text();
      if (mine !== asked) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      found.replaceChildren(...page.body.childNodes);
      found.hidden = false;
    } catch {
      // The button still leads to the page, which says what is wrong.
      if (mine === asked) shut();
    }
  }
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("submit", shut);

  const links = () => (found.hidden ? [] : [...found.querySelectorAll("a[href]")]);
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (found.hidden) return;
      shut();
      box.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const every = links();
      if (!every.length) return;
      const at = every.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (at < -1) return;
      (at < 0 ? box : every[Math.min(at, every.length - 1)]).focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) shut();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) shut();
  });

  // A list has a search of its own, which "/" is for there.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.getElementById("list-q") || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    box.focus();
    event.preventDefault();
  });
})();
