import type { ClickClass } from "@visoli/contract/dimensions";
import { UAParser } from "my-ua-parser";
import { classOfAgent } from "./agent-class.ts";
import { memoByText } from "./memo.ts";

const MAX_AGENTS = 20_000;
/** Longer agents are junk; parsing them in full would be a gift to whoever sends them. */
const MAX_AGENT_LENGTH = 512;

/** What a user agent tells: browser, system, device, and who is behind it. Empty text is "unknown". */
export type Agent = {
  browser: string;
  os: string;
  device: string;
  deviceModel: string;
  class: ClickClass;
  /** The name of a program. */
  bot: string;
};
export type ReadAgent = (agent: string) => Agent;

/** Reads user agents, and remembers those that came last: the same text gives the same object. */
export function agentReader(): ReadAgent {
  const read = memoByText(MAX_AGENTS, readAgent);
  return (text) => read(text.length > MAX_AGENT_LENGTH ? text.slice(0, MAX_AGENT_LENGTH) : text);
}

function readAgent(text: string): Agent {
  const { browser, os, device: found } = new UAParser(text).getResult();
  const who = classOfAgent(text, Boolean(browser.name || os.name));
  // A program has no device: what is found in its name (a Quest in python-requests) is none.
  const device: Partial<typeof found> = who.class === "bot" ? {} : found;
  const type = device.type ?? (who.class === "human" && os.name ? "desktop" : "");
  return {
    browser: browser.name ?? "",
    os: os.name ?? "",
    device: type,
    deviceModel: modelOf(device),
    ...who,
  };
}

function modelOf(device: { vendor?: string | undefined; model?: string | undefined }): string {
  return [device.vendor, device.model].filter(Boolean).join(" ");
}
