import { afterAll, beforeAll, expect, test } from "bun:test";
import { startReceiver } from "../../../../../test/webhooks.ts";
import { createPublicFetch } from "./fetch-public.ts";
import { type LocalServer, serve } from "./local-server.fixture.ts";

const publicUrl = "https://go.example.com";
const receiver = startReceiver();
let server: LocalServer;
beforeAll(async () => {
  server = await serve(({ socket, path }) => {
    const status = path.slice(1);
    socket.end(`HTTP/1.1 ${status} x\r\nLocation: ${receiver.url}/\r\nContent-Length: 5\r\n\r\nhello`);
  });
});
afterAll(() => {
  server.stop();
  receiver.stop();
});

const post = (body: string, headers: Record<string, string> = {}) =>
  ({ method: "POST", body, headers, maxBodyBytes: 4 }) as const;
const local = createPublicFetch({ publicUrl, isPrivateAllowed: true });

test("POST brings body and headers, byte for byte, and reads as much of the answer as asked for", async () => {
  receiver.reset();
  receiver.answerWith(() => new Response("answer", { status: 201, headers: { "X-A": "b" } }));
  for (const body of ["", '{"ü":"😀"}', "x".repeat(1_000_000)]) {
    const outcome = await local(
      `${receiver.url}/a?b`,
      post(body, { "Content-Type": "application/json", "x-c": "d" }),
    );
    if (outcome.kind !== "answer") throw new Error(outcome.reason);
    const { status, headers, isTruncated } = outcome;
    expect([status, headers.get("x-a"), isTruncated]).toEqual([201, "b", true]);
    expect(new TextDecoder().decode(outcome.body)).toBe("answ");
    const came = receiver.received.at(-1);
    expect(came?.headers).toMatchObject({
      "content-type": "application/json",
      "x-c": "d",
      "user-agent": `Visoli/1 (+${publicUrl})`,
      "content-length": String(Buffer.byteLength(body)),
    });
    expect(came?.body === body).toBe(true);
  }
});

test("a caller's headers do not name another host or length", async () => {
  receiver.reset();
  await local(
    receiver.url,
    post("{}", { Host: "evil.example", "Content-Length": "0", Connection: "upgrade" }),
  );
  const [came] = receiver.received;
  expect(came?.headers.host).toBe(new URL(receiver.url).host);
  expect(came?.body).toBe("{}");
});

test.each([301, 302, 303, 307, 308])(
  "a redirect by %d is the answer, and is not followed",
  async (status) => {
    receiver.reset();
    const outcome = await local(`http://127.0.0.1:${server.port}/${status}`, post("{}"));
    expect(outcome).toMatchObject({ kind: "answer", status });
    expect(receiver.received).toEqual([]);
  },
);

test("POST goes to public addresses only, unless private ones are allowed", async () => {
  receiver.reset();
  const { port } = new URL(receiver.url);
  const ports = [80, 443, Number(port)];
  const guarded = createPublicFetch({
    publicUrl,
    ports,
    resolve: async () => ["93.184.216.34", "127.0.0.1"],
  });
  for (const host of ["127.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "rebound.example"])
    expect([host, await guarded(`http://${host}:${port}/`, post("{}"))]).toEqual([
      host,
      expect.objectContaining({ kind: "refused", reason: "not_public" }),
    ]);
  expect(receiver.received).toEqual([]);
});

test("where private addresses are allowed, so are names and ports of their networks, but not where clouds keep secrets", async () => {
  receiver.reset();
  const { port } = new URL(receiver.url);
  const inside = (addresses: string[]) =>
    createPublicFetch({ publicUrl, isPrivateAllowed: true, resolve: async () => addresses });
  expect(await inside(["127.0.0.1"])(`http://receiver:${port}/`, post("{}"))).toMatchObject({ status: 204 });
  const secrets = [
    "169.254.169.254",
    "fe80::1",
    "100.100.100.200",
    "fd00:ec2::254",
    "0.0.0.0",
    "::",
    "224.0.0.1",
  ];
  for (const address of [
    ...secrets,
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "192.0.0.192",
    "fd00:ec2:0::254",
  ])
    expect([address, await inside([address])("http://metadata/", post("{}"))]).toEqual([
      address,
      expect.objectContaining({ kind: "refused", reason: "not_public" }),
    ]);
  expect(await inside([])("http://169.254.169.254/", post("{}"))).toMatchObject({ reason: "not_public" });
  expect(await local("http://user@127.0.0.1/", post("{}"))).toMatchObject({ reason: "credentials" });
});
