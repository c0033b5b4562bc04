import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";
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
export function appPage(location: string, webLocation: string, language: Language): Rendered {
  const say = words(MESSAGES, language);
  return rendered({
    title: say("app"),
    paragraphs: [say.html("appText")],
    content: `<div class="choices">
<a class="button" id="app" href="${escapeHtml(location)}">${say.html("openApp")}</a>
<a class="button quiet" id="web" href="${escapeHtml(webLocation)}" rel="noreferrer">${say.html("useBrowser")}</a>
</div>`,
    script: SCRIPT,
    language,
  });
}
