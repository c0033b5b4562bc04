import { escapeHtml } from "../core/page.ts";
import { type Rendered, rendered } from "./rendered.ts";

const PATIENCE_MS = 1_200;

// Whoever has the app leaves this page, which is then hidden; whoever does not goes on to the web.
const SCRIPT = `
const later = setTimeout(() => {
  if (!document.hidden) location.replace(document.getElementById("web").href);
}, ${PATIENCE_MS});
document.addEventListener("visibilitychange", () => document.hidden && clearTimeout(later));
addEventListener("pagehide", () => clearTimeout(later));
location.href = document.getElementById("app").href;
`;

/** Tries an app's own address, and goes to the web where nothing answers to it. */
export function appPage(location: string, webLocation: string): Rendered {
  return rendered({
    title: "Opening the app",
    paragraphs: ["If the app does not open by itself, choose how you would like to go on."],
    content: `<div class="choices">
<a class="button" id="app" href="${escapeHtml(location)}">Open the app</a>
<a class="button quiet" id="web" href="${escapeHtml(webLocation)}" rel="noreferrer">Use the browser</a>
</div>`,
    script: SCRIPT,
  });
}
