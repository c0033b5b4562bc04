import UserAgent from "user-agents";

/** The most common user agents, each once: always the same ones. */
export function userAgents(count: number): string[] {
  const all = UserAgent.top().map(({ userAgent }) => userAgent);
  return [...new Set(all)].slice(0, count);
}

/** The first halves ("81.2.") of all public IPv4 addresses: any second half makes a visitor of them. */
export function publicNetworks(): string[] {
  const networks: string[] = [];
  for (let first = 1; first < 224; first++) {
    for (let second = 0; second < 256; second++) {
      if (!isSpecial(first, second)) networks.push(`${first}.${second}.`);
    }
  }
  return networks;
}

/** The special-purpose blocks of IANA; where one is smaller than a /16, the whole /16. */
function isSpecial(first: number, second: number): boolean {
  if (first === 10 || first === 127) return true;
  if (first === 100) return second >= 64 && second < 128;
  if (first === 172) return second >= 16 && second < 32;
  if (first === 192) return second === 0 || second === 88 || second === 168;
  if (first === 198) return second === 18 || second === 19 || second === 51;
  if (first === 203) return second === 0;
  return first === 169 && second === 254;
}

export const REFERERS = [
  "https://www.google.com/",
  "https://www.bing.com/",
  "https://duckduckgo.com/",
  "https://www.facebook.com/",
  "https://l.instagram.com/",
  "https://t.co/",
  "https://www.linkedin.com/feed/",
  "https://www.reddit.com/r/programming/",
  "https://news.ycombinator.com/item?id=1",
  "https://www.youtube.com/watch?v=1",
  "https://mail.example.net/inbox",
  "https://shop.example.org/spring/sale?page=2",
];
