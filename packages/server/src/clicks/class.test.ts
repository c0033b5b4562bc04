import { describe, expect, test } from "bun:test";
import { readPart, visit } from "../../../../test/clicks.ts";
import { agentReader } from "../lib/agent.ts";
import { classStep } from "./class.ts";
import { createDuplicates } from "./duplicates.ts";

const readAgent = agentReader();
const PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const PROOFPOINT = 26_211;

type Told = { agent?: string; asn?: number; visitor?: number } & Parameters<typeof visit>[0];
/** Asks one process; each test has one of its own. */
function asking() {
  const step = classStep(createDuplicates(2_000));
  return ({ agent = PERSON, asn = 0, visitor = 7, ...part }: Told = {}) => {
    const { class: kind, bot } = readPart(step(visit(part), { agent: readAgent(agent), asn, visitor }));
    return bot === "" ? kind : `${kind} ${bot}`;
  };
}

describe("a browser that looks ahead", () => {
  test.each([
    ...[
      "prefetch",
      "prefetch;prerender",
      "Prefetch",
      "prefetch; anonymous-client-ip",
      "prerender",
      "preview",
    ],
  ])("%s", (purpose) => {
    expect(asking()({ purpose })).toBe("prefetch");
  });

  test.each(["", "navigate", "x"])("%j is none", (purpose) => {
    expect(asking()({ purpose })).toBe("human");
  });

  test("is followed by its person, who is no duplicate of it", () => {
    const ask = asking();
    expect(["prefetch", "", ""].map((purpose) => ask({ purpose }))).toEqual([
      ...["prefetch", "human", "duplicate"],
    ]);
  });

  test("a bot stays a bot, a preview a preview", () => {
    expect(asking()({ agent: "curl/8.5.0", purpose: "prefetch" })).toBe("bot curl");
    expect(asking()({ agent: "Twitterbot/1.0", purpose: "prefetch" })).toBe("preview X");
  });
});

describe("a network that follows links in other people's mail", () => {
  test("is a preview, whatever browser it calls itself", () => {
    expect(asking()({ asn: PROOFPOINT })).toBe("preview Proofpoint");
    expect(asking()({ asn: 30_031 })).toBe("preview Mimecast");
    expect(asking()({ asn: 3_320 })).toBe("human");
  });

  test("a program in it keeps its own name", () => {
    expect(asking()({ asn: PROOFPOINT, agent: "curl/8.5.0" })).toBe("bot curl");
  });
});

describe("the same click once more", () => {
  test("is a duplicate of a person alone", () => {
    const ask = asking();
    const twice = (told: Told) => [ask(told), ask(told)];
    expect(twice({})).toEqual(["human", "duplicate"]);
    expect(twice({ agent: "curl/8.5.0" })).toEqual(["bot curl", "bot curl"]);
    expect(twice({ agent: "Twitterbot/1.0" })).toEqual(["preview X", "preview X"]);
    expect(twice({ visitor: 8, purpose: "prefetch" })).toEqual(["prefetch", "prefetch"]);
  });

  test("is none without a visitor's hash, and none where no link is", () => {
    const ask = asking();
    for (const told of [{ visitor: 0 }, { trigger: "orphan", link: { id: "" } }] as const)
      expect([ask(told), ask(told)]).toEqual(["human", "human"]);
  });
});
