// "Near me": fills the hidden lat and lon of the button's form from the device and sends the form.
// The button is hidden until this script runs; the point goes into the address of this one answer and nowhere else.
for (const button of document.querySelectorAll("button[data-near]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.form.elements.lat.value = coords.latitude.toFixed(4);
        button.form.elements.lon.value = coords.longitude.toFixed(4);
        button.form.submit();
      },
      () => {
        button.disabled = false;
        button.textContent = button.dataset.nearFailed;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
