import { expect, test } from "bun:test";
import { ProblemSchema } from "@visoli/contract/errors";
import { type RewriteResult, RewriteResultSchema } from "@visoli/contract/rewrite";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";

const HTML = `<p class=x>Hi <a href="https://example.com/a?x=1&amp;y=2">a</a>, <A HREF=https://example.com/b>b</A>,
<a href="https://example.com/a?x=1&amp;y=2">a again</a> <a href="{{unsubscribe}}">no</a> <a href="mailto:x@example.com">mail</a></p>`;

forEachDatabase("rewriting", (world) => {
  async function post(body: unknown, headers: Record<string, string> = {}, key?: string) {
    const text = key ?? (await world().key()).text;
    return ask(world(), "POST", "/api/v1/rewrite", { key: text, body, headers });
  }

  async function rewritten(body: unknown, key?: string): Promise<RewriteResult> {
    const response = await post(body, {}, key);
    expect(response.status).toBe(200);
    return RewriteResultSchema.parse(await response.json());
  }

  test("every link becomes a short one, and all else stays as it is", async () => {
    const { content, links, skipped } = await rewritten({ content: HTML, format: "html" });
    expect(links.map(({ url, count, isNew }) => ({ url, count, isNew }))).toEqual([
      { url: "https://example.com/a?x=1&y=2", count: 2, isNew: true },
      { url: "https://example.com/b", count: 1, isNew: true },
    ]);
    expect(skipped.map(({ reason }) => reason).sort()).toEqual(["merge_tag", "scheme"]);
    const [a, b] = links;
    const back = content
      .replaceAll(a?.shortUrl ?? "?", "https://example.com/a?x=1&amp;y=2")
      .replaceAll(b?.shortUrl ?? "?", "https://example.com/b");
    expect(back).toBe(HTML);
  });

  test("long content is read on a thread of its own, to the same end", async () => {
    const filler = "<p>Lorem ipsum dolor sit amet</p>\n".repeat(1_000);
    const { content, links } = await rewritten({ content: `${filler}${HTML}${filler}`, format: "html" });
    expect(links.map(({ count }) => count)).toEqual([2, 1]);
    expect(content.startsWith(filler) && content.endsWith(filler)).toBe(true);
    const deep = await post({ content: "<div>".repeat(100_000), format: "html" });
    expect(await deep.json()).toMatchObject({
      status: 422,
      errors: [{ path: "content", code: "too_complex" }],
    });
  });

  test("the same destination gets the link that is there, unless it is not wanted", async () => {
    const { text } = await world().key();
    const body = { content: "https://example.com/one", format: "text" };
    const [first] = (await rewritten(body, text)).links;
    const [again] = (await rewritten(body, text)).links;
    expect(again).toMatchObject({ linkId: first?.linkId, isNew: false });
    const [other] = (await rewritten({ ...body, reuse: false }, text)).links;
    expect(other).toMatchObject({ isNew: true });
    expect(other?.linkId).not.toBe(first?.linkId);
  });

  test("campaign parameters and tags are the links'; what may not be led to is left alone", async () => {
    const content = "https://example.com/x and http://localhost:3000/own and https://example.org/skip";
    const body = {
      content,
      format: "text",
      utm: { source: "mail" },
      tags: ["spring"],
      skip: ["example.org"],
    };
    const { links, skipped } = await rewritten(body);
    expect(links.map(({ url }) => url)).toEqual(["https://example.com/x?utm_source=mail"]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["own_domain", "skip_list"]);
  });

  test("with an Idempotency-Key a second call makes nothing", async () => {
    const { text } = await world().key();
    const body = { content: HTML, format: "html", reuse: false };
    const first = await (await post(body, { "Idempotency-Key": "k" }, text)).text();
    const before = await countRows(world());
    expect(await (await post(body, { "Idempotency-Key": "k" }, text)).text()).toBe(first);
    expect(await countRows(world())).toEqual(before);
    const other = await post({ ...body, format: "text" }, { "Idempotency-Key": "k" }, text);
    expect(other.status).toBe(409);
  });

  test("more than 1,000 destinations, no content or no scope are refused, and make nothing", async () => {
    const before = await countRows(world());
    const many = Array.from({ length: 1_001 }, (_, place) => `https://example.com/${place}`).join(" ");
    for (const body of [
      { content: many, format: "text" },
      { format: "html" },
      { content: "a", format: "pdf" },
    ]) {
      const response = await post(body);
      expect(ProblemSchema.parse(await response.json())).toMatchObject({
        status: 422,
        code: "request.invalid",
      });
    }
    const { text } = await world().key("links:read");
    expect((await post({ content: HTML, format: "html" }, {}, text)).status).toBe(403);
    const { links, addresses } = await countRows(world());
    expect({ links, addresses }).toEqual({ links: before.links, addresses: before.addresses });
  });
});
