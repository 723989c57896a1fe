// Comfort for the offices' lists: filters at once, keys, a row beside the list. Every list works without this file.
"use strict";

(() => {
  const list = document.querySelector("[data-listing]");
  if (!list) return;
  const rows = () => [...list.querySelectorAll("tr[data-row]")];
  const wide = window.matchMedia("(min-width: 62rem)");
  let at = -1;
  let beside = null;
  let asked = 0;

  // A choice in a filter is the wish itself; days are typed and wait for the button.
  const filters = document.getElementById("list-filters");
  if (filters) {
    filters.addEventListener("change", (event) => {
      if (event.target.matches("select")) filters.requestSubmit();
    });
    // An address says only what was chosen.
    const asSent = () => [...list.querySelectorAll('[name="col"]')].map((one) => one.checked).join();
    const before = asSent();
    const chosen = new URLSearchParams(location.search).has("col");
    filters.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
      if (!chosen && asSent() === before) event.formData.delete("col");
    });
  }

  // Ticks: the page's at once, and how many are chosen -----------------------------------------------------------
  const form = list.querySelector("[data-bulk]");
  const all = list.querySelector("[data-all]");
  const ticks = () => [...list.querySelectorAll('input[name="row"]')];
  function tell() {
    if (!form) return;
    const said = form.querySelector("[data-picked]");
    const count = ticks().filter((tick) => tick.checked).length;
    const whole = form.querySelector('input[name="all"]')?.checked;
    said.textContent = said.dataset.words.replace("##", String(count));
    said.hidden = Boolean(whole);
    for (const button of form.querySelectorAll('button[name="act"]')) button.disabled = count === 0 && !whole;
    all.checked = count > 0 && count === ticks().length;
    all.indeterminate = count > 0 && !all.checked;
  }
  if (form) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks()) tick.checked = all.checked;
      tell();
    });
    form.addEventListener("change", tell);
    // What the browser kept of the ticks when one comes back.
    window.addEventListener("pageshow", tell);
    tell();
  }

  // A row beside the list ---------------------------------------------------------------------------------------
  function close() {
    if (!beside) return;
    beside.remove();
    beside = null;
    asked += 1;
    rows()[at]?.querySelector("a")?.focus({ preventScroll: true });
  }
  function frame(address) {
    if (!beside) {
      beside = document.createElement("aside");
      beside.className = "by-beside";
      beside.tabIndex = -1;
      document.body.append(beside);
    }
    const head = document.createElement("div");
    head.className = "by-beside-head";
    const whole = document.createElement("a");
    whole.className = "btn btn-ghost";
    whole.href = address;
    whole.textContent = list.dataset.whole;
    const shut = document.createElement("button");
    shut.className = "btn";
    shut.type = "button";
    shut.textContent = list.dataset.close;
    shut.addEventListener("click", close);
    head.append(whole, shut);
    return head;
  }
  async function open(row) {
    const link = row?.querySelector("th a[href]");
    if (!link) return;
    if (!wide.matches) return location.assign(link.href);
    const mine = ++asked;
    const head = frame(link.href);
    const waits = document.createElement("p");
    waits.setAttribute("role", "status");
    waits.textContent = list.dataset.opening;
    beside.replaceChildren(head, waits);
    let page;
    try {
      const answer = await fetch(link.href, { headers: { "X-Beside": "1" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("content");
      if (!page) throw new Error("no content");
    } catch {
      // The page itself says what is wrong, or asks to log in.
      return location.assign(link.href);
    }
    if (mine !== asked || !beside) return;
    page.removeAttribute("id");
    // What is named twice would be found in the wrong place.
    for (const one of page.querySelectorAll("script, .by-listing-bar, .by-listing-act, .by-tick")) one.remove();
    // What leads on from the row's page itself goes there, not to the list.
    for (const one of page.querySelectorAll('form:not([action]), form[action^="?"]'))
      one.action = new URL(one.getAttribute("action") || "", link.href).href;
    for (const one of page.querySelectorAll('a[href^="?"]')) one.href = new URL(one.getAttribute("href"), link.href).href;
    beside.setAttribute("aria-label", link.textContent.trim());
    beside.replaceChildren(head, ...page.childNodes);
    beside.scrollTop = 0;
    beside.focus({ preventScroll: true });
    if (window.htmx) window.htmx.process(beside);
  }

  // Keys --------------------------------------------------------------------------------------------------------
  function stand(place) {
    const every = rows();
    if (!every.length) return;
    every[at]?.classList.remove("by-here");
    at = Math.min(Math.max(place, 0), every.length - 1);
    const row = every[at];
    row.classList.add("by-here");
    row.scrollIntoView({ block: "nearest" });
    if (beside) open(row);
    else row.querySelector("a")?.focus({ preventScroll: true });
  }
  const typing = (target) => target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]');
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return close();
    if (typing(event.target)) return;
    const row = rows()[at];
    if (event.key === "j" || (beside && event.key === "ArrowDown" && event.shiftKey)) stand(at + 1);
    else if (event.key === "k" || (beside && event.key === "ArrowUp" && event.shiftKey)) stand(at - 1);
    else if (event.key === "/") document.getElementById("list-q")?.focus();
    else if (event.key === "x" && row?.querySelector('input[name="row"]')) {
      const tick = row.querySelector('input[name="row"]');
      tick.checked = !tick.checked;
      tell();
    } else if (event.key === "Enter" && row && event.target.closest?.("tr[data-row]") === row) open(row);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("tr[data-row] th a[href]");
    if (!link || !wide.matches || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    stand(rows().indexOf(link.closest("tr")));
    if (!beside) open(link.closest("tr"));
  });
})();
