import { startLoad } from "./load.ts";
import { preloadLinks } from "./preload.ts";
import { createProgress } from "./progress.ts";
import { readCounters, type StartOptions, startVisoli, type Visoli } from "./visoli.ts";

/** Starts the service once for its schema, workspace and key, stops it, and fills in the links. Gives back the key. */
export async function prepareData(start: StartOptions, links: number): Promise<string> {
  const first = await startVisoli(start);
  const apiKey = /\bsk_api_\w+/.exec(await first.output())?.[0];
  await first.stop();
  if (!apiKey) throw new Error("the first start has shown no key");
  preloadLinks(start.folder, `localhost:${start.port}`, links);
  return apiKey;
}

/** Asks for every link once, by HEAD, so that the cache of links is as full as it gets. */
export async function fillCache(folder: string, service: Visoli, links: number): Promise<void> {
  const before = await readCounters(service);
  const show = createProgress("filling the cache of links", links);
  const load = startLoad(folder, service, { asking: "walk", links, connections: 64, seconds: 3_600 });
  for (let done = 0; done < links; ) {
    await Bun.sleep(500);
    const now = (await readCounters(service)).redirects - before.redirects;
    if (now === done) throw new Error(`of ${links} links the service redirects ${now}`);
    done = now;
    show(done);
  }
  load.interrupt();
  await load.result;
}
