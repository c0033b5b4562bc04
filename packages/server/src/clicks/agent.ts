import type { ClickClass } from "@visoli/contract/dimensions";
import { isbot, isbotMatch } from "isbot";
import { UAParser } from "my-ua-parser";
import { memoByText } from "../lib/memo.ts";
import { members, type Part } from "./step.ts";

const MAX_AGENTS = 20_000;
/** Longer agents are junk; parsing them in full would be a gift to whoever sends them. */
const MAX_AGENT_LENGTH = 512;

// They fetch a link because somebody wrote it down, before anybody follows it. The browsers inside WhatsApp and Viber name them, too,
// but not first.
const PREVIEWS =
  /(Slackbot-LinkExpanding|Slack-ImgProxy|^WhatsApp|TelegramBot|Twitterbot|facebookexternalhit|Facebot|Discordbot|LinkedInBot|SkypeUriPreview|^Viber|Pinterestbot|redditbot|Mastodon|Cardyb|Iframely|Embedly|Google-PageRenderer|GoogleImageProxy|YahooMailProxy|BingPreview|MicrosoftPreview|ms-office)/i;

/** What is written of an agent that asks for the link, and of one that only looks ahead. */
type Agent = { asking: Uint8Array; prefetching: Uint8Array };

/** What the user agent tells: browser, system, device, and who is behind it. A prefetch is one whoever sends it. */
export function agentStep(): (agent: string, purpose: string) => Uint8Array {
  const read = memoByText(MAX_AGENTS, readAgent);
  return (text, purpose) => {
    const agent = read(text.length > MAX_AGENT_LENGTH ? text.slice(0, MAX_AGENT_LENGTH) : text);
    const isPrefetch = purpose !== "" && purpose.toLowerCase().includes("prefetch");
    return isPrefetch ? agent.prefetching : agent.asking;
  };
}

function readAgent(text: string): Agent {
  const { browser, os, device: found } = new UAParser(text).getResult();
  const who = classify(text);
  // A program has no device: what is found in its name (a Quest in python-requests) is none.
  const device: Partial<typeof found> = who.class === "bot" ? {} : found;
  const known = { browser: browser.name ?? "", os: os.name ?? "", device_model: modelOf(device) };
  const type = device.type ?? (who.class === "human" && os.name ? "desktop" : "");
  const prefetch: Part = who.class === "human" ? { class: "prefetch", bot: "" } : who;
  const all = { ...known, device: type };
  return { asking: members({ ...all, ...who }), prefetching: members({ ...all, ...prefetch }) };
}

/** Person, bot or preview, with the name that gave it away. */
function classify(agent: string): { class: ClickClass; bot: string } {
  const preview = PREVIEWS.exec(agent)?.[1];
  if (preview) return { class: "preview", bot: preview };
  if (agent === "") return { class: "bot", bot: "no user agent" };
  return isbot(agent) ? { class: "bot", bot: isbotMatch(agent) ?? "" } : { class: "human", bot: "" };
}

function modelOf(device: { vendor?: string | undefined; model?: string | undefined }): string {
  return [device.vendor, device.model].filter(Boolean).join(" ");
}
