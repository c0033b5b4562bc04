import { afterAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, until } from "../test/engines.ts";
import { type Client, click, createClient } from "./client.ts";
import { endAll, ROOT, runAdmin, type Server, startServer } from "./server.ts";

afterAll(endAll);

/** Addresses that appear nowhere by chance, each in notations that proxies write. */
const V4 = ["203.0.113.217", "198.51.100.143", "91.198.174.192", "185.199.108.153", "151.101.65.195"];
const V6: [canonical: string, expanded: string][] = [
  ["2001:db8:85a3::8a2e:370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"],
  ["2a02:26f0:6c00:1b5::255e", "2a02:26f0:6c00:01b5:0000:0000:0000:255e"],
  ["2606:4700:3033::ac43:bd5f", "2606:4700:3033:0000:0000:0000:ac43:bd5f"],
];
const MAPPED = "192.0.2.199";

const hexOf = (v4: string) =>
  v4
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");

const SENT: string[] = [
  ...V4.flatMap((one) => [one, `${one}:47113`, `10.0.0.1, ${one}`]),
  ...V6.flatMap(([short, long]) => [short, long, short.toUpperCase(), `[${short}]:47113`, `[${short}]`]),
  `::ffff:${MAPPED}`,
  `::FFFF:${MAPPED}`,
  `::ffff:${hexOf(MAPPED).slice(0, 4)}:${hexOf(MAPPED).slice(4)}`,
];

type Needle = { name: string; bytes: Buffer };

function needlesOf(texts: string[]): Needle[] {
  return texts.map((text) => ({ name: text, bytes: Buffer.from(text) }));
}

/** Each address as text in every notation and, where that is long enough to mean something, as packed bytes. */
function addressNeedles(): Needle[] {
  const v4 = [...V4, MAPPED];
  const numbers = v4.map((one) => `${Number.parseInt(hexOf(one), 16)}`);
  const packed = [
    ...V6.map(([short, long]) => ({
      name: `${short}, packed`,
      bytes: Buffer.from(long.replaceAll(":", ""), "hex"),
    })),
    ...v4.map((one) => ({
      name: `${one}, mapped and packed`,
      bytes: Buffer.from(`00000000ffff${hexOf(one)}`, "hex"),
    })),
  ];
  const backwards = packed.map(({ name, bytes }) => ({
    name: `${name}, backwards`,
    bytes: Buffer.from(bytes).reverse(),
  }));
  const hex = packed.map(({ name, bytes }) => ({
    name: `${name}, hex`,
    bytes: Buffer.from(bytes.toString("hex")),
  }));
  const texts = [
    ...v4,
    ...v4.map(hexOf),
    ...numbers,
    ...V6.flatMap(([short, long]) => [short, long, short.toUpperCase()]),
  ];
  return [...needlesOf(texts), ...packed, ...backwards, ...hex];
}

/** What every visitor and every client may do, right and wrong, each with an address in every header that could carry one. */
async function useEverything(server: Server, client: Client): Promise<number> {
  const link = await client.createLink({ url: "https://example.com/", tags: ["private"] });
  const expired = await client.createLink({ url: "https://example.com/", expiresAt: "2020-01-01T00:00:00Z" });
  for (const address of SENT) {
    const headers = { "X-Forwarded-For": address, "X-Real-IP": address, Forwarded: `for="${address}"` };
    await click(link.shortUrl, headers);
    await click(expired.shortUrl, headers);
    await click(`${server.url}/nothinghere`, headers);
    await click(`${server.url}/nothinghere`, { ...headers, Accept: "application/json" });
    await click(link.shortUrl, headers, "POST");
    await client.get("/api/v1/links", headers);
    await client.get("/api/v1/nothing", headers);
    await client.post("/api/v1/links", { url: "nonsense" }, headers);
    await client.ask("POST", "/api/v1/links", undefined, headers);
    await createClient(server.url, `${server.apiKey.slice(0, -1)}_`).get("/api/v1/links", headers);
  }
  await client.statsOf(SENT.length, { link: link.id });
  return SENT.length;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Which needles are where: in the files of the data folder but the copy of the public databases, and in what was printed. */
function findings(needles: Needle[], places: Map<string, Buffer>): string[] {
  return [...places].flatMap(([place, bytes]) =>
    needles.filter((needle) => bytes.includes(needle.bytes)).map((needle) => `${needle.name} in ${place}`),
  );
}

/** Every file of the data folder but the public databases' cache. */
function filesOf({ dataDir }: Server): [string, Buffer][] {
  return filesBelow(dataDir)
    .filter((path) => !path.startsWith(join(dataDir, "geo")))
    .map((path) => [path.slice(dataDir.length), readFileSync(path)]);
}

/** Every table of the click store as text, the engine's own logs too: on the disk it is compressed. */
async function tablesOf({ dataDir }: Server): Promise<[string, Buffer][]> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const words = [
    "test/clickhouse-server.ts",
    "--port",
    new URL(url).port,
    "--path",
    join(dataDir, "clickhouse"),
  ];
  const engine = Bun.spawn([process.execPath, ...words], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "ignore"],
  });
  const ask = async (query: string) => {
    const response = await fetch(url, { method: "POST", body: query });
    if (!response.ok) throw new Error(await response.text());
    return (await response.text()).trim();
  };
  try {
    await until(async () => (await fetch(`${url}/ping`)).ok, { timeoutMs: 30_000 });
    const list = await ask(
      `select database || '.' || name from system.tables
       where database not in ('system', 'INFORMATION_SCHEMA', 'information_schema') or name like '%\\_log%' format TSV`,
    );
    const tables = list.split("\n").filter((name) => name !== "");
    expect(tables).toContain("visoli.clicks");
    const rows = tables.map(
      async (name): Promise<[string, Buffer]> => [
        name,
        Buffer.from(await ask(`select * from ${name} format JSONEachRow`)),
      ],
    );
    return await Promise.all(rows);
  } finally {
    engine.kill("SIGTERM");
    await engine.exited;
  }
}

