// Places on coast, lakes, rivers and country lines, all from this server. What the list beside the map says is drawn, no more.
import * as maplibre from "/static/vendor/maplibre-gl.mjs";
import "/static/vendor/topojson-client.js";

// Degrees around the places of which the base map is drawn, and the smallest extent that is shown.
const AROUND = 25;
const LEAST = 2.2;
// Points across the map at which is looked which country is there.
const GRID = 12;
const REDRAWN = matchMedia("(prefers-color-scheme: dark)");

export async function drawMap(element) {
  const places = JSON.parse(element.dataset.places);
  const base = await (await fetch("/static/vendor/world-50m.json")).json();
  stylesheet("/static/vendor/maplibre-gl.css");
  element.textContent = "";
  maplibre.setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const extent = extentOf(places, base);
  const map = new maplibre.Map({
    container: element, style: style(base, places, extent), bounds: extent, fitBoundsOptions: { padding: 48 },
    maxZoom: 10, attributionControl: false, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
    cooperativeGestures: false, scrollZoom: false, canvasContextAttributes: { preserveDrawingBuffer: true },
    locale: { "NavigationControl.ZoomIn": element.dataset.in, "NavigationControl.ZoomOut": element.dataset.out, "Map.Title": element.dataset.title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }));
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", (event) => failed(event.error));
  });
  const labels = places.flatMap((place) => placeLabel(map, place));
  const names = JSON.parse(element.dataset.countries);
  let countries = [];
  const settle = () => {
    for (const label of countries) label.made.remove();
    countries = countryLabels(map, names);
    uncrowd(map, [...labels, ...countries]);
  };
  map.on("moveend", settle);
  settle();
  for (const layer of ["spots", "areas"]) {
    map.on("click", layer, (event) => show(event.features[0].properties.id));
  }
  REDRAWN.addEventListener("change", () => map.setStyle(style(base, places, extent)));
  map.once("idle", () => {
    settle();
    element.dataset.drawn = "";
  });
  map.triggerRepaint();
}

function stylesheet(href) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function shape(base, name, keep) {
  const all = globalThis.topojson.feature(base, base.objects[name]).features;
  return { type: "FeatureCollection", features: all.filter(keep) };
}

function style(base, places, extent) {
  const [west, south, east, north] = [extent[0] - AROUND, extent[1] - AROUND, extent[2] + AROUND, extent[3] + AROUND];
  const here = (feature) => touches(feature.geometry?.coordinates, west, south, east, north);
  const told = new Set(places.filter((place) => place.shape === "country").map((place) => place.country));
  const source = (data) => ({ type: "geojson", data });
  const feature = (place, geometry) => ({ type: "Feature", properties: { id: place.id, told: place.told }, geometry });
  const spots = places.filter((place) => place.shape === "spot").map((place) => feature(place, { type: "Point", coordinates: place.point }));
  const areas = places.filter((place) => place.shape === "area").map((place) => feature(place, { type: "Polygon", coordinates: [[...place.outline, place.outline[0]]] }));
  const countries = shape(base, "countries", here);
  for (const country of countries.features) country.properties.iso = country.id;
  return {
    version: 8,
    sources: {
      countries: source(countries), lakes: source(shape(base, "lakes", here)), rivers: source(shape(base, "rivers", here)),
      told: source({ type: "FeatureCollection", features: countries.features.filter((f) => told.has(f.id)) }),
      areas: source({ type: "FeatureCollection", features: areas }), spots: source({ type: "FeatureCollection", features: spots }),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("map-water") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": colour("map-land"), "fill-antialias": true } },
      { id: "told", type: "fill", source: "told", paint: { "fill-color": colour("map-told"), "fill-opacity": 0.14 } },
      { id: "rivers", type: "line", source: "rivers", paint: { "line-color": colour("map-water"), "line-width": 1.4 } },
      { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colour("map-water") } },
      { id: "lines", type: "line", source: "countries", paint: { "line-color": colour("map-line"), "line-width": 1.2 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour("map-told"), "fill-opacity": 0.13 } },
      { id: "edges", type: "line", source: "areas", paint: { "line-color": colour("map-told"), "line-width": 1.4, "line-dasharray": [3, 2.5] } },
      { id: "spots", type: "circle", source: "spots", paint: {
        "circle-color": colour("map-told"), "circle-stroke-color": colour("map-land"), "circle-stroke-width": 1.5,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "told"]], 1, 4.5, 6, 11],
      } },
    ],
  };
}

