// What was typed and not sent is still there after "back", a reload or a tap beside. A page of somebody who is logged in
// is kept by no browser (no-store), so the browser's own memory of forms does not help. Comfort only.
//
// Only fields of free words (data-draft), which take nobody's phone or ID number; only in this tab; only for who typed
// it; gone when it went through, when somebody logs out or comes in as another, and after two hours.
"use strict";

(() => {
  const here = document.currentScript.dataset;
  const KEY = "drafts", SENT = "drafts-sent", OLD = 2 * 3600e3;
  // As many digits as a number of somebody has, however they are parted: never kept, not even for a moment.
  const CHINESE = { 〇: 0, 零: 0, 一: 1, 幺: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  const NUMBER = /(?:[0-9][^\p{L}\n]{0,3}?){7,}/u;
  let store;
  try {
    store = window.sessionStorage;
  } catch {
    return;
  }

  const get = (key, none) => {
    try {
      return JSON.parse(store.getItem(key)) ?? none;
    } catch {
      return none;
    }
  };
  const put = (key, value) => {
    try {
      if (value && Object.keys(value).length) store.setItem(key, JSON.stringify(value));
      else store.removeItem(key);
    } catch {
      // Full, or not allowed: then nothing is kept.
    }
  };
  const drop = (test) => {
    const all = get(KEY, {});
    for (const [name, draft] of Object.entries(all)) if (test(draft)) delete all[name];
    put(KEY, all);
  };
  const pathOf = (form) => new URL(form?.getAttribute("action") || location.href, location.href).pathname;
  const nameOf = (field) => {
    const same = [...(field.form?.elements ?? [])].filter((one) => one.name === field.name);
    return [location.pathname + location.search, pathOf(field.form), field.name, same.indexOf(field)].join(" ");
  };

  // Full-width digits and those written in Chinese are digits as well.
  const inDigits = (text) =>
    text.normalize("NFKC").replace(/./gu, (sign) => CHINESE[sign] ?? sign);

  function typed(event) {
    const field = event.target;
    if (!field.matches?.("[data-draft]")) return;
    const all = get(KEY, {}), name = nameOf(field), before = all[name];
    const base = before && before.text === field.defaultValue ? before.base : field.defaultValue;
    if (!field.value.trim() || field.value === base || NUMBER.test(inDigits(field.value))) delete all[name];
    else all[name] = { text: field.value, base, who: here.who, at: Date.now(), path: location.pathname, to: pathOf(field.form) };
    put(KEY, all);
  }

  function said(field, base) {
    const note = document.createElement("p");
    note.className = "by-help by-kept";
    note.setAttribute("role", "status");
    const away = document.createElement("button");
    away.type = "button";
    away.className = "by-link";
    away.textContent = here.drop;
    away.addEventListener("click", () => {
      field.value = base;
      note.remove();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    field.after(note);
    note.append(here.said, " ", away);
  }

  function restore(root) {
    const all = get(KEY, {});
    for (const field of root.querySelectorAll("[data-draft]")) {
      const draft = all[nameOf(field)];
      // Another's, or of a form that shows something else by now: the page is right, not the draft.
      if (!draft || draft.who !== here.who || draft.base !== field.defaultValue || field.value !== field.defaultValue) continue;
      field.value = draft.text;
      said(field, draft.base);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // It went through: what was typed on that page, or for that address, is sent.
  const through = (sent) => drop((draft) => draft.path === sent.path || draft.to === sent.to || draft.path === sent.to);

  drop((draft) => Date.now() - draft.at > OLD || (here.who && draft.who !== here.who));
  const sent = get(SENT, null);
  put(SENT, null);
  // Sent as a whole page: where that led away it was done, where the same page stands again it was not.
  if (sent && performance.getEntriesByType("navigation")[0]?.redirectCount) through(sent);

  restore(document);
  document.addEventListener("by:shown", () => restore(document));
  document.addEventListener("input", typed);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-log-out")) return drop(() => true);
    // What stands around every page (large type, language, another office) sends nothing that was typed on it.
    if (!form.closest("#content")) return;
    // A form that is corrected in place says itself when it went through.
    if (!form.hasAttribute("data-in-place")) put(SENT, { path: location.pathname, to: pathOf(form) });
  });
  document.addEventListener("by:through", (event) => {
    put(SENT, null);
    through({ path: location.pathname, to: pathOf(event.target) });
  });
})();
