import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { allowedMethods } from "./methods.ts";

const routes = [
  { method: "GET", path: "/links" },
  { method: "POST", path: "/links" },
  { method: "GET", path: "/links/:id" },
  { method: "DELETE", path: "/links/{id}" },
  { method: "ALL", path: "/links/*" },
];

test("names the methods of a path, sorted, each once", () => {
  expect(allowedMethods([...routes, ...routes], "/links")).toEqual(["GET", "POST"]);
  expect(allowedMethods(routes, "/links/x")).toEqual(["DELETE", "GET"]);
});

test("where there is nothing it names none; middleware is nothing, an empty segment no id", () => {
  for (const path of ["/", "/link", "/links/", "/links/x/y", "//links", "/links/x/"]) {
    expect([path, allowedMethods(routes, path)]).toEqual([path, []]);
  }
});

forEachDatabase("methods and addresses", (world) => {
  test("an unknown address is a 404, also with a slash too many", async () => {
    const { text: key } = await world().key();
    const paths = [
      "/api/v1/nothing",
      "/api/v1/links/",
      "/api/v1/keys/",
      "/api/v2/links",
      "/api/link",
      "/api/v1",
      "/x",
    ];
    for (const path of paths) {
      const response = await ask(world(), "GET", path, { key });
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.json()).toMatchObject({ code: "route.not_found" });
    }
  });

  test("a method that an address does not answer is a 405 that names those it does", async () => {
    const { text: key } = await world().key();
    const allowed = {
      "/api/v1/links": "GET, POST",
      "/api/v1/links/x": "DELETE, GET, PATCH",
      "/api/v1/stats": "GET",
    };
    for (const [path, allow] of Object.entries(allowed)) {
      for (const method of ["PUT", "OPTIONS", "PROPFIND"]) {
        const response = await ask(world(), method, path, { key, body: {} });
        expect([path, method, response.status]).toEqual([path, method, 405]);
        expect(response.headers.get("Allow")).toBe(allow);
        expect(await response.json()).toMatchObject({ code: "request.method_not_allowed" });
      }
    }
  });

  test("a method that an address does not answer is a 405 whatever the body is", async () => {
    const { text: key } = await world().key();
    const headers = { "Content-Type": "text/plain" };
    for (const body of ["", "x"]) {
      const response = await ask(world(), "POST", "/api/v1/stats", { key, body, headers });
      expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET"]);
    }
  });

  test("HEAD answers like GET, without a body", async () => {
    const { text: key } = await world().key();
    for (const path of ["/api/v1/links", "/api/v1/keys", "/healthz", "/api/v1/links/lnk_none"]) {
      const [get, head] = await Promise.all(
        ["GET", "HEAD"].map((method) => ask(world(), method, path, { key })),
      );
      expect(head?.status).toBe(get?.status ?? 0);
      expect(head?.headers.get("Content-Type")).toBe(get?.headers.get("Content-Type") ?? "");
      expect(await head?.text()).toBe("");
    }
  });
});
