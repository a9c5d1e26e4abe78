// Shows the place of this phone on the map of doors, or fills it into a field, when somebody asks for it. It is kept and sent nowhere.
"use strict";
(() => {
  const button = document.querySelector("#here"), said = document.querySelector("#here-said");
  if (!button || !said || !navigator.geolocation) return;
  const map = document.querySelector("svg.doors"), field = document.querySelector("#place");
  const show = ({ coords }) => {
    said.textContent = "";
    if (field) {
      field.value = coords.latitude.toFixed(6) + ", " + coords.longitude.toFixed(6);
      return;
    }
    const [west, south, east, north, width, height] =
      ["west", "south", "east", "north", "width", "height"].map((name) => Number(map.dataset[name]));
    const x = (coords.longitude * 1e6 - west) / (east - west), y = (north - coords.latitude * 1e6) / (north - south);
    let dot = map.querySelector(".own");
    if (!dot) {
      dot = map.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "circle"));
      dot.setAttribute("class", "own");
      dot.setAttribute("r", "20");
    }
    dot.setAttribute("cx", String(x * width));
    dot.setAttribute("cy", String(y * height));
    if (x < 0 || x > 1 || y < 0 || y > 1) said.textContent = said.dataset.off;
  };
  const failed = () => { said.textContent = said.dataset.no; };
  const options = { enableHighAccuracy: true, maximumAge: 10000, timeout: 30000 };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (field) navigator.geolocation.getCurrentPosition(show, failed, options);
    else navigator.geolocation.watchPosition(show, failed, options);
  });
})();
