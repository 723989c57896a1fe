// Asks the device where it is, rounds to about 100 m, and loads the list again nearest first. Without it: by area.
"use strict";

(() => {
  const button = document.querySelector("[data-near]");
  if (!button || !navigator.geolocation || !window.isSecureContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const query = new URLSearchParams(location.search);
        query.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
        query.delete("area");
        query.delete("page");
        location.search = query.toString();
      },
      () => {
        button.disabled = false;
        document.querySelector("[data-near-words]").hidden = false;
      },
      { timeout: 8000, maximumAge: 300000 },
    );
  });
})();
