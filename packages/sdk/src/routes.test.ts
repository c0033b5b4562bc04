import { describe, expect, test } from "bun:test";
import document from "@visoli/contract/openapi.json";
import { Visoli } from "./index.ts";
import type { Fetch } from "./options.ts";

type Asked = { method: string; path: string; key: string | null };

const ID = "an-id";
/** Programs written for viso.li have these; they need no client of ours. */
const DROP_IN = "/api/link/";
/** These know no Idempotency-Key and need none: asked twice, they do no more than asked once. */
const HARMLESS = ["POST /api/v1/links/{id}/test", "POST /api/v1/domains/{id}/verify"];

type Operation = { parameters?: { name: string; in: string }[] };
const routes = Object.entries(document.paths)
  .filter(([path]) => !path.startsWith(DROP_IN))
  .flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Operation>).map(([method, operation]) => ({
      ...{ route: `${method.toUpperCase()} ${path}`, path, method: method.toUpperCase() },
      isIdempotent: (operation.parameters ?? []).some(({ name }) => name === "Idempotency-Key"),
    })),
  );

/** Every function of the client, wherever it is in it. */
function methodsOf(value: object, name: string): { name: string; call: (...given: string[]) => unknown }[] {
  return Object.entries(value).flatMap(([key, member]) => {
    if (typeof member === "function") return [{ name: `${name}.${key}`, call: member }];
    return typeof member === "object" && member !== null ? methodsOf(member, `${name}.${key}`) : [];
  });
}

/** Calls every method once, with an id wherever something is expected, and tells what was asked. */
async function askAll(answer: (times: number) => Promise<Response>, maxRetries: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, init) => {
    const key = new Headers(init.headers).get("Idempotency-Key");
    const { pathname: path } = new URL(url);
    asked.push({ method: `${init.method}`, path, key });
    return answer(asked.filter((one) => one.path === path && one.method === init.method).length);
  };
  const visoli = new Visoli({ fetch, maxRetries });
  await Promise.all(
    methodsOf(visoli, "visoli").map(async ({ call }) => {
      const result = call(ID, ID);
      const isList = typeof result === "object" && result !== null && "next" in result;
      await Promise.resolve(isList ? (result as AsyncGenerator).next() : result).catch(() => {});
    }),
  );
  return asked;
}

function routeOf({ method, path }: Asked): string {
  const fits = (one: (typeof routes)[number]) =>
    one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, ID)}$`).test(path);
  return routes.find(fits)?.route ?? `${method} ${path}`;
}

const refused = async () => Response.json({ code: "auth.unauthenticated", title: "No" }, { status: 401 });
/** Lost the first time. */
const lost = async (times: number) => {
  if (times === 1) throw new TypeError("the network failed");
  return refused();
};

describe("the methods", () => {
  test("reach every route of the API, and nothing else", async () => {
    expect(routes.length).toBeGreaterThan(100);
    const reached = new Set((await askAll(refused, 0)).map(routeOf));
    expect([...reached].sort()).toEqual(routes.map(({ route }) => route).sort());
  });

  test("send a key of their own for each POST that knows it", async () => {
    const keys = new Map((await askAll(refused, 0)).map((asked) => [routeOf(asked), asked.key]));
    const without = routes.filter(({ route, isIdempotent }) => isIdempotent && !keys.get(route));
    expect(without).toEqual([]);
    const sent = [...keys.values()].filter((key) => key !== null);
    expect(new Set(sent).size).toBe(sent.length);
  });

  test("repeat no POST that would be done twice", async () => {
    const tries = Map.groupBy(await askAll(lost, 1), routeOf);
    const isRepeated = (route: string) => {
      const times = Map.groupBy(tries.get(route) ?? [], ({ key }) => key);
      return [...times.values()].some((those) => those.length > 1);
    };
    const posts = routes.filter(({ method }) => method === "POST");
    const may = (one: (typeof routes)[number]) => one.isIdempotent || HARMLESS.includes(one.route);
    expect(posts.filter((one) => isRepeated(one.route)).map(({ route }) => route)).toEqual(
      posts.filter(may).map(({ route }) => route),
    );
  });
});
