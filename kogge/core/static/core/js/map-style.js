/* The look of the base map: the layers of the area's own tiles (water, green, buildings, streets, railways,
   places) in the colours of the page, quiet enough for the points on top. */

/* The family as the page knows it, then the weight: the engine reads both from the names of the stack. */
const FONT = ["Source Sans"];

export function palette(element) {
  const computed = getComputedStyle(element);
  const read = (name) => computed.getPropertyValue(name).trim();
  const dark = computed.colorScheme.includes("dark");
  element.classList.toggle("dark", dark);
  return {
    dark,
    land: dark ? "#16262a" : "#f3ecdd",
    water: dark ? "#0b3a44" : "#bcd8dc",
    green: dark ? "#1c3428" : "#dde6c8",
    building: dark ? "#26393e" : "#e2d6be",
    street: dark ? "#35494e" : "#fffdf8",
    streetEdge: dark ? "#16262a" : "#d8ccb4",
    path: dark ? "#43585d" : "#cbbd9f",
    rail: dark ? "#62757a" : "#a3977f",
    label: read("--ink-soft"),
    halo: dark ? "#111d20" : "#fbf7ee",
    point: read("--sea"),
    pointEdge: read("--surface"),
    pointInk: read("--on-action"),
    picked: read("--brick"),
    outline: read("--brick"),
  };
}

const MAIN = ["motorway", "trunk", "primary", "secondary", "tertiary", "motorway_link", "trunk_link", "primary_link"];
const PATHS = ["footway", "path", "cycleway", "steps", "track", "pedestrian", "bridleway"];

function width(small, large) {
  return ["interpolate", ["exponential", 1.6], ["zoom"], 11, small, 18, large];
}

function base(colours) {
  const street = (id, classes, small, large, colour, extra = {}) => ({
    id,
    type: "line",
    source: "base",
    "source-layer": "streets",
    filter: ["in", ["get", "class"], ["literal", classes]],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour, "line-width": width(small, large), ...extra },
  });
  const minor = ["!", ["in", ["get", "class"], ["literal", [...MAIN, ...PATHS]]]];
  const all = (id, filter, small, large, colour) => ({
    id,
    type: "line",
    source: "base",
    "source-layer": "streets",
    filter,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour, "line-width": width(small, large) },
  });
  const fill = (id, layer, colour, extra = {}) => ({
    id,
    type: "fill",
    source: "base",
    "source-layer": layer,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": colour },
    ...extra,
  });
  return [
    fill("green", "green", colours.green),
    fill("water", "water", colours.water),
    {
      id: "waterways",
      type: "line",
      source: "base",
      "source-layer": "water",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colours.water, "line-width": width(0.8, 6) },
    },
    fill("buildings", "buildings", colours.building, { minzoom: 13 }),
    {
      id: "railways",
      type: "line",
      source: "base",
      "source-layer": "railways",
      paint: { "line-color": colours.rail, "line-width": width(0.6, 3), "line-dasharray": [4, 2] },
    },
    street("paths", PATHS, 0.3, 2.5, colours.path, { "line-dasharray": [2, 1.5] }),
    all("minor-edge", minor, 2, 13, colours.streetEdge),
    street("main-edge", MAIN, 3.4, 21, colours.streetEdge),
    all("minor", minor, 1.1, 11, colours.street),
    street("main", MAIN, 2, 18, colours.street),
    {
      id: "street-names",
      type: "symbol",
      source: "base",
      "source-layer": "streets",
      minzoom: 13.5,
      filter: ["has", "name"],
      layout: {
        "symbol-placement": "line",
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 14, 11, 18, 15],
        "text-padding": 6,
      },
      paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
    },
    {
      id: "place-names",
      type: "symbol",
      source: "base",
      "source-layer": "places",
      maxzoom: 15.5,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 15, "text-padding": 8 },
      paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
    },
  ];
}

function overlay(colours) {
  return [
    {
      id: "outline",
      type: "line",
      source: "outline",
      paint: { "line-color": colours.outline, "line-width": 1.8, "line-dasharray": [3, 2] },
    },
    {
      id: "clusters",
      type: "circle",
      source: "points",
      filter: ["has", "point_count"],
      paint: {
        "circle-color": colours.point,
        "circle-stroke-color": colours.pointEdge,
        "circle-stroke-width": 2,
        "circle-radius": ["step", ["get", "point_count"], 13, 20, 17, 100, 22, 1000, 28],
      },
    },
    {
      id: "cluster-counts",
      type: "symbol",
      source: "points",
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["to-string", ["get", "point_count"]],
        "text-font": FONT,
        "text-size": 14,
        "text-allow-overlap": true,
      },
      paint: { "text-color": colours.pointInk },
    },
    {
      id: "points",
      type: "circle",
      source: "points",
      filter: ["!", ["has", "point_count"]],
      paint: {
        "circle-color": ["case", ["==", ["get", "flag"], true], colours.picked, colours.point],
        "circle-stroke-color": colours.pointEdge,
        "circle-stroke-width": 2,
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 5, 17, 8],
      },
    },
    {
      id: "point-names",
      type: "symbol",
      source: "points",
      minzoom: 16,
      filter: ["!", ["has", "point_count"]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 13,
        "text-anchor": "top",
        "text-offset": [0, 0.8],
        "text-optional": true,
      },
      paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
    },
    {
      id: "picked",
      type: "circle",
      source: "picked",
      paint: {
        "circle-color": colours.picked,
        "circle-stroke-color": colours.pointEdge,
        "circle-stroke-width": 3,
        "circle-radius": 10,
      },
    },
  ];
}

/* The whole style: no `glyphs` address, so the engine draws letters from the page's own typeface. */
export function style({ pmtiles, points, outline, picked }, colours) {
  const sources = {
    points: { type: "geojson", data: points, cluster: !points.sections && points.features.length > 150, clusterRadius: 42, clusterMaxZoom: 15 },
    outline: { type: "geojson", data: outline },
    picked: { type: "geojson", data: { type: "FeatureCollection", features: picked ? [picked] : [] } },
  };
  if (pmtiles) sources.base = { type: "vector", url: `pmtiles://${pmtiles}` };
  return {
    version: 8,
    sources,
    layers: [
      { id: "land", type: "background", paint: { "background-color": colours.land } },
      ...(pmtiles ? base(colours) : []),
      ...overlay(colours),
    ],
  };
}
