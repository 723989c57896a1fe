// Reads a QR code with the camera and opens the address in it, if it is one of ours. The browser's own reader where it
// has one, else ours, which is fetched when the button is pressed.
"use strict";

(() => {
  const scanner = document.querySelector("[data-scan]");
  if (!scanner || !navigator.mediaDevices?.getUserMedia) return;
  const part = (name) => scanner.querySelector(`[data-scan-${name}]`);
  const video = scanner.querySelector("video");
  const starts = scanner.dataset.scan.split(" ").filter(Boolean);
  let stream = null;

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
    const ours = window.BarcodeDetectionAPI;
    ours.prepareZXingModule({ overrides: { locateFile: () => scanner.dataset.wasm } });
    return new ours.BarcodeDetector({ formats });
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
  function follow(text) {
    let there;
    try {
      there = new URL(text);
    } catch {
      return false;
    }
    // The path alone: the code may name the city's address where this page was opened by another name.
    if (!starts.some((start) => there.pathname.startsWith(start))) return false;
    end();
    location.assign(there.pathname);
    return true;
  }
  async function watch(reader) {
    while (stream) {
      const found = video.readyState >= 2 ? await reader.detect(video).catch(() => []) : [];
      if (!stream) return;
      if (found.some((code) => follow(code.rawValue))) return;
      if (found.length) say(scanner.dataset.wrong);
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

  part("begin").hidden = false;
  part("begin").addEventListener("click", begin);
  part("end").addEventListener("click", end);
  document.addEventListener("visibilitychange", () => document.hidden && stream && end());
})();
