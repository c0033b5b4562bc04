import { CHROME, click, type Link } from "./client.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const SLACKBOT = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";

/** Who follows links here, how they are classed, and how many of ten they are. */
const VISITORS = [
  { agent: CHROME, class: "human", browser: "Chrome", weight: 4 },
  { agent: FIREFOX, class: "human", browser: "Firefox", weight: 3 },
  { agent: GOOGLEBOT, class: "bot", browser: "", weight: 2 },
  { agent: SLACKBOT, class: "preview", browser: "", weight: 1 },
] as const;
const REFERRERS = ["", "news.example.org", "blog.example.com"];

/** One request that counts, and what every account of it has to say. */
export type Visit = {
  link: Link;
  trigger: "link" | "qr";
  class: string;
  browser: string;
  referrer: string;
  /** IPv4 of a documentation network. */
  address: string;
  agent: string;
};

/** The same visits for the same seed. */
export function plannedVisits(links: Link[], count: number, seed = 1): Visit[] {
  let state = seed;
  const below = (limit: number) => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const people = VISITORS.flatMap((one) => Array.from({ length: one.weight }, () => one));
  return Array.from({ length: count }, () => {
    const { weight: _, ...who } = people[below(people.length)] ?? VISITORS[0];
    const link = links[below(links.length)];
    if (!link) throw new Error("there is no link to follow");
    return {
      ...{ link, ...who, address: `192.0.2.${below(200)}` },
      trigger: below(5) === 0 ? "qr" : "link",
      referrer: REFERRERS[below(REFERRERS.length)] ?? "",
    };
  });
}

/** Sends the visits, some at a time, and with them requests that must not count. The server must trust one proxy. */
export async function send(visits: Visit[], atOnce = 16): Promise<void> {
  for (let at = 0; at < visits.length; at += atOnce)
    await Promise.all(visits.slice(at, at + atOnce).flatMap((visit) => [follow(visit), stayOut(visit)]));
}

async function follow({ link, trigger, agent, address, referrer }: Visit): Promise<void> {
  const headers = {
    "User-Agent": agent,
    "X-Forwarded-For": address,
    ...(referrer && { Referer: `https://${referrer}/page?secret=1` }),
  };
  const { status } = await click(`${link.shortUrl}${trigger === "qr" ? "?qr=1" : ""}`, headers);
  if (status !== 302) throw new Error(`${link.shortUrl} answered ${status}`);
}

async function stayOut({ link, address }: Visit): Promise<void> {
  const headers = { "X-Forwarded-For": address };
  await click(link.shortUrl, headers, "HEAD");
  await click(`${link.shortUrl}+`, headers);
}

/** How many there are of each, by what `keyOf` says. */
export function countBy<Item>(items: Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
