import fc from "fast-check";
import { CHROME } from "./client.ts";

export const EVIL = "evil.example";
export const OWNER = "https://owner.example";

/** Links of every kind that takes something from its visitor. Each leads to the owner's host alone. */
export const LINKS: Record<string, Record<string, unknown>> = {
  plain: {},
  query: { url: `${OWNER}/to?own=1#part`, forwardQuery: true },
  bare: { url: OWNER, forwardQuery: true, forwardPath: true },
  path: { url: `${OWNER}/to/?next=mine`, forwardPath: true, redirectStatus: 301 },
  port: { url: `${OWNER}:8443/`, forwardQuery: true, forwardPath: true, redirectStatus: 308 },
  rules: {
    forwardQuery: true,
    forwardPath: true,
    rules: [
      { conditions: [{ type: "referrer", in: [EVIL] }], url: `${OWNER}/came-from-evil` },
      { conditions: [{ type: "query", name: "url" }], url: `${OWNER}/asked-for-url` },
      { conditions: [], split: [1, 2].map((weight) => ({ url: `${OWNER}/split-${weight}`, weight })) },
    ],
  },
  card: { preview: { title: "Card", image: `${OWNER}/image.png` }, forwardQuery: true },
  cloak: { cloak: true, forwardQuery: true, forwardPath: true },
  pixels: { pixels: [{ provider: "meta", id: "1234567890" }], forwardQuery: true, forwardPath: true },
  phones: { ios: "owner://open", android: `${OWNER}/android`, forwardQuery: true, forwardPath: true },
  secret: { password: "password", forwardQuery: true, forwardPath: true },
  expired: { expiresAt: "2020-01-01T00:00:00Z", expiredUrl: `${OWNER}/over`, forwardQuery: true },
  limited: { maxClicks: 20, forwardQuery: true, forwardPath: true },
};

export type Attack = {
  link: string;
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body: string;
};

const URLS = [
  `https://${EVIL}/`,
  `//${EVIL}`,
  `/\\${EVIL}`,
  `\\\\${EVIL}`,
  `https:${EVIL}`,
  `https://owner.example@${EVIL}`,
  `javascript:alert(1)//${EVIL}`,
  `data:text/html,<script src=//${EVIL}>`,
  `"><script src=//${EVIL}></script>`,
  `'onload=location='//${EVIL}`,
  `\r\nX-Injected: ${EVIL}\r\n\r\n`,
];
const PARAMETERS =
  "url redir_url redirect redirect_uri next to return dest own qr u Location continue goto".split(" ");
const SEGMENTS = [
  ...["x", "x/y", "..", "%2e%2e", ".%2E", "%252e%252e", "..;", "..%2f", "%5c", "%2f%2f", "", "%00", "%ff"],
  ...["+", "@", ":80", "%0d%0aX-Injected:%201", "%E5%98%8A%E5%98%8DX-Injected:%201", `@${EVIL}`, `.${EVIL}`],
];
const STARTS = [
  ...["/", "//", "/\\", `/${EVIL}`, `//${EVIL}/..`, "/%2f", "/.", "/pixel", "/.."],
  ...[`http://${EVIL}`, `https://${EVIL}`],
];
const HOSTS = [
  EVIL,
  `${EVIL}:80`,
  "owner.example",
  `127.0.0.1@${EVIL}`,
  "localhost",
  `a, ${EVIL}`,
  "-",
  "[::1]",
];
const AGENTS = [
  CHROME,
  "WhatsApp/2.23.20.0",
  "",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
];

const one = (values: readonly string[]) => fc.constantFrom(...values);

/** Something evil as it is, encoded, or encoded twice. A space or a line's end as it is would end the request's own line. */
const encoded = fc
  .tuple(fc.oneof(one(URLS), fc.string({ unit: "binary", maxLength: 12 })), fc.integer({ min: 0, max: 2 }))
  .map(([text, times]) => {
    const sent = text.toWellFormed();
    if (times === 0) return sent.replace(/[\s\p{Cc}]/gu, encodeURIComponent);
    return times === 1 ? encodeURIComponent(sent) : encodeURIComponent(encodeURIComponent(sent));
  });

const query = fc
  .array(fc.tuple(one(PARAMETERS), encoded), { maxLength: 3 })
  .map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));

const behind = fc
  .tuple(
    one(["/", "//", "\\", ""]),
    fc.array(fc.oneof(encoded, one(SEGMENTS)), { minLength: 1, maxLength: 4 }),
  )
  .map(([joint, segments]) => joint + segments.join("/"));

const header = fc.oneof(
  fc.tuple(one(["X-Forwarded-Host", "X-Host", "X-Original-Host", "X-Forwarded-Server"]), one(HOSTS)),
  fc.tuple(one(["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "Referer", "Origin"]), one(URLS)),
  fc.tuple(fc.constant("Forwarded"), fc.constant(`host=${EVIL};proto=javascript`)),
  fc.tuple(one(["X-Forwarded-Proto", "X-Forwarded-Port"]), one(["javascript", "8443", "https"])),
  fc.tuple(fc.constant("Accept"), one(["application/json", "text/html"])),
);

/** Half of them the value, so that enough requests get as far as to a link. */
const mostly = (value: string, others: fc.Arbitrary<string>) => fc.oneof(fc.constant(value), others);

/**
 * A request for one of `LINKS` that tries to have its visitor led elsewhere. Most of them say `host` as their Host; `cookie` opens
 * the link with a password.
 */
export function attackOn(host: string, cookie: string): fc.Arbitrary<Attack> {
  return fc
    .record({
      link: one(Object.keys(LINKS)),
      method: one(["GET", "GET", "GET", "GET", "HEAD", "POST"]),
      start: mostly("", one(STARTS)),
      rest: mostly("", behind),
      plus: one(["", "", "", "+"]),
      query,
      asHost: mostly(host, one([host, ...HOSTS])),
      headers: fc.array(header, { maxLength: 2 }),
      agent: one(AGENTS),
      hasCookie: fc.boolean(),
    })
    .map(({ link, method, start, rest, plus, query, asHost, headers, agent, hasCookie }) => {
      const isForm = method === "POST";
      const own: [string, string][] = [
        ["Host", asHost],
        ["User-Agent", agent],
      ];
      if (isForm) own.push(["Content-Type", "application/x-www-form-urlencoded"]);
      if (hasCookie) own.push(["Cookie", cookie]);
      // What ends a header's line begins the sender's own next header, and harms nobody else.
      const sent = headers.map(([name, value]): [string, string] => [name, value.replace(/[\r\n]/g, "")]);
      return {
        link,
        method,
        target: `${start}/${link}${rest}${plus}${query && `?${query}`}`,
        headers: [...own, ...sent],
        // The right one: after five wrong ones none is looked at for 15 minutes.
        body: isForm && link === "secret" ? "password=password" : "",
      };
    });
}

export function bytesOf({ method, target, headers, body }: Attack): Uint8Array {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = body === "" ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}${length}Connection: close\r\n\r\n${body}`);
}
