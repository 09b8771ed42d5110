// The article page: point at a highlight, or go through them by keyboard, and its record is shown beside the text.
// Without this file the same links do it by `:target` (marks.css).

const get = (id) => document.getElementById(id);
const ids = (passage) => passage.dataset.r.split(" ");
const passagesOf = (id) => document.querySelectorAll(`.read [data-r~="${CSS.escape(id)}"]`);
let chosen = [];

function mark(wanted) {
  for (const passage of document.querySelectorAll(".read .on")) passage.classList.remove("on");
  for (const id of wanted) for (const passage of passagesOf(id)) passage.classList.add("on");
}

// Show these records; what is only pointed at gives way to what was chosen.
function show(wanted) {
  mark(wanted);
  const panel = get("shown");
  const cards = wanted.map((id) => get(`record-${id}`)).filter(Boolean);
  panel.hidden = cards.length === 0;
  panel.replaceChildren(...(cards.length ? [buttons(panel)] : []), ...cards.map(copy));
  panel.scrollTop = 0;
}

function copy(card) {
  const made = document.createElement("div");
  made.className = card.className;
  const parts = card.cloneNode(true);
  parts.querySelector(".pick").classList.add("again");
  parts.querySelector(".pick").removeAttribute("tabindex");
  made.append(...parts.childNodes);
  return made;
}

function buttons(panel) {
  const bar = document.createElement("div");
  bar.className = "steps";
  for (const [name, sign, act] of [["previous", "‹", () => step(-1)], ["next", "›", () => step(1)], ["close", "×", close]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", panel.dataset[name]);
    button.dataset.does = name;
    button.addEventListener("click", () => {
      act();
      panel.querySelector(`[data-does="${name}"]`)?.focus();
    });
    bar.append(button);
  }
  return bar;
}

function close() {
  choose([]);
  history.replaceState(null, "", location.pathname + location.search);
}

// Records in the order of the text.
function order() {
  return [...document.querySelectorAll(".read .anchor")].map((a) => a.id).filter((id) => get(`record-${id}`));
}

function step(by) {
  const all = order();
  const at = all.indexOf(chosen[0]);
  const id = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (id) {
    choose([id]);
    history.replaceState(null, "", `#${encodeURIComponent(id)}`);
    scrollTo(id);
  }
}

function choose(wanted) {
  chosen = wanted;
  show(wanted);
}

function scrollTo(id) {
  const passage = passagesOf(id)[0];
  if (passage) passage.scrollIntoView({ block: "center", behavior: "instant" });
}

// One stop of the tab key for the text and one for the list; arrows move within.
function roam(to, all) {
  for (const other of all) other.tabIndex = other === to ? 0 : -1;
}

const stops = () => [...document.querySelectorAll(".read article a[data-opens]")];
const picks = () => [...document.querySelectorAll(".read .list .pick")];

function begin() {
  roam(stops()[0], stops());
  roam(picks()[0], picks());
  for (const button of document.querySelectorAll(".read .without-script")) button.hidden = true;
  // Links of highlights are many: the list leads to them, the arrows go through them.
  for (const link of document.querySelectorAll(".read .list .told a")) link.tabIndex = -1;
}

function fromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return choose([]);
  if (get(`record-${id}`)) {
    choose([id]);
    scrollTo(id);
  } else if (!get(id) && Number(document.querySelector(".read")?.dataset.windows) > 1) {
    // The record is in another part of the article: the server knows in which.
    const address = new URL(location.href);
    address.searchParams.set("record", id);
    address.hash = "";
    location.replace(address);
  }
}

// Text that scrolls under a pointer at rest is not pointed at.
let pointer = "";

document.addEventListener("pointerover", (event) => {
  const place = `${event.clientX} ${event.clientY}`;
  if (place === pointer) return;
  pointer = place;
  const passage = event.target.closest?.(".read article [data-r]");
  const card = event.target.closest?.(".read .list .record");
  if (passage) show(ids(passage));
  else if (card) mark([card.dataset.record, ...chosen]);
  else if (event.target.closest?.(".read article, .read .list")) show(chosen);
});

document.addEventListener("pointermove", (event) => {
  pointer = `${event.clientX} ${event.clientY}`;
});

document.addEventListener("focusin", (event) => {
  const passage = event.target.closest?.(".read article a[data-r]");
  const pick = event.target.closest?.(".read .list .pick");
  if (passage) {
    if ("opens" in passage.dataset) roam(passage, stops());
    choose(ids(passage));
  } else if (pick) {
    roam(pick, picks());
    const id = pick.closest(".record").dataset.record;
    choose([id]);
    if (pick.matches(":focus-visible")) scrollTo(id);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".read article a[data-r], .read .pick");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  if (link.matches(".pick")) {
    const id = decodeURIComponent(link.hash.slice(1));
    choose([id]);
    scrollTo(id);
    if (event.detail === 0) get("shown").focus();
  } else {
    choose(ids(link));
    if (event.detail === 0) get("shown").focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen.length) {
    const back = event.target.closest?.("#shown") && (document.querySelector(`.list .record[data-record="${CSS.escape(chosen[0])}"] .pick`));
    close();
    back?.focus();
    return;
  }
  const passage = event.target.closest?.(".read article a[data-r]");
  const pick = event.target.closest?.(".read .list .pick");
  if (!passage && !pick) return;
  const all = passage ? stops() : picks();
  const onward = passage && passage.closest("[dir]").dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const moves = { [onward[0]]: 1, [onward[1]]: -1, ArrowDown: 1, ArrowUp: -1 };
  const at = all.indexOf(passage ?? pick);
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : event.key in moves ? at + moves[event.key] : null;
  if (to === null || !all[to]) return;
  event.preventDefault();
  all[to].focus();
});

window.addEventListener("hashchange", fromAddress);
document.addEventListener("htmx:afterSwap", () => {
  begin();
  show(chosen.filter((id) => get(`record-${id}`)));
});
begin();
fromAddress();
