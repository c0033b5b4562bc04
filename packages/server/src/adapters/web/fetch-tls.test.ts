import { afterAll, beforeAll, expect, test } from "bun:test";
import { createPublicFetch } from "./fetch-public.ts";
import { certificateFor, type LocalServer, serve, serveAtOnce } from "./local-server.fixture.ts";

const answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const publicUrl = "https://go.example.com";
let named: LocalServer;
let numbered: LocalServer;
let plain: LocalServer;
let trusted: string;
const names: unknown[] = [];

beforeAll(async () => {
  const forName = await certificateFor("DNS:site.example", "DNS:xn--mnchen-3ya.example");
  const forAddress = await certificateFor("IP:127.0.0.1");
  trusted = forName.cert + forAddress.cert;
  named = await serve(({ socket }) => {
    names.push("servername" in socket ? socket.servername : undefined);
    socket.end(answer);
  }, forName);
  numbered = await serve(({ socket }) => socket.end(answer), forAddress);
  plain = await serve(({ socket }) => socket.end(answer));
});
afterAll(() => {
  for (const server of [named, numbered, plain]) server.stop();
});

function get(host: string, { port }: Pick<LocalServer, "port">, ca: string | undefined = trusted) {
  const fetchPublic = createPublicFetch({
    publicUrl,
    ports: [port],
    resolve: async () => ["127.0.0.1"],
    isAllowed: () => true,
    ...(ca === "" ? {} : { ca }),
  });
  return fetchPublic(`https://${host}:${port}/`);
}

test("asks for the name by SNI and Host, at the address that was checked", async () => {
  expect(await get("site.example", named)).toMatchObject({ kind: "answer", status: 200 });
  expect(named.heads.at(-1)).toContain(`Host: site.example:${named.port}\r\n`);
  expect(names.at(-1)).toBe("site.example");
  expect(await get("münchen.example", named)).toMatchObject({ kind: "answer", status: 200 });
  expect(names.at(-1)).toBe("xn--mnchen-3ya.example");
  expect(await get("site.example.", named)).toMatchObject({ kind: "answer", status: 200 });
  expect(names.at(-1)).toBe("site.example");
});

test("takes a certificate for the address, where the URL has one", async () => {
  expect(await get("127.0.0.1", numbered)).toMatchObject({ kind: "answer", status: 200 });
});

test("sends nothing to who has no valid certificate for the name", async () => {
  const before = named.heads.length + numbered.heads.length;
  const failed = { kind: "failed", reason: "tls" } as const;
  expect(await get("other.example", named)).toMatchObject(failed);
  expect(await get("sub.site.example", named)).toMatchObject(failed);
  expect(await get("127.0.0.1", named)).toMatchObject(failed);
  expect(await get("site.example", numbered)).toMatchObject(failed);
  expect(await get("site.example", named, "")).toMatchObject(failed);
  const speaksPlainly = await serveAtOnce("HTTP/1.1 400 Bad Request\r\n\r\n");
  expect(await get("site.example", speaksPlainly)).toMatchObject(failed);
  speaksPlainly.stop();
  expect(named.heads.length + numbered.heads.length).toBe(before);
});

test("the environment neither turns the check off nor leads elsewhere", async () => {
  const fetches = (url: string) => `
    import { createPublicFetch } from "${import.meta.dir}/fetch-public.ts";
    const port = Number(new URL("${url}").port);
    const resolve = async () => ["127.0.0.1"];
    const fetchPublic = createPublicFetch({ publicUrl: "", ports: [port], isAllowed: () => true, resolve });
    const { kind, reason, status } = await fetchPublic("${url}");
    console.log(kind, reason ?? status);
  `;
  const nowhere = "http://127.0.0.1:9";
  const env = {
    ...process.env,
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    NODE_USE_ENV_PROXY: "1",
    ...{ HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere },
  };
  const run = (url: string) => Bun.$`${process.execPath} -e ${fetches(url)}`.env(env).quiet().text();
  const [overTls, overHttp] = await Promise.all([
    run(`https://site.example:${named.port}/`),
    run(`http://site.example:${plain.port}/`),
  ]);
  expect(overTls.trim()).toBe("failed tls");
  expect(overHttp.trim()).toBe("answer 200");
});
