import type { Condition } from "@visoli/contract/rules";
import { preferredLanguage } from "../../lib/accept-language.ts";
import type { Visitor } from "../visitor.ts";
import { clockIn } from "./clock.ts";

/** What the condition looked at, for people; null where nothing is known. */
export function sawOf(condition: Condition, visitor: Visitor, nowMs: number): string | null {
  return look(condition, visitor, nowMs) || null;
}

function look(condition: Condition, visitor: Visitor, nowMs: number): string {
  const { agent, place, network } = visitor;
  switch (condition.type) {
    case "device":
    case "os":
    case "browser":
      return agent[condition.type];
    case "continent":
    case "country":
    case "region":
    case "city":
      return place[condition.type];
    case "language":
      return preferredLanguage(visitor.acceptLanguage);
    case "referrer":
      return visitor.referrerHost;
    case "asn":
      return network.asn ? String(network.asn) : "";
    case "cidr":
      return visitor.address;
    case "query":
      return visitor.query.getAll(condition.name).join(", ");
    case "date":
      return new Date(nowMs).toISOString();
    case "time":
      return timeIn(condition.timezone, nowMs);
    case "visitor":
      return agent.class;
  }
}

/** `mon 08:30`, by the zone's clocks. */
function timeIn(timezone: string, nowMs: number): string {
  const { day, minutes } = clockIn(timezone)(nowMs);
  const hour = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${day} ${hour}:${String(minutes % 60).padStart(2, "0")}`;
}
