import type { NewClickOf } from "../lib/click-id.ts";
import type { Asking } from "./asking.ts";
import type { Outcome } from "./decide.ts";
import { isLedOn } from "./led-on.ts";
import { isPrivate } from "./visit.ts";

const HIERARCHICAL = /^[a-z][a-z0-9+.-]*:\/\//i;

/** The outcome with the id of its click in the destination, and the nonce that the click must be recorded with. */
export type Marked = { outcome: Outcome; nonce: number };
/** null where the destination is told nothing: asked at each redirect. */
export type MarkClick = (asking: Asking, outcome: Outcome, at: number) => Marked | null;

/** Whoever opted out is told no id: it would lead from what they buy to their click. HEAD is no click and has none. */
export function clickMarker(newClick: NewClickOf): MarkClick {
  return ({ request }, outcome, at) => {
    if (!isLedOn(outcome) || !outcome.link.behaviour?.clickIdParameter) return null;
    const { link } = outcome;
    if (request.method !== "GET" || isPrivate(request.headers, link)) return null;
    const { id, nonce } = newClick(link.workspaceId, at);
    const name = outcome.link.behaviour.clickIdParameter;
    const marked = { ...outcome, location: withParameter(outcome.location, name, id) };
    if (marked.kind === "app") marked.webLocation = withParameter(marked.webLocation, name, id);
    return { outcome: marked, nonce };
  };
}

/** The location with that parameter last of all, and no other of its name; the rest byte for byte. Addresses without `//` have no parameters. */
export function withParameter(location: string, name: string, value: string): string {
  if (!HIERARCHICAL.test(location)) return location;
  const hash = location.indexOf("#");
  const before = hash < 0 ? location : location.slice(0, hash);
  const mark = before.indexOf("?");
  const path = mark < 0 ? before : before.slice(0, mark);
  const others = (mark < 0 ? [] : before.slice(mark + 1).split("&")).filter(
    (pair) => pair !== "" && !isNamed(pair, name),
  );
  return `${path}?${[...others, `${name}=${value}`].join("&")}${location.slice(before.length)}`;
}

function isNamed(pair: string, name: string): boolean {
  return new URLSearchParams(pair).has(name);
}
