/* A map of points with its list twin. Reads data attributes of [data-map] (see components/map.html):
   geojson: FeatureCollection of points with `id`, `name`, `url`, optional `kind`, `note`. One that says `sections`
   holds an overview (`bbox`: where to look first; gathered places with `point_count` and the box around them) and is
   asked again, with `bbox` and `zoom`, for whatever section of the map is looked at;
   boundary: GeoJSON outlines; pmtiles: the area's own vector tiles; list: id of the list twin.
   Everything comes from this server; labels are drawn from the page's own typeface. */

import { style, palette } from "./map-style.js";

const MARGIN = 40;
const SETTLED = 150; // milliseconds without movement until a section is asked for

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

/* From an address, or from the page itself: "#id" of a JSON block. */
async function json(address, signal) {
  if (address?.startsWith("#")) return JSON.parse(document.querySelector(address).textContent);
  if (!address) return { type: "FeatureCollection", features: [] };
  const response = await fetch(address, { signal, headers: { Accept: "application/geo+json, application/json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/* The section of a map as it is asked for: the box widened to steps of half a tile, so that small movements and
   other people ask for the same. */
function section(map) {
  const zoom = Math.max(0, Math.round(map.getZoom()));
  const step = 180 / 2 ** zoom;
  const box = map.getBounds();
  const down = (value) => Math.floor(value / step) * step;
  const up = (value) => Math.ceil(value / step) * step;
  const edges = [
    Math.max(-180, down(box.getWest())), Math.max(-90, down(box.getSouth())),
    Math.min(180, up(box.getEast())), Math.min(90, up(box.getNorth())),
  ];
  return `bbox=${edges.map((edge) => edge.toFixed(6)).join(",")}&zoom=${zoom}`;
}

/* A row of the list twin that says where it lies (data-lon, data-lat) can be shown without having been fetched. */
function fromRow(row) {
  const { id, lon, lat } = row.dataset;
  if (!lon || !lat) return undefined;
  const link = row.querySelector("a[href]");
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [Number(lon), Number(lat)] },
    properties: { id, name: link?.textContent.trim(), url: link?.getAttribute("href") },
  };
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
    this.keep(points);
    const canvas = document.createElement("div");
    this.element.append(canvas);
    const [west, south, east, north] = points.bbox || [];
    const bounds = points.bbox ? [[west, south], [east, north]] : extent(points) || extent(outline);
    this.map = new this.engine.Map({
      container: canvas,
      style: style({ pmtiles: pmtiles && absolute(pmtiles), points, outline }, palette(this.element)),
      bounds: bounds || [[5.9, 47.3], [15.0, 55.0]],
      fitBoundsOptions: { padding: this.room(), maxZoom: 16 },
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
      this.element.dispatchEvent(new CustomEvent("kogge:map", { bubbles: true, detail: { map: this.map, points } }));
    });
    this.listen();
    if (points.sections) this.follow();
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("kogge:theme", () => this.repaint(), { signal });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint(), { signal });
    document.addEventListener("htmx:beforeCleanupElement", (event) => {
      if (event.detail.elt === this.element) this.stop();
    }, { signal });
  }

  /* The margins to fit everything into: of a map that reaches below the screen, the part that is seen. */
  room() {
    const { top, bottom, height } = this.element.getBoundingClientRect();
    const below = top < window.innerHeight ? Math.max(0, bottom - window.innerHeight) : 0;
    return { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + Math.min(below, height / 2) };
  }

  keep(points) {
    this.points = points;
    this.byId = new Map(points.features.map((feature) => [String(feature.properties.id), feature]));
  }

  /* Whenever the map has come to rest, what lies in its section is fetched; the last one asked for wins. */
  follow() {
    const look = () => {
      clearTimeout(this.wait);
      this.wait = setTimeout(() => this.look(), SETTLED);
    };
    this.map.on("moveend", look);
    this.map.on("resize", look);
    this.map.once("load", () => this.look());
  }

  async look() {
    const wanted = section(this.map);
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.asking?.abort();
    this.asking = new AbortController();
    const { geojson } = this.element.dataset;
    try {
      const points = await json(`${geojson}${geojson.includes("?") ? "&" : "?"}${wanted}`, this.asking.signal);
      this.keep(points);
      this.map.getSource("points")?.setData(points);
      this.element.dataset.section = wanted;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.wanted = null; // asked again with the next movement
      console.error(error);
    }
  }

  /* Swapped away by htmx: give the graphics memory back. */
  stop() {
    this.gone.abort();
    clearTimeout(this.wait);
    this.asking?.abort();
    this.map.remove();
  }

  repaint() {
    const { pmtiles, boundary } = this.element.dataset;
    json(boundary).then((outline) => {
      const sources = { pmtiles: pmtiles && absolute(pmtiles), points: this.points, outline, picked: this.shown };
      this.map.setStyle(style(sources, palette(this.element)));
    });
  }

  listen() {
    this.map.on("click", "points", (event) => this.pick(String(event.features[0].properties.id), "map"));
    this.map.on("click", "clusters", async (event) => {
      const cluster = event.features[0];
      const { west, south, east, north } = cluster.properties;
      if (west !== undefined) {
        // gathered on the server: the box around them, at least a step and a half nearer so that a tight one opens too
        const camera = this.map.cameraForBounds([[west, south], [east, north]], { padding: MARGIN, maxZoom: 18 });
        const nearer = Math.min(18, Math.max(camera.zoom, this.map.getZoom() + 1.5));
        this.map.easeTo({ center: camera.center, zoom: nearer });
        return;
      }
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
    const twin = this.list?.querySelector(`[data-id="${CSS.escape(id)}"]`);
    const feature = this.byId.get(id) || (twin && fromRow(twin));
    this.shown = feature;
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
    element.querySelector(".map-wait").hidden = false;
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
