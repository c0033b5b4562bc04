import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "../test/engines.ts";
import { routesOf } from "../test/junk.ts";
import { RIGHT } from "../test/right-bodies.ts";
import { type Answer, CHROME, type Client, click, createClient, type Page, type Problem } from "./client.ts";
import { CASES } from "./isolation-cases.ts";
import { MAKES_OWN, SHARED } from "./own-links-cases.ts";
import { endAll, type Server, startServer } from "./server.ts";

type Parameter = { in: string; name: string; schema?: { enum?: string[]; items?: { enum?: string[] } } };
type Document = Parameters<typeof routesOf>[0] & {
  paths: Record<string, Record<string, { parameters?: Parameter[] }>>;
};
type Route = {
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: string;
  isKeyed: boolean;
};
type Named = { id: string };
type Conversion = Named & { externalId: string };

/** Stands in all that links of others have, and in nothing that the workspace shares. */
const MARK = "omega";
const STREAM = "/api/v1/clicks/stream";
const url = "https://example.com/";

let server: Server;
/** May all in the workspace; made the links that the other key is not to see. */
let whole: Client;
let own: Client;
let ownKey: string;
/** Another key of its own links. */
let neighbour: Client;
let routes: Route[];
/** What a path may name: of others, and the like that nobody has. */
let names: Record<string, [theirs: string, nobodys: string][]>;
let theirs: Record<"link" | "trashed" | "ofOwnKey" | "conversion", string>;
let before: string;

const nobodys = (id: string) => id.replace(/.{6}$/, (end) => (end === "222222" ? "333333" : "222222"));
const both = (id: string): [string, string] => [id, nobodys(id)];

