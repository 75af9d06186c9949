// What partial updates need: a word to screen readers, and a message when the server does not answer.
"use strict";

// The filters are folded on a phone and stand open beside the results on a wide screen.
const wide = window.matchMedia("(min-width: 62rem)");

function unfoldFilters() {
  for (const filters of document.querySelectorAll(".facets")) filters.open = wide.matches;
}

function say(message) {
  const alert = document.getElementById("alert");
  if (alert) alert.textContent = message;
}

document.addEventListener("htmx:afterSwap", (event) => {
  say("");
  if (wide.matches) unfoldFilters();
  if (event.detail.requestConfig?.elt?.closest(".paging, .jump")) {
    document.getElementById("total")?.focus({ preventScroll: true });
    document.getElementById("results")?.scrollIntoView();
  }
});
document.addEventListener("htmx:responseError", () => say(document.getElementById("alert")?.dataset.failed ?? ""));
document.addEventListener("htmx:sendError", () => say(document.getElementById("alert")?.dataset.offline ?? ""));
wide.addEventListener("change", unfoldFilters);
unfoldFilters();
