// Sets the theme before the first paint. "system" is the absence of the attribute.
try {
  var theme = localStorage.getItem("afterglow.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (error) {
  // Storage refused: the system's choice stands.
}
