// Sets everything going.
const preferred = matchMedia("(prefers-color-scheme: dark)");
const themeOf = () => (remembered() ? remembered() === "dark" : preferred.matches);

setTheme(themeOf());
const concepts = nodes.filter((node) => node.type !== "Paper" && node.type !== "Unnamed").length;
const inGraph = nodes.filter((node) => node.type === "Paper").length;
byId("summary").textContent = [plural(inGraph, "paper"), plural(concepts, "concept"), plural(claims.length, "claim")].join(" · ");
fillLegend();
startView();
openStart();
readAddress();

byId("theme").addEventListener("click", () => {
  const dark = byId("theme").getAttribute("aria-pressed") !== "true";
  remember(dark ? "dark" : "light");
  setTheme(dark);
  network.redraw();
});
preferred.addEventListener("change", () => { setTheme(themeOf()); network.redraw(); });
byId("search").addEventListener("input", offer);
byId("search").addEventListener("keydown", searchKey);
byId("search").addEventListener("focus", () => { if (byId("search").value.trim() && state.view === "graph") openOffer(true); });
byId("search").addEventListener("blur", () => openOffer(false));
byId("least").addEventListener("input", () => {
  state.least = Number(byId("least").value);
  byId("least-value").textContent = state.least.toFixed(2);
  refresh();
});
document.querySelectorAll("[data-view]").forEach((button) => button.addEventListener("click", () => setView(button.dataset.view)));
byId("filters").addEventListener("click", () => toggleLegend(!byId("legend").classList.contains("open")));
byId("closer").addEventListener("click", () => zoom(1.3));
byId("wider").addEventListener("click", () => zoom(1 / 1.3));
byId("fit").addEventListener("click", fit);
byId("whole").addEventListener("click", openWhole);
byId("again").addEventListener("click", () => { openStart(); light(); });
byId("more").addEventListener("click", moreRows);
byId("canvas").addEventListener("keydown", canvasKey);
document.addEventListener("keydown", pageKey);
addEventListener("hashchange", readAddress);
addEventListener("popstate", readAddress);
