import { isIP } from "node:net";
import type { RefusedReason } from "./outcome.ts";

/** Where a URL leads, as far as it can be told without asking the DNS. `host` is a name, or an address without brackets. */
export type Target = { url: URL; host: string; isAddress: boolean; isSecure: boolean; port: number };

/** `ports` is null where every port will do. */
export type TargetRules = { ports: readonly number[] | null; areLocalNamesAllowed: boolean };

/** Reads a URL; says what is wrong with it if it is none that the server may fetch. */
export function readTarget(text: string, rules: TargetRules): Target | RefusedReason {
  // parsing turns every way of writing an IPv4 address (decimal, octal, 127.1, fullwidth digits) into the dotted one
  const url = URL.parse(text);
  if (url === null) return "url";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "scheme";
  if (url.username !== "" || url.password !== "") return "credentials";
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  if (rules.ports !== null && !rules.ports.includes(port)) return "port";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isAddress = isIP(host) !== 0;
  if (!isAddress && !rules.areLocalNamesAllowed && isLocalName(host)) return "not_public";
  return { url, host, isAddress, isSecure, port };
}

/** Names that no public DNS answers for: not even asking tells nobody which of them exist here. */
function isLocalName(host: string): boolean {
  const labels = host.replace(/\.$/, "").split(".");
  if (labels.length === 1) return true;
  return /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/.test(labels.join("."));
}
