import { SLUGS_PER_HEAD, slugHead, slugTail } from "./slugs.ts";
import { publicNetworks, REFERERS, userAgents } from "./visitors.ts";

/** What is asked: links by chance; every link in turn, by HEAD, which counts no click; slugs that do not exist; a new link. */
export type Asking = "links" | "walk" | "missing" | "create";
export type Script = {
  asking: Asking;
  links: number;
  host: string;
  seed: number;
  apiKey?: string | undefined;
  /** Asks for this path and query alone. */
  path?: string | undefined;
  /** How long a connection waits before each request, on average; nothing: as fast as it is answered. */
  pauseMs?: number | undefined;
};

/** A script for wrk that puts each request together from tables: one concatenation, no formatting. */
export function wrkScript(script: Script): string {
  const body = script.asking === "create" ? createRequest(script) : visitRequest(script);
  return `${tables(script)}\n${body}\n${pause(script)}\n${DONE}`;
}

/** At random, so that the requests of all connections together come evenly, and not in step with what the service does. */
function pause({ pauseMs }: Script): string {
  return pauseMs === undefined ? "" : `function delay() return random(0, ${Math.round(pauseMs * 2)}) end`;
}

function tables({ links, host, seed }: Script): string {
  const heads = Array.from({ length: Math.ceil(links / SLUGS_PER_HEAD) }, (_, at) => slugHead(at));
  const tails = Array.from({ length: SLUGS_PER_HEAD }, (_, at) => slugTail(at));
  return `local random, floor = math.random, math.floor
math.randomseed(${seed})
local heads = ${luaTable(heads)}
local tails = ${luaTable(tails)}
local agents = ${luaTable(userAgents(200))}
local referers = ${luaTable(REFERERS)}
local networks = ${luaTable(publicNetworks())}
local hosts = {}
for high = 0, 255 do for low = 0, 255 do hosts[#hosts + 1] = high .. "." .. low end end
local agentCount, refererCount, networkCount, linkCount = #agents, #referers, #networks, ${links}
local afterPath = " HTTP/1.1\\r\\nHost: ${host}\\r\\nUser-Agent: "`;
}

function visitRequest({ asking, path }: Script): string {
  if (path !== undefined) return `function request() return "GET ${path}" .. ${VISITOR} end`;
  const next = asking === "walk" ? "at = at + 1; local index = at % linkCount" : INDEX_BY_CHANCE;
  const first = asking === "missing" ? "/-" : "/";
  return `local at = -1
function request()
  ${next}
  local head = floor(index / ${SLUGS_PER_HEAD})
  return "${asking === "walk" ? "HEAD" : "GET"} ${first}" .. heads[head + 1] .. tails[index - head * ${SLUGS_PER_HEAD} + 1] .. ${asking === "missing" ? "random(1, 99999) .. " : ""}${VISITOR}
end`;
}

const VISITOR = `afterPath
    .. agents[random(1, agentCount)] .. "\\r\\nX-Forwarded-For: " .. networks[random(1, networkCount)] .. hosts[random(1, 65536)]
    .. "\\r\\nReferer: " .. referers[random(1, refererCount)] .. "\\r\\n\\r\\n"`;
const INDEX_BY_CHANCE = "local index = random(0, linkCount - 1)";

function createRequest({ host, apiKey }: Script): string {
  return `local before = "POST /api/v1/links HTTP/1.1\\r\\nHost: ${host}\\r\\nAuthorization: Bearer ${apiKey}\\r\\nContent-Type: application/json\\r\\nContent-Length: "
function request()
  local body = '{"url":"https://example.com/landing/' .. random(100000000, 999999999) .. '"}'
  return before .. #body .. "\\r\\n\\r\\n" .. body
end`;
}

const DONE = `function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"longest":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    e.status, e.connect + e.read + e.write + e.timeout))
end
`;

function luaTable(texts: readonly string[]): string {
  return `{${texts.map((text) => JSON.stringify(text)).join(",")}}`;
}