async function made<Body extends Named>(client: Client, path: string, body: unknown): Promise<Body> {
  const answer = await client.post<Body>(`/api/v1/${path}`, body);
  if (answer.status !== 201)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A key of its own links, with every scope that it can have. */
async function addOwnKey(name: string): Promise<{ id: string; client: Client; key: string }> {
  const { id, key } = await made<Named & { key: string }>(whole, "keys", { name, linkAccess: "own" });
  return { id, key, client: createClient(server.url, key) };
}

/** All that there is of others, but how often their links were followed. */
async function readTheirs(): Promise<string> {
  const { link, trashed, ofOwnKey, conversion } = theirs;
  const paths = [
    ...["links?status=trashed", "keys", "folders", "templates", "webhooks", "domains", "members"],
    ...["members/invitations", "workspace", `links/${trashed}/history`, `conversions/${conversion}`],
    ...[link, ofOwnKey].flatMap((id) =>
      ["", "/history", "/public-statistics"].map((rest) => `links/${id}${rest}`),
    ),
  ];
  const answers = await Promise.all(paths.map((path) => whole.get(`/api/v1/${path}`)));
  const { data } = (await whole.get<Page<{ name: string }>>("/api/v1/tags")).body;
  const tags = data.filter(({ name }) => name.includes(MARK));
  return JSON.stringify([tags, answers.map(({ status, body }) => [status, body])]).replace(
    /"(requestId|lastUsedAt|lastUsedFrom|clicks)":("[^"]*"|null|\d+)/g,
    "",
  );
}

beforeAll(async () => {
  server = await startServer();
  whole = createClient(server.url, server.apiKey);
  const folder = await made(whole, "folders", { name: "shared folder" });
  const template = await made(whole, "templates", { name: "shared template", fields: { notes: "x" } });
  const domain = await made(whole, "domains", { host: "go.shared.example.com" });
  const webhook = await made(whole, "webhooks", {
    url: "https://hooks.example.com/",
    events: ["domain.created"],
  });
  const invitation = await made(whole, "members/invitations", { email: "somebody@example.com" });
  const another = await addOwnKey("another");
  neighbour = another.client;
  const input = {
    url: `https://${MARK}.example.com/`,
    tags: [`${MARK}-tag`],
    metadata: { [MARK]: MARK },
    title: MARK,
  };
  const link = await made(whole, "links", {
    ...input,
    slug: `${MARK}-link`,
    externalId: `${MARK}-ext`,
    folder: folder.id,
  });
  const ofOwnKey = await made(neighbour, "links", {
    ...input,
    slug: `${MARK}-own`,
    externalId: `${MARK}-own-ext`,
  });
  const trashed = await made(whole, "links", { ...input, slug: `${MARK}-trashed` });
  await whole.ask("DELETE", `/api/v1/links/${trashed.id}`);
  await whole.post(`/api/v1/links/${link.id}/public-statistics`, {});
  const sale = { link: link.id, type: "sale", value: "1", currency: "EUR", externalId: `${MARK}-order` };
  const conversion = await made<Conversion>(whole, "conversions", sale);
  await click(`${server.url}/${MARK}-link`);
  await click(`${server.url}/${MARK}-own`);
  await click(`${server.url}/${MARK}-orphan`);
  await whole.statsOf(2);
  theirs = { link: link.id, trashed: trashed.id, ofOwnKey: ofOwnKey.id, conversion: conversion.id };

  const key = await addOwnKey("own");
  [own, ownKey] = [key.client, key.key];
  const host = new URL(server.url).host;
  const clickId = (await whole.get<Page<Named>>("/api/v1/clicks")).body.data[0]?.id ?? "";
  names = {
    links: [
      ...[both(link.id), both(ofOwnKey.id), both(trashed.id)],
      ...[`${MARK}-ext`, `${MARK}-own-ext`].map((id): [string, string] => [`ext_${id}`, "ext_nobody"]),
      ...["link", "own", "trashed"].map((slug): [string, string] => [
        `${host}/${MARK}-${slug}`,
        `${host}/nobody-x`,
      ]),
    ],
    slugs: ["link", "own", "trashed"].map((slug): [string, string] => [`${MARK}-${slug}`, "nobody-x"]),
    externalIds: [
      [`${MARK}-ext`, "nobody"],
      [`${MARK}-own-ext`, "nobody"],
    ],
    conversions: [both(conversion.id), [`ext_${MARK}-order`, "ext_nobody"]],
    tags: [[`${MARK}-tag`, "nobody-tag"]],
    createdBy: [both(another.id)],
    clickIds: [[clickId, clickId]],
    keys: [both(another.id)],
    domains: [both(domain.id)],
    folders: [both(folder.id)],
    templates: [both(template.id)],
    webhooks: [both(webhook.id)],
    members: [both("usr_0VbiyWU5ulEJaDemQ3Tm")],
    invitations: [both(invitation.id)],
    reports: [both("rep_0VbiyWU5ulEJaDemQ3Tm")],
    destinations: [both("bd_0VbiyWU5ulEJaDemQ3Tm")],
  };
  const document = (await whole.get<Document>("/api/openapi.json")).body;
  routes = routesOf(document).map(({ method, path, body, isKeyed }) => {
    const parameters = document.paths[path]?.[method.toLowerCase()]?.parameters ?? [];
    return { name: `${method} ${path}`, method, path, parameters, body, isKeyed };
  });
  before = await readTheirs();
}, 120_000);
afterAll(endAll);

/** An answer without what differs between any two requests, and without the names that were asked for. */
function plain({ status, headers, body }: Answer<unknown>, asked: string[]): unknown {
  let text = typeof body === "string" ? body : JSON.stringify(body);
  for (const name of asked.flatMap((one) => [one, encodeURIComponent(one)]))
    text = text.replaceAll(name, "NAME");
  text = text.replace(/"(requestId|start|end|\w+At)":"[^"]*"/g, '"$1":""');
  const told = [...headers.keys()].filter((name) => name !== "date" && name !== "content-length").sort();
  return { status, told, text };
}

async function expectSame(ask: (name: string) => Promise<Answer<unknown>>, [mine, none]: [string, string]) {
  const [ofOthers, ofNobody] = [await ask(mine), await ask(none)];
  expect([mine, plain(ofOthers, [mine])]).toEqual([mine, plain(ofNobody, [none])]);
  return ofOthers;
}

/** Whether it says anything of others. */
function tells(body: unknown, asked = ""): boolean {
  const text = JSON.stringify(body).replaceAll(asked || "\0", "");
  return text.toLowerCase().includes(MARK) || Object.values(theirs).some((id) => text.includes(id));
}

describe("a key of its own links", () => {
  test.each(Object.entries(CASES))(
    "%s: what is another's is not there, or not for it",
    async (route, { of, body }) => {
      const [method = "", path = ""] = route.split(" ");
      const ask = (name: string) =>
        own.ask(method, path.replace("{member}", ownKey).replace(/\{\w+\}/, encodeURIComponent(name)), body);
      for (const pair of names[of] ?? []) {
        if (of === "externalIds") {
          const { status, body: refused } = await ask(pair[0]);
          const { code } = refused as Problem;
          expect([status, code, tells(refused, pair[0])]).toEqual([409, "link.external_id_taken", false]);
        } else if (["links", "slugs", "conversions"].includes(of)) {
          expect([pair[0], (await expectSame(ask, pair)).status]).toEqual([pair[0], 404]);
        } else {
          // Who is not let in by a scope learns nothing either; what is shared has nothing of links.
          const { status, body: answer } = await ask(pair[0]);
          const expected = SHARED.includes(route) ? 200 : route.includes("/invitations/{token}") ? 404 : 403;
          expect([route, status, tells(answer, pair[0])]).toEqual([route, expected, false]);
        }
      }
    },
  );

  test("every route without a name in its path is refused, or shows nothing of others, or is asked below", async () => {
    const open: string[] = [];
    for (const { name, method, path, body, isKeyed } of routes) {
      // What takes no key, or is of a person, is not about what a key sees.
      if (path.includes("{") || path === STREAM || !isKeyed || path.startsWith("/api/v1/me/")) continue;
      const answer = await own.ask(method, path, method === "GET" ? undefined : RIGHT[body]);
      expect([name, tells(answer.body)]).toEqual([name, false]);
      // Where nothing is sold there is nothing of that.
      const isRefused =
        answer.status === 403 || (answer.status === 404 && path.startsWith("/api/v1/billing"));
      if (!isRefused && method !== "GET") open.push(name);
      if (method === "GET") expect([name, isRefused || answer.status === 200]).toEqual([name, true]);
    }
    expect(open.sort()).toEqual([...MAKES_OWN].sort());
  });

  test("no list, sum or export shows anything of others, grouped by whatever there is", async () => {
    let asked = 0;
    for (const { path, method, parameters } of routes) {
      if (method !== "GET" || path.includes("{") || path === STREAM) continue;
      for (const { name, schema } of parameters.filter((one) =>
        ["groupBy", "lists", "sort", "status", "format", "include", "by"].includes(one.name),
      ))
        for (const value of schema?.enum ??
          schema?.items?.enum ?? ["link", "tag", "slug", "folder", "country", "browser", "utm_source"]) {
          const headers = { Authorization: `Bearer ${ownKey}` };
          const response = await fetch(`${server.url}${path}?${name}=${value}`, { headers });
          const [{ status }, body] = [response, await response.text()];
          expect([path, name, value, status < 500, tells(body)]).toEqual([path, name, value, true, false]);
          if (status === 200) asked++;
        }
    }
    expect(asked).toBeGreaterThan(30);
    expect((await own.stats({ include: "bots" })).totals.clicks).toBe(0);
  });

  test("filters that name another's are as if it were not there", async () => {
    const kinds: Record<string, string> = {
      link: "links",
      tag: "tags",
      slug: "slugs",
      createdBy: "createdBy",
    };
    let asked = 0;
    for (const { method, path, parameters } of routes) {
      if (method !== "GET" || path.includes("{") || path === STREAM) continue;
      for (const { name } of parameters.filter((one) => one.in === "query" && one.name in kinds))
        for (const pair of names[kinds[name] ?? ""] ?? []) {
          await expectSame((value) => own.get(`${path}?${name}=${encodeURIComponent(value)}`), pair);
          asked++;
        }
    }
    expect(asked).toBeGreaterThan(20);
  });

  test("bodies that name another's are as if it were not there", async () => {
    const bulk = (id: string) => ({ links: [{ id, title: "x" }] });
    const lead = { type: "lead", externalId: "own-lead" };
    for (const pair of names.links ?? []) {
      const asks = [
        (id: string) => own.ask("PATCH", "/api/v1/links/bulk", bulk(id)),
        (id: string) => own.ask("DELETE", "/api/v1/links/bulk", { links: [{ id }] }),
        (link: string) => own.post("/api/v1/conversions", { ...lead, link }),
      ];
      for (const ask of asks)
        expect(JSON.stringify((await expectSame(ask, pair)).body)).toContain("link.not_found");
    }
    for (const slug of [`${MARK}-link`, `${MARK}-own`, `${MARK}-trashed`]) {
      const { status, body } = await own.post<Problem>("/api/v1/links", { url, slug });
      expect([slug, status, body.code, tells(body, slug)]).toEqual([slug, 409, "link.slug_taken", false]);
    }
    const conversion = await own.post<Problem>("/api/v1/conversions", {
      ...lead,
      externalId: `${MARK}-order`,
      clickId: names.clickIds?.[0]?.[0],
    });
    expect([conversion.status, conversion.body.code]).toEqual([409, "conversion.external_id_taken"]);
    const same = { url: `https://${MARK}.example.com/`, ifExists: "return" };
    expect((await own.post("/api/v1/links", same)).status).toBe(201);
    expect((await own.post("/api/v1/links", same)).status).toBe(200);
  });

  test("in a stream of lines each about another's is refused, and the rest is its own alone", async () => {
    const lines = [
      { url, slug: `${MARK}-link` },
      { url, externalId: `${MARK}-own-ext` },
      { url: `https://${MARK}.example.com/x`, ifExists: "return" },
      { url, slug: "streamed" },
    ];
    await made(whole, "links", lines[2]);
    const response = await fetch(`${server.url}/api/v1/links/bulk`, {
      method: "POST",
      headers: { Authorization: `Bearer ${ownKey}`, "Content-Type": "application/x-ndjson" },
      body: lines.map((line) => JSON.stringify(line)).join("\n"),
    });
    const results = (await response.text()).trim().split("\n");
    expect(results.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([
      409, 409, 201, 201,
    ]);
    expect(results.slice(0, 2).some((line) => Object.values(theirs).some((id) => line.includes(id)))).toBe(
      false,
    );
    const { id } = (JSON.parse(results.at(-1) ?? "") as { link: Named }).link;
    expect((await own.get(`/api/v1/links/${id}`)).status).toBe(200);
    expect((await neighbour.get(`/api/v1/links/${id}`)).status).toBe(404);
  });

  test("its own it sees, with their clicks, in lists, sums, exports and the stream", async () => {
    const heard = { text: "" };
    const left = new AbortController();
    const headers = { Authorization: `Bearer ${ownKey}` };
    const response = await fetch(server.url + STREAM, { headers, signal: left.signal });
    expect(response.status).toBe(200);
    void (async () => {
      const decoder = new TextDecoder();
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>)
        heard.text += decoder.decode(bytes);
    })().catch(() => {});
    await until(() => heard.text.includes("retry"));
    const mine = await own.createLink({ url, slug: "alphas-own", tags: ["mine"] });
    await click(`${server.url}/${MARK}-link`);
    await click(mine.shortUrl);
    await click(`${server.url}/${MARK}-own`);
    await whole.statsOf(5);
    await until(() => heard.text.includes(mine.id), { timeoutMs: 20_000 });
    left.abort();
    expect([tells(heard.text), heard.text.match(/^event: click$/gm)?.length]).toEqual([false, 1]);
    expect((await own.statsOf(1)).totals).toMatchObject({ clicks: 1, visitors: 1 });
    expect((await own.stats({ groupBy: "link" })).groups).toMatchObject([{ link: mine.id, clicks: 1 }]);
    const clicks = await own.get<Page<{ link: string }>>("/api/v1/clicks?include=bots");
    expect(clicks.body.data.map(({ link }) => link)).toEqual([mine.id]);
    const file = await own.get<string>("/api/v1/clicks/export?format=csv");
    expect([file.body.split("\r\n").filter(Boolean).length, tells(file.body)]).toEqual([2, false]);
    expect(
      (await own.get<{ slug: string }>("/api/link/alphas-own/stats", { "User-Agent": CHROME })).body.slug,
    ).toBe("alphas-own");
  }, 60_000);

  test("after all of it what others have is as it was", async () => {
    expect(await readTheirs()).toBe(before);
  });
});
