// Comfort only: marks the list in place and finds by name while one types. Every button works without this file.
"use strict";

(() => {
  let list = null;
  let search = null;
  // Whether an answer got lost: then nobody knows what the list would be.
  let unsure = false;

  /** Put the parts of an answer where the parts of the same name stand. */
  function put(text) {
    const parts = new DOMParser().parseFromString(text, "text/html");
    let row = null;
    for (const part of parts.querySelectorAll("#count, #said, #scanned, #all-left, li[id]")) {
      const old = document.getElementById(part.id);
      if (!old && part.matches("li") && list) list.querySelector("ul").append(document.adoptNode(part));
      if (!old || (part.matches("li") && old.outerHTML === part.outerHTML)) continue;
      // What was there is told anew, so that it is read out again.
      if (part.id === "said") old.textContent = part.textContent;
      else old.replaceWith(document.adoptNode(part));
      if (part.matches("li")) row = part;
    }
    return row;
  }

  /** Where the cursor goes: to the number to call; to the next who is missing; else it stays in the row. */
  function follow(row, kind, key) {
    const call = row.querySelector("[data-focus-here]");
    if (call) return call.focus();
    if (kind !== "signup" || row.querySelector("[role=alert]")) return (row.querySelector("button, a") || row).focus();
    let next = row.nextElementSibling;
    while (next && (next.hidden || !next.querySelector('.by-tick[name="signup"]'))) next = next.nextElementSibling;
    // A finger stays where it is; a keyboard goes on.
    if (key) (next ? next.querySelector(".by-tick") : search || row).focus();
    else (row.querySelector("button, a") || row).focus({ preventScroll: true });
  }

  async function mark(event) {
    const form = event.currentTarget;
    const button = event.submitter;
    const scanned = !button && form.id === "scanning";
    if (!scanned && !button?.name) return;
    event.preventDefault();
    event.stopPropagation();
    if (button?.dataset.busy) return;
    if (button) button.dataset.busy = "1";
    const body = new FormData(form);
    if (button) body.set(button.name, button.value);
    const row = button?.closest("li") || document.getElementById(`p-${button?.value}`);
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    let text;
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "In-Place": "1" }, credentials: "same-origin" });
      text = await answer.text();
    } catch {
      // No signal: the list stays as it is, and the page says that nothing was noted.
      if (button) delete button.dataset.busy;
      unsure = true;
      return document.dispatchEvent(new CustomEvent("by:lost"));
    }
    try {
      if (!/ id="count"/.test(text) || / id="code"/.test(text)) throw new Error("not a part");
      sure();
      // The first of an empty list: there is none yet to put it in.
      if (!list && text.includes("<li")) return location.reload();
      const made = put(text);
      // What was said of the list before is over: two sentences about one person would contradict each other.
      for (const old of document.querySelectorAll("#people .by-messages")) old.remove();
      // Of who walked in and was taken back no row is left that would show it.
      document.getElementById("said")?.classList.toggle("visually-hidden", Boolean(made) || form.id === "scanning");
      // Whoever scans goes on scanning.
      if (form.id === "scanning") {
        form.querySelector("[data-scan-end]").focus({ preventScroll: true });
        document.getElementById("scanned").scrollIntoView({ block: "nearest" });
      } else if (made) follow(made, button.name, marked.byKey);
      // Who walked in and was taken back is on no list.
      if (row && !text.includes("<li")) row.remove();
    } catch {
      // An answer of another kind: the plain way says what is the matter.
      if (button) delete button.dataset.busy;
      const plain = document.createElement("input");
      plain.type = "hidden";
      plain.name = button?.name || "";
      plain.value = button?.value || "";
      form.append(plain);
      form.action = address;
      form.submit();
    }
  }

  function sure() {
    unsure = false;
    document.dispatchEvent(new CustomEvent("by:found"));
  }
  /** There is a signal again: the list as it is takes the place of the sentence that nobody knows. */
  async function catchUp() {
    if (!unsure) return;
    try {
      const text = await (await fetch(location.href, { credentials: "same-origin" })).text();
      if (!unsure || !/ id="count"/.test(text)) return;
      put(text);
      sure();
    } catch {
      // Not yet.
    }
  }

  const marked = { byKey: false };
  function narrow() {
    const wish = search.value.replace(/\s+/g, "").toLowerCase();
    for (const row of list.querySelectorAll("li")) {
      const name = row.querySelector("strong").textContent.replace(/\s+/g, "").toLowerCase();
      row.hidden = wish !== "" && !name.includes(wish);
    }
  }
  function find(event) {
    event.preventDefault();
    event.stopPropagation();
    narrow();
    const first = list.querySelector("li:not([hidden]) .by-tick") || list.querySelector("li:not([hidden]) button");
    if (first) {
      marked.byKey = true;
      first.focus();
    }
  }

  /** What the page shows now; again when a form's answer took the place of what it showed. */
  function begin() {
    list = document.getElementById("list");
    search = document.querySelector(".by-find input");
    for (const form of document.querySelectorAll("form[data-marks]")) {
      form.addEventListener("keydown", () => { marked.byKey = true; });
      form.addEventListener("pointerdown", () => { marked.byKey = false; });
      form.addEventListener("submit", mark);
    }
    if (!search || !list) return;
    search.addEventListener("input", narrow);
    search.form.addEventListener("submit", find);
  }
  begin();
  document.addEventListener("by:shown", begin);
  document.addEventListener("htmx:after:swap", catchUp);
  window.addEventListener("online", catchUp);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !search || !list || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    search.focus();
  });
})();
