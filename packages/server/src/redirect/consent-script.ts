const PATIENCE_MS = 1_500;
/** What a pixel needs, once its script is there, to send what it sends. */
const SENDING_MS = 300;

/**
 * Runs on the page that asks for consent: the same text for each link, so that one hash allows it. What it loads stands in the button, where
 * it goes on to in the other choice. Nothing is asked of anybody before the click.
 */
export const CONSENT_SCRIPT = `
const agree = document.getElementById("agree");
let isGone = false;
const goOn = () => {
  if (!isGone) location.assign(document.getElementById("without").href);
  isGone = true;
};
const load = (src) => new Promise((done) => {
  const script = document.createElement("script");
  script.async = true;
  script.onload = script.onerror = done;
  script.src = src;
  document.head.append(script);
});
// Calls that wait for the provider's script, in the form in which each expects them.
const queue = (name, call) => window[name] ??= Object.assign((...all) => (window[name][call] ? window[name][call](...all) : window[name].queue.push(all)), { queue: [] });
const providers = {
  meta(id) {
    const fbq = queue("fbq", "callMethod");
    Object.assign(fbq, { push: fbq, loaded: true, version: "2.0" });
    window._fbq ??= fbq;
    fbq("init", id);
    fbq("track", "PageView");
    return load("https://connect.facebook.net/en_US/fbevents.js");
  },
  google(id) {
    window.dataLayer ??= [];
    window.gtag ??= function () { window.dataLayer.push(arguments); };
    window.gtag("js", new Date());
    window.gtag("config", id);
    return load("https://www.googletagmanager.com/gtag/js?id=" + encodeURIComponent(id));
  },
  linkedin(id) {
    window._linkedin_partner_id = id;
    (window._linkedin_data_partner_ids ??= []).push(id);
    return load("https://snap.licdn.com/li.lms-analytics/insight.min.js");
  },
  tiktok(id) {
    const src = "https://analytics.tiktok.com/i18n/pixel/events.js";
    window.TiktokAnalyticsObject = "ttq";
    const ttq = window.ttq ??= [];
    ttq.methods = ["page", "track", "identify", "instances", "debug", "on", "off", "once", "ready", "alias", "group", "enableCookie", "disableCookie"];
    for (const name of ttq.methods) ttq[name] ??= (...all) => ttq.push([name, ...all]);
    ttq._i = { ...ttq._i, [id]: Object.assign([], { _u: src }) };
    ttq._t = { ...ttq._t, [id]: Date.now() };
    ttq._o = { ...ttq._o, [id]: {} };
    ttq.page();
    return load(src + "?sdkid=" + encodeURIComponent(id) + "&lib=ttq");
  },
  x(id) {
    const twq = queue("twq", "exe");
    twq.version = "1.1";
    twq("config", id);
    return load("https://static.ads-twitter.com/uwt.js");
  },
};
agree.hidden = false;
agree.addEventListener("click", () => {
  agree.disabled = true;
  const state = document.getElementById("state");
  state.textContent = state.dataset.text;
  setTimeout(goOn, ${PATIENCE_MS});
  const pixels = agree.dataset.pixels.split(" ").map((pixel) => pixel.split(":"));
  Promise.all(pixels.map(([provider, id]) => providers[provider](id))).then(() => setTimeout(goOn, ${SENDING_MS}));
});
`;
