import type { Pixel } from "@visoli/contract/link-settings";

type Provider = {
  /** As the visitor knows the company. */
  name: string;
  /** From where its pixel may load scripts, and to where it may report. */
  scripts: string[];
  reports: string[];
};

export const PIXEL_PROVIDERS: Record<Pixel["provider"], Provider> = {
  meta: {
    name: "Meta (Facebook, Instagram)",
    scripts: ["https://connect.facebook.net"],
    reports: ["https://www.facebook.com", "https://connect.facebook.net"],
  },
  google: {
    name: "Google",
    scripts: [
      "https://www.googletagmanager.com",
      "https://www.googleadservices.com",
      "https://googleads.g.doubleclick.net",
    ],
    reports: [
      "https://*.google-analytics.com",
      "https://*.analytics.google.com",
      "https://*.googletagmanager.com",
      "https://*.doubleclick.net",
      "https://*.google.com",
      "https://*.googlesyndication.com",
      "https://www.googleadservices.com",
    ],
  },
  linkedin: {
    name: "LinkedIn",
    scripts: ["https://snap.licdn.com"],
    reports: ["https://*.ads.linkedin.com", "https://www.linkedin.com"],
  },
  tiktok: {
    name: "TikTok",
    scripts: ["https://analytics.tiktok.com"],
    reports: ["https://analytics.tiktok.com"],
  },
  x: {
    name: "X (Twitter)",
    scripts: ["https://static.ads-twitter.com"],
    reports: ["https://analytics.twitter.com", "https://ads-twitter.com", "https://t.co"],
  },
};

/**
 * Directives that let the pixels load and report, and nothing else. Their scripts run under the address of this service: the sandbox
 * keeps them from opening other pages of it, and none of them may be asked for data.
 */
export function pixelDirectives(pixels: Pixel[]): Record<string, string> {
  const providers = [...new Set(pixels.map((pixel) => pixel.provider))].map((name) => PIXEL_PROVIDERS[name]);
  const reports = providers.flatMap((provider) => provider.reports).join(" ");
  return {
    "script-src": providers.flatMap((provider) => provider.scripts).join(" "),
    "img-src": reports,
    "connect-src": reports,
    sandbox: "allow-scripts allow-same-origin allow-top-navigation allow-downloads",
  };
}
