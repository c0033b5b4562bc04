import type { ClickClass } from "@visoli/contract/dimensions";
import { isbot, isbotMatch } from "isbot";
import { UAParser } from "my-ua-parser";
import { memoByText } from "./memo.ts";

const MAX_AGENTS = 20_000;
/** Longer agents are junk; parsing them in full would be a gift to whoever sends them. */
const MAX_AGENT_LENGTH = 512;

// They fetch a link because somebody wrote it down, before anybody follows it. The browsers inside WhatsApp and Viber name them, too,
// but not first.
const PREVIEWS =
  /(Slackbot-LinkExpanding|Slack-ImgProxy|^WhatsApp|TelegramBot|Twitterbot|facebookexternalhit|Facebot|Discordbot|LinkedInBot|SkypeUriPreview|^Viber|Pinterestbot|redditbot|Mastodon|Cardyb|Iframely|Embedly|Google-PageRenderer|GoogleImageProxy|YahooMailProxy|BingPreview|MicrosoftPreview|ms-office)/i;

/** What a user agent tells: browser, system, device, and who is behind it. Empty text is "unknown". */
export type Agent = {
  browser: string;
  os: string;
  device: string;
  deviceModel: string;
  class: ClickClass;
  /** The name that gave a program away. */
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
  const who = classify(text);
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
