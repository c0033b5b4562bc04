import { describe, expect, test } from "bun:test";
import UserAgent from "user-agents";
import { readPart } from "../../../../test/clicks.ts";
import { agentReader } from "../lib/agent.ts";
import { agentStep } from "./agent.ts";

const step = agentStep(agentReader());
const read = (agent: string, purpose = "") => readPart(step(agent, purpose));

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const CHROME = `${WEBKIT} Chrome/126.0.0.0 Safari/537.36`;
const MOBILE = `${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`;
const WEBVIEW = `Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) ${WEBKIT} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`;
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`;
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const SAFARI = "Version/17.5 Safari/605.1.15";

describe("people", () => {
  test.each([
    [WINDOWS, "Chrome", "Windows", "desktop", ""],
    [`${WINDOWS} Edg/126.0.0.0`, "Edge", "Windows", "desktop", ""],
    [`${WINDOWS} OPR/111.0.0.0`, "Opera", "Windows", "desktop", ""],
    [
      "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0",
      "Firefox",
      "Windows",
      "desktop",
      "",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
      "Firefox",
      "Linux",
      "desktop",
      "",
    ],
    [
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ${SAFARI}`,
      ...["Safari", "Mac OS", "desktop", "Apple Macintosh"],
    ],
    [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, "Mobile Safari", "iOS", "mobile", "Apple iPhone"],
    [
      `${IPHONE.replaceAll("iPhone", "iPad")} Version/17.5 Mobile/15E148 Safari/604.1`,
      ...["Mobile Safari", "iOS", "tablet", "Apple iPad"],
    ],
    [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${MOBILE}`, "Chrome", "Android", "mobile", "Google Pixel 8"],
    [`Mozilla/5.0 (Linux; Android 13; SM-X700) ${CHROME}`, "Chrome", "Android", "tablet", "Samsung SM-X700"],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-S918B) ${WEBKIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`,
      ...["Samsung Internet", "Android", "mobile", "Samsung SM-S918B"],
    ],
    [
      `${IPHONE} Mobile/15E148 Instagram 335.0.8.30.91 (iPhone14,5)`,
      "Instagram",
      "iOS",
      "mobile",
      "Apple iPhone",
    ],
    [`${IPHONE} Mobile/15E148 Safari Line/14.9.0`, "Line", "iOS", "mobile", "Apple iPhone"],
    [`${WEBVIEW} Line/14.8.0/IAB`, "Line", "Android", "mobile", "Samsung SM-A536B"],
    [`${WEBVIEW} [FB_IAB/FB4A;FBAV/467.0.0.0.1;]`, "Facebook", "Android", "mobile", "Samsung SM-A536B"],
    [`${WEBVIEW} WhatsApp/2.24.11.80`, "Chrome WebView", "Android", "mobile", "Samsung SM-A536B"],
    [`${IPHONE} Mobile/15E148 WhatsApp/24.11.80`, "WebKit", "iOS", "mobile", "Apple iPhone"],
    [`${WEBVIEW} Viber/21.0.0.0`, "Chrome WebView", "Android", "mobile", "Samsung SM-A536B"],
    [`${IPHONE} Mobile/15E148 [Pinterest/iOS]`, "WebKit", "iOS", "mobile", "Apple iPhone"],
    [
      "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
      ...["Safari", "PlayStation", "console", "Sony PlayStation 5"],
    ],
  ])("%s", (agent, browser, os, device, device_model) => {
    expect(read(agent)).toMatchObject({ browser, os, device, device_model, class: "human", bot: "" });
  });

  test("almost every agent out of a collection of real ones", () => {
    const agents = Array.from({ length: 500 }, () => new UserAgent().toString());
    const others = agents.map((agent) => [agent, read(agent).class]).filter(([, kind]) => kind !== "human");
    expect(others.length).toBeLessThan(5);
    expect(agents.filter((agent) => read(agent).browser === "").length).toBeLessThan(5);
  });
});

describe("those who look before anybody follows the link", () => {
  test.each([
    ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Slackbot-LinkExpanding"],
    ["WhatsApp/2.23.20.0 A", "WhatsApp"],
    ["TelegramBot (like TwitterBot)", "TelegramBot"],
    ["Twitterbot/1.0", "Twitterbot"],
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "facebookexternalhit"],
    ["Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "Discordbot"],
    ["LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)", "LinkedInBot"],
    [`${WINDOWS} BingPreview/1.0b`, "BingPreview"],
    ["Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "ms-office"],
  ])("%s", (agent, bot) => {
    expect(read(agent)).toMatchObject({ class: "preview", bot });
  });
});

describe("bots", () => {
  test.each([
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) ${MOBILE} (compatible; Googlebot/2.1)`,
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Slackbot 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; GPTBot/1.0; +https://openai.com/gptbot)",
    `Mozilla/5.0 (X11; Linux x86_64) ${CHROME.replace("Chrome", "HeadlessChrome")}`,
    "curl/8.5.0",
    "Wget/1.21",
    "python-requests/2.31.0",
    "Go-http-client/1.1",
    "",
  ])("%s", (agent) => {
    expect(read(agent)).toMatchObject({ class: "bot", device: "", device_model: "" });
    expect(read(agent).bot).not.toBe("");
  });
});

describe("a browser that looks ahead", () => {
  test.each(["prefetch", "prefetch;prerender", "Prefetch", "prefetch; anonymous-client-ip"])(
    "%s",
    (purpose) => {
      expect(read(WINDOWS, purpose)).toMatchObject({ class: "prefetch", bot: "", browser: "Chrome" });
    },
  );

  test.each(["", "navigate", "preview"])("%j is none", (purpose) => {
    expect(read(WINDOWS, purpose).class).toBe("human");
  });

  test("a bot stays a bot, a preview a preview", () => {
    expect(read("curl/8.5.0", "prefetch").class).toBe("bot");
    expect(read("Twitterbot/1.0", "prefetch").class).toBe("preview");
  });

  test("does not make the next request of the same agent one", () => {
    expect(read(WINDOWS, "prefetch").class).toBe("prefetch");
    expect(read(WINDOWS).class).toBe("human");
  });
});

test("of an endless agent only the beginning is read", () => {
  expect(read(WINDOWS + " ".repeat(16_000)).class).toBe("human");
  expect(read(`${WINDOWS}${" ".repeat(16_000)}Googlebot`).class).toBe("human");
});
