import { afterAll, expect, test } from "bun:test";
import { until } from "../test/engines.ts";
import { CHROME, click, createClient } from "./client.ts";
import { endAll, startServer } from "./server.ts";

afterAll(endAll);

type Conversion = { id: string; link: string | null; attributed: boolean; bookedAt: string | null };
type Totals = { data: { value: string | null; currency: string; sales: number; amount: string }[] };

test("a click's id goes along to the destination, comes back with a sale, and the sale is owed to the link", async () => {
  const server = await startServer();
  const client = createClient(server.url, server.apiKey);
  const link = await client.createLink({
    ...{ url: "https://shop.example/?page=1#top", clickIdParameter: "vsl_id" },
    ...{ tags: ["ann"], metadata: { affiliate: "ann-7" } },
  });
  const location = new URL((await click(link.shortUrl)).headers.get("location") ?? "");
  const clickId = location.searchParams.get("vsl_id");
  expect([location.href, clickId]).toEqual([
    `https://shop.example/?page=1&vsl_id=${clickId}#top`,
    expect.stringMatching(/^clk_[0-9a-f]{24}$/),
  ]);

  // At once: the click is not in the click store yet.
  const order = { clickId, type: "sale", value: "19.90", currency: "EUR", externalId: "order-1" };
  const made = await client.post<Conversion>("/api/v1/conversions", order);
  expect(made.status).toBe(201);
  const read = async () => (await client.get<Conversion>("/api/v1/conversions/ext_order-1")).body;
  await until(async () => (await read()).attributed, { timeoutMs: 20_000 });
  expect(await read()).toMatchObject({ id: made.body.id, link: link.id, bookedAt: expect.any(String) });
  const clicks = await client.get<{ data: { id: string; link: string }[] }>("/api/v1/clicks");
  expect(clicks.body.data).toMatchObject([{ id: clickId, link: link.id }]);

  expect((await client.post("/api/v1/conversions", order)).status).toBe(200);
  const second = { ...order, value: 5, externalId: "order-2" };
  expect((await client.post<Conversion>("/api/v1/conversions", second)).body.attributed).toBe(true);
  const refused = { ...second, link: link.id };
  expect((await client.post("/api/v1/conversions", refused)).status).toBe(422);

  const totals = async (groupBy: string) =>
    (
      await client.get<Totals>(
        `/api/v1/conversions/totals?end=2099-01-01T00:00:00Z&start=2020-01-01T00:00:00Z&groupBy=${groupBy}`,
      )
    ).body.data;
  const both = { currency: "EUR", sales: 2, amount: "24.90" };
  expect(await totals("tag")).toMatchObject([{ value: "ann", ...both }]);
  expect(await totals("metadata:affiliate")).toMatchObject([{ value: "ann-7", ...both }]);

  await server.stop();
  const kept = await server.restart();
  const again = createClient(kept.url, server.apiKey);
  await again.ask("PATCH", `/api/v1/links/${link.id}`, { tags: ["bob"] });
  await again.ask("DELETE", "/api/v1/conversions/ext_order-2");
  expect((await again.get<Totals>("/api/v1/conversions/totals?groupBy=tag")).body.data).toMatchObject([
    { value: "ann", sales: 1, voided: 1, amount: "19.90" },
  ]);
  const next = await fetch(`${kept.url}/${link.slug}`, {
    redirect: "manual",
    headers: { "User-Agent": CHROME },
  });
  expect(next.headers.get("location")).toMatch(/vsl_id=clk_[0-9a-f]{24}#top$/);
});
