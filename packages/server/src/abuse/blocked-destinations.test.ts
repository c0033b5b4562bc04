import { expect, test } from "bun:test";
import { type ApiRequest, ask, forEachDatabase } from "../../../../test/context.ts";

forEachDatabase("blocked destinations", (world) => {
  const PATH = "/api/v1/admin/blocked-destinations";
  const asAdmin = async (method: string, path = "", request: ApiRequest = {}) => {
    const { text: key } = await (await world().stranger()).key("instance:admin");
    return ask(world(), method, `${PATH}${path}`, { key, ...request });
  };
  const add = async (destination: string, reason = "phishing") =>
    asAdmin("POST", "", { body: { destination, reason } });
  const create = async (url: string) =>
    ask(world(), "POST", "/api/v1/links", { key: (await world().key()).text, body: { url } });

  test("a host is blocked with all below it, from the answer on, until it is taken off", async () => {
    const response = await add("Blocked-Host.Example.");
    expect(response.status).toBe(201);
    const entry = (await response.json()) as { id: string };
    expect(entry).toMatchObject({ destination: "blocked-host.example", reason: "phishing" });
    for (const url of ["https://blocked-host.example/", "http://www.blocked-host.example:8080/x"]) {
      const refused = await create(url);
      expect([refused.status, (await refused.json()) as unknown]).toMatchObject([
        422,
        {
          errors: [
            { path: "url", code: "blocked_destination", message: expect.stringContaining("phishing") },
          ],
        },
      ]);
    }
    expect((await asAdmin("DELETE", `/${entry.id}`)).status).toBe(204);
    expect((await create("https://blocked-host.example/")).status).toBe(201);
    const missing = await asAdmin("DELETE", `/${entry.id}`);
    expect([missing.status, (await missing.json()) as unknown]).toMatchObject([
      404,
      { code: "blocked_destination.not_found" },
    ]);
  });

  test("the beginning of a URL is blocked, and the rest of its host is not", async () => {
    await add("https://pages.example/~thief/");
    expect((await create("http://pages.example/%7Ethief/x")).status).toBe(422);
    expect((await create("https://pages.example/~other/")).status).toBe(201);
  });

  test("the same once more is the same entry", async () => {
    const [first, second] = [await add("twice.example", "one"), await add("TWICE.example", "two")];
    expect(await second.json()).toEqual((await first.json()) as never);
  });

  test.each(["com", "", "# x", "a b", "ftp://x.example/", "https://", "x".repeat(9_000)])(
    "%.20j is neither a host nor a URL",
    async (destination) => {
      expect((await add(destination)).status).toBe(422);
    },
  );

  test("are listed newest first, page by page", async () => {
    for (const host of ["one.list.example", "two.list.example", "three.list.example"]) {
      world().clock.now++;
      await add(host);
    }
    type Page = { data: { destination: string }[]; nextCursor: string };
    const first = (await (await asAdmin("GET", "?limit=2")).json()) as Page;
    expect(first.data.map(({ destination }) => destination)).toEqual([
      "three.list.example",
      "two.list.example",
    ]);
    const second = (await (await asAdmin("GET", `?limit=1&cursor=${first.nextCursor}`)).json()) as Page;
    expect(second.data.map(({ destination }) => destination)).toEqual(["one.list.example"]);
  });
});
