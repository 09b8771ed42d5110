"use strict";
const shown = document.getElementById("shown");
const records = new Map([...document.querySelectorAll("aside button")].map(b => [b.dataset.record, b]));
function mark(ids) {
  document.querySelectorAll(".on").forEach(e => e.classList.remove("on"));
  shown.replaceChildren(...ids.map(id => { const p = document.createElement("p"); p.textContent = records.get(id)?.textContent ?? id; return p; }));
}
document.querySelectorAll("article span[data-records]").forEach(span => {
  const show = () => mark(span.dataset.records.split(" "));
  span.addEventListener("mouseenter", show);
  span.addEventListener("focus", show);
});
records.forEach((button, id) => button.addEventListener("click", () => {
  mark([id]);
  const parts = [...document.querySelectorAll("article span[data-records]")].filter(s => s.dataset.records.split(" ").includes(id));
  parts.forEach(p => p.classList.add("on"));
  parts[0]?.scrollIntoView({block: "center"});
}));
