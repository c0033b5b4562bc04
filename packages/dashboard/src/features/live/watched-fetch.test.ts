import { afterAll, expect, test } from "bun:test";
import { watchedFetch } from "./watched-fetch.ts";

let open: ReadableStreamDefaultController<Uint8Array> | undefined;
const server = Bun.serve({
  port: 0,
  fetch: ({ url }) => {
    if (url.endsWith("/refused")) return new Response("no", { status: 503 });
    return new Response(
      new ReadableStream({
        start(controller) {
          open = controller;
          controller.enqueue(new TextEncoder().encode("hello"));
        },
      }),
    );
  },
});
afterAll(() => void server.stop(true));

test("says when a connection stands, and when it ends or is refused", async () => {
  const told: boolean[] = [];
  const ask = watchedFetch((isConnected) => told.push(isConnected));
  const response = await ask(`${server.url}stream`, {});
  open?.enqueue(new TextEncoder().encode(" there"));
  open?.close();
  expect([await response.text(), told]).toEqual(["hello there", [true, false]]);
  expect((await ask(`${server.url}refused`, {})).status).toBe(503);
  expect(told).toEqual([true, false, false]);
  await expect(ask("http://127.0.0.1:1/", {})).rejects.toThrow();
  expect(told.at(-1)).toBe(false);
});

test("gives up a connection that says nothing any more", async () => {
  const told: boolean[] = [];
  const response = await watchedFetch((isConnected) => told.push(isConnected), 50)(`${server.url}stream`, {});
  expect([await response.text(), told]).toEqual(["hello", [true, false]]);
});
