// What was typed and not sent is still there after "back", a reload, a tap beside, a session that ended, or after a form
// beside it was sent. A page of somebody who is logged in is kept by no browser (no-store), so the browser's own memory of
// forms does not help. Comfort only.
//
// Only in this tab; only for who typed it; gone when that form itself went through, when somebody logs out or comes in as
// another, and after two hours. Kept are fields of free words (data-draft) and, of somebody logged in, whatever else stands
// in a form that one fills in (.by-form): ticks, choices, days, rows. Never a number of somebody, a password or a file, nor
// what is marked data-unkept: of these only the name of the field is kept, so that the page can say what has to be typed again.
"use strict";

(() => {
  const here = document.currentScript.dataset;
  const KEY = "drafts", SENT = "drafts-sent", OLD = 2 * 3600e3;
  // As many digits as a number of somebody has, however they are parted: never kept, not even for a moment.
  const CHINESE = { 〇: 0, 零: 0, 一: 1, 幺: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  const NUMBER = /(?:[0-9][^\p{L}\n]{0,3}?){7,}/u;
  // The volunteer's own number is no secret; days, times of day (of which two have as many digits) and amounts are nobody's.
  const OPEN = /V(?:[\s-]*\d){11}(?!\d)|V\d{6,}/gi, WHEN = /(?<!\d)(?:20\d\d[-/]\d{1,2}[-/]\d{1,2}|(?:[01]?\d|2[0-4]):[0-5]\d)(?!\d)/g, COUNTED = ["date", "time", "datetime-local", "month", "number", "range"];
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
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  // Several forms of a page may lead to one address; a tick is known by what it stands for, not by where it stands.
  function nameOf(field) {
    const form = field.form, same = [...(form?.elements ?? [])].filter((one) => one.name === field.name);
    const twins = form ? [...document.forms].filter((one) => pathOf(one) === pathOf(form)).indexOf(form) : 0;
    const which = ticks(field) ? `=${field.value}` : same.indexOf(field);
    return [location.pathname + location.search, pathOf(form), twins > 0 ? `${twins}:${field.name}` : field.name, which].join(" ");
  }
  const valueOf = (field) => {
    if (ticks(field)) return field.checked ? "on" : "";
    return field.options ? [...field.selectedOptions].map((one) => one.value).join("\n") : field.value;
  };
  const baseOf = (field) => {
    if (ticks(field)) return field.defaultChecked ? "on" : "";
    if (!field.options) return field.defaultValue;
    const chosen = [...field.options].filter((one) => one.defaultSelected);
    return (chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1)).map((one) => one.value).join("\n");
  };
  function give(field, value) {
    if (ticks(field)) field.checked = value === "on";
    else if (field.options) for (const one of field.options) one.selected = value.split("\n").includes(one.value);
    else field.value = value;
  }

  // The words by which a person knows a field.
  function labelOf(field) {
    const group = ticks(field) && field.closest("fieldset")?.querySelector("legend");
    const label = group && field.closest(".by-choices") ? group : field.labels?.[0];
    const copy = label?.cloneNode(true);
    copy?.querySelector(".by-optional")?.remove();
    // Some labels are sentences; they stand in the middle of one here.
    return copy?.textContent.trim().replace(/\s+/g, " ").replace(/[。．.：:]+$/, "") || field.getAttribute("aria-label") || "";
  }

  const filledIn = (form) => form && form.method === "post" && form.closest("#content") && form.matches(".by-form") && !form.hasAttribute("hx-post");
  const wordsOf = (field) => field.matches("[data-draft]");
  // Counts of rows are hidden and belong to what is typed, where the server gives the rows back (data-again).
  const counts = (field) => field.type === "hidden" && field.form?.hasAttribute("data-again") && !["csrfmiddlewaretoken", "as_shown"].includes(field.name);
  const isField = (field) => field.name && field.matches("input,select,textarea") && !["hidden", "submit", "button", "reset", "image"].includes(field.type);
  const mayBeKept = (field) =>
    !["password", "file"].includes(field.type) && !field.closest("[data-unkept]") && !["one-time-code", "tel", "name"].includes(field.autocomplete);
  const watched = (form) => {
    const fields = [...form.elements].filter((field) => isField(field) || counts(field));
    return filledIn(form) && here.who ? fields : fields.filter(wordsOf);
  };

  // Full-width digits and those written in Chinese are digits as well.
  const inDigits = (text) =>
    text.normalize("NFKC").replace(OPEN, "").replace(WHEN, "x").replace(/./gu, (sign) => CHINESE[sign] ?? sign);
  const isSomebodys = (field) => !ticks(field) && !field.options && !COUNTED.includes(field.type) && NUMBER.test(inDigits(field.value));

  // What the page had when it came: what a server gives back in place is more of the same page.
  const first = {};
  for (const form of document.querySelectorAll("#content form[data-again]")) for (const field of watched(form)) first[nameOf(field)] = baseOf(field);
  // Forms that a server gave back: in their fields stands what was typed, but for those no server fills in again.
  const returned = new WeakSet();
  const comesBackEmpty = (field) => ["password", "file"].includes(field.type);
  const isLost = (field) => !returned.has(field.form) || (comesBackEmpty(field) && !field.value);

  const typed = (event) => event.target.form && keep(event.target.form);
  function keep(form) {
    if (form.method !== "post") return;
    const all = get(KEY, {}), to = pathOf(form);
    for (const field of watched(form)) {
      const name = nameOf(field), before = all[name], value = valueOf(field), shows = baseOf(field);
      // It stands there again as it was typed; once the page is left it will not.
      if (before?.lost !== undefined && value && value === shows && returned.has(form)) continue;
      const base = form.hasAttribute("data-again") ? (first[name] ?? (counts(field) ? shows : "")) : before && before.text === shows ? before.base : shows;
      const kept = { name: field.name, base, who: here.who, at: Date.now(), path: location.pathname, to };
      const empty = wordsOf(field) && !value.trim();
      if (value === base || empty) delete all[name];
      else if (mayBeKept(field) && !isSomebodys(field)) all[name] = { ...kept, text: value, tick: ticks(field) ? field.value : undefined };
      else all[name] = { ...kept, base: "", lost: labelOf(field) };
    }
    put(KEY, all);
  }

  function line(words) {
    const note = document.createElement("p");
    note.className = "by-help by-kept";
    note.setAttribute("role", "status");
    note.append(words);
    return note;
  }
  // At the head of a form, where it is what one reads first.
  function plain(words) {
    const note = line(words);
    note.className = "by-kept mb-1";
    return note;
  }
  function away(note, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "by-link";
    button.textContent = here.drop;
    button.addEventListener("click", () => {
      note.remove();
      act();
    });
    note.append(" ", button);
    return note;
  }
  function said(field, base) {
    field.after(
      away(line(here.said), () => {
        give(field, base);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      }),
    );
  }
  const listed = (labels) => [...new Set(labels.filter(Boolean))].join(here.mark);

  function restore(root) {
    const all = get(KEY, {});
    for (const form of root.querySelectorAll("form")) if (form.method === "post") restoreForm(form, all);
    tellTheRefused();
  }
  function restoreForm(form, all) {
    if (again(form, all)) return;
    const back = [], lost = [];
    for (const field of watched(form)) {
      const draft = all[nameOf(field)];
      // Another's, or of a form that shows something else by now: the page is right, not the draft.
      if (!draft || draft.who !== here.who) continue;
      if (draft.lost !== undefined) {
        if (isLost(field)) lost.push(draft.lost);
        continue;
      }
      if (draft.base !== baseOf(field) || valueOf(field) !== baseOf(field)) continue;
      give(field, draft.text);
      back.push([field, draft]);
    }
    if (!back.length && !lost.length) return;
    for (const [field] of back) for (let part = field.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
    const words = back.filter(([field]) => wordsOf(field)), others = back.filter(([field]) => !wordsOf(field));
    for (const [field, draft] of words) said(field, draft.base);
    if (others.length || lost.length) tell(form, back, lost);
    for (const [field] of back) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // At the head of the form: what stands there again, and what does not.
  function tell(form, back, lost) {
    form.querySelector(":scope > .by-restored")?.remove();
    const note = document.createElement("div");
    note.className = "by-note by-amber by-restored mb-3";
    const labels = listed(back.map(([field]) => labelOf(field)));
    if (back.length) note.append(away(plain(here.back.replace("#", labels)), () => {
      for (const [field, draft] of back) give(field, draft.base);
      note.remove();
      for (const one of form.querySelectorAll(".by-kept")) one.remove();
      drop((draft) => draft.to === pathOf(form) && draft.path === location.pathname);
    }));
    if (lost.length) note.append(plain(here.lost.replace("#", listed(lost))));
    form.prepend(note);
  }
  // Rows that were added have no place on a fresh page: the server shows the form once more as it was typed, and saves nothing.
  function again(form, all) {
    if (!form.hasAttribute("data-again") || form.dataset.asked) return false;
    const mine = Object.values(all).filter((one) => one.who === here.who && one.path === location.pathname && one.to === pathOf(form) && one.text !== undefined);
    const missing = mine.some((one) => !form.elements[one.name]);
    const stands = [...form.elements].filter(counts).every((one) => {
      const draft = all[nameOf(one)];
      return !draft || draft.base === one.value;
    });
    if (!missing || !stands) return false;
    const body = new FormData(form);
    for (const one of mine) {
      if (one.tick === undefined) body.set(one.name, one.text);
      else {
        const others = body.getAll(one.name).filter((value) => value !== one.tick);
        body.delete(one.name);
        const radio = form.elements[one.name]?.type === "radio" || (form.elements[one.name]?.[0]?.type === "radio");
        if (!radio || !one.text) for (const value of others) body.append(one.name, value);
        if (one.text) body.append(one.name, one.tick);
      }
    }
    body.append("again", "1");
    const lost = Object.values(all).filter((one) => one.who === here.who && one.to === pathOf(form) && one.lost).map((one) => one.lost);
    form.dataset.asked = "1";
    fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-In-Place": "1" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((text) => {
        const come = new DOMParser().parseFromString(text, "text/html").querySelector("#content form[data-again]");
        if (!come) return;
        come.dataset.asked = "1";
        form.replaceWith(come);
        const note = document.createElement("div");
        note.className = "by-note by-amber by-restored mb-3";
        note.append(away(plain(here.said), () => {
          drop((draft) => draft.to === pathOf(come) && draft.path === location.pathname);
          location.reload();
        }));
        if (lost.length) note.append(plain(here.lost.replace("#", listed(lost))));
        come.prepend(note);
        document.dispatchEvent(new CustomEvent("by:placed", { detail: come }));
      })
      .catch(() => {});
    return true;
  }
  // The page that came in place of the form, because nobody is logged in any more: what waits here, and what does not.
  function tellTheRefused() {
    const place = document.querySelector("#content [data-waits]");
    if (!place) return;
    const mine = Object.values(get(KEY, {})).filter((one) => one.who === here.who && one.path === location.pathname);
    if (!mine.some((one) => one.text !== undefined)) return;
    const lost = listed(mine.filter((one) => one.lost).map((one) => one.lost));
    place.textContent = here.waits + (lost ? here.lost.replace("#", lost) : "");
    place.hidden = false;
    document.querySelector("#content [data-instead]")?.remove();
  }

  // What of all that is kept goes out with a form: its own fields, and what a preview carries along word for word.
  function sentBy(form) {
    const to = pathOf(form), fields = [...form.elements].filter((one) => one.name);
    const names = new Set(fields.map((one) => one.name));
    const carried = new Set(fields.filter((one) => one.value).map((one) => `${one.name} ${one.value.trim()}`));
    return Object.entries(get(KEY, {}))
      .filter(([, one]) => (one.to === to && names.has(one.name)) || (one.text && carried.has(`${one.name} ${one.text.trim()}`)))
      .map(([key]) => key);
  }
  function through(keys) {
    const all = get(KEY, {});
    for (const key of keys ?? []) delete all[key];
    put(KEY, all);
  }

  drop((draft) => Date.now() - draft.at > OLD || !draft.name || (here.who && draft.who !== here.who));
  const sent = get(SENT, null);
  put(SENT, null);
  // Sent as a whole page: where that led away it was done, where the same page stands again it was not.
  const came = performance.getEntriesByType("navigation")[0];
  if (sent && came?.redirectCount) through(sent.keys);
  else if (sent && came?.type === "navigate") for (const form of document.querySelectorAll("#content form")) returned.add(form);

  restore(document);
  // A form that came back in place: what it shows is what was typed. Where rows were put in by the server, they are kept too.
  document.addEventListener("by:shown", () => {
    for (const form of document.querySelectorAll("#content form")) {
      returned.add(form);
      if (form.hasAttribute("data-again")) keep(form);
    }
    restore(document);
  });
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  // A button that only looks something up, and comes back, sends nothing off.
  const isSent = (form, button) => !button?.hasAttribute("data-unsent") && !form.hasAttribute("data-unsent");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-log-out")) return drop(() => true);
    // What stands around every page (large type, language, another office) sends nothing that was typed on it.
    if (!form.closest("#content")) return;
    // A form that is corrected in place says itself when it went through.
    if (!form.hasAttribute("data-in-place") && isSent(form, event.submitter)) put(SENT, { keys: sentBy(form) });
  });
  document.addEventListener("by:through", (event) => {
    put(SENT, null);
    if (isSent(event.target, event.detail?.button)) through(sentBy(event.target));
  });
})();
