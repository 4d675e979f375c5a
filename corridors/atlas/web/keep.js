// Things to take away: the map as a picture, a table as text.
(() => {
  const atlas = globalThis.corridorsAtlas;

  function hand(name, address) {
    const link = atlas.el("a", { href: address, download: name });
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  atlas.saveText = (name, text) => {
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
    hand(name, address);
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  atlas.savePicture = async (node, name, background) => {
    const picture = await globalThis.htmlToImage.toPng(node, {
      pixelRatio: 2,
      skipFonts: true,
      backgroundColor: background,
      filter: (n) => !(n.classList && (n.classList.contains("leaflet-control-container") || n.classList.contains("hit"))),
    });
    hand(name, picture);
  };
})();
