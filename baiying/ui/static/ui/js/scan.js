// Reads a QR code with the camera and opens the address in it, if it is one of ours; or hands it to the form that the
// page names, and reads on. The browser's own reader where it has one, else ours, fetched when the button is pressed.
"use strict";

(() => {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const part = (name) => scanner.querySelector(`[data-scan-${name}]`);
  let scanner = null;
  let video = null;
  let starts = [];
  let into = null;
  let stream = null;
  let last = { path: "", at: 0 };

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  async function detector() {
    const formats = ["qr_code"];
    const native = window.BarcodeDetector;
    if (native && (await native.getSupportedFormats()).includes("qr_code")) return new native({ formats });
    if (!window.BarcodeDetectionAPI) await load(scanner.dataset.decoder);
    const own = window.BarcodeDetectionAPI;
    own.prepareZXingModule({ overrides: { locateFile: () => scanner.dataset.wasm } });
    return new own.BarcodeDetector({ formats });
  }
  function say(words) {
    part("said").textContent = words;
  }
  function end() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    part("view").hidden = true;
    part("begin").hidden = false;
  }
  function instead(words) {
    end();
    say(words);
    document.getElementById(scanner.dataset.instead)?.focus();
  }
  /** The path of an address of ours; the path alone, for the code may name the city by another name than this page. */
  function ours(text) {
    try {
      const { pathname } = new URL(text);
      return starts.some((start) => pathname.startsWith(start)) ? pathname : "";
    } catch {
      return "";
    }
  }
  /** One after the other stands before the camera: a code that is still held there is handed over once. */
  function hand(path) {
    const now = Date.now();
    const held = path === last.path && now - last.at < 3000;
    last = { path, at: now };
    if (held) return;
    forget();
    if (!navigator.onLine) return unsent();
    say("");
    into.elements.code.value = path;
    into.requestSubmit();
  }
  /** What was said of the one before stands under nobody else. */
  function forget() {
    into?.querySelector("#scanned")?.replaceChildren();
  }
  /** It did not leave: said under the camera, and who is still held there is handed over again after a while. */
  function unsent() {
    if (!stream || !into) return;
    say(scanner.dataset.unsent);
    last = { ...last, at: Math.min(last.at, Date.now() - 1) };
    setTimeout(() => { last = { path: "", at: 0 }; }, 3000);
  }
  async function watch(reader) {
    while (stream) {
      const found = video.readyState >= 2 ? await reader.detect(video).catch(() => []) : [];
      if (!stream) return;
      const path = found.map((code) => ours(code.rawValue)).find(Boolean);
      if (path && into) hand(path);
      else if (path) {
        end();
        return location.assign(path);
      } else if (found.length) {
        forget();
        say(scanner.dataset.wrong);
      }
      await new Promise((next) => setTimeout(next, 150));
    }
  }
  async function begin() {
    say("");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      return instead(scanner.dataset.refused);
    }
    try {
      video.srcObject = stream;
      part("view").hidden = false;
      part("begin").hidden = true;
      const [reader] = await Promise.all([detector(), video.play()]);
      await watch(reader);
    } catch {
      instead(scanner.dataset.refused);
    }
  }

  /** The scanner that the page shows now; again when a form's answer took the place of what it showed. */
  function prepare() {
    if (stream) end();
    scanner = document.querySelector("[data-scan]");
    if (!scanner) return;
    video = scanner.querySelector("video");
    starts = scanner.dataset.scan.split(" ").filter(Boolean);
    into = document.getElementById(scanner.dataset.into || "");
    part("begin").hidden = false;
    part("begin").addEventListener("click", begin);
    part("end").addEventListener("click", end);
  }
  prepare();
  document.addEventListener("by:shown", prepare);
  document.addEventListener("by:lost", unsent);
  document.addEventListener("visibilitychange", () => document.hidden && stream && end());
})();
