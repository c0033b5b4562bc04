import { afterAll, beforeEach, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { until } from "../test/engines.ts";
import { type Received, startReceiver } from "../test/webhooks.ts";
import { createClient } from "./client.ts";
import { endAll, startServer } from "./server.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(async () => {
  receiver.stop();
  await endAll();
});
type Made = { id: string; secret: string };
const came = (count: number) => until(async () => receiver.received.length >= count, { timeoutMs: 15_000 });
const idOf = ({ event }: Received) => (event.data.link as { id: string } | undefined)?.id;

test("a webhook hears of every link, however it was made, signed, and again after a failure", async () => {
  const server = await startServer({ env: { PRIVATE_WEBHOOKS: "on" } });
  const client = createClient(server.url, server.apiKey);
  const made = await client.post<Made>("/api/v1/webhooks", { url: receiver.url, events: ["link.created"] });
  expect(made.status).toBe(201);
  const { id, secret } = made.body;
  receiver.answerWith(() => new Response("not now", { status: receiver.received.length === 1 ? 503 : 204 }));
  const link = await client.createLink({ url: "https://example.com/" });
  await came(2);
  const [first, second] = receiver.received as [Received, Received];
  expect([idOf(first), second.event]).toEqual([link.id, first.event]);
  for (const { body, headers } of [first, second])
    expect(new Webhook(secret).verify(body, headers)).toEqual(first.event);

  const old = await client.post<unknown>("/api/link/create", { url: "https://example.com/old" });
  expect(old.status).toBe(201);
  const links = [1, 2, 3].map((place) => ({ url: `https://example.com/${place}` }));
  await client.post("/api/v1/links/bulk", { links });
  await came(6);
  expect(new Set(receiver.received.map(idOf)).size).toBe(5);
  const listed = await client.get<{ data: { state: string; attemptCount: number }[] }>(
    `/api/v1/webhooks/${id}/deliveries`,
  );
  await until(
    async () => {
      const { body } = await client.get<typeof listed.body>(
        `/api/v1/webhooks/${id}/deliveries?state=delivered`,
      );
      return body.data.length === 5;
    },
    { timeoutMs: 10_000 },
  );

  // It outlives the process: what waits is sent by the next one.
  receiver.reset();
  receiver.answerWith(() => new Response(null, { status: receiver.received.length === 1 ? 500 : 204 }));
  await client.createLink({ url: "https://example.com/last" });
  await came(1);
  await server.kill();
  const again = await server.restart();
  await came(2);
  expect(receiver.received[1]?.headers["webhook-id"]).toBe(receiver.received[0]?.headers["webhook-id"] ?? "");
  expect(await again.stop()).toBe(0);
  expect(again.stdout() + server.stdout()).not.toContain(secret);
});

test("without the setting no webhook leads into private networks", async () => {
  const server = await startServer();
  const client = createClient(server.url, server.apiKey);
  for (const url of [receiver.url, "http://localhost:9/", "http://10.0.0.1/", `${server.url}/api/v1/links`]) {
    const { status, body } = await client.post<{ errors: { path: string }[] }>("/api/v1/webhooks", {
      ...{ url, events: ["*"] },
    });
    expect([url, status, body.errors.map(({ path }) => path)]).toEqual([url, 422, ["url"]]);
  }
  expect(await server.stop()).toBe(0);
});
