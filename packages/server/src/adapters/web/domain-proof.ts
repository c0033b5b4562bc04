import { resolveTxt as askDns } from "node:dns/promises";
import { within } from "../../lib/within.ts";
import type { FetchPublic } from "./fetch-public.ts";
import { explain } from "./outcome.ts";

export type DomainProof =
  | { kind: "proven"; by: "dns" | "http" }
  /** What was seen at either place, in sentences for people. */
  | { kind: "unproven"; dns: string; http: string };

/** All TXT records of a name, each in its pieces of up to 255 bytes; rejects with the code of node:dns if there are none. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

const DNS_TIMEOUT_MS = 5_000;
const PREFIX = "visoli-verification=";
const PATH = "/.well-known/visoli-verification.txt";
// more than the token means that the file is another one
const MAX_FILE_BYTES = 1024;
const MAX_QUOTED = 100;

/**
 * Looks for the token that only who controls the host can have put there: in the TXT records of `_visoli.<host>`, else
 * in `http://<host>/.well-known/visoli-verification.txt`. The host is a bare name, the token not empty.
 */
export async function findProof(
  { host, token }: { host: string; token: string },
  outside: { resolveTxt?: ResolveTxt; fetchPublic: FetchPublic },
): Promise<DomainProof> {
  const dns = await seenInDns(`_visoli.${host}`, token, outside.resolveTxt ?? askDns);
  if (dns === true) return { kind: "proven", by: "dns" };
  const http = await seenInFile(`http://${host}${PATH}`, token, outside.fetchPublic);
  if (http === true) return { kind: "proven", by: "http" };
  return { kind: "unproven", dns, http };
}

async function seenInDns(name: string, token: string, resolveTxt: ResolveTxt): Promise<true | string> {
  let records: string[];
  try {
    records = (await within(DNS_TIMEOUT_MS, resolveTxt(name))).map((pieces) => pieces.join("").trim());
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ENOTFOUND" || code === "ENODATA"
      ? `There is no TXT record at ${name}.`
      : `The DNS gave no answer about TXT records at ${name}. Try again in a few minutes.`;
  }
  if (records.includes(PREFIX + token)) return true;
  const ours = records.filter((record) => record.startsWith(PREFIX));
  const seen = ours[0] ?? records[0];
  if (seen === undefined) return `There is no TXT record at ${name}.`;
  return `The TXT record at ${name} is ${quoted(seen)}, and should be ${quoted(PREFIX + token)}.`;
}

async function seenInFile(url: string, token: string, fetchPublic: FetchPublic): Promise<true | string> {
  const outcome = await fetchPublic(url, { maxBodyBytes: MAX_FILE_BYTES });
  const place = outcome.url === url ? url : `${url}, which led to ${shortened(outcome.url)},`;
  if (outcome.kind !== "answer") return `${place} ${explain(outcome)}.`;
  if (outcome.status !== 200) return `${place} answered with status ${outcome.status} instead of the file.`;
  const content = new TextDecoder().decode(outcome.body).trim();
  if (content === token && !outcome.isTruncated) return true;
  return content === ""
    ? `${place} is empty, and should hold ${quoted(token)}.`
    : `${place} holds ${quoted(content)}, and should hold ${quoted(token)}.`;
}

function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

/** What others wrote, fit for a sentence: short, and on one line. */
function shortened(text: string): string {
  const line = text.replace(/[\s\p{C}]+/gu, " ").trim();
  const codePoints = Array.from(line);
  return codePoints.length > MAX_QUOTED ? `${codePoints.slice(0, MAX_QUOTED).join("")}…` : line;
}
