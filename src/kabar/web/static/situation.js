// The charts at once, the map when it is near; without this file the tables and the list say the same.

const near = (element, then) => {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    then();
  }, { rootMargin: "400px" });
  watch.observe(element);
};

const panels = [...document.querySelectorAll("[data-chart]")];
if (panels.length) {
  near(panels[0], async () => {
    const { drawPanel } = await import("/static/situation-charts.js");
    for (const panel of panels) await drawPanel(panel);
  });
}

const map = document.getElementById("map");
if (map) {
  map.textContent = map.dataset.loading;
  near(map, async () => {
    try {
      const { drawMap } = await import("/static/situation-map.js");
      await drawMap(map);
    } catch (error) {
      map.textContent = map.dataset.failed;
      console.warn(error);
    }
  });
}

// Paper shows what is folded away.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    part.open = true;
    part.dataset.folded = "";
  }
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-folded]")) {
    part.open = false;
    delete part.dataset.folded;
  }
});
