import { until } from "../test/engines.ts";

export type Link = {
  id: string;
  shortUrl: string;
  slug: string;
  url: string;
  clicks: number | null;
  scans: number | null;
  tags: string[];
  createdAt: string;
};
export type Counts = { clicks: number; visitors: number };
export type Group = Counts & Record<string, string | number>;
export type Stats = {
  start: string;
  end: string;
  totals: Counts;
  series?: (Counts & { start: string })[];
  groups?: Group[];
};
export type Page<Item> = { data: Item[]; nextCursor: string | null };
export type Problem = {
  type: string;
  status: number;
  code: string;
  requestId: string;
  errors?: { path: string; code: string }[];
};
export type Invocation = {
  date: string;
  referer: string | null;
  asn: { asn: number | null; name: string | null };
};
export type ServiceStats = {
  slug: string;
  stats: { invocations: Invocation[]; startDate: string; endDate: string };
};

export type Answer<Body> = { status: number; headers: Headers; body: Body };
export type RequestHeaders = Record<string, string>;

/** The API of a server, asked with one key. Paths begin with `/api`. */
export type Client = ReturnType<typeof createClient>;
type Ask = <Body>(
  method: string,
  path: string,
  body?: unknown,
  headers?: RequestHeaders,
) => Promise<Answer<Body>>;

export function createClient(url: string, apiKey: string) {
  const ask: Ask = async <Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: RequestHeaders = {},
  ) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  };
  return {
    ask,
    get: <Body>(path: string, headers?: RequestHeaders) => ask<Body>("GET", path, undefined, headers),
    post: <Body>(path: string, body: unknown, headers?: RequestHeaders) =>
      ask<Body>("POST", path, body, headers),
    ...linkCalls(ask),
    ...statsCalls(ask),
  };
}

function linkCalls(ask: Ask) {
  return {
    async createLink(input: Record<string, unknown>): Promise<Link> {
      return whole(await ask<Link>("POST", "/api/v1/links", input), 201);
    },
    /** All items of a list, page by page. */
    async all<Item>(path: string, limit: number): Promise<Item[]> {
      const items: Item[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: Page<Item> = whole(
          await ask("GET", `${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`),
          200,
        );
        items.push(...page.data);
        cursor = page.nextCursor;
      }
      return items;
    },
  };
}

function statsCalls(ask: Ask) {
  const stats = async (query: Record<string, string> = {}): Promise<Stats> =>
    whole(await ask<Stats>("GET", `/api/v1/stats?${new URLSearchParams(query)}`), 200);
  return {
    stats,
    /** Waits until at least that many clicks are in the statistics. */
    async statsOf(clicks: number, query: Record<string, string> = {}): Promise<Stats> {
      let last = await stats(query);
      const isEnough = async () => {
        last = await stats(query);
        return last.totals.clicks >= clicks;
      };
      await until(isEnough, { timeoutMs: 20_000 }).catch((cause) => {
        throw new Error(`${last.totals.clicks} clicks, not ${clicks}`, { cause });
      });
      return last;
    },
    /** The single clicks of the drop-in call, by the host of their referrer: the names that `startLoad` gives them. */
    async namesOf(slug: string): Promise<string[]> {
      const { stats } = whole(await ask<ServiceStats>("GET", `/api/link/${slug}/stats`), 200);
      return stats.invocations.map((one) => `${one.referer}`.replace(/\.example$/, ""));
    },
  };
}

function whole<Body>({ status, body }: Answer<Body>, expected: number): Body {
  if (status !== expected) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

/** Follows a short link as a browser would, but not to its end. */
export function click(shortUrl: string, headers: RequestHeaders = {}, method = "GET"): Promise<Response> {
  return fetch(shortUrl, { method, redirect: "manual", headers: { "User-Agent": CHROME, ...headers } });
}

/** Visitors are counted by UTC day, so a test of them must not run across midnight. */
export async function awayFromMidnight(spanMs = 60_000): Promise<void> {
  const left = 86_400_000 - (Date.now() % 86_400_000);
  if (left < spanMs) await Bun.sleep(left + 1_000);
}
