import type { Click } from "@visoli/contract/click";
import { ProblemError } from "../core/errors.ts";

const encoder = new TextEncoder();

/** A comment: says that the connection lives. */
export const HEARTBEAT = encoder.encode(":\n\n");
/** The first words: come back after two seconds if this breaks off. */
export const GREETING = encoder.encode("retry: 2000\n\n");
export const SLOW = eventOf("slow", {
  detail: "You read more slowly than clicks come. Come back with Last-Event-ID, or ask for less.",
});

export function clickEvent(click: Click): Uint8Array {
  return encoder.encode(`id: ${click.id}\nevent: click\ndata: ${JSON.stringify(click)}\n\n`);
}

/** More was missed than a stream makes up for: it is in the list and in exports, in that time. */
export function missedEvent(start: string, end: string): Uint8Array {
  return eventOf("missed", { start, end });
}

/** Why the stream ends: a failure, or null where the server is about to stop. */
export function endEvent(error: unknown): Uint8Array {
  if (error === null)
    return eventOf("end", { code: "service.unavailable", detail: "The server is stopping" });
  if (error instanceof ProblemError) return eventOf("end", { code: error.code, detail: error.detail });
  return eventOf("end", { code: "service.unavailable", detail: "A part of the service is away" });
}

function eventOf(name: string, data: object): Uint8Array {
  return encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
