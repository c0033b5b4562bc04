import { expect, test } from "bun:test";
import { type Tried, TriedSchema, TrySchema } from "@visoli/contract/try";
import { countRows, forEachDatabase, type World } from "../../../../test/context.ts";
import { addDomain, addFolder, allowSchemes, askJson, makeLink } from "../../../../test/links.ts";
import { tryLink } from "./try.ts";

const URL_A = "https://example.com/";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
const PREVIEWER = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

const plain: Tried = {
  ...{ outcome: "redirect", url: URL_A, status: 302, rule: null, variant: null, uses: null, why: [] },
};

/** What a made-up visitor would get at a link with these settings. */
async function tried(world: World, body: object, input: object = {}): Promise<Tried> {
  const { id } = await makeLink(world, body as Record<string, unknown>);
  return TriedSchema.parse(await tryLink(world.ctx, world.operator, id, TrySchema.parse(input)));
}

forEachDatabase("tryLink", (world) => {
  test("by request: the answer is as the contract says, and nothing is recorded", async () => {
    const { text: key } = await world().key("links:read");
    const rules = [
      { name: "phones", conditions: [{ type: "device", in: ["mobile"] }], url: "https://m.example.com/" },
      { conditions: [{ type: "country", in: ["DE"], not: true }], url: "https://world.example.com/" },
      { conditions: [], url: "https://never.example.com/" },
    ];
    const { id } = await makeLink(world(), { rules });
    const before = await countRows(world());
    const { status, body } = await askJson(world(), key, "POST", `/links/${id}/test`, { country: "at" });
    expect(status).toBe(200);
    TriedSchema.strict().parse(body);
    expect(body).toEqual({
      ...{ ...plain, url: "https://world.example.com/", rule: "2" },
      why: [
        { rule: "phones", conditions: [{ condition: rules[0]?.conditions[0], holds: false, saw: null }] },
        { rule: "2", conditions: [{ condition: rules[1]?.conditions[0], holds: true, saw: "AT" }] },
      ],
    });
    expect(await countRows(world())).toEqual(before);
    expect(await askJson(world(), key, "POST", "/links/ext_none/test", {})).toMatchObject({
      ...{ status: 404, body: { code: "link.not_found" } },
    });
  });

  test("faulty fields are named, all at once", async () => {
    const { text: key } = await world().key();
    const { id } = await makeLink(world());
    const faulty = {
      at: "now",
      ip: "1.2.3",
      country: "D",
      asn: 0,
      device: "phone",
      class: "prefetch",
      extra: 1,
    };
    const { status, body } = await askJson(world(), key, "POST", `/links/${id}/test`, faulty);
    expect(status).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(Object.keys(faulty).sort());
  });

  test("needs links:read; another workspace's link and one in a hidden folder are not there", async () => {
    const { id } = await makeLink(world());
    const { actor: writer } = await world().key("links:write");
    await expect(tryLink(world().ctx, writer, id, {})).rejects.toMatchObject({ code: "auth.missing_scope" });
    const { operator: stranger } = await world().stranger();
    const notFound = { code: "link.not_found" };
    await expect(tryLink(world().ctx, stranger, id, {})).rejects.toMatchObject(notFound);
    const reader = await world().key("links:read");
    const folder = await addFolder(world(), "hidden", "none", {});
    const shown = await addFolder(world(), "shown", "none", { [reader.id]: "viewer" });
    const hidden = await makeLink(world(), { folder });
    const seen = await makeLink(world(), { folder: shown });
    await expect(tryLink(world().ctx, reader.actor, hidden.id, {})).rejects.toMatchObject(notFound);
    expect(await tryLink(world().ctx, reader.actor, seen.id, {})).toEqual(plain);
    expect(await tryLink(world().ctx, world().operator, `localhost:3000/${hidden.slug}`, {})).toEqual(plain);
  });

  test("each outcome, with its status", async () => {
    const over = "https://example.com/over";
    const pixels = [{ provider: "meta", id: "12345" }];
    const get = (body: object, input?: object) => tried(world(), body, input);
    await allowSchemes(world(), "myapp");
    expect(await get({})).toEqual(plain);
    expect(await get({ redirectStatus: 308 })).toEqual({ ...plain, status: 308 });
    expect(await get({ cloak: true })).toEqual({ ...plain, outcome: "frame", status: 200 });
    expect(await get({ pixels })).toEqual({ ...plain, outcome: "consent", status: 200 });
    expect(await get({ pixels }, { class: "bot" })).toEqual(plain);
    expect(await get({ ios: "myapp://x" }, { userAgent: IPHONE })).toEqual({
      ...{ ...plain, outcome: "app", status: 200, url: "myapp://x", rule: "ios" },
    });
    expect(await get({ ios: "myapp://x" }, { os: "iOS" })).toMatchObject({ outcome: "app" });
    expect(await get({ preview: { title: "x" } }, { userAgent: PREVIEWER })).toEqual({
      ...{ ...plain, outcome: "card", status: 200, url: null },
    });
    expect(await get({ password: "secret" })).toEqual({
      ...plain,
      outcome: "password",
      status: 401,
      url: null,
    });
    expect(await get({ password: "secret" }, { password: true })).toEqual(plain);
    expect(await get({ disabled: true })).toEqual({ ...plain, outcome: "disabled", status: 404, url: null });
    expect(await get({}, { path: "/x" })).toEqual({ ...plain, outcome: "missing", status: 404, url: null });
    const forwarding = { forwardPath: true, forwardQuery: true };
    const there = `${URL_A}x/y?a=1`;
    expect(await get(forwarding, { path: "x/y", query: "?a=1&qr=1" })).toEqual({ ...plain, url: there });
    const times = { startsAt: "2030-01-01T00:00:00Z", expiresAt: "2031-01-01T00:00:00Z" };
    expect(await get(times)).toEqual({ ...plain, outcome: "not_started", status: 404, url: null });
    expect(await get(times, { at: "2030-06-01T00:00:00Z" })).toEqual(plain);
    const late = { at: "2031-01-01T00:00:00Z" };
    expect(await get(times, late)).toEqual({ ...plain, outcome: "expired", status: 410, url: null });
    expect(await get({ ...times, expiredUrl: over }, late)).toEqual({
      ...plain,
      outcome: "expired",
      url: over,
    });
  });

  test("a password is asked for, unless the visitor knows it", async () => {
    const { ctx, operator } = world();
    const { id } = await makeLink(world(), { password: "secret" });
    const asked = { ...plain, outcome: "password", status: 401, url: null } as Tried;
    for (const input of [{}, { password: false }])
      expect(await tryLink(ctx, operator, id, input)).toEqual(asked);
    expect(await tryLink(ctx, operator, id, { password: true })).toEqual(plain);
  });

  test("a blocked link is blocked, and an unknown address of a domain leads to the domain's own page", async () => {
    const { ctx, operator } = world();
    const { id } = await makeLink(world());
    await ctx.db.updateTable("links").set({ blocked_at: 1 }).where("id", "=", id).execute();
    expect(await tryLink(ctx, operator, id, {})).toMatchObject({ outcome: "blocked", status: 403 });
    const notFoundUrl = "https://example.com/lost";
    const domain = `${operator.workspaceId.toLowerCase().replace("_", "-")}.example`;
    await addDomain(world(), domain, { settings: { notFoundUrl, redirectStatus: 301 } });
    expect(await tried(world(), { domain })).toEqual({ ...plain, status: 301 });
    expect(await tried(world(), { domain }, { path: "x" })).toEqual({
      ...{ ...plain, outcome: "missing", status: 302, url: notFoundUrl },
    });
  });

  test("a limited link tells its uses, and takes none", async () => {
    const { ctx, operator } = world();
    const { id } = await makeLink(world(), { maxClicks: 2, expiredUrl: "https://example.com/over" });
    const ask = (input: object = {}) => tryLink(ctx, operator, id, TrySchema.parse(input));
    for (let time = 0; time < 3; time++) {
      expect(await ask()).toEqual({ ...plain, uses: { used: 0, limit: 2 } });
    }
    await ctx.db.insertInto("link_uses").values({ link_id: id, used: 2 }).execute();
    const over = { outcome: "expired", status: 302, url: "https://example.com/over", rule: null };
    expect(await ask()).toEqual({ ...plain, ...over, uses: { used: 2, limit: 2 } } as Tried);
    expect(await ask({ class: "preview" })).toMatchObject(over);
  });

  test("a visitor gets the variant of a split that they got before", async () => {
    const split = ["a", "b"].map((letter) => ({ url: `https://example.com/${letter}`, weight: 1 }));
    const { id } = await makeLink(world(), { rules: [{ name: "half", conditions: [], split }] });
    const ask = (ip: string) => tryLink(world().ctx, world().operator, id, TrySchema.parse({ ip }));
    const variants = new Set<string | null>();
    for (let last = 0; last < 40; last++) {
      const first = await ask(`203.0.113.${last}`);
      expect(await ask(`203.0.113.${last}`)).toEqual(first);
      expect(first).toMatchObject({ rule: "half", why: [{ rule: "half", conditions: [] }] });
      variants.add(first.variant);
    }
    expect([...variants].sort()).toEqual(["A", "B"]);
  });
});
