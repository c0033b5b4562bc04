import type { PlanTable } from "@visoli/contract/plan";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { sitePage } from "../core/site-page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";
import { pricing } from "./pricing.ts";
import { STYLE } from "./style.ts";

/** What the page depends on, beside who looks at it. */
export type Service = {
  publicUrl: string;
  /** The host, as people see it. */
  domain: string;
  isSignUpOpen: boolean;
  isShorteningOpen: boolean;
  /** null where nothing is sold. */
  plans: PlanTable | null;
};

const FEATURES = ["api", "counted", "leads", "domains", "privacy", "told"] as const;
const PLAN_PAGE = "/app/settings/plan";

/** What this service is, and the ways into it. */
export function homePage(service: Service, language: Language, isSignedIn: boolean) {
  const say = words(MESSAGES, language);
  const features = FEATURES.map(
    (name) => `<div class="card"><h3>${say.html(name)}</h3><p>${MESSAGES[language][`${name}Text`]}</p></div>`,
  );
  const plans = service.plans && pricing(service.plans, language, startPath(service, isSignedIn));
  const main = `<main id="main">
<div class="hero">
<div><h1>${say.html("title")}</h1>
<p class="lead">${say.html("lead")}</p>
<p class="ways">${ways(service, language, isSignedIn)}</p></div>
${example(service, language)}
</div>
<section><h2>${say.html("features")}</h2>
<div class="features">\n${features.join("\n")}\n</div></section>
${plans ?? ""}
<div class="card plus"><h2>${say.html("plusTitle")}</h2><p>${say.html("plusText")}</p></div>
</main>`;
  return sitePage({
    ...{
      title: `${service.domain} – ${say("title")}`,
      name: service.domain,
      language,
      path: "/",
      isSignedIn,
    },
    nav: plans === null ? "" : `<a class="wide" href="#pricing">${say.html("pricing")}</a>`,
    style: STYLE,
    main,
  });
}

function ways({ isSignUpOpen, isShorteningOpen }: Service, language: Language, isSignedIn: boolean): string {
  const say = words(MESSAGES, language);
  const all: [path: string, label: string][] = isSignedIn
    ? [["/app", say.html("toDashboard")]]
    : isSignUpOpen
      ? [["/account/sign-up", say.html("signUp")]]
      : [["/account/sign-in", say.html("signIn")]];
  all.push(["/docs", say.html("readDocs")]);
  if (isShorteningOpen) all.push(["/shorten", say.html("tryIt")]);
  return all
    .map(
      ([path, label], place) => `<a class="button${place > 0 ? " quiet" : ""}" href="${path}">${label}</a>`,
    )
    .join("\n");
}

/** Who is not known yet comes to the plans by way of the account. */
function startPath({ isSignUpOpen }: Service, isSignedIn: boolean): (isPaid: boolean) => string {
  return (isPaid) => {
    const next = isPaid ? PLAN_PAGE : "/app";
    if (isSignedIn) return next;
    const path = isSignUpOpen ? "/account/sign-up" : "/account/sign-in";
    return `${path}?${new URLSearchParams({ next })}`;
  };
}

function example({ publicUrl }: Service, language: Language): string {
  const say = words(MESSAGES, language);
  const call = `curl ${publicUrl}/api/v1/links \\
  -H "Authorization: Bearer $KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"url": "https://example.com/welcome?user=42"}'`;
  const answer = `{"shortUrl": "${publicUrl}/eZsTDi2", …}`;
  return `<div class="card example"><h2>${say.html("exampleTitle")}</h2>
<pre tabindex="0"><code>${escapeHtml(call)}</code></pre>
<pre class="answer" tabindex="0"><code>${escapeHtml(answer)}</code></pre></div>`;
}
