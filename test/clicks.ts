import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Counts } from "@visoli/contract/stats";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import type { Visit, VisitedLink } from "../packages/server/src/core/visit.ts";
import type { ByteBuffer } from "../packages/server/src/lib/byte-buffer.ts";
import { temporaryFolder } from "./engines.ts";

let nonce = 0;

/** What the click store takes for what a row leaves out. */
export const UNKNOWN = {
  ...{ link: "", slug: "", domain: "", trigger: "", rule: "", variant: "" },
  ...{ bot: "", continent: "", country: "", region: "", city: "", as_name: "", as_domain: "", as_type: "" },
  ...{ referrer: "", browser: "", os: "", device: "", device_model: "", language: "", asn: 0, visitor: 0 },
  ...{ utm_source: "", utm_medium: "", utm_campaign: "", utm_term: "", utm_content: "" },
};

/** A click by a person on `lnk_1` of `ws_1` at noon of 2026-01-15 UTC, of whom nothing is known but what is given. */
export function click(part: Partial<ClickRow> = {}): ClickRow {
  const at = Date.UTC(2026, 0, 15, 12);
  const link = { workspace: "ws_1", link: "lnk_1", slug: "one" };
  return { ...UNKNOWN, ...link, at, nonce: nonce++, class: "human", visitor: 1, ...part };
}

/** A visit as the redirect hands it over: of a plain link, by nobody in particular. */
export function visit({ link, ...part }: VisitPart = {}): Visit {
  const url = "https://example.com";
  return {
    link: { id: "lnk_1", workspaceId: "ws_1", domain: "", slug: "one", url, ...link },
    ...{ trigger: "", rule: "", variant: "", at: Date.UTC(2026, 0, 15, 12) },
    ...{ address: "", agent: "", referrer: "", acceptLanguage: "", purpose: "", query: "" },
    isPrivate: false,
    ...part,
  };
}
type VisitPart = Partial<Omit<Visit, "link">> & { link?: Partial<VisitedLink> };

/** What the statistics should say of the visits, counted by hand. */
export function countsOf(rows: ClickRow[]): Counts {
  const by = (trigger: string) => rows.filter((row) => row.trigger === trigger);
  const visitors = new Set([...by(""), ...by("qr")].map((row) => row.visitor).filter(Boolean));
  return {
    ...{ clicks: by("").length, scans: by("qr").length, opens: by("open").length },
    visitors: visitors.size,
  };
}

/** The counts where the link itself was followed, and nothing else. */
export function clicked(clicks: number, visitors: number): Counts {
  return { clicks, scans: 0, opens: 0, visitors };
}

/** The clicks as the journal spells them. */
export function linesOf(clicks: ClickRow[]): string {
  return clicks.map((one) => `${JSON.stringify(one)}\n`).join("");
}

/** What a step wrote, after the click store's defaults. */
export function readPart(bytes: Uint8Array): Record<string, unknown> {
  return { ...UNKNOWN, ...JSON.parse(`{${new TextDecoder().decode(bytes).slice(1)}}`) };
}

/** For `journal.append`: this very line. */
export function lineOf(text: string): (row: ByteBuffer) => void {
  return (row) => row.text(text);
}

/** The lines as a file, as the click store takes them. */
export function fileOf(lines: string): string {
  const file = join(temporaryFolder(), "clicks.jsonl");
  writeFileSync(file, lines);
  return file;
}
