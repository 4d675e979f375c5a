// Land and water under the network, on a canvas that takes no clicks; an online background only where one was built in.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const L = globalThis.L;

  function rings(data, name) {
    const ground = data.ground;
    const key = `${name}Rings`;
    ground[key] = ground[key] || ground[name].map((text) => [atlas.decode(text, ground.decimals)]);
    return ground[key];
  }

  atlas.drawGround = (data, map) => {
    const { colours } = data.style;
    map.createPane("ground").style.zIndex = 150;
    const renderer = L.canvas({ pane: "ground", padding: 0.4 });
    const look = { renderer, pane: "ground", interactive: false, fillOpacity: 1, smoothFactor: 0.8 };
    map.getContainer().style.background = colours.water;
    if (data.ground.land.length) {
      L.polygon(rings(data, "land"), { ...look, color: colours.border, weight: 1, fillColor: colours.land }).addTo(map);
    }
    if (data.ground.water.length) {
      L.polygon(rings(data, "water"), { ...look, color: colours.shore, weight: 0.8, fillColor: colours.water }).addTo(map);
    }
    if (!data.tiles) return null;
    map.createPane("tiles").style.zIndex = 160;
    return L.tileLayer(data.tiles.url, { pane: "tiles", maxZoom: 12, opacity: 0.85 });
  };
})();