function touches(coordinates, west, south, east, north) {
  if (!coordinates) return false;
  if (typeof coordinates[0] === "number") {
    return coordinates[0] > west && coordinates[0] < east && coordinates[1] > south && coordinates[1] < north;
  }
  return coordinates.some((part) => touches(part, west, south, east, north));
}

// Around spots and areas; where there are none, around the countries.
function extentOf(places, base) {
  const points = places.flatMap((place) => (place.shape === "area" ? place.outline : place.shape === "spot" ? [place.point] : []));
  if (!points.length) {
    const told = new Set(places.map((place) => place.country));
    const flat = (c) => (typeof c[0] === "number" ? [c] : c.flatMap(flat));
    points.push(...shape(base, "countries", (f) => told.has(f.id)).features.flatMap((f) => flat(f.geometry.coordinates)));
  }
  if (!points.length) return [-170, -55, 170, 75];
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [x, y] = [Math.max(0, LEAST - (east - west)) / 2, Math.max(0, LEAST * 0.7 - (north - south)) / 2];
  return [west - x, Math.max(-85, south - y), east + x, Math.min(85, north + y)];
}

function placeLabel(map, place) {
  if (!place.point) return [];
  const button = document.createElement("button");
  button.type = "button";
  button.className = `map-label ${place.shape}`;
  button.textContent = item(place.id).querySelector(".name").textContent;
  button.setAttribute("aria-label", item(place.id).querySelector("summary").textContent.trim().replace(/\s+/g, " "));
  button.addEventListener("click", () => show(place.id));
  const area = place.shape === "area";
  const at = area ? [place.point[0], Math.max(...place.outline.map((p) => p[1]))] : place.point;
  const offset = area ? [0, 0] : [0, -10];
  return [marker(map, button, at, place.told + (area ? 0 : 0.5), "bottom", offset)];
}

// A country's name stands in the middle of the part of it that is in sight.
function countryLabels(map, names) {
  const { width, height } = map.getContainer().getBoundingClientRect();
  const seen = new Map();
  for (let column = 1; column < GRID; column += 1) {
    for (let row = 1; row < GRID; row += 1) {
      const point = [(width * column) / GRID, (height * row) / GRID];
      const iso = map.queryRenderedFeatures(point, { layers: ["land"] })[0]?.properties.iso;
      if (names[iso]) seen.set(iso, [...(seen.get(iso) ?? []), point]);
    }
  }
  return [...seen].map(([iso, points]) => {
    const mean = [0, 1].map((n) => points.reduce((sum, p) => sum + p[n], 0) / points.length);
    const away = (p) => Math.hypot(p[0] - mean[0], p[1] - mean[1]);
    const middle = points.reduce((best, p) => (away(p) < away(best) ? p : best));
    const name = document.createElement("span");
    name.className = "map-country";
    name.textContent = names[iso];
    name.setAttribute("aria-hidden", "true");
    return marker(map, name, map.unproject(middle), -1, "center", [0, 0]);
  });
}

function marker(map, element, at, weight, anchor, offset) {
  const holder = document.createElement("div");
  holder.append(element);
  const made = new maplibre.Marker({ element: holder, anchor, offset }).setLngLat(at).addTo(map);
  // The holder is no control: what can be pressed is in it.
  for (const name of ["role", "aria-label", "tabindex"]) holder.removeAttribute(name);
  return { made, element: holder, weight };
}

// Of labels that cover one another the one of which most is told stays; its spot is drawn all the same.
function uncrowd(map, labels) {
  const kept = [];
  const frame = map.getContainer().getBoundingClientRect();
  for (const label of labels) label.element.hidden = false;
  for (const label of [...labels].sort((a, b) => b.weight - a.weight)) {
    const box = label.element.getBoundingClientRect();
    const inside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
    const free = kept.every((k) => box.right + 2 < k.left || box.left > k.right + 2 || box.bottom + 2 < k.top || box.top > k.bottom + 2);
    if (inside && free) kept.push(box);
    label.element.hidden = !(inside && free);
  }
}

function item(id) {
  return document.getElementById(`place-${id}`);
}

function show(id) {
  const card = document.getElementById("map-place");
  const title = document.createElement("h3");
  title.textContent = item(id).querySelector(".name").textContent;
  card.replaceChildren(title, item(id).querySelector("ul").cloneNode(true));
  card.hidden = false;
}
