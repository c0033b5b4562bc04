import type { Agent, ReadAgent } from "../lib/agent.ts";
import { memoByObject } from "../lib/memo.ts";
import { members, type Part } from "./step.ts";

/** What is written of an agent that asks for the link, and of one that only looks ahead. */
type Written = { asking: Uint8Array; prefetching: Uint8Array };

/** What the user agent tells: browser, system, device, and who is behind it. A prefetch is one whoever sends it. */
export function agentStep(read: ReadAgent): (agent: string, purpose: string) => Uint8Array {
  const write = memoByObject(writeAgent);
  return (text, purpose) => {
    const agent = write(read(text));
    const isPrefetch = purpose !== "" && purpose.toLowerCase().includes("prefetch");
    return isPrefetch ? agent.prefetching : agent.asking;
  };
}

function writeAgent({ browser, os, device, deviceModel, ...who }: Agent): Written {
  const prefetch: Part = who.class === "human" ? { class: "prefetch", bot: "" } : who;
  const known = { browser, os, device_model: deviceModel, device };
  return { asking: members({ ...known, ...who }), prefetching: members({ ...known, ...prefetch }) };
}
