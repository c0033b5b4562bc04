import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Answer, type Client, click, createClient, type Page } from "./client.ts";
import { keyOfAnotherWorkspace, verifyDomains } from "./data-folder.ts";
import { CASES } from "./isolation-cases.ts";
import { endAll, type Server, startServer } from "./server.ts";

type Parameter = { in: string; name: string };
type Document = { paths: Record<string, Record<string, { parameters?: Parameter[] }>> };
type Route = { method: string; path: string; parameters: Parameter[] };
type Named = { id: string };

const HOST = "go.alpha.example.com";
/** Stands in everything that the first workspace has, and in nothing of the other. */
const MARK = "alpha";

let server: Server;
let alpha: Client;
let beta: Client;
let routes: Route[];
/** What the first workspace has, each by all names that a path may know it by, and the like that nobody has. */
let names: Record<string, [alphas: string, nobodys: string][]>;
let alphas: Record<
  "link" | "trashed" | "key" | "domain" | "folder" | "template" | "webhook" | "conversion",
  string
>;
let betas: Record<"link" | "folder" | "key", string>;
let whole: string;
let setupToken: string;

async function made(client: Client, path: string, body: unknown): Promise<string> {
  const answer = await client.post<Named>(path, body);
  if (answer.status !== 201)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

/** All that the first workspace can read of itself. */
async function readAlpha(): Promise<string> {
  const lists = [
    "links?status=active,disabled,trashed",
    "keys",
    "domains",
    "folders",
    "templates",
    "tags",
    "workspace",
    "webhooks",
    "conversions",
    "members",
    "members/invitations",
    "conversions/totals?groupBy=tag&start=2020-01-01T00:00:00Z&end=2020-02-01T00:00:00Z",
  ];
  const ofLink = ["", "/history", "/qr"].map((rest) => `links/${alphas.link}${rest}`);
  const paths = [...lists, ...ofLink, `links/${alphas.trashed}/history`, `folders/${alphas.folder}/members`];
  const answers = await Promise.all(paths.map((path) => alpha.get(`/api/v1/${path}`)));
  return JSON.stringify(answers.map(({ status, body }) => [status, body])).replace(
    // Neither who asks nor whether a receiver answers is changed by anybody here.
    /"(lastUsedAt|failingSince)":("[^"]*"|null)/g,
    "",
  );
}

/** Makes the owner, by the link of the first start. */
async function setUpLogin({ url }: Server, person: { name: string; email: string }): Promise<void> {
  const response = await fetch(`${url}/api/auth/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...person, token: setupToken, password: "a staple of correct horses" }),
  });
  if (response.status !== 201) throw new Error(`the login was not set up: ${await response.text()}`);
}

/** The same id, but nobody's. */
const nobodys = (id: string) => id.replace(/.{6}$/, (end) => (end === "222222" ? "333333" : "222222"));

beforeAll(async () => {
  const first = await startServer();
  alpha = createClient(first.url, first.apiKey);
  setupToken = first.setupUrl.split("/setup/")[1] ?? "";
  const domain = await made(alpha, "/api/v1/domains", { host: HOST });
  server = await verifyDomains(first, [HOST]);
  const folder = await made(alpha, "/api/v1/folders", { name: `${MARK} folder` });
  const key = await made(alpha, "/api/v1/keys", { name: `${MARK} key` });
  const template = await made(alpha, "/api/v1/templates", {
    name: `${MARK} template`,
    fields: { notes: MARK },
  });
  const receiver = { url: `https://${MARK}.example.com/hook`, events: ["*"], description: MARK };
  const webhook = await made(alpha, "/api/v1/webhooks", receiver);
  const input = {
    url: `https://${MARK}.example.com/`,
    tags: [`${MARK}-tag`],
    metadata: { [MARK]: MARK },
    folder,
  };
  const link = await made(alpha, "/api/v1/links", {
    ...input,
    slug: `${MARK}-link`,
    externalId: `${MARK}-external`,
  });
  const elsewhere = await made(alpha, "/api/v1/links", {
    ...input,
    slug: `${MARK}-there`,
    domain: HOST,
    externalId: "shared-external",
  });
  const trashed = await made(alpha, "/api/v1/links", { ...input, slug: `${MARK}-trashed` });
  await alpha.ask("DELETE", `/api/v1/links/${trashed}`);
  const invitation = await made(alpha, "/api/v1/members/invitations", { email: `${MARK}@example.com` });
  await setUpLogin(server, { name: MARK, email: `owner@${MARK}.example.com` });
  const member = (await alpha.get<Page<Named>>("/api/v1/members")).body.data[0]?.id ?? "";
  const sale = { link, type: "sale", value: "1", currency: "EUR", externalId: `${MARK}-order` };
  const conversion = await made(alpha, "/api/v1/conversions", sale);
  await alpha.ask("PATCH", `/api/v1/links/${link}`, { title: `${MARK} title` });
  await alpha.ask("PUT", `/api/v1/folders/${folder}/members/${key}`, { role: "editor" });
  for (let count = 0; count < 3; count++) await click(`${server.url}/${MARK}-link`);
  await click(`${server.url}/${MARK}-orphan`);
  await alpha.statsOf(3);
  alphas = { link, trashed, key, domain, folder, template, webhook, conversion };

  beta = createClient(server.url, await keyOfAnotherWorkspace(server));
  betas = {
    link: await made(beta, "/api/v1/links", { url: "https://beta.example.com/", slug: "beta-link" }),
    folder: await made(beta, "/api/v1/folders", { name: "beta folder" }),
    key: await made(beta, "/api/v1/keys", { name: "beta key" }),
  };
  const own = new URL(server.url).host;
  const both = (id: string): [string, string] => [id, nobodys(id)];
  names = {
    links: [
      ...[both(link), both(elsewhere), both(trashed)],
      [`ext_${MARK}-external`, "ext_nobody-external"],
      [`${own}/${MARK}-link`, `${own}/nobody-link`],
      [`${own}/${MARK}-trashed`, `${own}/nobody-trashed`],
      [`${HOST}/${MARK}-there`, `${HOST}/nobody-there`],
      [`${HOST}/${MARK}-there`, "go.nobody.example.com/nobody-there"],
    ],
    slugs: [
      [`${MARK}-link`, "nobody-link"],
      [`${MARK}-trashed`, "nobody-trashed"],
    ],
    externalIds: [["shared-external", "nobodys-external"]],
    keys: [both(key)],
    domains: [both(domain), [HOST, "go.nobody.example.com"]],
    folders: [both(folder), [`${MARK} folder`, "nobody folder"]],
    templates: [both(template), [`${MARK} template`, "nobody template"]],
    webhooks: [both(webhook)],
    members: [both(member)],
    invitations: [both(invitation)],
    conversions: [both(conversion), [`ext_${MARK}-order`, "ext_nobody-order"]],
    tags: [[`${MARK}-tag`, "nobody-tag"]],
    reports: [["rep_0VbiyWU5ulEJaDemQ3Tm", "rep_0VbiyWU5ulEJa222222"]],
    workspaces: [["ws_0VbiyWU5ulEJaDemQ3Tm", "ws_0VbiyWU5ulEJa222222"]],
    destinations: [["bd_0VbiyWU5ulEJaDemQ3Tm", "bd_0VbiyWU5ulEJa222222"]],
  };
  const document = (await alpha.get<Document>("/api/openapi.json")).body;
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
    })),
  );
  whole = await readAlpha();
});
afterAll(endAll);

