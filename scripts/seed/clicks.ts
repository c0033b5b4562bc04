import type { Visit, VisitedLink } from "../../packages/server/src/core/visit.ts";
import { createRandom, type Random, weighted } from "./random.ts";
import type { Visitor } from "./visitors.ts";

const HOUR_MS = 3_600_000;
/** How many of a day's clicks fall into each hour of UTC: few at night, most after work. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 9, 8, 8, 8, 9, 10, 11, 12, 11, 9, 6, 4];
const WEEKDAYS = [0.72, 1, 1.04, 1.08, 1.05, 0.98, 0.76];
const REFERRERS = [
  ["", 38],
  ["https://www.google.com/", 17],
  ["https://www.instagram.com/", 13],
  ["https://t.co/x", 7],
  ["https://www.facebook.com/", 6],
  ["https://www.linkedin.com/feed/", 5],
  ["https://news.ycombinator.com/item", 4],
  ["https://mail.google.com/", 4],
  ["https://www.reddit.com/r/travel", 3],
  ["https://blog.example.org/post", 2],
  ["https://duckduckgo.com/", 1],
] as const;

export type SeededLink = VisitedLink & { createdAt: number };
type Plan = {
  links: readonly SeededLink[];
  drawVisitor(): Visitor;
  count: number;
  days: number;
  now: number;
};

/** Visits of some days up to now, in the order of time: more on workdays and in the evening, growing, and one day that went round. */
export function* plannedVisits({ links, drawVisitor, count, days, now }: Plan): Generator<Visit> {
  const random = createRandom(11);
  const pickLink = weighted(
    random,
    // By Zipf's law, but not by age: some of the newest are among those that are followed most.
    links.map((link, place) => [link, 1 / (((place * 181) % links.length) + 3)] as const),
  );
  const referrer = weighted(random, REFERRERS);
  const trigger = weighted(random, [
    ["" as const, 94],
    ["qr" as const, 5],
    ["open" as const, 1],
  ]);
  const rule = weighted(random, [
    ["", 40],
    ["iPhone", 20],
    ["German", 25],
    ["Headline test", 15],
  ]);
  for (const at of times(random, { count, days, now })) {
    let link = pickLink();
    while (link.createdAt > at) link = pickLink();
    const won = link === links[0] ? rule() : "";
    yield {
      ...{ link, at, ...drawVisitor() },
      ...{
        trigger: trigger(),
        referrer: referrer(),
        purpose: "",
        query: "",
        isPrivate: random.next() < 0.02,
      },
      ...{ rule: won, variant: won === "Headline test" ? random.pick(["Sea", "Sea", "Tram"]) : "" },
    };
  }
}

/** Instants in order, within the days before now. */
function times(random: Random, { count, days, now }: Pick<Plan, "count" | "days" | "now">): number[] {
  const first = Math.floor(now / HOUR_MS) - days * 24;
  const hours = Array.from({ length: days * 24 }, (_, index) => {
    const hour = new Date((first + index) * HOUR_MS);
    const growth = 0.6 + (index / (days * 24)) * 0.8;
    const spike = Math.floor(index / 24) === Math.floor(days * 0.7) ? 3.2 : 1;
    const weight = (HOURS[hour.getUTCHours()] ?? 1) * (WEEKDAYS[hour.getUTCDay()] ?? 1) * growth * spike;
    return [first + index, weight * (0.8 + random.next() * 0.4)] as const;
  });
  const draw = weighted(random, hours);
  return Array.from({ length: count }, () =>
    Math.min(draw() * HOUR_MS + random.below(HOUR_MS), now - 1),
  ).sort((one, other) => one - other);
}
