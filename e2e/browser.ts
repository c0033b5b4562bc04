import { existsSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { temporaryFolder } from "../test/engines.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** For `describe.skipIf(!HAS_CHROMIUM)`. */
export const HAS_CHROMIUM = CHROMIUM !== undefined;
/** Where pictures go: `VISOLI_SHOTS`, else a folder that is gone afterwards. */
export const SHOTS = process.env.VISOLI_SHOTS ?? temporaryFolder();

export type Theme = "light" | "dark";
export type Language = "en" | "de";
export type Look = {
  width?: number;
  height?: number;
  theme?: Theme;
  language?: Language;
  /** Whatever else Playwright takes, `storageState` for instance: what another browser keeps. */
  context?: BrowserContextOptions;
};

/** A page in a browser of its own, and what it did that it should not. */
export type Opened = {
  page: Page;
  context: BrowserContext;
  /** What the console said of errors, what was thrown, and what the Content-Security-Policy refused; not that a page answers with 4xx. */
  complaints: string[];
  /** `host:port` of all that was asked for. */
  hosts: Set<string>;
  /** Puts a picture of the whole page into `SHOTS`. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
};

/** Debian's Chromium, headless. Close it in `afterAll`. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS.split(" ") });
}

/** A new page with its own cookies; 1440 px wide, light and English unless told. */
export async function openPage(browser: Browser, look: Look = {}): Promise<Opened> {
  const { width = 1440, height = 900, theme = "light", language = "en" } = look;
  const context = await browser.newContext({
    ...{ viewport: { width, height }, colorScheme: theme, locale: { en: "en-GB", de: "de-DE" }[language] },
    ...{ reducedMotion: "reduce", ...look.context },
  });
  const page = await context.newPage();
  const [complaints, hosts] = [[] as string[], new Set<string>()];
  page.on("console", (message) => {
    const isOwnStatus = message.location().url === page.url() && /^Failed to load/.test(message.text());
    if (message.type() === "error" && !isOwnStatus) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:") hosts.add(host);
  });
  return {
    ...{ page, context, complaints, hosts },
    async shoot(name) {
      await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}

/** What axe-core finds of serious and critical faults in what the page shows now: `rule: selector`. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(`${axe.source};undefined`);
  const found = await page.evaluate<{ id: string; impact: string; targets: string[] }[]>(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, targets: nodes.map(({ target }) => target.join(" ")) })))`,
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, targets }) => targets.map((target) => `${id}: ${target}`));
}

/** All that is wrong with what the page shows now: [] where it fits the window, is accessible, has not complained, and asked no other host. */
export async function faultsOf({ page, complaints, hosts }: Opened): Promise<string[]> {
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  const { host } = new URL(page.url());
  return [
    ...(overflow > 0 ? [`${overflow} px too wide`] : []),
    ...(await axeViolations(page)),
    ...complaints,
    ...[...hosts].filter((asked) => asked !== host).map((asked) => `asked ${asked}`),
  ];
}
