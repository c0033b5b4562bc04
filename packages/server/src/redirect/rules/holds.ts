import type { Visitor } from "../visitor.ts";

/** Whether something holds of a visitor at an instant, in milliseconds since 1970. */
export type Holds = (visitor: Visitor, nowMs: number) => boolean;
