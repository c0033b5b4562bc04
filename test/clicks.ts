import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import type { ByteBuffer } from "../packages/server/src/lib/byte-buffer.ts";
import { temporaryFolder } from "./engines.ts";

let nonce = 0;

/** What the click store takes for what a row leaves out. */
export const UNKNOWN = {
  ...{ bot: "", continent: "", country: "", region: "", city: "", as_name: "", as_domain: "", as_type: "" },
  ...{ referrer: "", browser: "", os: "", device: "", device_model: "", language: "", asn: 0 },
  ...{ utm_source: "", utm_medium: "", utm_campaign: "", utm_term: "", utm_content: "" },
};

/** A click by a person on `lnk_1` of `ws_1` at noon of 2026-01-15 UTC, of whom nothing is known but what is given. */
export function click(part: Partial<ClickRow> = {}): ClickRow {
  const at = Date.UTC(2026, 0, 15, 12);
  const link = { workspace: "ws_1", link: "lnk_1", slug: "one" };
  return { ...UNKNOWN, ...link, at, nonce: nonce++, class: "human", visitor: 1, ...part };
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