/** An answer without what differs between any two requests: its id, times, and the names that were asked for. */
function plain({ status, headers, body }: Answer<unknown>, asked: string[]): unknown {
  let text = typeof body === "string" ? body : JSON.stringify(body);
  for (const name of asked.flatMap((one) => [one, one.toLowerCase(), encodeURIComponent(one)]))
    text = text.replaceAll(name, "NAME");
  text = text.replace(/"(requestId|id|slug|shortUrl|start|end|\w+At)":"[^"]*"/g, '"$1":""');
  const told = [...headers.keys()].filter((name) => name !== "date" && name !== "content-length").sort();
  return { status, told, text };
}

async function expectSame(
  ask: (name: string) => Promise<Answer<unknown>>,
  [mine, none]: [string, string],
  status: number,
) {
  const [ofAlpha, ofNobody] = [await ask(mine), await ask(none)];
  expect([mine, ofAlpha.status]).toEqual([mine, status]);
  expect(plain(ofAlpha, [mine])).toEqual(plain(ofNobody, [none]));
}

/** Its answer has no end; `click-stream.test.ts` asks who hears of what. */
const STREAM = "/api/v1/clicks/stream";

describe("another workspace", () => {
  test("every route that names something in its path is asked here", () => {
    const described = routes
      .filter(({ path }) => path.includes("{"))
      .map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(CASES).sort()).toEqual(described.sort());
  });

  test.each(Object.entries(CASES))(
    "%s: what is another's is as if it were not there",
    async (route, { of, body, status }) => {
      const [method = "", path = ""] = route.split(" ");
      for (const pair of names[of] ?? []) {
        for (const member of path.includes("{member}") ? [alphas.key, betas.key, nobodys(betas.key)] : [""]) {
          const ask = (name: string) =>
            beta.ask(
              method,
              path.replace("{member}", member).replace(/\{\w+\}/, encodeURIComponent(name)),
              body,
            );
          await expectSame(ask, pair, status ?? 404);
        }
      }
    },
  );

  test("its members are no members here", async () => {
    const path = (member: string) => `/api/v1/folders/${betas.folder}/members/${member}`;
    for (const method of ["PUT", "DELETE"])
      await expectSame(
        (member) => beta.ask(method, path(member), { role: "editor" }),
        [alphas.key, nobodys(alphas.key)],
        404,
      );
  });

  test("no list and no answer without a name in its path shows anything of it", async () => {
    const seen: string[] = [];
    const ids = Object.values(alphas);
    for (const { method, path } of routes) {
      if (method !== "GET" || path.includes("{") || path === STREAM) continue;
      for (const query of path.endsWith("/stats")
        ? ["", "?include=bots&groupBy=link", "?groupBy=tag"]
        : [""]) {
        const { status, body } = await beta.get(path + query);
        const text = JSON.stringify(body);
        if (text.toLowerCase().includes(MARK) || ids.some((id) => text.includes(id))) seen.push(path + query);
        // Where nothing is sold there is nothing of that.
        const statuses = path.startsWith("/api/v1/billing") ? [404] : [200, 403];
        expect([path, statuses.includes(status)]).toEqual([path, true]);
      }
    }
    expect(seen).toEqual([]);
    const all = await beta.get<Page<Named>>(
      "/api/v1/links?status=active,archived,disabled,trashed,expired,blocked,broken,scheduled",
    );
    expect(all.body.data.map(({ id }) => id)).toContain(betas.link);
    expect((await beta.stats({ include: "bots" })).totals.clicks).toBe(0);
  });

  test("filters that name another's are as if it were not there", async () => {
    const kinds: Record<string, string> = {
      link: "links",
      folder: "folders",
      domain: "domains",
      tag: "tags",
      slug: "slugs",
      createdBy: "keys",
    };
    const asked: string[] = [];
    for (const { method, path, parameters } of routes) {
      if (method !== "GET" || path.includes("{") || path === STREAM) continue;
      for (const { name } of parameters.filter((one) => one.in === "query" && one.name in kinds)) {
        for (const [mine, none] of names[kinds[name] ?? ""] ?? []) {
          const ask = (value: string) => beta.get(`${path}?${name}=${encodeURIComponent(value)}`);
          const answers = [await ask(mine), await ask(none)] as const;
          expect([path, name, plain(answers[0], [mine])]).toEqual([path, name, plain(answers[1], [none])]);
        }
        asked.push(`${path} ${name}`);
      }
    }
    expect(asked.length).toBeGreaterThan(6);
  });

  test("bodies that name another's are as if it were not there", async () => {
    const url = "https://beta.example.com/new";
    const bulk = (id: string) => ({ links: [{ id }] });
    const asks: [of: string, status: number, ask: (name: string) => Promise<Answer<unknown>>][] = [
      ["folders", 404, (folder) => beta.post("/api/v1/links", { url, folder })],
      ["templates", 404, (template) => beta.post("/api/v1/links", { url, template })],
      ["folders", 404, (folder) => beta.ask("PATCH", `/api/v1/links/${betas.link}`, { folder })],
      ["links", 200, (id) => beta.ask("DELETE", "/api/v1/links/bulk", bulk(id))],
      ["links", 200, (id) => beta.ask("PATCH", "/api/v1/links/bulk", { links: [{ id, title: "beta" }] })],
      ["folders", 200, (folder) => beta.post("/api/v1/rewrite", { content: url, format: "text", folder })],
    ];
    for (const [of, status, ask] of asks)
      for (const pair of names[of] ?? []) await expectSame(ask, pair, status);
    for (const ask of [
      (domain: string) => beta.post("/api/v1/links", { url, domain }),
      (domain: string) => beta.post("/api/v1/links/bulk", { links: [{ url, domain }] }),
      (domain: string) => beta.post("/api/v1/rewrite", { content: url, format: "text", domain }),
    ])
      expect(plain(await ask(HOST), [HOST])).toEqual(
        plain(await ask("go.nobody.example.com"), ["go.nobody.example.com"]),
      );
  });

  test("a taken slug does not say whose it is, and one's own externalId is nobody else's", async () => {
    const input = { url: "https://beta.example.com/", slug: `${MARK}-link` };
    const taken = await beta.post<unknown>("/api/v1/links", input);
    expect([taken.status, JSON.stringify(taken.body).includes(alphas.link)]).toEqual([409, false]);
    const own = await beta.get<Named>("/api/v1/links/ext_shared-external");
    expect([own.status, own.body.id === alphas.link]).toEqual([200, false]);
  });

  test("after all of it everything is as it was", async () => {
    expect(await readAlpha()).toBe(whole);
  });
});
