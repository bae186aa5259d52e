/* An outline drawn on the map of walks goes into a hidden field of the form; each walk is drawn as a line through its
   doors. Without a script or a map the streets are chosen from the list. */

const box = document.querySelector("[data-drawing]");
const field = document.getElementById(box.dataset.drawing);
const said = document.querySelector("[data-drawing-said]");
const button = (name) => box.querySelector(`[data-draw="${name}"]`);
const collection = (features) => ({ type: "FeatureCollection", features });

function lines(points) {
  const walks = new Map();
  for (const { geometry, properties } of points.features) {
    if (!walks.has(properties.walk)) walks.set(properties.walk, []);
    walks.get(properties.walk).push(geometry.coordinates);
  }
  return collection([...walks.values()].filter((doors) => doors.length > 1)
    .map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } })));
}

function shape(corners) {
  if (!corners.length) return collection([]);
  const ring = corners.length > 2 ? [...corners, corners[0]] : corners;
  const dots = corners.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
  const line = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } };
  return collection(ring.length > 1 ? [line, ...dots] : dots);
}

document.addEventListener("kogge:map", ({ target, detail: { map, points } }) => {
  const read = (name) => getComputedStyle(target).getPropertyValue(name).trim();
  const paint = () => {
    if (map.getSource("drawn")) return;
    map.addSource("walks", { type: "geojson", data: lines(points) });
    map.addLayer({ id: "walks", type: "line", source: "walks", paint: { "line-color": read("--sea"), "line-width": 3, "line-opacity": 0.7 } }, map.getLayer("clusters") ? "clusters" : undefined);
    map.addSource("drawn", { type: "geojson", data: shape(corners) });
    map.addLayer({ id: "drawn", type: "line", source: "drawn", paint: { "line-color": read("--brick"), "line-width": 2.5 } });
    map.addLayer({ id: "drawn-corners", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": read("--brick"), "circle-radius": 5 } });
  };
  let drawing = false;
  let corners = field.value ? field.value.split(";").map((corner) => corner.split(",").map(Number)) : [];
  const show = () => {
    map.getSource("drawn")?.setData(shape(corners));
    button("start").hidden = drawing;
    button("ready").hidden = !drawing;
    button("clear").hidden = !corners.length;
    map.getCanvas().style.cursor = drawing ? "crosshair" : "";
  };
  paint();
  map.on("styledata", paint); // a change of theme takes what was added
  map.on("click", (event) => {
    if (!drawing) return;
    corners.push([Number(event.lngLat.lng.toFixed(5)), Number(event.lngLat.lat.toFixed(5))]);
    show();
  });
  button("start").addEventListener("click", () => {
    drawing = true;
    corners = [];
    said.textContent = box.dataset.textHint;
    show();
    button("ready").focus();
    target.scrollIntoView({ block: "nearest" });
  });
  button("ready").addEventListener("click", () => {
    if (corners.length < 3) {
      said.textContent = box.dataset.textFew;
      return;
    }
    field.value = corners.map((corner) => corner.join(",")).join(";");
    field.form.requestSubmit();
  });
  button("clear").addEventListener("click", () => {
    drawing = false;
    corners = [];
    field.value = "";
    said.textContent = "";
    show();
    button("start").focus();
  });
  box.hidden = false;
  show();
});
