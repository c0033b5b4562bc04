import { utmOf } from "@visoli/contract/utm-url";
import type { Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/messages.ts";
import type { Draft } from "./draft.ts";
import type { MESSAGES } from "./messages.ts";
import { slugPreview } from "./slug.ts";

type T = Translate<keyof (typeof MESSAGES)["en"]>;
export type TopicId = "slug" | "utm" | "about" | "limits" | "password" | "rules" | "preview" | "more";

/** The paths of the API whose faults belong to a topic. */
export const PATHS: Record<TopicId, readonly string[]> = {
  slug: ["slug", "domain", "aliases", "slugLength", "slugPrefix"],
  utm: ["utm"],
  about: ["title", "tags", "folder", "notes", "externalId", "metadata"],
  limits: ["startsAt", "expiresAt", "expiredUrl", "maxClicks"],
  password: ["password"],
  rules: ["rules"],
  preview: ["preview"],
  more: [
    ...["redirectStatus", "cloak", "noindex", "forwardQuery", "forwardPath", "trackVisitors"],
    ...["ios", "android", "clickIdParameter", "pixels"],
  ],
};

/** What is set in each topic, in words. */
export function summariesOf(
  draft: Draft,
  hasPassword: boolean,
  t: T,
  format: Format,
): Record<TopicId, string> {
  const { preview, startsAt, expiresAt, maxClicks, rules, password } = draft;
  const utm = utmOf(draft.url);
  const asks = password === null ? false : hasPassword || Boolean(password);
  return {
    slug: slugPreview(draft, location.host),
    utm: utm ? Object.values(utm).filter(Boolean).join(", ") : "",
    about: aboutOf(draft, t),
    limits: joined(
      startsAt && t("sumFrom", { time: format.time(startsAt) }),
      expiresAt && t("sumUntil", { time: format.time(expiresAt) }),
      maxClicks && t("sumClicks", { count: Number(maxClicks) }),
    ),
    password: asks ? t("sumPassword") : "",
    rules: rules.length > 0 ? t("sumRules", { count: rules.length }) : "",
    preview: preview.title || preview.description || preview.image,
    more: moreOf(draft, t),
  };
}

function aboutOf({ title, tags, notes, metadata }: Draft, t: T): string {
  return joined(
    title,
    tags.length > 0 && (tags.length <= 3 ? tags.join(", ") : t("sumTags", { count: tags.length })),
    notes && t("sumNotes"),
    metadata.length > 0 && t("sumMetadata", { count: metadata.length }),
  );
}

function moreOf(draft: Draft, t: T): string {
  return joined(
    draft.redirectStatus,
    draft.cloak && t("cloak"),
    draft.forwardQuery && t("forwardQuery"),
    draft.forwardPath && t("forwardPath"),
    !draft.noindex && "index",
    (draft.ios || draft.android) && t("sumApps"),
    draft.pixels.length > 0 && t("sumPixels", { count: draft.pixels.length }),
  );
}

const joined = (...parts: (string | false)[]) => parts.filter(Boolean).join(" · ");
