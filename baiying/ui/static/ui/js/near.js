// Asks the device where it is, rounds to about 100 m, and opens the same page again with that point in its address
// alone. The button says in data-near which other parts of the address the point takes the place of.
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
        for (const name of ["older", "newer", "page", ...button.dataset.near.split(" ")]) query.delete(name);
        query.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
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
