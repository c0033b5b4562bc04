import { readFileSync } from "node:fs";
import { join } from "node:path";
import UserAgent from "user-agents";
import { ROOT } from "./server.ts";

/** Addresses as people write them: of every installed package's home and repository, and those in its README. */
export function realUrls(most: number): string[] {
  const homes = new Set<string>();
  const others = new Set<string>();
  for (const path of filesNamed("package.json")) for (const url of urlsOfPackage(path)) homes.add(url);
  for (const path of filesNamed("README.md")) for (const url of urlsOfText(path)) others.add(url);
  return [...new Set([...homes, ...others])].slice(0, most);
}

function filesNamed(name: string): string[] {
  const found = new Bun.Glob(`node_modules/**/${name}`).scanSync({ cwd: ROOT });
  return [...found].sort().map((path) => join(ROOT, path));
}

type Package = { homepage?: unknown; repository?: unknown };

function urlsOfPackage(path: string): string[] {
  let parsed: Package = {};
  try {
    parsed = JSON.parse(readFileSync(path, "utf8")) as Package;
  } catch {
    // A package's own test data.
  }
  const { homepage, repository } = parsed;
  const address =
    typeof repository === "object" && repository !== null && "url" in repository
      ? repository.url
      : repository;
  return [homepage, address].map(webAddress).filter((url) => url !== "");
}

/** `git+https://`, `git://`, `git+ssh://git@` and the like as what a browser opens. */
function webAddress(address: unknown): string {
  const text = `${address ?? ""}`
    .replace(/^git\+/, "")
    .replace(/^(git|ssh):\/\/(\w+@)?/, "https://")
    .replace(/^git@([^:]+):/, "https://$1/")
    .replace(/^github:/, "https://github.com/");
  return /^https?:\/\/[^/]/.test(text) && URL.canParse(text) ? text : "";
}

function urlsOfText(path: string): string[] {
  const found = readFileSync(path, "utf8").match(/https?:\/\/[^\s)>\]"'`<|\\]+/g) ?? [];
  return found.filter((url) => URL.canParse(url) && !new URL(url).hostname.includes("..."));
}

export type Device = "desktop" | "mobile" | "tablet";
export type Agent = { text: string; device: Device | null };

/** What the text itself must say, so that nobody can doubt the device. */
const UNMISTAKABLE: Record<Device, RegExp> = {
  desktop: /\((Windows NT|Macintosh|X11; Linux x86_64)/,
  mobile: /\(iPhone|Android[^)]*\).*Mobile/,
  tablet: /\(iPad|Android(?!.*Mobile)/,
};

/** Real browsers, `count` of each device, the most frequent first. */
export function realAgents(count: number): Agent[] {
  return (Object.keys(UNMISTAKABLE) as Device[]).flatMap((device) => {
    const top = UserAgent.top(count * 20, { deviceCategory: device }).map((data) => data.userAgent);
    const sure = [...new Set(top)].filter((text) => UNMISTAKABLE[device].test(text));
    return sure.slice(0, count).map((text) => ({ text, device }));
  });
}

export const BOTS: Agent[] = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Twitterbot/1.0",
  "curl/8.5.0",
  "python-requests/2.32.3",
].map((text) => ({ text, device: null }));

/** Numbers from 0 up to `below`, the same in every run. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
