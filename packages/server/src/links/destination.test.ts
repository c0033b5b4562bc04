import { expect, test } from "bun:test";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { addDomain, allowSchemes, askJson, makeLink, DESTINATION as url } from "../../../../test/links.ts";

const rulesTo = (to: string) => [
  { conditions: [], url: "https://fine.example/" },
  { conditions: [], url: to },
];
const splitTo = (to: string) => [
  {
    conditions: [],
    split: [
      { url: "https://fine.example/", weight: 1 },
      { url: to, weight: 1 },
    ],
  },
];
/** Every place of a link that leads a visitor somewhere. */
const PLACES: [path: string, fields: (to: string) => Record<string, unknown>][] = [
  ["url", (to) => ({ url: to })],
  ["expiredUrl", (to) => ({ expiredUrl: to })],
  ["ios", (to) => ({ ios: to })],
  ["android", (to) => ({ android: to })],
  ["rules.1.url", (to) => ({ rules: rulesTo(to) })],
  ["rules.0.split.1.url", (to) => ({ rules: splitTo(to) })],
];

forEachDatabase("where a link may lead", (world) => {
  /** Tries the destination in every place of a new link and of one that is there. */
  async function everywhere(to: string): Promise<Set<string>> {
    const { text: key } = await world().key();
    const { id } = await makeLink(world());
    const outcomes = new Set<string>();
    for (const [path, fields] of PLACES) {
      for (const { status, body } of [
        await askJson(world(), key, "POST", "/links", { url, ...fields(to) }),
        await askJson(world(), key, "PATCH", `/links/${id}`, fields(to)),
      ]) {
        const fault = body.errors
          ?.map((each: { path: string; code: string }) => `${each.path} ${each.code}`)
          .join();
        outcomes.add(status < 300 ? "taken" : `${status} ${fault?.replace(path, "PLACE")}`);
      }
    }
    return outcomes;
  }

  test("a scheme beside http and https is taken only in a workspace that allows it by name", async () => {
    const others = ["mailto:a@b.c", "MAILTO:a@b.c", "tel:+491", "myapp://x/y", "ftp://a.b/"];
    for (const to of others)
      expect([to, await everywhere(to)]).toEqual([to, new Set(["422 PLACE scheme_not_allowed"])]);
    await allowSchemes(world(), "mailto", "myapp");
    for (const to of ["mailto:a@b.c", "MAILTO:a@b.c", "myapp://x/y"])
      expect([to, await everywhere(to)]).toEqual([to, new Set(["taken"])]);
    for (const to of ["tel:+491", "ftp://a.b/", "my-app:x"])
      expect([to, await everywhere(to)]).toEqual([to, new Set(["422 PLACE scheme_not_allowed"])]);
    const theirs = { ...world(), ...(await world().stranger()) };
    await expect(makeLink(theirs, { url: "mailto:a@b.c" })).rejects.toMatchObject({
      code: "request.invalid",
    });
  });

  test("what runs or reads something is refused everywhere, even where a workspace's row allows it", async () => {
    await allowSchemes(world(), "javascript", "data", "vbscript", "file");
    for (const to of [
      ...["javascript:alert(1)", "JavaScript://%0aalert(1)", "data:text/html,x", "vbscript:x"],
      ...["file:///etc/passwd", "blob:https://a.b/x", "view-source:https://a.b/", "java\tscript:x"],
    ]) {
      for (const outcome of await everywhere(to))
        expect([to, outcome]).toEqual([to, expect.stringMatching(/^422 PLACE /)]);
    }
  });

  test("the service's own address and a verified domain's are loops, however they are written", async () => {
    const host = "loop-a.example";
    await addDomain(world(), host);
    await addDomain(world(), "xn--lp-fka.example");
    const theirs = (await world().stranger()).operator.workspaceId;
    await addDomain(world(), "loop-theirs.example", { workspaceId: theirs });
    const loops = [
      ...[`https://${host}/x`, `http://${host}`, `https://${host}:8443/x`, `HTTPS://LOOP-A.EXAMPLE/`],
      ...[
        `https://${host}./x`,
        `https://${host}.:444/`,
        `https://u:p@${host}/`,
        `https://${host}?x`,
        `https://${host}#x`,
      ],
      ...[`https://\\${host}\\x`, `https://%6coop-a.example/`, "https://ｌoop-a.example/"],
      ...[
        "https://loop-a。example/",
        "https://löp.example/",
        "https://LÖP.example/",
        "https://xn--lp-fka.example/",
      ],
      ...[
        "https://lo\u0308p.example/",
        "https://loop-theirs.example/y",
        "http://LOCALHOST:3000/y",
        "http://localhost.:3000",
      ],
      ...["https://loop-\u00ada.example/", `https://x@y@${host}/`],
    ];
    for (const to of loops)
      expect([to, await everywhere(to)]).toEqual([to, new Set(["422 PLACE self_loop"])]);
  });

  test("what only looks like one of ours is no loop", async () => {
    const host = "loop-b.example";
    await addDomain(world(), host);
    await addDomain(world(), "loop-unproven.example", { isVerified: false });
    const fine = [
      ...[
        `https://www.${host}/`,
        `https://${host}.evil.example/`,
        `https://evil.example/${host}`,
        `https://x${host}/`,
      ],
      ...[
        `https://${host}@other.example/`,
        `https://other.example/?to=https://${host}/`,
        `https://other.example/#${host}`,
      ],
      ...[
        "http://localhost/",
        "http://localhost:3001/",
        "http://127.0.0.1:3000/",
        "https://loop-unproven.example/",
      ],
    ];
    for (const to of fine) expect([to, await everywhere(to)]).toEqual([to, new Set(["taken"])]);
  });

  test("all faulty destinations are named at once", async () => {
    await addDomain(world(), "loop-c.example");
    const { text: key } = await world().key();
    const [loop, scheme] = ["https://loop-c.example/", "tel:+1"];
    const rules = [...rulesTo(loop), ...splitTo(scheme)];
    const body = { url: loop, expiredUrl: scheme, ios: loop, android: scheme, rules };
    const before = await countRows(world());
    const answer = await askJson(world(), key, "POST", "/links", body);
    expect(
      answer.body.errors.map((fault: { path: string; code: string }) => [fault.path, fault.code]),
    ).toEqual([
      ["url", "self_loop"],
      ["expiredUrl", "scheme_not_allowed"],
      ["ios", "self_loop"],
      ["android", "scheme_not_allowed"],
      ["rules.1.url", "self_loop"],
      ["rules.2.split.1.url", "scheme_not_allowed"],
    ]);
    expect(await countRows(world())).toEqual(before);
  });

  test("what the inspection refuses is refused everywhere, and its flags are shown", async () => {
    const inspecting = {
      ...world().ctx,
      inspect: (to: string) => ({
        refusal: to.includes("evil") ? "It is on a list" : null,
        flags: to.includes("@") ? ["credentials", "shortener"] : [],
      }),
    };
    const inspected = { ...world(), ctx: inspecting };
    for (const [, fields] of PLACES) {
      const making = makeLink(inspected, fields("https://evil.example/"));
      await expect(making).rejects.toMatchObject({
        code: "request.invalid",
        errors: [{ code: "blocked_destination" }],
      });
    }
    expect((await makeLink(inspected, { url: "https://u@a.example/" })).flags).toEqual([
      "credentials",
      "shortener",
    ]);
    expect((await makeLink(inspected)).flags).toEqual([]);
  });

  test("a workspace that stops allowing a scheme keeps its links, which change in all but that", async () => {
    await allowSchemes(world(), "tel");
    const { id } = await makeLink(world(), { url: "tel:+1", ios: "tel:+2" });
    await allowSchemes(world());
    const { text: key } = await world().key();
    const patch = async (body: object) => (await askJson(world(), key, "PATCH", `/links/${id}`, body)).status;
    expect([await patch({ title: "x" }), await patch({ url: "tel:+1" }), await patch({ url })]).toEqual([
      200, 422, 200,
    ]);
  });
});
