import { afterAll, beforeAll, expect, test } from "bun:test";
import { createPublicFetch } from "./fetch-public.ts";
import { type LocalServer, serve } from "./local-server.fixture.ts";

const publicUrl = "https://go.example.com";
let server: LocalServer;

beforeAll(async () => {
  server = await serve(({ socket, path }) => {
    const to = path.startsWith("/to?") ? `Location: ${decodeURIComponent(path.slice(4))}\r\n` : "";
    const status = to === "" ? "200 OK" : "302 Found";
    socket.end(`HTTP/1.1 ${status}\r\n${to}Content-Length: 5\r\n\r\nhello`);
  });
});
afterAll(() => server.stop());

/** With the guard as it is in production; whatever gets through would reach the server. */
function guarded(addresses: string[] = []) {
  return createPublicFetch({ publicUrl, ports: [80, 443, server.port], resolve: async () => addresses });
}

test.each([
  "http://127.0.0.1:PORT/",
  "http://127.0.0.2:PORT/",
  "http://127.0.0.1.:PORT/",
  "http://127.1:PORT/",
  "http://127.0.1:PORT/",
  "http://2130706433:PORT/",
  "http://0177.0.0.1:PORT/",
  "http://017700000001:PORT/",
  "http://0x7f.0.0.1:PORT/",
  "http://0x7f000001:PORT/",
  "http://0x7F.1:PORT/",
  "http://%31%32%37.0.0.1:PORT/",
  "http://１２７.0.0.1:PORT/",
  "http://127。0。0。1:PORT/",
  "http:127.0.0.1:PORT",
  "http:\\\\127.0.0.1:PORT\\",
  "http://0:PORT/",
  "http://0.0.0.0:PORT/",
  "http://[::]:PORT/",
  "http://[::1]:PORT/",
  "http://[0:0:0:0:0:0:0:1]:PORT/",
  "http://[::127.0.0.1]:PORT/",
  "http://[::ffff:127.0.0.1]:PORT/",
  "http://[::ffff:7f00:1]:PORT/",
  "http://[::ffff:0:127.0.0.1]:PORT/",
  "http://[64:ff9b::127.0.0.1]:PORT/",
  "http://[2002:7f00:1::]:PORT/",
  "http://[fe80::1]:PORT/",
  "http://[fd00:ec2::254]/latest/meta-data/",
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/latest/meta-data/",
  "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
  "http://100.100.100.200/latest/meta-data/",
  "http://192.0.0.192/",
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://192.168.0.1/",
  "http://255.255.255.255/",
  "https://127.0.0.1/",
])("%s leads to no public address", async (template) => {
  const url = template.replace("PORT", String(server.port));
  expect(await guarded()(url)).toMatchObject({ kind: "refused", reason: "not_public" });
  expect(server.connections()).toBe(0);
});

test.each([
  "http://localhost/",
  "http://LOCALHOST/",
  "http://localhost./",
  "http://ⓛocalhost/",
  "http://a.b.localhost/",
  "http://a.localhost./",
  "http://localhost.localdomain/",
  "http://metadata.google.internal/",
  "http://metadata.google.internal./",
  "http://printer.local/",
  "http://router.home.arpa/",
  "http://postgres/",
])("%s is local by its name alone, and the DNS not even asked", async (url) => {
  const resolve = async () => {
    throw new Error("asked");
  };
  expect(await createPublicFetch({ publicUrl, resolve })(url)).toMatchObject({ reason: "not_public" });
});

test.each([
  [["127.0.0.1"]],
  [["10.1.2.3"]],
  [["169.254.169.254"]],
  [["::1"]],
  [["::ffff:127.0.0.1"]],
  [["fd12::1"]],
  [["8.8.8.8", "127.0.0.1"]],
  [["127.0.0.1", "8.8.8.8"]],
  [["2606:4700:4700::1111", "8.8.8.8", "::1"]],
  [["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5", "10.0.0.1"]],
  [["localhost"]],
  [[""]],
])("a name with the addresses %j is refused", async (addresses) => {
  const outcome = await guarded(addresses)(`http://site.example:${server.port}/`);
  expect(outcome).toMatchObject({ kind: "refused", reason: "not_public" });
  expect(server.connections()).toBe(0);
});

