import { afterAll, beforeAll, expect, test } from "bun:test";
import { decodeQr } from "../packages/server/src/adapters/qr/decode.fixture.ts";
import { pngOf } from "../packages/server/src/adapters/qr/logo.fixture.ts";
import { findModules, readPng, readSvg } from "../packages/server/src/adapters/qr/read-back.fixture.ts";
import { type Client, click, createClient, type Link, type Problem } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

let server: Server;
let client: Client;
let link: Link;
beforeAll(async () => {
  server = await startServer();
  client = createClient(server.url, server.apiKey);
  link = await client.createLink({ url: "https://example.com/menu", slug: "menu" });
});
afterAll(endAll);

const BLACK = [0, 0, 0, 255] as const;
const LOGO = pngOf(200, 200, (x, y) => [x, y, 99, 255]);
const image = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/links/${link.id}/qr${query}`, {
    headers: { Authorization: `Bearer ${server.apiKey}`, ...headers },
  });
async function readImage(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isSvg = response.headers.get("content-type") === "image/svg+xml";
  const modules = isSvg
    ? readSvg(new TextDecoder().decode(bytes), 4)
    : findModules(readPng(bytes), BLACK).modules;
  return decodeQr(modules).text;
}

test("whoever scans the code is led on, and counted as a scan", async () => {
  const text = await readImage(await image(""));
  expect(text).toBe(`${link.shortUrl}?qr=1`);
  const scanned = await click(text);
  expect([scanned.status, scanned.headers.get("location")]).toEqual([302, "https://example.com/menu"]);
  await click(link.shortUrl);
  await click(link.shortUrl);
  await client.statsOf(2);
  const counted = await client.get<Link & { scans: number }>(`/api/v1/links/${link.id}`);
  expect([counted.body.clicks, counted.body.scans]).toEqual([2, 1]);
});

test("with the workspace's logo, too, once it has one", async () => {
  const none = await client.get<Problem>(`/api/v1/links/${link.id}/qr?logo=true`);
  expect([none.status, none.body.errors]).toMatchObject([422, [{ path: "logo", code: "no_logo" }]]);
  const logo = `data:image/png;base64,${Buffer.from(LOGO).toString("base64")}`;
  expect((await client.ask("PUT", "/api/v1/workspace/logo", { logo })).status).toBe(200);
  for (const query of ["?logo=true", "?logo=true&format=png&size=1500"])
    expect(await readImage(await image(query))).toBe(`${link.shortUrl}?qr=1`);
});

test("what one has already is not sent again; over the wire, too", async () => {
  const first = await image("?format=png&size=2048");
  const etag = first.headers.get("etag") ?? "";
  expect((await first.arrayBuffer()).byteLength).toBeGreaterThan(100);
  const again = await image("?format=png&size=2048", { "If-None-Match": etag });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  expect(first.headers.get("cache-control")).toStartWith("private");
  expect(first.headers.get("content-disposition")).toBe('inline; filename="menu.png"');
});

test("large codes are drawn beside redirects, and the service ends as it should", async () => {
  let isDone = false;
  const drawing = Promise.all(
    Array.from({ length: 8 }, (_, place) => image(`?format=png&size=4096&logo=true&margin=${place}`)),
  ).finally(() => {
    isDone = true;
  });
  let redirects = 0;
  while (!isDone) {
    expect((await click(link.shortUrl)).status).toBe(302);
    redirects++;
  }
  const images = await drawing;
  expect(images.map(({ status }) => status)).toEqual(Array(8).fill(200));
  // Eight drawings one after the other on the loop would have let through one each at most.
  expect(redirects).toBeGreaterThan(8);
  expect(await server.stop()).toBe(0);
});
