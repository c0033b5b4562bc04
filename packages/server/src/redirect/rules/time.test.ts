import { describe, expect, test } from "bun:test";
import { type Condition, ConditionSchema } from "@visoli/contract/rules";
import { aVisitor } from "../../../../../test/visitors.ts";
import { compileCondition } from "./condition.ts";

type Window = Partial<Extract<Condition, { type: "time" }>>;

const visitor = aVisitor();
const timeIn = (timezone: string, window: Window) =>
  compileCondition(ConditionSchema.parse({ type: "time", timezone, ...window }));
/** Whether it holds then; instants are in UTC. */
const holds = (timezone: string, window: Window, instant: string) =>
  timeIn(timezone, window)(visitor, Date.parse(instant));

describe("a time of day", () => {
  // 15 June 2026 is a Monday; Berlin is two hours before UTC.
  test.each([
    [{ from: "08:30", until: "17:00" }, "2026-06-15T06:30Z", true],
    [{ from: "08:30", until: "17:00" }, "2026-06-15T06:29:59.999Z", false],
    [{ from: "08:30", until: "17:00" }, "2026-06-15T14:59:59.999Z", true],
    [{ from: "08:30", until: "17:00" }, "2026-06-15T15:00Z", false],
    [{ from: "08:30", until: "17:00", days: ["mon"] }, "2026-06-15T10:00Z", true],
    [{ from: "08:30", until: "17:00", days: ["tue", "sun"] }, "2026-06-15T10:00Z", false],
    // Monday in Berlin already.
    [{ from: "00:00", until: "01:00", days: ["mon"] }, "2026-06-14T22:30Z", true],
    [{ from: "00:00", until: "01:00", days: ["sun"] }, "2026-06-14T22:30Z", false],
  ] as [Window, string, boolean][])("%j at %s is %p", (window, instant, expected) => {
    expect(holds("Europe/Berlin", window, instant)).toBe(expected);
    expect(holds("Europe/Berlin", { ...window, not: true }, instant)).toBe(!expected);
  });

  test("over midnight belongs to the day on which it begins", () => {
    const window: Window = { from: "22:00", until: "06:00", days: ["fri"] };
    const at = (instant: string) => holds("UTC", window, instant);
    expect(at("2026-06-19T21:59Z")).toBe(false);
    expect(at("2026-06-19T22:00Z")).toBe(true);
    expect(at("2026-06-20T00:00Z")).toBe(true);
    expect(at("2026-06-20T05:59Z")).toBe(true);
    expect(at("2026-06-20T06:00Z")).toBe(false);
    expect(at("2026-06-20T22:00Z")).toBe(false);
    expect(at("2026-06-19T05:00Z")).toBe(false);
    const sunday = { ...window, days: ["sun"] } as Window;
    expect(holds("UTC", sunday, "2026-06-22T01:00Z")).toBe(true);
    expect(holds("UTC", { ...window, days: ["sat"] } as Window, "2026-06-21T01:00Z")).toBe(true);
  });

  test("up to itself is a whole day from then on", () => {
    const always: Window = { from: "09:00", until: "09:00" };
    const monday: Window = { ...always, days: ["mon"] };
    expect(holds("UTC", always, "2026-06-15T08:59Z")).toBe(true);
    expect(holds("UTC", always, "2026-06-15T09:00Z")).toBe(true);
    expect(holds("UTC", monday, "2026-06-15T08:59Z")).toBe(false);
    expect(holds("UTC", monday, "2026-06-15T09:00Z")).toBe(true);
    expect(holds("UTC", monday, "2026-06-16T08:59Z")).toBe(true);
    expect(holds("UTC", monday, "2026-06-16T09:00Z")).toBe(false);
    const calendar: Window = { from: "00:00", until: "00:00", days: ["mon"] };
    expect(holds("UTC", calendar, "2026-06-14T23:59Z")).toBe(false);
    expect(holds("UTC", calendar, "2026-06-15T23:59Z")).toBe(true);
  });
});

describe("where clocks are set", () => {
  test("an hour that is left out is no time at all", () => {
    // Berlin, 29 March 2026: 02:00 is 03:00, at 01:00 UTC.
    const window: Window = { from: "02:00", until: "03:00" };
    for (let minute = -120; minute < 120; minute++) {
      const at = new Date(Date.parse("2026-03-29T01:00Z") + minute * 60_000).toISOString();
      expect(holds("Europe/Berlin", window, at)).toBe(false);
    }
    expect(holds("Europe/Berlin", { from: "01:30", until: "03:01" }, "2026-03-29T01:00Z")).toBe(true);
    expect(holds("Europe/Berlin", { from: "01:30", until: "03:01" }, "2026-03-29T01:01Z")).toBe(false);
  });

  test("an hour that comes twice counts twice", () => {
    // Berlin, 25 October 2026: 03:00 is 02:00, at 01:00 UTC.
    const window: Window = { from: "02:30", until: "03:00" };
    const at = (instant: string) => holds("Europe/Berlin", window, instant);
    expect(at("2026-10-25T00:29Z")).toBe(false);
    expect(at("2026-10-25T00:30Z")).toBe(true);
    expect(at("2026-10-25T01:00Z")).toBe(false);
    expect(at("2026-10-25T01:30Z")).toBe(true);
    expect(at("2026-10-25T02:00Z")).toBe(false);
  });

  test("by half an hour, and at midnight", () => {
    // Lord Howe Island, 5 April 2026: from +11:00 to +10:30, at 15:00 UTC the day before.
    expect(holds("Australia/Lord_Howe", { from: "01:30", until: "02:00" }, "2026-04-04T14:45Z")).toBe(true);
    expect(holds("Australia/Lord_Howe", { from: "01:30", until: "02:00" }, "2026-04-04T15:15Z")).toBe(true);
    expect(holds("Australia/Lord_Howe", { from: "01:30", until: "02:00" }, "2026-04-04T15:30Z")).toBe(false);
    // Beirut, 29 March 2026: no hour from 00:00 to 01:00.
    expect(holds("Asia/Beirut", { from: "00:00", until: "01:00" }, "2026-03-28T22:00Z")).toBe(false);
    expect(holds("Asia/Beirut", { from: "01:00", until: "01:01", days: ["sun"] }, "2026-03-28T22:00Z")).toBe(
      true,
    );
  });
});

test("what was asked a moment before, or of another link, does not matter", () => {
  const window: Window = { from: "22:00", until: "06:00", days: ["fri"] };
  const condition = timeIn("Europe/Berlin", window);
  const start = Date.parse("2026-06-14T22:00Z");
  for (let index = 0; index < 10_080; index += 7) {
    const minute = (index * 7_919) % 10_080;
    const other = timeIn("Europe/Berlin", { from: "12:00", until: "13:00" });
    other(visitor, start + index * 1_000);
    // The week begins on Monday, so Friday is its fifth day.
    const hour = minute / 60 - 4 * 24;
    expect([minute, condition(visitor, start + minute * 60_000)]).toEqual([minute, hour >= 22 && hour < 30]);
  }
});
