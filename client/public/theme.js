// Runs before the first paint, so that a chosen theme never flashes. A file, because the CSP allows no inline script.
try {
  const theme = localStorage.getItem("relaydesk.theme")
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
} catch {
  // Storage may be closed to us; the system's theme is used.
}
