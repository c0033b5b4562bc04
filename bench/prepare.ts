import { startLoad } from "./load.ts";
import { preloadLinks } from "./preload.ts";
import { createProgress } from "./progress.ts";
import { readCounters, type StartOptions, startVisoli, type Visoli } from "./visoli.ts";

const STALLED_MS = 20_000;

/** Starts the service once for its schema, its key and a first link, stops it, and fills in the links. Gives back the key. */
export async function prepareData(start: StartOptions, links: number): Promise<string> {
  const first = await startVisoli(start);
  const apiKey = /\bsk_api_\w+/.exec(await first.output())?.[0];
  if (!apiKey) throw new Error("the first start has shown no key");
  await makeLink(first, apiKey);
  await first.stop();
  preloadLinks(start.folder, links);
  return apiKey;
}

async function makeLink({ origin }: Visoli, apiKey: string): Promise<void> {
  const answer = await fetch(`${origin}/api/v1/links`, {
    method: "POST",
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ url: "https://example.com/landing" }),
  });
  if (answer.status !== 201) throw new Error(`the first link: ${answer.status} ${await answer.text()}`);
}

/** Asks for every link once, by HEAD, so that the cache of links is as full as it gets. */
export async function fillCache(folder: string, service: Visoli, links: number): Promise<void> {
  const before = await readCounters(service);
  const show = createProgress("filling the cache of links", links);
  const load = startLoad(folder, service, { asking: "walk", links, connections: 64, seconds: 3_600 });
  let progressAt = performance.now();
  for (let done = 0; done < links; ) {
    await Bun.sleep(500);
    const now = (await readCounters(service)).redirects - before.redirects;
    if (now > done) progressAt = performance.now();
    if (performance.now() - progressAt > STALLED_MS)
      throw new Error(`only ${now} of ${links} links redirect`);
    done = now;
    show(done);
  }
  load.interrupt();
  await load.result;
}
