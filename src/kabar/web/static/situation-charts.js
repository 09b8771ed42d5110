// Figures over time as ranges by source. The data are the rows of the table beside the chart, so both say the same.
import { draw } from "/static/vendor/charts.js";

// As in the legend (_situation.html): a source has the same shape and colour everywhere.
const SHAPES = ["circle", "square", "diamond", "cross", "triangle-down", "triangle-right", "circle"];
const COLOURS = SHAPES.map((_, n) => `var(--source-${n + 1})`);
const UP = "M-1,0.4L0,-0.6L1,0.4";
const DOWN = "M-1,-0.4L0,0.6L1,-0.4";
const DAY = 86_400_000;
const STEM = 24;
// Named, not inherited: the width of the labels is measured with it.
const FONT = "system-ui, sans-serif";
const BESIDE = 9;

export async function drawPanel(element) {
  const rows = read(document.getElementById(element.dataset.chart));
  if (!rows.length) {
    element.hidden = true;
    return;
  }
  await draw(element, spec(rows));
  for (const mark of element.querySelectorAll(".role-mark path[aria-label]")) {
    const href = mark.__data__?.datum?.href;
    if (href) linked(mark, href);
  }
}

function read(table) {
  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.day).map((row) => {
    const number = (name) => (row.dataset[name] === undefined ? null : Number(row.dataset[name]));
    const link = row.querySelector("th a");
    const [day, , who, where] = [...row.cells].map((cell) => (cell.querySelector(".name") ?? cell).textContent.trim());
    return {
      day: `${row.dataset.day}T12:00:00`, low: number("low"), high: number("high"), source: Number(row.dataset.source),
      doubtful: "doubtful" in row.dataset, href: link.getAttribute("href"),
      label: [link.textContent.trim(), who, where, day].filter(Boolean).join(" · "),
    };
  });
  const days = new Map();
  for (const row of rows) days.set(row.day, [...(days.get(row.day) ?? []), row]);
  for (const of of days.values()) {
    of.forEach((row, n) => { row.beside = (n - (of.length - 1) / 2) * Math.min(BESIDE, 60 / of.length); });
  }
  return rows;
}

function spec(rows) {
  const x = { field: "day", type: "temporal", title: null, axis: { labelOverlap: true, values: ticks(rows), format: "%-d %b" }, scale: { padding: 34 } };
  const y = (field) => ({ field, type: "quantitative", title: null, axis: { tickCount: 4 }, scale: { zero: true, nice: true } });
  const colour = { field: "source", type: "ordinal", scale: { domain: [1, 2, 3, 4, 5, 6, 7], range: COLOURS }, legend: null };
  const shape = { field: "source", type: "nominal", scale: { domain: [1, 2, 3, 4, 5, 6, 7], range: SHAPES }, legend: null };
  const aside = { expr: "datum.beside" };
  const dash = { expr: "datum.doubtful ? [3, 2] : [1, 0]" };
  const line = { strokeWidth: 2, xOffset: aside, strokeDash: dash, aria: false };
  const layer = (filter, mark, encoding) => ({ transform: [{ filter }], mark, encoding: { x, color: colour, ...encoding } });
  const open = (filter, field, towards, path) => [
    layer(filter, { type: "rule", ...line, y2Offset: towards * STEM }, { y: y(field), y2: { field } }),
    layer(filter, { type: "point", shape: path, size: 90, filled: false, strokeWidth: 2, opacity: 1, xOffset: aside, yOffset: towards * STEM, aria: false }, { y: y(field) }),
  ];
  const ranges = "datum.low !== null && datum.high !== null && datum.low !== datum.high";
  const cap = (field) => layer(ranges, { type: "tick", thickness: 2, size: 10, xOffset: aside, aria: false }, { y: y(field) });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container", height: 210, background: null, padding: { left: 2, right: 6, top: 20, bottom: 2 },
    autosize: { type: "fit-x", contains: "padding" },
    data: { values: rows.map((row) => ({ ...row, named: row.low ?? row.high })) },
    layer: [
      layer(ranges, { type: "rule", ...line }, { y: y("low"), y2: { field: "high" } }), cap("low"), cap("high"),
      ...open("datum.low !== null && datum.high === null", "low", -1, UP),
      ...open("datum.low === null && datum.high !== null", "high", 1, DOWN),
      {
        mark: { type: "point", size: 75, strokeWidth: 2, xOffset: aside, strokeDash: dash, opacity: 1, fill: { expr: "datum.doubtful ? 'var(--card)' : scale('color', datum.source)" } },
        encoding: { x, y: y("named"), color: colour, shape, description: { field: "label" }, tooltip: { field: "label" } },
      },
    ],
    config: {
      font: FONT, locale: locale(document.documentElement.lang), view: { stroke: null },
      axis: { labelColor: "var(--soft)", gridColor: "var(--line)", domainColor: "var(--field)", tickColor: "var(--field)", labelFontSize: 12, labelFont: FONT },
      axisX: { grid: false },
    },
  };
}

// At most four days, whole ones, from the first to the last.
function ticks(rows) {
  const days = rows.map((row) => Date.parse(row.day)).sort((a, b) => a - b);
  const last = Math.round((days.at(-1) - days[0]) / DAY);
  const values = [];
  for (const after of new Set([0, 1, 2, 3].map((n) => Math.round((last * n) / 3)))) {
    const day = new Date(days[0] + after * DAY);
    values.push({ year: day.getFullYear(), month: day.getMonth() + 1, date: day.getDate(), hours: 12 });
  }
  return values;
}

// Numbers and months as the reader's language writes them.
function locale(language) {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567.8);
  const part = (type, otherwise) => parts.find((p) => p.type === type)?.value ?? otherwise;
  const names = (many, from, options) => Array.from({ length: many }, (_, n) => new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(from(n)));
  const month = (n) => new Date(Date.UTC(2023, n, 15));
  const weekday = (n) => new Date(Date.UTC(2023, 0, 1 + n));
  return {
    number: { decimal: part("decimal", "."), thousands: part("group", ","), grouping: [3], currency: ["", ""] },
    time: {
      dateTime: "%x %X", date: "%-d %b %Y", time: "%H:%M", periods: ["AM", "PM"],
      days: names(7, weekday, { weekday: "long" }), shortDays: names(7, weekday, { weekday: "short" }),
      months: names(12, month, { month: "long" }), shortMonths: names(12, month, { month: "short" }),
    },
  };
}

// A mark is the way to its sentence, with the mouse and with the keyboard.
function linked(mark, href) {
  mark.setAttribute("role", "link");
  mark.removeAttribute("aria-roledescription");
  mark.setAttribute("tabindex", "0");
  mark.classList.add("linked");
  const go = () => { location.href = href; };
  mark.addEventListener("click", go);
  mark.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
}
