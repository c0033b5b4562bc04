import { existsSync } from "node:fs";
import type { Page } from "playwright-core";
import { TAG, TITLE } from "./preload.ts";

export const CHROMIUM =
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync) ?? "chromium";
const SCREENS = 50;
const ROWS_TO_CHOOSE = 30;
const PANELS = 10;
/** An entry of the browser comes a little after the paint that it is about. */
const REST_MS = 120;
/** What the browser does not report took less than 16 ms. */
const BELOW_MS = 8;
const TYPED = "https://example.com/an/address/that/somebody/types/by/hand";

/** Milliseconds of one kind of thing, as often as it was done. */
export type Times = {
  kind: string;
  times: number[];
  /** What all of it took of the page's main thread, without what others took of the machine meanwhile; absent where it says nothing. */
  cpuMs?: number;
};
type Watched = { entries: { id: number; ms: number }[]; frames: number[]; asked: number[]; count: number };
type Step = { kind: string; go(page: Page): Promise<void>; isScroll?: boolean };

/** Goes through a list of links and does what people do with it. */
export async function useLinks(page: Page, origin: string, links: number) {
  await page.addInitScript(WATCH);
  await page.goto(`${origin}/app/links`);
  await page.locator("[data-row]").first().waitFor();
  const memory = [await memoryOf(page, "after opening")];
  const interactions: Times[] = [];
  const asked: number[] = [];
  const cpuMs = await cpuOf(page);
  for (const { kind, go, isScroll } of stepsFor(links)) {
    await page.evaluate("watched.begin()");
    const before = await cpuMs();
    await go(page);
    await page.waitForTimeout(REST_MS);
    const watched = await page.evaluate<Watched>("watched.end()");
    asked.push(...watched.asked);
    const took = (await cpuMs()) - before;
    interactions.push({ kind, times: isScroll ? watched.frames : timesOf(watched), cpuMs: took });
    if (isScroll) memory.push(await memoryOf(page, `after ${kind}`));
  }
  memory.push(await memoryOf(page, "at the end"));
  const ofPeople = interactions.filter((_, place) => !stepsFor(links)[place]?.isScroll);
  const all = { kind: "all interactions", times: ofPeople.flatMap(({ times }) => times) };
  return { interactions: [...interactions, all, { kind: "the API's answers", times: asked }], memory };
}

/** The longest event of each interaction; those without one were quick. */
function timesOf({ entries, count }: Watched): number[] {
  const longest = new Map<number, number>();
  for (const { id, ms } of entries) longest.set(id, Math.max(ms, longest.get(id) ?? 0));
  const quick = Math.max(0, count - longest.size);
  return [...longest.values(), ...Array.from({ length: quick }, () => BELOW_MS)];
}

function stepsFor(links: number): Step[] {
  const press = (page: Page, key: string) => page.keyboard.press(key);
  return [
    { kind: "frames, 50 screens by wheel", isScroll: true, go: wheel },
    { kind: "50 screens by Page Down", go: (page) => times(SCREENS, () => press(page, "PageDown"), page) },
    { kind: "to the top by Home", go: (page) => press(page, "Home") },
    { kind: "rows by J", go: (page) => times(SCREENS, () => press(page, "j"), page, 20) },
    { kind: "choosing rows by click", go: chooseRows },
    {
      kind: "choosing all loaded",
      go: (page) => twice(() => page.getByLabel("Choose all loaded").click(), page),
    },
    { kind: "panel opened by C, closed by Escape", go: panels },
    { kind: "typing in the form", go: typeInForm },
    { kind: "a row's menu", go: menus },
    { kind: "filter by tag", go: filterByTag },
    { kind: `typing a search (${links.toLocaleString("en")} links)`, go: (page) => searchFor(page, TITLE) },
    { kind: "to the statistics and back", go: goAndBack },
  ];
}

async function times(count: number, act: () => Promise<unknown>, page: Page, restMs = 60): Promise<void> {
  for (let time = 0; time < count; time++) {
    await act();
    await page.waitForTimeout(restMs);
  }
}

async function twice(act: () => Promise<unknown>, page: Page): Promise<void> {
  await times(2, act, page, 300);
}

async function wheel(page: Page): Promise<void> {
  await page.mouse.move(700, 500);
  await times(SCREENS * 8, () => page.mouse.wheel(0, 110), page, 8);
}

async function chooseRows(page: Page): Promise<void> {
  await page.evaluate("scrollTo(0, 0)");
  const boxes = page.locator("[data-row] input[type=checkbox]");
  for (let at = 0; at < ROWS_TO_CHOOSE; at++) await boxes.nth(at % 8).click();
  await page.keyboard.press("Escape");
}

async function panels(page: Page): Promise<void> {
  for (let time = 0; time < PANELS; time++) {
    await page.keyboard.press("c");
    await page.getByLabel("Destination").waitFor();
    await page.waitForTimeout(250);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
}

async function typeInForm(page: Page): Promise<void> {
  await page.keyboard.press("c");
  await page.getByLabel("Destination").waitFor();
  await page.keyboard.type(TYPED, { delay: 30 });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function menus(page: Page): Promise<void> {
  for (let at = 0; at < PANELS; at++) {
    await page
      .getByRole("button", { name: /^More for/ })
      .nth(at)
      .click();
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  }
}

async function filterByTag(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("Tag", { exact: true }).click();
  await page.keyboard.type(TAG, { delay: 40 });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  await page.keyboard.press("Escape");
  const clear = page.getByRole("button", { name: "Clear filters" }).first();
  if (await clear.isVisible()) await clear.click();
}

async function searchFor(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox").click();
  await page.keyboard.type(text, { delay: 60 });
  await page.waitForURL(/q=/);
  await page.locator("[data-row]").first().waitFor();
  await times(text.length, () => page.keyboard.press("Backspace"), page, 40);
  await page.waitForURL((url) => !url.search.includes("q="));
}

async function goAndBack(page: Page): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await page.getByRole("link", { name: "Statistics", exact: true }).click();
    await page.getByRole("heading", { name: "Statistics", level: 1 }).waitFor();
    await page.waitForTimeout(500);
    await page.getByRole("link", { name: "Links", exact: true }).click();
    await page.locator("[data-row]").first().waitFor();
  }
}

/** Reads how much of a processor the page's main thread has used. */
async function cpuOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1_000;
  };
}

async function memoryOf(page: Page, when: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const [heap, nodes] = [value("JSHeapUsedSize") / 1_000_000, value("Nodes")];
  return `memory ${when}: ${heap.toFixed(1)} MB of JavaScript, ${nodes} nodes`;
}

/** In the page: events that were interactions, the frames, and what was asked of the API. */
const WATCH = `
  const watched = (window.watched = {
    entries: [], frames: [], asked: [], from: 0, last: 0,
    begin() { Object.assign(this, { entries: [], frames: [], asked: [], from: performance.interactionCount ?? 0, last: 0 }); },
    end() { return { entries: this.entries, frames: this.frames, asked: this.asked, count: (performance.interactionCount ?? 0) - this.from }; },
  });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) watched.entries.push({ id: interactionId, ms: duration });
  }).observe({ type: "event", durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name.includes("/api/v1/")) watched.asked.push(duration);
  }).observe({ type: "resource" });
  const frame = (now) => {
    if (watched.last) watched.frames.push(now - watched.last);
    watched.last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;
