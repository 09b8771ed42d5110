// The review page: keys that decide, words taken from the text into a field, names looked up. Every form works without it.

const KEYS = "kabar-review-keys";
const PASSAGE = "#passage";
let taken = null; // the last words selected in the passage, as [start, end) in code points of the article

const length = (text) => [...text].length;

// Where a point of the page is in the article.
function place(node, offset) {
  const at = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] ?? node;
  const piece = (at.closest ? at : at.parentElement).closest("[data-at]");
  if (!piece) return null;
  const start = Number(piece.dataset.at);
  if (node.nodeType !== Node.TEXT_NODE) return start;
  if ("one" in piece.dataset) return offset === 0 ? start : start + 1;
  return start + length(node.data.slice(0, offset));
}

function note() {
  const passage = document.querySelector(PASSAGE);
  const selection = getSelection();
  if (!passage || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return;
  taken = { start, end, words: selection.toString() };
  for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
}
document.addEventListener("selectionchange", note);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  if (!button) return;
  note(); // the event of the last change may still be on its way
  if (!taken) return;
  const name = button.dataset.take;
  const fields = [...document.querySelectorAll(`[name="field-${name}"]`)];
  const free = fields.find((f) => f.value.trim() === "") ?? fields[0];
  const field = fields.length > 1 ? free : fields[0];
  field.value = `${taken.start}:${taken.end}`;
  const words = document.createElement("q");
  words.className = "evidence";
  words.textContent = taken.words;
  const output = document.getElementById(`words-${name}`);
  if (fields.length > 1) output.append(" ", words);
  else output.replaceChildren(words);
  field.focus();
});

// Arrow keys in the text select words; with Shift they add words, with Shift and Ctrl characters.
document.addEventListener("keydown", (event) => {
  const passage = document.activeElement?.closest?.(PASSAGE);
  if (!passage || !["ArrowLeft", "ArrowRight"].includes(event.key) || event.altKey || event.metaKey) return;
  event.preventDefault();
  const selection = getSelection();
  const side = event.key === "ArrowRight" ? "right" : "left";
  if (!passage.contains(selection.anchorNode)) {
    const first = passage.querySelector("mark") ?? passage.firstElementChild;
    selection.collapse(first.firstChild ?? first, 0);
    if (side === "right") return selection.modify("extend", "right", "word");
  }
  if (event.shiftKey) return selection.modify("extend", side, event.ctrlKey ? "character" : "word");
  if (side === "right") selection.collapseToEnd();
  else selection.collapseToStart();
  selection.modify("move", side, "word");
  const back = side === "right" ? "left" : "right";
  selection.modify("extend", back, "word");
  const range = selection.getRangeAt(0).cloneRange();
  selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
});

const on = () => localStorage.getItem(KEYS) !== "off";
const typing = (at) => at?.matches?.("input, select, textarea, [contenteditable]");

function follow(letter) {
  if (letter === "e") return document.querySelector('#decide [name^="field-"]');
  if (letter === "m") return document.getElementById("why");
  if (letter === "t") return document.querySelector(PASSAGE);
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(document.activeElement)) return document.activeElement.blur();
  if (!on() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(document.activeElement)) return;
  const letter = event.key.toLowerCase();
  const field = follow(letter);
  const button = /^[a-z]$/.test(letter) && document.querySelector(`[data-key="${letter}"]`);
  if (!field && !button) return;
  event.preventDefault();
  if (field) field.focus();
  else button.click();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
});

let waiting = 0;
document.addEventListener("input", (event) => {
  const kind = event.target.dataset?.names;
  if (!kind) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const asked = new URLSearchParams({ kind, text: event.target.value });
    const answer = await fetch(`/review/names.json?${asked}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const options = (await answer.json()).map(({ value, words }) => new Option(words, value));
    document.getElementById(`names-${kind}`)?.replaceChildren(...options);
  }, 200);
});

// An answer that refuses a decision is the form once more, with why.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (![400, 404, 409].includes(detail.xhr.status) || detail.target.id !== "review") return;
  detail.shouldSwap = detail.xhr.responseText.includes('id="review"');
  detail.isError = false;
});

function arrived() {
  taken = null;
  const box = document.getElementById("keys-on");
  if (box) box.checked = on();
}
document.addEventListener("htmx:afterSwap", () => {
  arrived();
  const to = document.getElementById("fault") ?? document.getElementById("record-title");
  to?.setAttribute("tabindex", "-1");
  to?.focus();
});
arrived();
