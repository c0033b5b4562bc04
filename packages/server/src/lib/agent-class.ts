import type { ClickClass } from "@visoli/contract/dimensions";
import { isbot, isbotMatch } from "isbot";
import { BOTS, type KnownAgents, PREVIEWS } from "./known-agents.ts";

/** Who is behind a user agent, as far as it says: a person, or a program with its name. */
export type AgentClass = { class: Extract<ClickClass, "human" | "bot" | "preview">; bot: string };

export const NO_AGENT = "no user agent";
export const UNNAMED = "unknown program";
const MAX_NAME = 60;

const HUMAN: AgentClass = { class: "human", bot: "" };
const BY_WORD = new Map([...entriesOf(BOTS, "bot"), ...entriesOf(PREVIEWS, "preview")]);
/** By the names that are recorded, and by the words that were recorded in former times. */
const BY_NAME = new Map(
  [...BY_WORD].flatMap(([word, who]) => [
    [who.bot.toLowerCase(), who],
    [word.replace(/^\^|\/$/g, ""), who],
  ]),
);
const KNOWN = wordsTest([...BY_WORD.keys()]);

/** Says who it is. A browser says what it is and what it runs on: what says neither is a program. */
export function classOfAgent(agent: string, isBrowser: boolean): AgentClass {
  if (agent === "") return { class: "bot", bot: NO_AGENT };
  // Signal looks at links under this name, and with no more than that.
  if (agent === "WhatsApp/2") return { class: "preview", bot: "Signal" };
  const word = KNOWN.exec(agent)?.[0].toLowerCase();
  const known = word && (BY_WORD.get(word) ?? BY_WORD.get(`^${word}`));
  if (known) return known;
  if (isBrowser && !isbot(agent)) return HUMAN;
  const bot = nameOf(agent);
  return classOfName(bot) ?? { class: "bot", bot };
}

/** What is known today of a name that was recorded; null where it is as it was. */
export function classOfName(bot: string): AgentClass | null {
  return BY_NAME.get(bot.toLowerCase()) ?? null;
}

function entriesOf(agents: KnownAgents, kind: "bot" | "preview"): [string, AgentClass][] {
  return Object.entries(agents).flatMap(([bot, words]) =>
    words.map((word): [string, AgentClass] => [word.toLowerCase(), { class: kind, bot }]),
  );
}

/** Finds the first of the words; the longest of those that begin there. */
function wordsTest(words: string[]): RegExp {
  const longestFirst = words.sort((a, b) => b.length - a.length);
  const escaped = (word: string) => RegExp.escape(word);
  const first = longestFirst.filter((word) => word.startsWith("^")).map((word) => escaped(word.slice(1)));
  const anywhere = longestFirst.filter((word) => !word.startsWith("^")).map(escaped);
  return new RegExp(`^(?:${first.join("|")})|(?<!\\w)(?:${anywhere.join("|")})`, "i");
}

/** The product that gives a program away, without its version: `FooBot` of `(compatible; FooBot/1.2; +https://foo.example/bot)`. */
function nameOf(agent: string): string {
  const bare = agent.replace(/\+?https?:\/\/[^\s);]*/gi, "");
  const match = isbotMatch(bare);
  const candidates = [
    match ? bare.slice(beginOfWord(bare, bare.indexOf(match))) : "",
    /compatible;\s*(.+)/.exec(bare)?.[1] ?? "",
    bare,
  ];
  return candidates.map(productOf).find((name) => name !== "") ?? UNNAMED;
}

function beginOfWord(text: string, at: number): number {
  let begin = Math.max(0, at);
  while (begin > 0 && /[\w.!-]/.test(text[begin - 1] ?? "")) begin--;
  return begin;
}

/** Empty where the text begins with no name: a number alone is none, and what every browser begins with tells nothing. */
function productOf(text: string): string {
  const words = /^[^/;:,()[\]{}+<>"']*/.exec(text)?.[0] ?? "";
  const name =
    words
      .split(/\s+(?=v?\d)/i, 1)[0]
      ?.trim()
      .slice(0, MAX_NAME) ?? "";
  return /[a-z]/i.test(name) && !/^mozilla$/i.test(name) ? name : "";
}
