import { expect, test } from "bun:test";
import { LINK_STATUSES, type LinkStatus } from "@visoli/contract/link";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, makeLink } from "../../../../test/links.ts";

const FLAGS = ["deleted_at", "archived_at", "blocked_at", "disabled_at", "broken_at"] as const;
const HOUR = 3_600_000;

forEachDatabase("the status of a link", (world) => {
  /** A link in every state that there is: each flag on and off, begun or not, over or not. */
  async function makeAll(): Promise<number> {
    const { ctx, operator, clock } = world();
    const { now } = clock;
    const dates = [null, now - HOUR, now, now + HOUR];
    let made = 0;
    for (let bits = 0; bits < 2 ** FLAGS.length; bits++) {
      for (const [place, starts_at] of dates.entries()) {
        const expires_at = dates[(place + bits) % dates.length] ?? null;
        const { id } = await makeLink(world(), { title: `${bits} ${place}` });
        const flags = Object.fromEntries(FLAGS.map((flag, bit) => [flag, bits & (1 << bit) ? now : null]));
        await ctx.db
          .updateTable("links")
          .set({ ...flags, starts_at, expires_at })
          .where("id", "=", id)
          .execute();
        made++;
      }
    }
    expect(operator.workspaceId).toStartWith("ws_");
    return made;
  }

  test("agrees with the filter: each link is found under the status that it shows, and no other", async () => {
    const count = await makeAll();
    const { text: key } = await world().key();
    const found = new Map<string, LinkStatus>();
    for (const status of LINK_STATUSES) {
      for (let cursor = ""; ; ) {
        const { body } = await askJson(world(), key, "GET", `/links?limit=100&status=${status}${cursor}`);
        for (const link of body.data) {
          expect([link.title, link.status, found.get(link.id)]).toEqual([link.title, status, undefined]);
          found.set(link.id, status);
        }
        if (!body.nextCursor) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
    }
    expect(found.size).toBe(count);
    expect(new Set(found.values())).toEqual(new Set(LINK_STATUSES));
    const shown = async (query: string) => {
      const ids: string[] = [];
      for (let cursor = ""; ; ) {
        const { body } = await askJson(world(), key, "GET", `/links?limit=100${query}${cursor}`);
        ids.push(...body.data.map((link: { id: string }) => link.id));
        if (!body.nextCursor) return ids.sort();
        cursor = `&cursor=${body.nextCursor}`;
      }
    };
    const withStatus = (...wanted: LinkStatus[]) =>
      [...found]
        .filter(([, status]) => wanted.includes(status))
        .map(([id]) => id)
        .sort();
    expect(await shown("")).toEqual(
      withStatus("active", "scheduled", "expired", "disabled", "blocked", "broken"),
    );
    expect(await shown("&status=archived,trashed,archived")).toEqual(withStatus("archived", "trashed"));
    expect(await shown("&status=expired,broken")).toEqual(withStatus("expired", "broken"));
    expect(await shown(`&status=${LINK_STATUSES.join()}`)).toHaveLength(count);
  });

  test("changes with the clock: scheduled, active, expired", async () => {
    const { clock } = world();
    const at = (ms: number) => new Date(ms).toISOString();
    const { now } = clock;
    const { id } = await makeLink(world(), { startsAt: at(now + HOUR), expiresAt: at(now + 2 * HOUR) });
    const { text: key } = await world().key();
    for (const [ms, status] of [
      [now, "scheduled"],
      [now + HOUR - 1, "scheduled"],
      [now + HOUR, "active"],
      [now + 2 * HOUR - 1, "active"],
      [now + 2 * HOUR, "expired"],
    ] as const) {
      clock.now = ms;
      expect([ms, (await askJson(world(), key, "GET", `/links/${id}`)).body.status]).toEqual([ms, status]);
      const { body } = await askJson(world(), key, "GET", `/links?status=${status}`);
      expect(body.data.map((link: { id: string }) => link.id)).toEqual([id]);
    }
  });

  test("an unknown one, or none, is refused", async () => {
    const { text: key } = await world().key();
    for (const status of ["", ",", "actve", "active,", "Active", "active, expired", "!active"]) {
      const answer = await askJson(world(), key, "GET", `/links?status=${encodeURIComponent(status)}`);
      expect([status, answer.status, answer.body.errors?.[0].path]).toEqual([status, 422, "status"]);
    }
  });

  test("a blocked link shows why", async () => {
    const { id } = await makeLink(world());
    const set = { blocked_at: 1, block_reason: "phishing" };
    await world().ctx.db.updateTable("links").set(set).where("id", "=", id).execute();
    const { text: key } = await world().key();
    const { body } = await askJson(world(), key, "GET", `/links/${id}`);
    expect([body.status, body.blockedReason]).toEqual(["blocked", "phishing"]);
  });
});
