import type { Click } from "@visoli/contract/click";
import { clickIdOf } from "../../lib/click-id.ts";
import { iso } from "../../lib/time.ts";
import type { ClickRow } from "../row.ts";
import type { ClickView } from "./click-columns.ts";

/** The row as the API's JSON has it: what `jsonFields` makes of it in the click store, made of a line of the journal. */
export function clickOfRow(row: ClickRow, { secret, hosts }: ClickView): Click {
  // A line of the journal leaves out what is not known.
  const domainId = row.domain ?? "";
  const domain = hosts.find(({ id }) => id === domainId);
  const id = clickIdOf(secret, { workspaceId: row.workspace, at: row.at, nonce: row.nonce });
  const path = encodeURIComponent(row.slug).replaceAll("%2F", "/");
  return {
    ...{ id, at: iso(row.at), link: row.link, slug: row.slug },
    domain: domain?.host ?? domainId,
    shortUrl: domain ? `${domain.origin}${path}` : null,
    trigger: row.trigger || "link",
    ...{ rule: known(row.rule), variant: known(row.variant), class: row.class, bot: known(row.bot) },
    visitorId: row.visitor ? `vis_${row.visitor.toString(16).padStart(14, "0")}` : null,
    ...{ continent: known(row.continent), country: known(row.country) },
    ...{ region: known(row.region), city: known(row.city) },
    ...{ asn: row.asn || null, asName: known(row.as_name), referrer: known(row.referrer) },
    ...{ browser: known(row.browser), os: known(row.os), device: known(row.device) },
    ...{ deviceModel: known(row.device_model), language: known(row.language) },
    utm: {
      source: known(row.utm_source),
      medium: known(row.utm_medium),
      campaign: known(row.utm_campaign),
      term: known(row.utm_term),
      content: known(row.utm_content),
    },
  };
}

function known(value: string | undefined): string | null {
  return value ? value : null;
}
