import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, linesOf } from "../../../../test/clicks.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import type { ClickRow } from "../analytics/row.ts";
import { createIngest } from "./ingest.ts";
import { openJournal } from "./journal.ts";
import { newSegmentName } from "./segments.ts";

const LATER = ["domain", "trigger", "rule", "variant"] as const;

/** The click as it was written before there were those columns. */
function oldLine(one: ClickRow): string {
  return `${JSON.stringify(Object.fromEntries(Object.entries(one).filter(([name]) => !LATER.includes(name as never))))}\n`;
}

forEachAnalytics("a journal of an older version", (suite) => {
  test("is taken, and what it does not tell is empty: its clicks are of links on the service's own domain", async () => {
    const { analytics } = suite;
    const folder = temporaryFolder();
    const log = pino({ enabled: false });
    const journal = openJournal({ folder, fsyncMs: 60_000, log });
    const old = [1, 2, 3].map((visitor) => oldLine(click({ workspace: "ws_old", visitor })));
    expect(LATER.some((name) => old.join().includes(`"${name}"`))).toBe(false);
    const later = { domain: "dom_1", trigger: "qr", rule: "1", variant: "A" };
    writeFileSync(
      join(folder, newSegmentName()),
      old.join("") + linesOf([click({ workspace: "ws_old", ...later })]),
    );
    expect(await createIngest({ analytics, journal, folder, log }).run()).toBe(4);
    await journal.close();
    const rows = await analytics.query<object>(
      `select ${LATER.join(", ")}, count() as n from ${analytics.clicks}
       where workspace = 'ws_old' group by ${LATER.join(", ")} order by n`,
    );
    expect(rows).toEqual([
      { ...later, n: 1 },
      { domain: "", trigger: "", rule: "", variant: "", n: 3 },
    ]);
  });
});