test("no visitor's address and no key is written anywhere, in no notation", async () => {
  const server = await startServer({ env: { TRUST_PROXY: "1", LOG_LEVEL: "debug" } });
  const client = createClient(server.url, server.apiKey);
  const clicks = await useEverything(server, client);
  const admin = await runAdmin(server, {}, "keys", "create", "--name", "spare");
  const spare = admin.stdout.trim();
  await createClient(server.url, spare).get(`/api/v1/links?key=${spare}`);

  const answers = await Promise.all(
    ["country", "city", "asn", "visitor", "link", "class", "referrer"].map((dimension) =>
      client.get(`/api/v1/stats?include=bots&groupBy=${dimension}`),
    ),
  );
  const links = await client.get<{ data: { slug: string }[] }>("/api/v1/links");
  const invocations = await client.get(`/api/link/${links.body.data.at(-1)?.slug}/stats`);
  const printed: [string, Buffer][] = [
    ["stdout", Buffer.from(server.stdout())],
    ["stderr", Buffer.from(server.stderr())],
    ["answers", Buffer.from(JSON.stringify([answers.map((one) => one.body), links.body, invocations.body]))],
    ["metrics", Buffer.from(await (await fetch(`${server.url}/metrics`)).text())],
  ];
  expect(JSON.stringify(invocations.body)).toContain('"country":"');
  // While it runs: the journal, and SQLite's log of what is not in its file yet.
  const running = filesOf(server);
  expect(await server.stop()).toBe(0);
  const files = filesOf(server);
  const tables = await tablesOf(server);

  // What is looked for can be found: the links are there, and each click.
  const all = new Map([
    ...printed,
    ...running.map(([name, bytes]) => [`${name} (running)`, bytes] as const),
    ...files,
    ...tables,
  ]);
  const slug = links.body.data.at(-1)?.slug ?? "";
  expect(findings(needlesOf([slug]), new Map(files))).not.toEqual([]);
  const rows = new Map(tables).get("visoli.clicks")?.toString().split("\n") ?? [];
  expect(rows.filter((row) => row.includes(slug))).toHaveLength(clicks);
  // Visits to an address where no link is are written down without one, two from each.
  expect(rows.filter((row) => row.includes("nothinghere"))).toHaveLength(2 * clicks);
  expect(rows).toHaveLength(3 * clicks);

  expect(findings(addressNeedles(), all)).toEqual([]);
  // The first key is shown once, in the welcome; the second on the command's own output.
  const welcome = Buffer.from(server.stdout().replaceAll(server.apiKey, "").replace(server.setupUrl, ""));
  expect(server.stdout().split(server.apiKey)).toHaveLength(3);
  const setupToken = server.setupUrl.split("/").at(-1) ?? "";
  const secrets = needlesOf([server.apiKey, spare, setupToken, server.apiKey.slice(0, -1)]);
  expect(findings(secrets, new Map([...all, ["stdout", welcome]]))).toEqual([]);
});

test("who opts out leaves a count: no visitor, no city, no network", async () => {
  const server = await startServer({ env: { TRUST_PROXY: "1" } });
  const client = createClient(server.url, server.apiKey);
  const [open, closed] = await Promise.all(
    [{}, { trackVisitors: false }].map((more) => client.createLink({ url: "https://example.com/", ...more })),
  );
  const headers = { "X-Forwarded-For": "8.8.8.8", "Accept-Language": "de" };
  const ask = (link: { shortUrl: string } | undefined, more: Record<string, string> = {}) =>
    click(link?.shortUrl ?? "", { ...headers, ...more });
  await ask(open);
  await ask(open, { "Sec-GPC": "1" });
  await ask(open, { DNT: "1" });
  await ask(closed);
  await ask(closed);
  await client.statsOf(5);
  expect((await client.stats({ link: closed?.id ?? "" })).totals).toMatchObject({ clicks: 2 });
  expect(await server.stop()).toBe(0);

  const text = new Map(await tablesOf(server)).get("visoli.clicks")?.toString() ?? "";
  const rows = text.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  const isKnown = (row: Record<string, unknown>) => Number(row.visitor) !== 0;
  expect(rows.filter(isKnown)).toHaveLength(1);
  const nothing = { region: "", city: "", asn: 0 };
  for (const row of rows.filter((one) => !isKnown(one)))
    expect(row).toMatchObject({ ...nothing, device_model: "", language: "", country: "US", class: "human" });
  expect(rows.find(isKnown)).toMatchObject({ asn: 15_169, language: "de" });
});
