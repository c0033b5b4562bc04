import { expect, test } from "bun:test";
import { type ApiRequest, ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "../links/create.ts";

forEachDatabase("reports", (world) => {
  let addresses = 0;
  /** A visitor with an address of its own. */
  const visitor = () => {
    const address = `198.51.${Math.floor(++addresses / 250)}.${addresses % 250}`;
    const env = { server: { requestIP: () => ({ address }) } };
    return {
      address,
      api: (body: unknown) =>
        world().app.request(
          "/api/v1/reports",
          { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } },
          env,
        ),
      form: (fields: Record<string, string>) =>
        world().app.request("/report", { method: "POST", body: new URLSearchParams(fields) }, env),
    };
  };
  const make = async (slug: string) =>
    (await createLink(world().ctx, world().operator, { url: "https://example.com/", slug })).link;
  const reportsOn = (id: string) =>
    world().ctx.db.selectFrom("reports").selectAll().where("link_id", "=", id).execute();
  const admin = async () => (await world().stranger()).key("instance:admin");
  const asAdmin = async (method: string, path: string, request: ApiRequest = {}) =>
    ask(world(), method, `/api/v1/admin/reports${path}`, { key: (await admin()).text, ...request });

  test("a program reports a link without a key; the link's workspace learns that there was a report", async () => {
    const link = await make("reported");
    const body = {
      link: link.shortUrl,
      reason: "phishing",
      details: "asks for my card",
      contact: "me@example.com",
    };
    const response = await visitor().api(body);
    expect([response.status, (await response.json()) as unknown]).toEqual([201, { status: "received" }]);
    expect(await reportsOn(link.id)).toMatchObject([
      {
        address: link.shortUrl,
        reason: "phishing",
        details: body.details,
        contact: body.contact,
        state: "open",
      },
    ]);
    const events = await world()
      .ctx.db.selectFrom("outbox")
      .selectAll()
      .where("type", "=", "link.reported")
      .execute();
    const mine = events.filter((event) => event.workspace_id === world().operator.workspaceId);
    expect(mine).toHaveLength(1);
    expect(JSON.parse(mine[0]?.data ?? "")).toMatchObject({ id: link.id, reason: "phishing" });
    expect(mine[0]?.data).not.toContain("me@example.com");
    expect(mine[0]?.data).not.toContain("my card");
  });

  test("a person reports it by the form, with and without scheme, from the page that a preview leads to", async () => {
    const link = await make("by-form");
    const page = await world().app.request(`/report?link=${encodeURIComponent(`${link.shortUrl}"><b>`)}`);
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
    expect(await page.text()).toContain(`value="${link.shortUrl}&quot;&gt;&lt;b&gt;"`);
    const fields = { link: "localhost:3000/by-form+", reason: "spam", details: "", contact: "", website: "" };
    const response = await visitor().form(fields);
    expect(response.status).toBe(201);
    expect(await response.text()).toContain("Thank you");
    expect(await reportsOn(link.id)).toMatchObject([{ reason: "spam", details: "", contact: null }]);
  });

  test("what is no link gets the same answer, and nothing is kept", async () => {
    const link = await make("known");
    const { reports } = await countRows(world());
    const answers = new Set<string>();
    const known = await visitor().api({ link: link.shortUrl, reason: "other" });
    answers.add(`${known.status} ${await known.text()}`);
    for (const unknown of [
      "http://localhost:3000/nothing-here",
      "https://elsewhere.example/x",
      "nonsense",
      "http://[",
    ]) {
      const response = await visitor().api({ link: unknown, reason: "other" });
      answers.add(`${response.status} ${await response.text()}`);
    }
    expect(answers.size).toBe(1);
    expect((await countRows(world())).reports).toBe((reports ?? 0) + 1);
    const thanks = await Promise.all(
      [link.shortUrl, "http://localhost:3000/nothing-here"].map(async (each) =>
        (await visitor().form({ link: each, reason: "other" })).text(),
      ),
    );
    expect(thanks[0]).toBe(thanks[1] ?? "");
  });

  test("who fills in the hidden field is thanked, and not heard", async () => {
    const link = await make("trap");
    const response = await visitor().form({
      link: link.shortUrl,
      reason: "spam",
      website: "https://spam.example",
    });
    expect(response.status).toBe(201);
    expect(await reportsOn(link.id)).toEqual([]);
  });

  test("a faulty form comes back with what was entered, and says what is wrong at the field", async () => {
    const response = await visitor().form({ link: "", reason: "because", details: "<b>", contact: "nobody" });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('role="alert"');
    for (const field of ["link", "reason", "contact"])
      expect(html).toContain(`aria-describedby="${field}-fault`);
    expect(html).toContain("&lt;b&gt;</textarea>");
    expect(html).not.toContain("details-fault");
  });

  test.each([
    [{}, ["link", "reason"]],
    [{ link: "x", reason: "boring" }, ["reason"]],
    [{ link: "x", reason: "spam", details: "x".repeat(2_001) }, ["details"]],
    [{ link: "x", reason: "spam", contact: "nobody" }, ["contact"]],
    [{ link: "x", reason: "spam", website: "x" }, ["website"]],
    [{ link: `x${"y".repeat(2_000)}`, reason: "spam" }, ["link"]],
  ])("a report like %j is faulty at %j", async (body, paths) => {
    const response = await visitor().api(body);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(paths);
  });

  test("five an hour from one network, by form and by program; the address is in no row and no log", async () => {
    const link = await make("flood");
    const { address, api, form } = visitor();
    for (let count = 0; count < 5; count++)
      expect((await (count % 2 ? api : form)({ link: link.shortUrl, reason: "spam" })).status).toBe(201);
    const refused = await api({ link: link.shortUrl, reason: "spam" });
    expect([refused.status, (await refused.json()) as unknown]).toMatchObject([
      429,
      { code: "request.rate_limited" },
    ]);
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 3_601);
    const page = await form({ link: link.shortUrl, reason: "spam" });
    expect([page.status, page.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect((await visitor().api({ link: link.shortUrl, reason: "spam" })).status).toBe(201);
    expect(await reportsOn(link.id)).toHaveLength(6);
    for (const table of ["reports", "outbox", "audit_log"] as const)
      expect(JSON.stringify(await world().ctx.db.selectFrom(table).selectAll().execute())).not.toContain(
        address,
      );
    expect(world().logged.join("")).not.toContain(address);
  });

  test.each([
    ["text/plain", "link=x"],
    ["application/json", "{}"],
    ["application/x-www-form-urlencoded", `link=${"x".repeat(40_000)}`],
  ])("a form of type %s that cannot be read is an empty one", async (type, body) => {
    const response = await world().app.request("/report", {
      method: "POST",
      body,
      headers: { "Content-Type": type },
    });
    expect(response.status).toBe(422);
  });

  test("the administrator sees open reports of all workspaces, newest first, and the rest page by page", async () => {
    const link = await make("listed");
    for (const details of ["one", "two", "three"]) {
      world().clock.now++;
      await visitor().api({ link: link.shortUrl, reason: "illegal", details });
    }
    const first = (await (await asAdmin("GET", "?limit=2")).json()) as {
      data: { details: string; about: unknown }[];
      nextCursor: string;
    };
    const { operator } = world();
    const about = { id: link.id, workspace: operator.workspaceId, url: link.url, blockedReason: null };
    expect(first.data[0]?.about).toMatchObject(about);
    expect(first.data.map(({ details }) => details)).toEqual(["three", "two"]);
    const second = (await (
      await asAdmin("GET", `?limit=2&cursor=${first.nextCursor}`)
    ).json()) as typeof first;
    expect(second.data[0]?.details).toBe("one");
    expect((await asAdmin("GET", "?state=strange")).status).toBe(422);
  });

  test("closing a report as blocked blocks its link and closes the others on it; dismissing closes that one", async () => {
    const [bad, good] = [await make("bad-one"), await make("good-one")];
    for (const link of [bad, bad, good, good])
      await visitor().api({ link: link.shortUrl, reason: "malware" });
    const [first] = await reportsOn(bad.id);
    const [harmless] = await reportsOn(good.id);
    const closed = await asAdmin("POST", `/${first?.id}/close`, { body: { state: "blocked" } });
    expect([closed.status, (await closed.json()) as unknown]).toMatchObject([
      200,
      {
        state: "blocked",
        linkId: bad.id,
        about: { id: bad.id, url: bad.url, blockedReason: "admin: malware" },
      },
    ]);
    expect((await reportsOn(bad.id)).map(({ state }) => state)).toEqual(["blocked", "blocked"]);
    const row = world().ctx.db.selectFrom("links").selectAll().where("id", "=", bad.id);
    expect(await row.executeTakeFirst()).toMatchObject({
      block_reason: "admin: malware",
      blocked_at: world().ctx.now(),
    });
    await asAdmin("POST", `/${harmless?.id}/close`, { body: { state: "dismissed" } });
    expect((await reportsOn(good.id)).map(({ state }) => state).sort()).toEqual(["dismissed", "open"]);
    const missing = await asAdmin("POST", "/rpt_none/close", { body: { state: "dismissed" } });
    expect([missing.status, (await missing.json()) as unknown]).toMatchObject([
      404,
      { code: "report.not_found" },
    ]);
  });

  test("other methods and the rest of the API ask for a key as before", async () => {
    expect((await ask(world(), "GET", "/api/v1/reports")).status).toBe(401);
    expect((await ask(world(), "POST", "/api/v1/links", { body: {} })).status).toBe(401);
    const text = await ask(world(), "POST", "/api/v1/reports", {
      body: "x",
      headers: { "Content-Type": "text/plain" },
    });
    expect(text.status).toBe(415);
  });
});
