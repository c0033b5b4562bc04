/** A program by the name that is recorded, and the words in its user agent that give it away (`^`: only at the very beginning). */
export type KnownAgents = Record<string, string[]>;

/** They fetch a link because somebody wrote it down, before anybody follows it. */
export const PREVIEWS: KnownAgents = {
  // Apple's Messages calls itself both, after a Safari of 2015.
  iMessage: ["facebookexternalhit/1.1 Facebot Twitterbot"],
  KakaoTalk: ["facebookexternalhit/1.1; kakaotalk-scrap", "kakaotalk-scrap"],
  LINE: ["facebookexternalhit/1.1;line-poker", "line-poker"],
  Facebook: ["facebookexternalhit", "facebookcatalog", "Facebot"],
  X: ["Twitterbot"],
  Slack: ["Slackbot-LinkExpanding", "Slack-ImgProxy"],
  Telegram: ["TelegramBot"],
  Discord: ["Discordbot"],
  LinkedIn: ["LinkedInBot"],
  // The browsers inside these two name them, too, but not first.
  WhatsApp: ["^WhatsApp"],
  Viber: ["^Viber"],
  "Skype and Teams": ["SkypeUriPreview"],
  Microsoft: ["MicrosoftPreview", "BingPreview"],
  "Microsoft Office": [
    ...["ms-office", "Microsoft Office Existence Discovery", "Microsoft Office Protocol Discovery"],
    ...["^Microsoft Office Word", "^Microsoft Office Excel", "^Microsoft Office PowerPoint"],
  ],
  Gmail: ["GoogleImageProxy"],
  "Yahoo Mail": ["YahooMailProxy"],
  Proofpoint: ["Proofpoint"],
  Mimecast: ["Mimecast"],
  Barracuda: ["Barracuda"],
  "Google Chat": ["Google-PageRenderer"],
  "Google Docs": ["GoogleDocs"],
  "Google Messages": ["GoogleMessages"],
  Pinterest: ["Pinterestbot", "^Pinterest/"],
  Reddit: ["redditbot"],
  Snapchat: ["Snap URL Preview Service"],
  Mastodon: ["Mastodon"],
  Bluesky: ["Cardyb", "Bluesky Cardyb"],
  Misskey: ["SummalyBot"],
  Matrix: ["Synapse (bot; +https://github.com/matrix-org/synapse)", "^Synapse/"],
  Mattermost: ["Mattermost-Bot"],
  "Rocket.Chat": ["^Rocket.Chat", "^RocketChat"],
  Zulip: ["ZulipURLPreview"],
  Discourse: ["Discourse Forum Onebox"],
  Notion: ["NotionEmbedder"],
  VK: ["vkShare"],
  Odnoklassniki: ["OdklBot"],
  Tumblr: ["^Tumblr/"],
  Flipboard: ["FlipboardProxy"],
  Iframely: ["Iframely"],
  Embedly: ["Embedly"],
  Trello: ["TrelloBot"],
};

/** All other programs that deserve a name of their own; what is not here goes by the word that gives it away. */
export const BOTS: KnownAgents = named(
  // Search engines
  "Googlebot-Image, Googlebot-News, Googlebot-Video, Googlebot, AdsBot-Google-Mobile, AdsBot-Google, Mediapartners-Google",
  "Google-InspectionTool, Storebot-Google, FeedFetcher-Google, APIs-Google, Google-Read-Aloud, Google-Site-Verification",
  "GoogleOther, Google-Safety, Google-Apps-Script, bingbot, adidxbot, YandexBot, Baiduspider, DuckDuckBot, Sogou, SeznamBot",
  "PetalBot, Qwantbot, Qwantify, Applebot, Yeti, coccocbot, MojeekBot, Exabot, archive.org_bot, ia_archiver, Yahoo! Slurp",
  // Gatherers of texts, and machines that are asked and look it up
  "GPTBot, ChatGPT-User, OAI-SearchBot, ClaudeBot, Claude-Web, Claude-User, Claude-SearchBot, anthropic-ai, PerplexityBot",
  "Perplexity-User, CCBot, Bytespider, Amazonbot, Google-CloudVertexBot, Google-NotebookLM, meta-externalagent",
  "meta-externalfetcher, FacebookBot, cohere-ai, Diffbot, DuckAssistBot, MistralAI-User, YouBot, AI2Bot, Timpibot",
  "ImagesiftBot, omgilibot, omgili, PanguBot, ICC-Crawler, img2dataset",
  // Search engine optimisation
  "AhrefsSiteAudit, AhrefsBot, SemrushBot, SiteAuditBot, MJ12bot, DotBot, rogerbot, BLEXBot, DataForSeoBot, SEOkicks",
  "serpstatbot, Screaming Frog SEO Spider, Sistrix, Barkrowler, Seobility",
  // Monitors
  "UptimeRobot, Pingdom, StatusCake, Site24x7, Better Uptime Bot, DatadogSynthetics, NewRelicPinger, Zabbix, check_http",
  "Uptime-Kuma, Blackbox-Exporter, Prometheus, kube-probe, GoogleStackdriverMonitoring-UptimeChecks, ELB-HealthChecker",
  "Checkly, Freshping, HetrixTools, updown.io, Amazon-Route53-Health-Check-Service",
  // Scanners
  "CensysInspect, Expanse, zgrab, Nmap, Nuclei, masscan, NetcraftSurveyAgent, l9explore, Nikto, sqlmap, WPScan",
  "InternetMeasurement",
  // Browsers that nobody looks at
  "HeadlessChrome, PhantomJS, SlimerJS, Puppeteer, Playwright, Selenium, Cypress, Chrome-Lighthouse",
  // Readers of feeds, services that fetch
  "Slackbot, Feedly, Feedbin, NewsBlur, Inoreader, FreshRSS, Tiny Tiny RSS, Dataprovider.com, W3C_Validator, Zapier, WordPress/",
  // Programs that ask by HTTP
  "curl/, Wget, HTTPie/, PostmanRuntime, insomnia/, python-requests, Python-urllib, python-httpx, aiohttp, Scrapy",
  "Go-http-client, Apache-HttpClient, okhttp/, Java/, Java-http-client, Jersey/, libwww-perl, LWP::Simple, WWW-Mechanize",
  "axios/, node-fetch, undici, node-superagent, Deno/, Bun/, GuzzleHttp, Symfony HttpClient, PHP/, Ruby, Faraday, Typhoeus",
  "Mechanize/, Dart/, reqwest/, hyper/, libcurl, PowerShell/, WindowsPowerShell, Microsoft BITS, RestSharp/, CFNetwork",
  "Dalvik/, colly, fasthttp, k6/, ApacheBench, vegeta, autocannon, JMeter",
);

/** Each is known by its own name; the slash that ends some, so that they are not found in longer words, is not part of it. */
function named(...lists: string[]): KnownAgents {
  const words = lists.flatMap((list) => list.split(", "));
  return Object.fromEntries(words.map((word) => [word.replace(/\/$/, ""), [word]]));
}
