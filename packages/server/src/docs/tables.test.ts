import { expect, test } from "bun:test";
import { Visoli } from "@visoli/sdk";
import { allOperations } from "./openapi.ts";
import { SDK_METHODS } from "./sdk-methods.ts";

const operations = allOperations();
const routes = operations.map(({ route }) => route);

test("the methods that are shown ask the routes that they stand at, and stand at all that the client has", async () => {
  const missing = routes.filter((route) => SDK_METHODS[route] === undefined);
  expect(missing.filter((route) => !route.includes("/api/link/"))).toEqual([]);
  for (const [route, name] of Object.entries(SDK_METHODS))
    expect([name, await askedBy(name)]).toEqual([name, route]);
});

/** The route that the client asks by the method of that name. */
async function askedBy(name: string): Promise<string | undefined> {
  const asked: string[] = [];
  const visoli = new Visoli({
    maxRetries: 0,
    fetch: async (url, init) => {
      asked.push(`${init.method} ${new URL(url).pathname}`);
      return Response.json({ code: "auth.unauthenticated", title: "No" }, { status: 401 });
    },
    baseUrl: "http://localhost:3000",
  });
  let found: unknown = visoli;
  let owner: unknown = visoli;
  for (const part of name.split(".")) [owner, found] = [found, (found as Record<string, unknown>)[part]];
  const answer = (found as (...given: string[]) => unknown).call(owner, "an-id", "an-id");
  const isList = typeof answer === "object" && answer !== null && "next" in answer;
  await Promise.resolve(isList ? (answer as AsyncGenerator).next() : answer).catch(() => {});
  const isAsked = ({ method, path }: { method: string; path: string }) =>
    new RegExp(`^${method} ${path.replace(/\{\w+\}/g, "an-id")}$`).test(asked[0] ?? "");
  return operations.find(isAsked)?.route;
}
