import { Link, useLocation } from "@tanstack/react-router";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { PLACE_NAMES, type Place, placesFor } from "../../lib/places.ts";
import { MESSAGES } from "./messages.ts";

const ITEM =
  "flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 font-medium text-soft hover:bg-sunken hover:text-ink";

/** The places of the dashboard, in their groups. */
export function Navigation({ onGo }: { onGo?(): void }) {
  const t = useMessages(MESSAGES);
  const name = useMessages(PLACE_NAMES);
  const places = placesFor(useHere());
  return (
    <nav aria-label={t("navigation")} className="grid gap-4">
      {(["", "developers", "workspace"] as const).map((group) => (
        <div key={group} className="grid gap-0.5">
          {group && <p className="px-2.5 pb-1 text-xs font-medium text-soft">{t(group)}</p>}
          {places
            .filter((place) => place.group === group)
            .map((place) => (
              <Entry key={place.id} place={place} name={name(place.id)} {...(onGo && { onGo })} />
            ))}
        </div>
      ))}
    </nav>
  );
}

function Entry({ place, name, onGo }: { place: Place; name: string; onGo?(): void }) {
  const Icon = place.icon;
  const { pathname } = useLocation();
  // The other pages of settings are behind this one; the plan has a place of its own.
  const isBehind =
    place.id === "settings" && pathname.startsWith("/settings/") && pathname !== "/settings/plan";
  const content = (
    <>
      <Icon size={16} aria-hidden />
      {name}
    </>
  );
  if ("href" in place)
    return (
      <a href={place.href} className={ITEM}>
        {content}
      </a>
    );
  return (
    <Link
      to={place.to}
      // The section's own filters do not follow into another one.
      search={{}}
      className={isBehind ? `${ITEM} bg-mark-soft !text-ink` : ITEM}
      activeProps={{ className: "bg-mark-soft !text-ink", "aria-current": "page" }}
      activeOptions={{ includeSearch: false }}
      {...(onGo && { onClick: onGo })}
    >
      {content}
    </Link>
  );
}