test.each([
  ["", "url"],
  ["example.com", "url"],
  ["/path", "url"],
  ["http://", "url"],
  ["http://a b.example/", "url"],
  ["http://1.2.3.4.5/", "url"],
  ["http://256.1.1.1/", "url"],
  ["http://[fe80::1%25eth0]/", "url"],
  ["http://site.example:65536/", "url"],
  ["file:///etc/passwd", "scheme"],
  ["gopher://site.example:6379/_INFO", "scheme"],
  ["ftp://site.example/", "scheme"],
  ["javascript:alert(1)", "scheme"],
  ["data:text/html,hello", "scheme"],
  ["blob:http://site.example/1", "scheme"],
  ["ws://site.example/", "scheme"],
  ["unix:/var/run/docker.sock", "scheme"],
  ["http://user@site.example/", "credentials"],
  ["http://user:password@site.example/", "credentials"],
  ["http://:password@site.example/", "credentials"],
  ["http://8.8.8.8@127.0.0.1/", "credentials"],
  ["http://site.example:22/", "port"],
  ["http://site.example:0/", "port"],
  ["https://site.example:6379/", "port"],
] as const)("%s is refused: %s", async (url, reason) => {
  expect(await createPublicFetch({ publicUrl })(url)).toEqual({ kind: "refused", reason, url });
});

/** Lets through the first server alone. */
function onlyServer() {
  return createPublicFetch({
    publicUrl,
    ports: [80, server.port],
    resolve: async (host) => (host === "site.example" ? ["127.0.0.1"] : ["10.0.0.1"]),
    isAllowed: (address) => address === "127.0.0.1",
  });
}

test.each([
  ["http://10.0.0.1/", "not_public"],
  ["http://169.254.169.254/latest/", "not_public"],
  ["//[::1]/", "not_public"],
  ["http://localhost/", "not_public"],
  ["http://inside.example/", "not_public"],
  ["file:///etc/passwd", "scheme"],
  ["gopher://127.0.0.1:6379/_INFO", "scheme"],
  ["ftp://site.example/", "scheme"],
  ["data:text/html,hello", "scheme"],
  ["http://user:password@site.example/", "credentials"],
  ["http://site.example:22/", "port"],
  ["http://a b/", "url"],
] as const)("a redirect to %s is refused", async (to, reason) => {
  const before = server.connections();
  const outcome = await onlyServer()(`http://site.example:${server.port}/to?${encodeURIComponent(to)}`);
  expect(outcome).toMatchObject({ kind: "refused", reason });
  expect(server.connections()).toBe(before + 1);
});

test("a name is resolved once, and the socket goes to the address that was checked", async () => {
  const checked: string[] = [];
  // nothing listens on 127.0.0.2: who asks again fails
  const answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]];
  const asked: string[] = [];
  const fetchPublic = createPublicFetch({
    publicUrl,
    ports: [server.port],
    resolve: async (host) => {
      asked.push(host);
      return answers.shift() ?? [];
    },
    isAllowed: (address) => {
      checked.push(address);
      return address === "127.0.0.1";
    },
  });
  const url = `http://rebind.example:${server.port}/`;
  expect(await fetchPublic(url)).toMatchObject({ kind: "answer", status: 200 });
  expect({ asked, checked }).toEqual({ asked: ["rebind.example"], checked: ["127.0.0.1"] });
  expect(await fetchPublic(url)).toMatchObject({ kind: "refused", reason: "not_public" });
});

test("a redirect to the same name is resolved and checked anew", async () => {
  const answers = [["127.0.0.1"], ["127.0.0.2"]];
  const fetchPublic = createPublicFetch({
    publicUrl,
    ports: [server.port],
    resolve: async () => answers.shift() ?? [],
    isAllowed: (address) => address === "127.0.0.1",
  });
  const outcome = await fetchPublic(`http://rebind.example:${server.port}/to?%2Fnext`);
  const url = `http://rebind.example:${server.port}/next`;
  expect(outcome).toEqual({ kind: "refused", reason: "not_public", url });
});
