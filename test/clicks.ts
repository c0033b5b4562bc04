import type { ClickRow } from "../packages/server/src/analytics/schema.ts";

let nonce = 0;

/** A click by a person on `lnk_1` of `ws_1` at noon of 2026-01-15 UTC, of whom nothing is known but what is given. */
export function click(part: Partial<ClickRow> = {}): ClickRow {
  const texts = {
    ...{ bot: "", continent: "", country: "", region: "", city: "", as_name: "", as_domain: "", as_type: "" },
    ...{ referrer: "", browser: "", os: "", device: "", device_model: "", language: "" },
    ...{ utm_source: "", utm_medium: "", utm_campaign: "", utm_term: "", utm_content: "" },
  };
  const at = Date.UTC(2026, 0, 15, 12);
  const link = { workspace: "ws_1", link: "lnk_1", slug: "one" };
  return { ...texts, ...link, at, nonce: nonce++, class: "human", visitor: 1, asn: 0, ...part };
}

/** The clicks as the journal spells them. */
export function linesOf(clicks: ClickRow[]): string {
  return clicks.map((one) => `${JSON.stringify(one)}\n`).join("");
}
