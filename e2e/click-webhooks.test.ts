import { afterAll, expect, test } from "bun:test";
import type { Clicked } from "@visoli/contract/click-hook";
import { until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { createClient } from "./client.ts";
import { endAll, startServer } from "./server.ts";

const HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const receiver = startReceiver();
afterAll(async () => {
  receiver.stop();
  await endAll();
});

const idsOf = () =>
  receiver.received.flatMap(({ event }) => (event.data as Clicked).clicks.map(({ id }) => id));

test("a webhook hears of every click that was answered, across ends of the process, and of no other", async () => {
  const env = { PRIVATE_WEBHOOKS: "on" };
  const server = await startServer({ env });
  const client = createClient(server.url, server.apiKey);
  await client.post("/api/v1/webhooks", { url: receiver.url, events: ["link.clicked"] });
  const link = await client.createLink({ url: "https://example.com/" });
  const clickTimes = async (times: number) => {
    const answers = Array.from({ length: times }, () =>
      fetch(link.shortUrl, { redirect: "manual", headers: { "User-Agent": HUMAN } }),
    );
    for (const { status } of await Promise.all(answers)) expect(status).toBe(302);
  };
  const came = (count: number) => until(async () => new Set(idsOf()).size >= count, { timeoutMs: 30_000 });

  await clickTimes(150);
  await came(150);
  // Answered, and killed before anybody was told.
  await clickTimes(50);
  await server.kill();
  const again = await server.restart(env);
  await came(200);
  receiver.answerWith(() => new Response(null, { status: 503 }));
  await clickTimes(5);
  expect(await again.stop()).toBe(0);
  receiver.answerWith(() => new Response(null, { status: 204 }));
  const last = await server.restart(env);
  await came(205);
  const listed = await client.get<{ data: { id: string }[] }>("/api/v1/clicks?limit=1000");
  expect(new Set(idsOf())).toEqual(new Set(listed.body.data.map(({ id }) => id)));
  expect(listed.body.data).toHaveLength(205);
  expect(await last.stop()).toBe(0);
}, 120_000);
