import type { Event, TokenizeContext } from "./markdown-types.ts";

const CHARACTER_EFFORT = 80;
const LINE_EFFORT = 600;
const INDENT_EFFORT = 2;
const SCAN_EFFORT = 0.1;
const REBUILD_EFFORT = 2;
const CONTAINERS = new Set(["blockQuote", "listOrdered", "listUnordered"]);

/** What the parser's last line has cost, in the units of `Spend`. */
export function effortOfLine({ events }: TokenizeContext, line: string): number {
  // All lists around the line are tried again, and each keeps a list of those around it.
  const indent = /^([ \t>]+)[^\s>]/.exec(line)?.[1]?.length ?? 0;
  const effort = LINE_EFFORT + line.length * CHARACTER_EFFORT + indent ** 2 * INDENT_EFFORT;
  // Now and then it goes through all events; where a container ends, and at an underlined heading, it copies those of what is around.
  const flow = events.at(-1)?.[1]._tokenizer?.events ?? [];
  return (
    effort +
    events.length * SCAN_EFFORT +
    (endsContainer(events) ? events.length * REBUILD_EFFORT : 0) +
    (flow.at(-3)?.[1].type === "setextHeading" ? flow.length * REBUILD_EFFORT * 5 : 0)
  );
}

/** Whether a container ended between the last two lines, or with the last. */
function endsContainer(events: readonly Event[]): boolean {
  let lines = 0;
  for (let index = events.length - 1; index >= 0 && lines < 2; index--) {
    const [kind, { type }] = events[index] ?? ["enter", { type: "data" }];
    if (kind !== "exit") continue;
    if (CONTAINERS.has(type)) return true;
    if (type === "chunkFlow") lines++;
  }
  return false;
}

/** Whether the parser, after `read` characters, is between two blocks, be it in a container. */
export function isAtBlockEnd({ events }: TokenizeContext, read: number): boolean {
  const flow = events.at(-1)?.[1]._tokenizer;
  if (!flow || flow.currentConstruct !== undefined) return false;
  const [, last] = flow.events.at(-1) ?? [];
  const isLineEnding = last?.type === "lineEnding" || last?.type === "lineEndingBlank";
  return isLineEnding && last.end.offset === read;
}

/** Whether the parser is in a list or a quotation. */
export function hasOpenContainer({ events }: TokenizeContext): boolean {
  let open = 0;
  for (const [kind, { type }] of events) {
    if (CONTAINERS.has(type)) open += kind === "enter" ? 1 : -1;
  }
  return open > 0;
}
