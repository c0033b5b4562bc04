import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";

forEachDatabase("the log of requests", (world) => {
  const entries = () =>
    world()
      .logged.map((line) => JSON.parse(line))
      .filter((entry) => entry.msg === "request");

  test("has a line for each request, also where nothing was found: pattern, status and key, not the path", async () => {
    const { text: key, id } = await world().key();
    for (const path of ["/api/v1/links/lnk_secret", "/api/v1/nothing", "/nothing", "/healthz"])
      await ask(world(), "GET", path, { key });
    await ask(world(), "PUT", "/healthz");
    expect(entries().map((entry) => [entry.status, entry.key])).toEqual([
      [404, id],
      [404, id],
      [404, undefined],
      [200, undefined],
      [405, undefined],
    ]);
    expect(entries()[0].route).toBe("/api/v1/links/:id");
    expect(world().logged.join("")).not.toContain("lnk_secret");
  });

  test("holds no body, no key, no address and no header of the request", async () => {
    const { text: key } = await world().key();
    const headers = {
      "X-Forwarded-For": "203.0.113.7",
      "User-Agent": "secret-agent",
      Cookie: "a=secret-cookie",
    };
    const body = { url: "https://example.com/secret-path", title: "secret-title" };
    await ask(world(), "POST", "/api/v1/links", { key, body, headers });
    await ask(world(), "POST", "/api/v1/links", { key, body: { ...body, slug: "secret slug" }, headers });
    expect(entries().map((entry) => entry.status)).toEqual([201, 422]);
    expect(world().logged.join("")).not.toMatch(/secret|203\.0\.113\.7|sk_api_/);
  });

  test("counts into the metrics by method, route and status", async () => {
    const { text: key } = await world().key();
    const count = async () => {
      const metrics = await (await ask(world(), "GET", "/metrics")).text();
      const line =
        /visoli_api_request_seconds_count\{method="DELETE",route="\/api\/v1\/links\/:id",status="404"\} (\d+)/;
      return Number(line.exec(metrics)?.[1] ?? 0);
    };
    const before = await count();
    for (const id of ["a", "b"]) await ask(world(), "DELETE", `/api/v1/links/${id}`, { key });
    expect(await count()).toBe(before + 2);
  });
});
