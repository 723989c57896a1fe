// Comfort only: every page works without this file.
"use strict";

(() => {
  const here = document.currentScript;

  // A machine without Chinese type draws every such character as the same box: only then fetch ours.
  function drawn(text, pen) {
    pen.clearRect(0, 0, 24, 24);
    pen.fillText(text, 2, 18);
    return pen.getImageData(0, 0, 24, 24).data.join("");
  }
  function fetchType() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 24;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen || !here || !here.dataset.fonts) return;
    pen.font = "16px sans-serif";
    if (drawn("百", pen) !== drawn("应", pen)) return;
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.dataset.type = "ours";
    sheet.href = here.dataset.fonts;
    document.head.append(sheet);
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.by-menu[open]")) if (menu !== except) menu.open = false;
  }

  function countdown(bar) {
    const started = Date.now();
    const first = bar.value;
    const tick = () => {
      if (!bar.isConnected) return;
      bar.value = Math.max(0, first - (Date.now() - started) / 1000);
      if (bar.value > 0) return setTimeout(tick, 250);
      // The next one is on its way, unless there is no signal: then this one is said to be old.
      setTimeout(() => {
        const said = bar.isConnected && bar.closest(".by-code")?.querySelector("[data-old]");
        if (said) said.textContent = said.dataset.old;
      }, 8000);
    };
    tick();
  }

  // How many signs are left, said while somebody types: counted as the server counts, a line end as two.
  function howMany(field) {
    const line = document.getElementById(`${field.id}_left`);
    if (!line) return;
    const count = () => {
      const used = [...field.value.trim().replace(/\n/g, "\r\n")].length;
      const left = Number(field.dataset.most) - used;
      const words = left < 0 ? line.dataset.over : line.dataset.left;
      line.textContent = used ? words.replace("#", Math.abs(left)) : line.dataset.whole;
      line.classList.toggle("by-over", left < 0);
      if (left < 11) line.setAttribute("role", "status");
      else line.removeAttribute("role");
    };
    field.addEventListener("input", count);
    count();
  }

  // What is asked of whoever is under age opens as soon as the number, or the day of birth, says so.
  function opensUnder(part) {
    const form = part.closest("form");
    const look = () => {
      const number = (form.elements.id_number?.value || "").replace(/[\s-]/g, "");
      const inNumber = /^\d{17}[\dXx]$/.exec(number) ? number.slice(6, 14) : "";
      const born = inNumber || (form.elements.birth_date?.value || "").replace(/-/g, "");
      const today = Number(part.dataset.today.replace(/-/g, ""));
      if (born.length === 8 && today - Number(born) < Number(part.dataset.opensUnder) * 10000) part.open = true;
    };
    form.addEventListener("input", look);
    look();
  }

  function prepare(root) {
    for (const button of root.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    for (const bar of root.querySelectorAll("[data-countdown]")) countdown(bar);
    for (const field of root.querySelectorAll("[data-most]")) howMany(field);
    for (const part of root.querySelectorAll("details[data-opens-under]")) opensUnder(part);
    const first = root.querySelector("[data-focus]");
    if (first) first.focus();
    // Jumping to a field from the summary also puts the cursor there; groups lead to their first choice.
    for (const link of root.querySelectorAll(".by-summary a")) {
      link.addEventListener("click", (event) => {
        const target = document.getElementById(link.hash.slice(1));
        if (!target) return;
        event.preventDefault();
        const field = target.matches("input,select,textarea") ? target : target.querySelector("input,select,textarea");
        (field || target).focus();
        target.scrollIntoView({ block: "center" });
      });
    }
  }

  // A slow network must not send a form twice; the server would not mind, but people worry.
  function sent(event) {
    const form = event.target;
    if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 4000) event.preventDefault();
    else form.dataset.sent = String(Date.now());
  }

  // What has to be corrected comes back into the page that stands: "back" then leads to the page before, and nobody is
  // asked whether to send the form again. The server names in a header where a form that went through leads.
  async function inPlace(event) {
    const form = event.target;
    const button = event.submitter;
    if (event.defaultPrevented || !form.hasAttribute("data-in-place")) return;
    event.preventDefault();
    const action = (button && button.getAttribute("formaction")) || form.getAttribute("action") || location.href;
    const body = new FormData(form, button);
    // What would be typed meanwhile would be lost: the answer takes the form's place.
    form.inert = true;
    let there, text;
    try {
      const answer = await fetch(action, { method: "POST", body, headers: { "X-In-Place": "1" } });
      there = answer.headers.get("X-See-Other");
      text = await answer.text();
    } catch {
      delete form.dataset.sent;
      form.inert = false;
      button?.focus();
      // It was sent; whether it came there, only the answer would have said.
      return lost(undefined, document.body.dataset.unknown);
    }
    found();
    if (there) {
      form.dispatchEvent(new CustomEvent("by:through", { bubbles: true, detail: { button } }));
      return leave(there);
    }
    show(new DOMParser().parseFromString(text, "text/html"));
  }
  // Without a signal the page stays, with all that was typed, and says so: the browser's own page would take its place.
  function lost(event, text = document.body.dataset.lost) {
    found();
    const said = document.createElement("p");
    said.id = "lost";
    said.className = "by-lost";
    said.setAttribute("role", "alert");
    document.body.append(said);
    // Set once it stands, so that it is read out.
    said.textContent = text;
  }
  function found() {
    document.getElementById("lost")?.remove();
  }
  function offline(event) {
    if (navigator.onLine || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    delete event.target.dataset.sent;
    lost();
  }
  // A link would put the browser's own page in the place of the list, and the way back would be gone with it.
  function pageLost(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || navigator.onLine || event.defaultPrevented) return;
    const here = link.pathname + link.search === location.pathname + location.search && link.hash;
    if (here || link.origin !== location.origin || !link.protocol.startsWith("http")) return;
    event.preventDefault();
    lost(event, document.body.dataset.lostPage);
  }
  // The browser's own "back" and "reload" cannot be held by a page; without a signal the browser asks before it leaves this one.
  function stay(event) {
    event.preventDefault();
  }
  function leave(address) {
    const there = new URL(address, location.href);
    const same = there.pathname + there.search === location.pathname + location.search;
    if (!same) return location.assign(there);
    if (there.hash) location.hash = there.hash;
    location.reload();
  }
  const whose = (page) => page.querySelector("script[data-who]")?.dataset.who;
  function show(come) {
    const now = document.getElementById("content");
    const next = come.getElementById("content");
    document.title = come.title;
    // Whose session is over has no name and no menu at the head of the page any more either.
    const another = whose(come) !== whose(document);
    if (!now || !next || another) document.body.replaceWith(come.body);
    else now.replaceWith(next);
    if (!next) return;
    if (!next.querySelector("[data-focus]")) window.scrollTo(0, 0);
    prepare(next);
    if (window.htmx) window.htmx.process(another ? document.body : next);
    document.dispatchEvent(new CustomEvent("by:shown"));
  }

  // A page that comes back where one stood (after signing up by the button at its foot) has its message out of sight.
  function bringMessages() {
    const messages = document.querySelector(".by-messages");
    if (!messages || messages.getBoundingClientRect().bottom > 0) return;
    messages.classList.add("by-messages-here");
    const down = () => {
      if (window.scrollY > 80) return;
      messages.classList.remove("by-messages-here");
      document.removeEventListener("scroll", down);
    };
    document.addEventListener("scroll", down, { passive: true });
    messages.addEventListener("click", (event) => event.target.closest("button") || messages.remove());
  }

  // The browser brings the line that is written into sight, not its box: the rest stays under the bar. One rule for all that
  // takes the keyboard; how far from the edges is the style sheet's (scroll-padding).
  function bringWhole(event) {
    if (event.target.matches?.("textarea") && event.target.matches(":focus-visible")) event.target.scrollIntoView({ block: "nearest" });
  }

  fetchType();
  prepare(document);
  // The browser goes back to where one stood only when the page has been laid out.
  window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(bringMessages)));
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.by-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.by-menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  // Before any other listener: what is sent without a signal reaches nobody.
  document.addEventListener("focusin", bringWhole);
  document.addEventListener("submit", offline, true);
  document.addEventListener("click", pageLost);
  document.addEventListener("by:lost", (event) => lost(event, document.body.dataset.unknown));
  document.addEventListener("by:found", found);
  document.addEventListener("by:placed", (event) => prepare(event.detail));
  window.addEventListener("offline", () => window.addEventListener("beforeunload", stay));
  window.addEventListener("online", () => window.removeEventListener("beforeunload", stay));
  window.addEventListener("online", found);
  // What is kept nowhere, because others use the same device, goes with a reload: asked before.
  document.addEventListener("input", (event) => {
    if (event.target.closest?.("form[data-stay]")) window.addEventListener("beforeunload", stay);
  });
  document.addEventListener("submit", () => window.removeEventListener("beforeunload", stay));
  document.addEventListener("submit", sent);
  document.addEventListener("submit", inPlace);
  document.addEventListener("htmx:after:swap", (event) => prepare(event.target instanceof Element ? event.target : document));
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
