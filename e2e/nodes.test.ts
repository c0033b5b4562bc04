import { afterAll, describe, expect, test } from "bun:test";
import { createDatabase } from "../test/context.ts";
import { postgresUrl, until } from "../test/engines.ts";
import { createClient } from "./client.ts";
import { endAll, startServer } from "./server.ts";

afterAll(endAll);

describe.skipIf(!postgresUrl)("two services on one PostgreSQL", () => {
  test("each learns within seconds what the other wrote", async () => {
    const env = { DATABASE_URL: await createDatabase() };
    const one = await startServer({ env });
    const other = await startServer({ env });
    const client = createClient(one.url, one.apiKey);
    const seen = async (slug: string) => {
      const response = await fetch(`${other.url}/${slug}`, { redirect: "manual" });
      return response.headers.get("location") ?? response.status;
    };
    const soon = (slug: string, expected: string | number) =>
      until(async () => (await seen(slug)) === expected, { timeoutMs: 10_000 });

    expect(await seen("asked-before")).toBe(404);
    const link = await client.createLink({ url: "https://example.com/one", slug: "asked-before" });
    await soon("asked-before", "https://example.com/one");
    const path = `/api/v1/links/${link.id}`;
    await client.ask("PATCH", path, { url: "https://example.com/two" });
    await soon("asked-before", "https://example.com/two");
    await client.ask("DELETE", path);
    await soon("asked-before", 404);
  });
});
