import "@fontsource-variable/brygada-1918/wght.css";
import "@fontsource-variable/wix-madefor-text/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadTexts } from "./lib/i18n";
import { App, loadPublicLayout, loadStaffLayout } from "./shell/App";
import { matchRoute } from "./shell/routes";
import { preload } from "./shell/Screen";

const root = document.getElementById("root");
if (!root) throw new Error("no root element");

// Everything the first screen needs is asked for at once, not one after the other.
const { route } = matchRoute(window.location.pathname);
void Promise.allSettled([
  loadTexts(["common", "shell"]),
  route.layout === "staff" ? loadStaffLayout() : loadPublicLayout(),
  preload(route),
]).then(() => createRoot(root).render(<StrictMode><App /></StrictMode>));
