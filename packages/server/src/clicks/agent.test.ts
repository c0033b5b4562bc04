import { describe, expect, test } from "bun:test";
import { readPart } from "../../../../test/clicks.ts";
import { agentReader } from "../lib/agent.ts";
import { agentStep } from "./agent.ts";

const step = agentStep();
const readAgent = agentReader();
const read = (agent: string) => readPart(step(readAgent(agent), false));

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const CHROME = `${WEBKIT} Chrome/126.0.0.0 Safari/537.36`;
const MOBILE = `${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`;
const WEBVIEW = `Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) ${WEBKIT} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`;
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`;
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const SAFARI = "Version/17.5 Safari/605.1.15";

describe("of people browser, system and device are told", () => {
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
    expect(read(agent)).toMatchObject({ browser, os, device, device_model });
  });
});

test.each(["curl/8.5.0", "Go-http-client/1.1", "Mozilla/5.0 (compatible; Googlebot/2.1)", ""])(
  "%j has no device",
  (agent) => {
    expect(read(agent)).toMatchObject({ device: "", device_model: "" });
  },
);

test("of who wants to be left alone the device has a kind, and no model", () => {
  const agent = readAgent(`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${MOBILE}`);
  const told = { browser: "Chrome", os: "Android", device: "mobile" };
  expect(readPart(step(agent, false))).toMatchObject({ ...told, device_model: "Google Pixel 8" });
  expect(readPart(step(agent, true))).toMatchObject({ ...told, device_model: "" });
});
