/* A map of points with its list twin. Reads data attributes of [data-map] (see components/map.html):
   geojson: FeatureCollection of points with `id`, `name`, `url`, optional `kind`, `note`;
   boundary: GeoJSON outlines; pmtiles: the area's own vector tiles; list: id of the list twin.
   Everything comes from this server; labels are drawn from the page's own typeface. */

import { style, palette } from "./map-style.js";

const MARGIN = 40;

function webgl() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}

function absolute(address) {
  return new URL(address, window.location.href).href;
}

function addOnce(tag, attributes) {
  const key = attributes.href || attributes.src;
  const known = document.querySelector(`${tag}[data-once="${CSS.escape(key)}"]`);
  if (known) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.dataset.once = key;
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`cannot load ${key}`)));
    document.head.append(element);
  });
}

/* The box around everything; of many points the outermost hundredth on each side is left out, since one shop
   far away would shrink the town to a dot. */
function extent(collection) {
  const [lons, lats] = [[], []];
  const walk = (coordinates) => {
    if (typeof coordinates[0] === "number") {
      lons.push(coordinates[0]);
      lats.push(coordinates[1]);
    } else {
      for (const part of coordinates) walk(part);
    }
  };
  const features = collection.features || [collection];
  for (const feature of features) {
    const geometry = feature.geometry || feature;
    if (geometry?.coordinates) walk(geometry.coordinates);
  }
  if (!lons.length) return null;
  for (const values of [lons, lats]) values.sort((a, b) => a - b);
  const cut = features[0].geometry?.type === "Point" ? Math.floor(lons.length / 100) : 0;
  const last = lons.length - 1 - cut;
  return [[lons[cut], lats[cut]], [lons[last], lats[last]]];
}

async function json(address) {
  if (!address) return { type: "FeatureCollection", features: [] };
  const response = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/* What is said in a bubble: name as a link, a note. Built from text, never from HTML. */
function bubble(properties) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  const name = document.createElement(properties.url ? "a" : "strong");
  name.textContent = properties.name || "";
  if (properties.url) name.href = properties.url;
  line.append(name);
  box.append(line);
  if (properties.note) box.append(Object.assign(document.createElement("p"), { textContent: properties.note }));
  return box;
}

class AreaMap {
  constructor(element, engine) {
    this.element = element;
    this.engine = engine;
    this.list = document.getElementById(element.dataset.list || "");
    this.picked = null;
  }

  async start() {
    const { geojson, boundary, pmtiles } = this.element.dataset;
    const [points, outline] = await Promise.all([json(geojson), json(boundary)]);
    this.points = points;
    this.byId = new Map(points.features.map((feature) => [String(feature.properties.id), feature]));
    const canvas = document.createElement("div");
    this.element.append(canvas);
    const bounds = extent(points) || extent(outline);
    this.map = new this.engine.Map({
      container: canvas,
      style: style({ pmtiles: pmtiles && absolute(pmtiles), points, outline }, palette(this.element)),
      bounds: bounds || [[5.9, 47.3], [15.0, 55.0]],
      fitBoundsOptions: { padding: MARGIN, maxZoom: 16 },
      attributionControl: false,
      canvasContextAttributes: { preserveDrawingBuffer: true }, // so that the map prints
      maxPitch: 0,
      dragRotate: false,
      fadeDuration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
      locale: {
        "NavigationControl.ZoomIn": this.element.dataset.textZoomIn,
        "NavigationControl.ZoomOut": this.element.dataset.textZoomOut,
        "Map.Title": this.element.getAttribute("aria-label"),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new this.engine.NavigationControl({ showCompass: false }), "top-right");
    if (this.element.dataset.attribution) {
      const customAttribution = this.element.dataset.attribution;
      this.map.addControl(new this.engine.AttributionControl({ compact: false, customAttribution }));
    }
    this.map.once("load", () => {
      this.element.classList.add("drawn");
      this.element.dataset.state = "drawn";
    });
    this.listen();
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("kogge:theme", () => this.repaint(), { signal });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint(), { signal });
    document.addEventListener("htmx:beforeCleanupElement", (event) => {
      if (event.detail.elt === this.element) this.stop();
    }, { signal });
  }

  /* Swapped away by htmx: give the graphics memory back. */
  stop() {
    this.gone.abort();
    this.map.remove();
  }

  repaint() {
    const { pmtiles, boundary } = this.element.dataset;
    json(boundary).then((outline) => {
      const picked = this.byId.get(this.picked);
      const sources = { pmtiles: pmtiles && absolute(pmtiles), points: this.points, outline, picked };
      this.map.setStyle(style(sources, palette(this.element)));
    });
  }

  listen() {
    this.map.on("click", "points", (event) => this.pick(String(event.features[0].properties.id), "map"));
    this.map.on("click", "clusters", async (event) => {
      const cluster = event.features[0];
      const source = this.map.getSource("points");
      const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
      this.map.easeTo({ center: cluster.geometry.coordinates, zoom });
    });
    for (const layer of ["points", "clusters"]) {
      this.map.on("mouseenter", layer, () => { this.map.getCanvas().style.cursor = "pointer"; });
      this.map.on("mouseleave", layer, () => { this.map.getCanvas().style.cursor = ""; });
    }
    if (!this.list) return;
    for (const name of ["focusin", "click"]) {
      this.list.addEventListener(name, (event) => {
        const row = event.target.closest("[data-id]");
        if (row) this.pick(row.dataset.id, "list");
      });
    }
  }

  /* One record picked on either side shows on both. */
  pick(id, from) {
    if (this.picked === id && from === "list") return;
    this.picked = id;
    const feature = this.byId.get(id);
    for (const row of this.list?.querySelectorAll("[data-id]") || []) {
      const mine = row.dataset.id === id;
      row.classList.toggle("picked", mine);
      if (mine) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (mine && from === "map") row.scrollIntoView({ block: "nearest" });
    }
    this.popup?.remove();
    if (!feature) return;
    const at = feature.geometry.coordinates;
    this.map.getSource("picked").setData(feature);
    this.popup = new this.engine.Popup({ closeButton: false, offset: 12, focusAfterOpen: from === "map" });
    this.popup.setLngLat(at).setDOMContent(bubble(feature.properties)).addTo(this.map);
    if (from === "list" && !this.map.getBounds().contains(at)) this.map.panTo(at);
  }
}

function fallBack(element) {
  element.querySelector(".map-fallback").hidden = false;
  element.querySelector(".map-wait").hidden = true;
  element.dataset.state = "fallback";
}

let engineReady;

async function loadEngine(element) {
  const { engine: address, worker, tilesReader, styles, pmtiles } = element.dataset;
  const [engine] = await Promise.all([
    import(absolute(address)),
    addOnce("link", { rel: "stylesheet", href: absolute(styles) }),
    pmtiles ? addOnce("script", { src: absolute(tilesReader) }) : null,
    document.fonts.load('500 24px "Source Sans"'),
  ]);
  engine.setWorkerUrl(absolute(worker));
  if (pmtiles) engine.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
  return engine;
}

export async function draw(scope) {
  for (const element of scope.querySelectorAll("[data-map]:not([data-state])")) {
    element.dataset.state = "waiting";
    if (!webgl()) {
      fallBack(element);
      continue;
    }
    try {
      engineReady ||= loadEngine(element);
      await new AreaMap(element, await engineReady).start();
    } catch (error) {
      console.error(error);
      fallBack(element);
    }
  }
}
