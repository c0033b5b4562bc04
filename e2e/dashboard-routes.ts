import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Visoli } from "@visoli/sdk";
import type { Page } from "playwright-core";
import { until } from "../test/engines.ts";
import { ROOT, type Server } from "./server.ts";

/** What stands for the parameters of addresses: `linkId`, `webhookId`. */
export type Ids = Record<string, string>;

/** Every address that the dashboard has a page at, read where the pages are registered: a new one is among them by itself. */
export function dashboardPaths(ids: Ids): string[] {
  const source = readFileSync(join(ROOT, "packages/dashboard/src/routes.tsx"), "utf8");
  const pages = [...source.matchAll(/\.\.\.at\("([^"]+)"\),(?!\s*beforeLoad)/g)].map(([, path = ""]) => path);
  return pages.map((path) =>
    path.replace(/\$(\w+)/g, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`nothing is known to stand for $${name} of ${path}`);
      return id;
    }),
  );
}

/** A little of everything, so that no page is empty. */
export async function fillDashboard({ url, apiKey }: Pick<Server, "url" | "apiKey">): Promise<Ids> {
  const visoli = new Visoli({ baseUrl: url, apiKey });
  const folder = await visoli.folders.create({ name: "Spring" });
  const destination = `https://example.com/landing?${"utm_source=a-long-one&".repeat(40)}`;
  const links = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      visoli.links.create({
        ...{ url: `${destination}${index}`, slug: `spring-${index}`, tags: ["spring", `tag-${index}`] },
        ...(index % 3 === 0 && { title: `Sale number ${index}`, folder: folder.id }),
      }),
    ),
  );
  await visoli.domains.create({ host: "go.example.test" });
  const webhook = await visoli.webhooks.create({
    url: "https://example.com/hooks",
    events: ["link.created"],
  });
  await visoli.members.invitations.create({ email: "grace@example.com", role: "member" });
  const [first] = links;
  if (!first) throw new Error("no link was made");
  await visit(first.shortUrl);
  const { id: linkId } = first;
  await until(async () => ((await visoli.links.get(linkId)).clicks ?? 0) > 0, { everyMs: 300 });
  return { linkId, webhookId: webhook.id };
}

async function visit(shortUrl: string): Promise<void> {
  const agent =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
  await fetch(shortUrl, { redirect: "manual", headers: { "User-Agent": agent } });
}

/** Waits until nothing on the page is on its way any more: its code, its data, its drawings. */
export async function settled(page: Page): Promise<void> {
  await holds(
    page,
    `document.querySelector("h1, [role=alert]") && document.querySelector("h1")?.textContent !== "…" && !document.querySelector(".animate-pulse")`,
  );
}

/** Waits until the expression is true in the page; Playwright's own way of waiting is refused by the page's policy. */
export async function holds(page: Page, expression: string): Promise<void> {
  await until(() => page.evaluate<boolean>(`Boolean(${expression})`), { everyMs: 50 });
}
