import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import UserAgent from "user-agents";
import { agentReader } from "./agent.ts";
import { classOfName } from "./agent-class.ts";
import { APPS, BROWSERS } from "./people.fixture.ts";
import { BOT_AGENTS, PREVIEW_AGENTS } from "./programs.fixture.ts";

const read = agentReader();

describe("people are people", () => {
  test.each(BROWSERS)("in a browser: %s", (agent) => {
    expect(read(agent)).toMatchObject({ class: "human", bot: "" });
  });

  test.each(APPS)("inside of an app: %s", (agent) => {
    expect(read(agent)).toMatchObject({ class: "human", bot: "" });
  });

  test("almost all of a collection of real ones", () => {
    const agents = Array.from({ length: 500 }, () => new UserAgent().toString());
    const others = agents.filter((agent) => read(agent).class !== "human");
    expect(others.length).toBeLessThan(5);
    expect(agents.filter((agent) => read(agent).browser === "").length).toBeLessThan(5);
  });
});

describe("programs go by their names", () => {
  test.each(PREVIEW_AGENTS)("%s is a preview", (agent, bot) => {
    expect(read(agent)).toMatchObject({ class: "preview", bot });
  });

  test.each(BOT_AGENTS)("%s is a bot", (agent, bot) => {
    expect(read(agent)).toMatchObject({ class: "bot", bot, device: "", deviceModel: "" });
  });

  test("whatever is sent, a program has a short name and a person has none", () => {
    const odd = fc.constantFrom(
      "bot",
      "java",
      "GOT",
      "WhatsApp",
      "Bot/",
      "(",
      ")",
      ";",
      " ",
      "/",
      "Mozilla/5.0",
      "http://a.b/",
      "x",
      "\n",
      "é",
      '"',
    );
    const agents = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(odd).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(agents, (agent) => {
        const { class: kind, bot } = read(agent);
        expect(bot === "").toBe(kind === "human");
        expect(bot.length).toBeLessThanOrEqual(60);
        expect(bot).toBe(bot.trim());
        // Or else clicks would be classed anew for ever.
        if (kind !== "human") expect(classOfName(bot) ?? { class: kind, bot }).toEqual({ class: kind, bot });
      }),
    );
  });
});

describe("a name that was recorded", () => {
  test.each(PREVIEW_AGENTS.map(([, name]) => name))("%s means what it means today", (name) => {
    if (name !== "Signal") expect(classOfName(name)).toEqual({ class: "preview", bot: name });
  });

  test.each([
    ["facebookexternalhit", "preview", "Facebook"],
    ["Slackbot-LinkExpanding", "preview", "Slack"],
    ["slackbot-linkexpanding", "preview", "Slack"],
    ["WhatsApp", "preview", "WhatsApp"],
    ["Twitterbot", "preview", "X"],
    ["googlebot", "bot", "Googlebot"],
    ["curl", "bot", "curl"],
  ] as const)("%s of former times is a %s, %s", (old, kind, bot) => {
    expect(classOfName(old)).toEqual({ class: kind, bot });
  });

  test.each(["", "SomeNewBot", "unknown program", "toString", "__proto__"])("%j stays as it is", (name) => {
    expect(classOfName(name)).toBeNull();
  });
});

test("of an endless agent only the beginning is read", () => {
  const person = BROWSERS[0] ?? "";
  expect(read(person + " ".repeat(16_000)).class).toBe("human");
  expect(read(`${person}${" ".repeat(16_000)}Googlebot`).class).toBe("human");
});
