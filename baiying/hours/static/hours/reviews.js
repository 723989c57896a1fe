// Comfort only: ticks of a group and its rows go together, the count is said, and the keys j k x a o Enter work.
"use strict";

(() => {
  const form = document.querySelector("form[data-groups]");
  if (!form) return;
  const groups = [...form.querySelectorAll("[data-group]")];
  const count = form.querySelector("[data-count]");
  const begun = count.textContent;
  const rowsOf = (group) => [...group.querySelectorAll("input[name='proposal']")];
  const whole = (group) => group.querySelector("[data-whole]");

  function time(minutes) {
    const english = document.documentElement.lang.startsWith("en");
    const size = Math.abs(minutes), h = Math.floor(size / 60), m = size % 60;
    const parts = english ? [h && `${h} h`, m && `${m} min`] : [h && `${h} 小时`, m && `${m} 分钟`];
    const less = minutes < 0 ? (english ? "less " : "减去 ") : "";
    return less + (parts.filter(Boolean).join(" ") || (english ? "0 min" : "0 分钟"));
  }
  function tell() {
    const ticked = groups.flatMap(rowsOf).filter((one) => one.checked);
    const people = new Set(ticked.map((one) => one.dataset.person)).size;
    const minutes = ticked.reduce((sum, one) => sum + Number(one.dataset.minutes), 0);
    const said = count.dataset.said.replace("[n]", ticked.length).replace("[p]", people).replace("[h]", time(minutes));
    count.textContent = ticked.length ? said : begun;
  }
  function tick(group, on) {
    if (whole(group).disabled) return;
    whole(group).checked = on;
    for (const row of rowsOf(group)) row.checked = on;
  }
  form.addEventListener("change", (event) => {
    const group = event.target.closest("[data-group]");
    if (!group) return;
    if (event.target === whole(group)) tick(group, event.target.checked);
    else whole(group).checked = rowsOf(group).every((row) => row.checked);
    tell();
  });
  // A whole group says itself: its rows need not be in the address too.
  form.addEventListener("submit", (event) => {
    const only = event.submitter?.name;
    for (const group of groups) for (const row of rowsOf(group)) row.disabled = whole(group).checked || Boolean(only);
    setTimeout(() => { for (const row of groups.flatMap(rowsOf)) row.disabled = false; });
  });

  let here = -1;
  const places = () => groups.flatMap((group) => [group, ...(group.querySelector("details").open ? group.querySelectorAll(".by-group-rows > li") : [])]);
  function go(step) {
    const all = places();
    const now = all.indexOf(form.querySelector(".by-here"));
    here = Math.min(all.length - 1, Math.max(0, now + step));
    for (const one of all) one.classList.toggle("by-here", one === all[here]);
    const one = all[here];
    (one.querySelector("input:not([disabled]):not([type=hidden])") || one.querySelector("summary, a")).focus({ preventScroll: true });
    one.scrollIntoView({ block: "nearest" });
  }
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: (one) => one?.querySelector("input:not([disabled]):not([type=hidden])")?.click(),
    a: () => {
      const on = groups.some((group) => !whole(group).disabled && !whole(group).checked);
      for (const group of groups) tick(group, on);
      tell();
    },
    o: (one) => one?.closest("[data-group]").querySelector("summary").click(),
    Enter: () => form.requestSubmit(form.querySelector("[data-decide]")),
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
    if (event.key === "Enter" && (event.target.closest("a, button, summary") || !form.querySelector(":checked"))) return;
    event.preventDefault();
    act(form.querySelector(".by-here"));
  });
  for (const said of form.querySelectorAll(".by-keys")) said.hidden = false;
  window.addEventListener("pageshow", tell);
})();
