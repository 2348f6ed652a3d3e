// Runs before the first paint, so that a chosen theme does not flash and script-only controls show.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("pecia-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch (error) { /* storage is closed: the system's theme holds */ }
})();
