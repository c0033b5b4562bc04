import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { freePort } from "../test/engines.ts";
import { CHROMIUM, type Times, useLinks } from "./dashboard-work.ts";
import { describeMachine } from "./machine.ts";
import type { Options } from "./options.ts";
import { preloadLinks } from "./preload.ts";
import { onEnd } from "./scope.ts";
import { slugAt } from "./slugs.ts";
import { figure, median, table } from "./table.ts";
import { type StartOptions, startVisoli } from "./visoli.ts";

const OWNER = { name: "Ada Lovelace", email: "ada@example.com", password: "a staple of correct horses" };
const CLICKS = 500;
const LOADS = 5;
const FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync";
const AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

type Load = { how: string; rows: number[]; paint: number[]; kilobytes: number };
type Result = { links: number; interactions: Times[]; loads: Load[]; memory: string[] };

/** Works with a list of so many links as a person does, in Chromium, and says how long each thing took. */
export async function measureDashboard({ links, root }: Options): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "visoli-bench-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const start: StartOptions = { root, folder, port: await freePort() };
  // The session's cookie goes to where the service says that it is.
  start.settings = { PUBLIC_URL: `http://127.0.0.1:${start.port}` };
  await prepare(start, links);
  const visoli = await startVisoli(start);
  for (let at = 0; at < CLICKS; at++)
    await fetch(`${visoli.origin}/${slugAt((at * 37) % links)}`, {
      redirect: "manual",
      headers: { "User-Agent": AGENT },
    });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  onEnd(() => browser.close());
  const signedIn = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    const { email, password } = OWNER;
    const data = { email, password };
    await context.request.post(`${visoli.origin}/api/auth/sign-in`, {
      data,
      headers: { Origin: visoli.origin },
    });
    return context.newPage();
  };
  const loads = await measureLoads(signedIn, `${visoli.origin}/app/links`);
  const page = await signedIn();
  const { interactions, memory } = await useLinks(page, visoli.origin, links);
  return reportOf({ links, interactions, loads, memory }, describeMachine(root));
}

/** A first start for the schema, the login and a first link; then all the others, straight into the file. */
async function prepare(start: StartOptions, links: number): Promise<void> {
  const first = await startVisoli(start);
  const output = await first.output();
  const post = async (path: string, body: object, headers: Record<string, string>) => {
    const response = await fetch(first.origin + path, {
      ...{ method: "POST", body: JSON.stringify(body) },
      headers: { "Content-Type": "application/json", ...headers },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  const [token, apiKey] = [/\/setup\/(\w+)/.exec(output)?.[1], /\bsk_api_\w+/.exec(output)?.[0]];
  await post("/api/auth/setup", { token, ...OWNER }, { Origin: first.origin });
  await post("/api/v1/links", { url: "https://example.com/landing" }, { Authorization: `Bearer ${apiKey}` });
  await first.stop();
  preloadLinks(start.folder, links);
}

/** From the address to the first row: by a browser that has nothing of it yet, and by one that has. */
async function measureLoads(open: () => Promise<Page>, address: string): Promise<Load[]> {
  const loads: Load[] = ["cold", "warm"].map((how) => ({ how, rows: [], paint: [], kilobytes: 0 }));
  for (let time = 0; time < LOADS; time++) {
    const page = await open();
    await page.addInitScript(SEE_ROWS);
    for (const load of loads) {
      await page.goto(address);
      await page.locator("[data-row]").first().waitFor();
      const seen = await page.evaluate<{ rows: number; paint: number; bytes: number }>(READ_LOAD);
      load.rows.push(seen.rows);
      load.paint.push(seen.paint);
      load.kilobytes = seen.bytes / 1_000;
    }
    await page.context().close();
  }
  return loads;
}

const SEE_ROWS = `
  const look = () => document.querySelector("[data-row]") ? (window.rowsAt = performance.now()) : requestAnimationFrame(look);
  requestAnimationFrame(look);
`;
const READ_LOAD = `({
  rows: window.rowsAt,
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  bytes: performance.getEntriesByType("resource").reduce((sum, { transferSize }) => sum + transferSize, 0),
})`;

function reportOf({ links, interactions, loads, memory }: Result, machine: object): string {
  const quantile = (times: readonly number[], part: number) =>
    times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ??
    Number.NaN;
  const row = ({ kind, times, cpuMs = Number.NaN }: Times) => [
    ...[
      kind,
      `${times.length}`,
      figure(median(times)),
      figure(quantile(times, 0.95)),
      figure(Math.max(...times)),
      figure(cpuMs / times.length),
    ],
  ];
  return [
    JSON.stringify(machine),
    `${links.toLocaleString("en")} links; milliseconds, interactions from the input to the next paint (8: below 16)`,
    table([["what", "times", "p50", "p95", "longest", "CPU each"], ...interactions.map(row)]),
    "",
    table([
      ["opening the list", "first paint ms", "first row ms", "KB over the network"],
      ...loads.map(({ how, rows, paint, kilobytes }) => [
        ...[how, figure(median(paint)), figure(median(rows)), figure(kilobytes)],
      ]),
    ]),
    "",
    ...memory,
    `load of the machine at the end: ${figure(loadavg()[0] ?? Number.NaN)}; more than 2 means that others worked beside`,
  ].join("\n");
}
