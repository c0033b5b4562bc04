import { describe, expect, test } from "bun:test";
import type { Rule } from "@visoli/contract/rules";
import { aLink } from "../../../../test/visitors.ts";
import { agentReader } from "../lib/agent.ts";
import { decide } from "./decide.ts";
import { shareOf, type VisitorRequest, visitorReader } from "./visitor.ts";

const AGENT =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15";

function reader(asked: string[] = []) {
  return visitorReader({
    geo: {
      place: (address) => {
        asked.push(`place of ${address}`);
        return { continent: "EU", country: "DE", region: "", city: "" };
      },
      network: (address) => {
        asked.push(`network of ${address}`);
        return { asn: 3320, name: "", domain: "", type: "" };
      },
    },
    readAgent: agentReader(),
    secret: "secret",
    hasPassword: (headers, { id }, hash) => headers.get("cookie") === `${id}=${hash}`,
  });
}

function request(
  of: Partial<Omit<VisitorRequest, "headers" | "address">> & {
    headers?: Record<string, string>;
    address?: string;
  } = {},
) {
  const { headers, address = "203.0.113.7", ...rest } = of;
  return {
    ...{ query: "", restOfPath: "", wantsPreview: false },
    ...rest,
    address: () => address,
    headers: new Headers(headers),
  };
}

test("a visitor is what the request says", () => {
  const headers = {
    "user-agent": AGENT,
    referer: "https://WWW.Example.com/path?secret",
    "accept-language": "de-AT",
    cookie: "lnk_1=hash",
  };
  const visitor = reader()(request({ headers, query: "a=1&a=2", restOfPath: "x/y", wantsPreview: true }));
  expect(visitor.agent).toMatchObject({ os: "Mac OS", browser: "Safari", class: "human" });
  expect([visitor.place.country, visitor.network.asn, visitor.address]).toEqual(["DE", 3320, "203.0.113.7"]);
  expect([visitor.referrerHost, visitor.acceptLanguage]).toEqual(["example.com", "de-AT"]);
  expect(visitor.query.getAll("a")).toEqual(["1", "2"]);
  expect([visitor.restOfPath, visitor.wantsPreview]).toEqual(["x/y", true]);
  expect(visitor.hasPassword({ id: "lnk_1" }, "hash")).toBe(true);
  expect(visitor.hasPassword({ id: "lnk_1" }, "other")).toBe(false);
});

test("without headers there is nothing but the address", () => {
  const visitor = reader()(request());
  expect([visitor.referrerHost, visitor.acceptLanguage, visitor.agent.os]).toEqual(["", "", ""]);
  expect(visitor.agent.class).toBe("bot");
  expect(
    reader()(request({ headers: { referer: `https://example.com/${"x".repeat(3_000)}` } })).referrerHost,
  ).toBe("");
});

test("what nobody asks for is not worked out, what is asked for only once", () => {
  const asked: string[] = [];
  const read = reader(asked);
  const visitor = read(request());
  expect(asked).toEqual([]);
  for (let time = 0; time < 3; time++)
    expect([visitor.place.country, visitor.network.asn]).toEqual(["DE", 3320]);
  expect(asked).toEqual(["place of 203.0.113.7", "network of 203.0.113.7"]);
  // Nothing of one visitor is another's.
  expect(read(request({ address: "2001:db8::1" })).address).toBe("2001:db8::1");
  expect(visitor.address).toBe("203.0.113.7");
});

describe("a share", () => {
  test("stays the same for a visitor, and is another for another link, place, agent, network or service", () => {
    const share = (over: Record<string, string> = {}) => {
      const { secret = "s", id = "lnk_1/1", address = "203.0.113.7", agent = AGENT } = over;
      return shareOf(secret, id, address, agent);
    };
    expect(share()).toBe(share());
    const others: Record<string, string>[] = [
      { id: "lnk_2/1" },
      { id: "lnk_1/2" },
      { address: "203.0.113.8" },
      { agent: "x" },
      { secret: "t" },
    ];
    expect(new Set([share(), ...others.map((other) => share(other))]).size).toBe(6);
    // A device draws a new address in its network each day.
    expect(share({ address: "2001:db8:1:2:3::4" })).toBe(share({ address: "2001:db8:1:2:ffff::1" }));
    expect(share({ address: "2001:db8:1:2::1" })).not.toBe(share({ address: "2001:db8:1:3::1" }));
    expect(share({ address: "::ffff:203.0.113.7" })).toBe(share());
  });

  // Visitors are always the same ones, so the counts are, too: within four standard deviations of what the weights say.
  const VISITORS = 20_000;
  const read = reader();
  const visitors = Array.from({ length: VISITORS }, (_, index) =>
    read(
      request({ address: `198.${index >> 8}.${index & 255}.${index % 7}`, headers: { "user-agent": AGENT } }),
    ),
  );
  const split = (...weights: number[]): Rule => ({
    conditions: [],
    split: weights.map((weight, index) => ({ url: `https://example.com/${index}`, weight })),
  });
  const variants = (rule: Rule, id: string) => {
    const link = aLink({ rules: [rule] }, { id });
    return visitors.map((visitor) => {
      const decided = decide(link, visitor, 0);
      return decided.kind === "redirect" ? decided.variant : decided.kind;
    });
  };
  const isNear = (count: number, chance: number) =>
    Math.abs(count - VISITORS * chance) < 4 * Math.sqrt(VISITORS * chance * (1 - chance));

  test.each([[[1, 1]], [[1, 9]], [[5, 3, 2]], [[1, 999]], [Array.from({ length: 20 }, () => 1)]])(
    "divides visitors by the weights %j",
    (weights) => {
      const total = weights.reduce((sum, weight) => sum + weight);
      const got = variants(split(...weights), "lnk_1");
      for (const [index, weight] of weights.entries()) {
        const letter = String.fromCharCode(65 + index);
        const count = got.filter((each) => each === letter).length;
        expect([letter, count, isNear(count, weight / total)]).toEqual([letter, count, true]);
      }
    },
  );

  test("is the same again, and says nothing of another link's", () => {
    const half = split(1, 1);
    const first = variants(half, "lnk_1");
    expect(variants(half, "lnk_1")).toEqual(first);
    const second = variants(half, "lnk_2");
    const same = first.filter((variant, index) => variant === second[index]).length;
    expect([same, isNear(same, 1 / 2)]).toEqual([same, true]);
  });
});
