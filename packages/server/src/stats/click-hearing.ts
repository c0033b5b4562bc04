import type { Listener } from "./click-listener.ts";

type Event = { id: string; bytes: Uint8Array };

/** What comes waits in `held` while a listener is given what it missed; what that was it does not get again. */
export type Hearing = { held: Event[] | null; sent: ReadonlySet<string> };

/** Sends the events to all, in one piece where nobody has had any of them. */
export function hear(listeners: ReadonlyMap<Listener, Hearing>, events: Event[]): void {
  const all = Buffer.concat(events.map(({ bytes }) => bytes));
  for (const [listener, hearing] of listeners) {
    if (hearing.held) hearing.held.push(...events);
    else if (events.some(({ id }) => hearing.sent.has(id))) sendOthers(listener, events, hearing.sent);
    else listener.send(all, events.length);
  }
}

/** Sends what was held back, and from now on what comes; but nothing of what the listener was sent otherwise. */
export function release(listener: Listener, hearing: Hearing, sent: ReadonlySet<string>): void {
  if (hearing.held) sendOthers(listener, hearing.held, sent);
  hearing.held = null;
  hearing.sent = sent;
}

function sendOthers(listener: Listener, events: Event[], sent: ReadonlySet<string>): void {
  const others = events.filter(({ id }) => !sent.has(id)).map(({ bytes }) => bytes);
  if (others.length > 0) listener.send(Buffer.concat(others), others.length);
}
