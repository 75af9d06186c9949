// Earlier queries, numbered, kept in this browser alone; #1 in a query is replaced by its text before it is sent.
"use strict";

{
  const KEY = "onestop.history";
  const MOST = 200;
  const SET = /(?<=^|[\s(（])#(\d{1,4})(?=$|[\s)）^])/g;
  const box = document.getElementById("search-history");

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
      localStorage.setItem(KEY, JSON.stringify(entries.slice(-MOST)));
    } catch {
      // A browser that keeps nothing (private window, full): the page works without history.
    }
  };

  // Outside quotes only: "#1" is text to be found.
  function expanded(text, entries) {
    const sets = new Map(entries.map((each) => [String(each.number), each.set]));
    const part = (piece) => piece.replace(SET, (sign, number) => (sets.has(number) ? `(${sets.get(number)})` : sign));
    return text.split(/("[^"]*"|“[^”]*”)/).map((piece, index) => (index % 2 ? piece : part(piece))).join("");
  }

  function remember() {
    const { text, set, total } = document.getElementById("search-area").dataset;
    if (!set) return;
    const entries = read();
    const known = entries.find((each) => each.text === text);
    if (known) known.total = total;
    else entries.push({ number: (entries.at(-1)?.number ?? 0) + 1, text, set, total });
    write(entries);
  }

  function line(entry) {
    const item = box.querySelector("template").content.cloneNode(true).firstElementChild;
    const [use, remove] = item.querySelectorAll("button");
    const link = item.querySelector("a");
    const count = item.querySelector("[data-count]");
    use.textContent = `#${entry.number}`;
    use.value = remove.value = entry.number;
    link.textContent = entry.text;
    link.href = `?${new URLSearchParams({ q: entry.text })}`;
    count.textContent = `${Number(entry.total).toLocaleString("en")} ${count.dataset.count}`;
    return item;
  }

  function show() {
    const entries = read();
    box.hidden = !entries.length;
    box.querySelector("ol").replaceChildren(...entries.toReversed().map(line));
  }

  const field = document.getElementById("q");
  const actions = {
    use(number) {
      field.value = `${field.value.trim()} #${number}`.trim();
      field.focus();
    },
    remove(number) {
      write(read().filter((each) => String(each.number) !== number));
      show();
    },
    clear() {
      write([]);
      show();
    },
  };

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do](button.value);
  });
  field.form.addEventListener("submit", () => {
    field.value = expanded(field.value, read());
  });
  document.addEventListener("htmx:afterSwap", () => {
    remember();
    show();
  });
  remember();
  show();
}
