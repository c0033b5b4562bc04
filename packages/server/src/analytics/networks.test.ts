import { expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { networksTable } from "./networks.ts";
import { askSingleClicks } from "./questions/single-clicks.ts";
import { ALL_TIME } from "./source.ts";

forEachAnalytics("networks", (suite) => {
  let batches = 0;
  const insert = (...rows: Parameters<typeof click>[0][]) =>
    suite.analytics.insertClicks(fileOf(linesOf(rows.map((row) => click(row)))), `networks-${batches++}`);
  const namesIn = async (workspaceId: string) => {
    const selection = { workspaceId, ...ALL_TIME, includeBots: true, filters: {} };
    const clicks = await askSingleClicks(suite.analytics, selection);
    return clicks.map((row) => [row.asn, row.as_name, row.as_domain, row.as_type]);
  };
  const ODD = `Ne't "work" \\ '); drop\n,"asn":7,`;

  test("are named by their number, whatever their name is, and written down once", async () => {
    const known = { as_name: ODD, as_domain: "net.example", as_type: "isp" };
    await insert({ asn: 64_500, ...known }, { asn: 64_500, ...known }, { asn: 0 }, { asn: 4_294_967_295 });
    expect(await namesIn("ws_1")).toEqual([
      [4_294_967_295, "", "", ""],
      [0, "", "", ""],
      [64_500, ODD, "net.example", "isp"],
      [64_500, ODD, "net.example", "isp"],
    ]);
    await insert({ asn: 64_500, ...known, workspace: "ws_2" });
    const [row] = await suite.analytics.query<{ n: number }>(
      `select count() as n from ${networksTable(suite.analytics)} where asn = 64500`,
    );
    expect(row?.n).toBe(1);
    expect(await namesIn("ws_2")).toEqual([[64_500, ODD, "net.example", "isp"]]);
  });

  test("have the name that the last process to start has heard", async () => {
    await insert({ workspace: "ws_3", asn: 64_501, as_name: "Before" });
    await Bun.sleep(1_100);
    const other = await suite.open();
    const row = click({ workspace: "ws_3", asn: 64_501, as_name: "After" });
    await other.insertClicks(fileOf(linesOf([row])), "networks-other");
    expect(await namesIn("ws_3")).toEqual([
      [64_501, "After", "", ""],
      [64_501, "After", "", ""],
    ]);
    await other.close();
  });

  test("that a text of a click only looks like are none", async () => {
    await insert({ workspace: "ws_4", asn: 5, slug: `,"asn":6,"as_name":"x"`, as_name: "Five" });
    expect(await namesIn("ws_4")).toEqual([[5, "Five", "", ""]]);
    const [row] = await suite.analytics.query<{ n: number }>(
      `select count() as n from ${networksTable(suite.analytics)} where asn in (6, 7)`,
    );
    expect(row?.n).toBe(0);
  });
});
