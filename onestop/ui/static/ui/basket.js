// A basket of patents in this browser alone: what is put in, notes and ratings. Nothing of it is sent.
"use strict";

{
  const KEY = "onestop.basket";
  const MOST = 1000;
  const IN_ADDRESS = 100;
  const box = document.getElementById("local-basket");

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };

  const write = (entries) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries.slice(0, MOST)));
    } catch {
      // A browser that keeps nothing: what was chosen stays on the page.
    }
  };

  function take() {
    const entries = read();
    const added = [...document.querySelectorAll("[data-add] [data-number]")];
    for (const { dataset } of added) {
      if (!entries.some((each) => each.number === dataset.number)) {
        entries.push({ number: dataset.number, title: dataset.title, note: "", rating: 0 });
      }
    }
    if (!added.length) return;
    write(entries);
    document.querySelector("[data-add]").remove();
    history.replaceState(null, "", location.pathname);
  }

  function change(number, values) {
    write(read().map((each) => (each.number === number ? { ...each, ...values } : each)));
  }

  function line(entry) {
    const item = box.querySelector("template").content.cloneNode(true).firstElementChild;
    const [link, rating, note] = ["a", "select", "input"].map((name) => item.querySelector(name));
    link.textContent = entry.title || entry.number;
    link.href = `patents/${encodeURIComponent(entry.number)}`;
    item.querySelector(".number").textContent = entry.number;
    rating.value = entry.rating;
    rating.addEventListener("change", () => change(entry.number, { rating: Number(rating.value) }));
    note.value = entry.note;
    note.addEventListener("change", () => change(entry.number, { note: note.value }));
    item.querySelector("button").value = entry.number;
    return item;
  }

  function show() {
    const entries = read();
    box.hidden = !entries.length;
    box.querySelector("ul").replaceChildren(...entries.map(line));
    const numbers = entries.slice(0, IN_ADDRESS).map((each) => each.number);
    const search = document.getElementById("local-search");
    search.href = `${search.dataset.search}?${new URLSearchParams({ q: numbers.join(" ") })}`;
    const move = document.getElementById("local-move");
    if (move) move.href = `?${new URLSearchParams(numbers.map((each) => ["number", each]))}`;
  }

  box?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    write(button.dataset.do === "clear" ? [] : read().filter((each) => each.number !== button.value));
    show();
  });
  if (box) {
    take();
    show();
  }
}
