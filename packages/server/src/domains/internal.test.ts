import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { createDomain } from "./create.ts";
import { verifyDomain } from "./verify.ts";

forEachDatabase("what a proxy asks", (world) => {
  const add = async (host: string, isProven: boolean) => {
    const { ctx, operator, proofs } = world();
    const { id, verification } = await createDomain(ctx, operator, { host });
    if (isProven) proofs.set(`${host} ${verification.http.content}`, "dns");
    await verifyDomain(ctx, operator, id);
    return verification.http.content;
  };

  test("certificates are for the service's own host and verified domains, without a key", async () => {
    await add("tls.example", true);
    await add("unproven.example", false);
    const status = async (host: string) =>
      (await ask(world(), "GET", `/internal/tls-allowed?domain=${encodeURIComponent(host)}`)).status;
    for (const host of ["localhost", "LOCALHOST", "tls.example", "TLS.example", "tls.example."])
      expect([host, await status(host)]).toEqual([host, 200]);
    for (const host of ["unproven.example", "a.tls.example", "localhost:3000", "", "x".repeat(10_000), "\0"])
      expect([host, await status(host)]).toEqual([host, 404]);
    expect((await ask(world(), "GET", "/internal/tls-allowed")).status).toBe(404);
  });

  test("a verified domain that leads here shows its own proof, and no other's", async () => {
    const token = await add("file.example", true);
    await add("other.example", false);
    const file = async (host: string) => {
      const response = await world().app.request(`http://${host}/.well-known/visoli-verification.txt`);
      return [response.status, response.status === 200 ? await response.text() : ""];
    };
    expect(await file("file.example")).toEqual([200, token]);
    expect(await file("FILE.example:8080")).toEqual([200, token]);
    for (const host of ["other.example", "localhost:3000", "nobody.example"])
      expect([host, ...(await file(host))]).toEqual([host, 404, ""]);
  });
});
