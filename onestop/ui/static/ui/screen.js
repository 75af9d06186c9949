// The big screen looks after itself: it fetches its content anew, waits longer while the server does not answer,
// says how old the data are, and shows in turns what shares one place.
"use strict";

const FRESH_SECONDS = 60;
const PATIENCE_SECONDS = 15 * 60;
const TURN_SECONDS = 12;
const screen_ = document.getElementById("screen");
let wait = FRESH_SECONDS;
let turn = 0;

async function refresh() {
  const address = new URL(window.location.href);
  address.searchParams.set("part", "1");
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const canvas of screen_.querySelectorAll(".chart-canvas")) echarts.getInstanceByDom(canvas)?.dispose();
    screen_.replaceChildren(...fresh.body.childNodes);
    wait = FRESH_SECONDS;
    rotate(0);
    drawAll();
  } catch {
    wait = Math.min(wait * 2, PATIENCE_SECONDS);
    sayOld();
  }
  setTimeout(refresh, wait * 1000);
}

function sayOld() {
  const made = document.getElementById("made");
  const at = new Date(made.dataset.made);
  const time = at.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  made.textContent = `${screen_.dataset.stale} ${time} · ${screen_.dataset.offline}`;
  made.classList.add("screen-old");
}

function rotate(step = 1) {
  turn += step;
  for (const place of screen_.querySelectorAll("[data-rotating]")) {
    [...place.children].forEach((panel, number, all) => {
      panel.hidden = number !== turn % all.length;
    });
  }
}

setTimeout(refresh, wait * 1000);
setInterval(rotate, TURN_SECONDS * 1000, 1);
