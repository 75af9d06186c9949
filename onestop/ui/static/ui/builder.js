// Shows of each row only what its field can be asked: operators, a second value, known words.
"use strict";

function fit(row) {
  const field = row.querySelector("[name=field]").selectedOptions[0];
  const operators = field.dataset.operators.split(" ");
  const operator = row.querySelector("[name=op]");
  for (const each of operator.options) each.hidden = each.disabled = !operators.includes(each.value);
  if (!operators.includes(operator.value)) operator.value = operators[0];
  const isBetween = operator.value === "between";
  const until = row.querySelector("[name=until]");
  until.classList.toggle("visually-hidden", !isBetween);
  until.tabIndex = isBetween ? 0 : -1;
  until.ariaHidden = isBetween ? null : "true";
  const words = field.dataset.choices.split(" ").filter(Boolean);
  row.querySelector("datalist").replaceChildren(...words.map((word) => new Option(word, word)));
}

for (const row of document.querySelectorAll(".builder-row")) {
  row.addEventListener("change", () => fit(row));
  fit(row);
}
