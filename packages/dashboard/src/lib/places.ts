import type { Scope } from "@visoli/contract/scopes";
import {
  BarChart3,
  Code2,
  CreditCard,
  Folder,
  Globe,
  KeyRound,
  Link2,
  ScrollText,
  Settings,
  Shield,
  Tag,
  Terminal,
  Users,
  Webhook,
} from "lucide-react";
import type { Here } from "./me.ts";
import { defineMessages } from "./messages.ts";

/** What the navigation and the command palette lead to; `needs` is what a person must be allowed to see it. */
export const PLACES = [
  { id: "links", to: "/links", icon: Link2, needs: "links:read", group: "" },
  { id: "statistics", to: "/statistics", icon: BarChart3, needs: "stats:read", group: "" },
  { id: "tags", to: "/tags", icon: Tag, needs: "links:read", group: "" },
  { id: "folders", to: "/folders", icon: Folder, needs: "links:read", group: "" },
  { id: "domains", to: "/domains", icon: Globe, needs: "domains:read", group: "" },
  { id: "keys", to: "/keys", icon: KeyRound, needs: "keys:read", group: "developers" },
  { id: "apiLog", to: "/api-log", icon: Terminal, needs: "usage:read", group: "developers" },
  { id: "webhooks", to: "/webhooks", icon: Webhook, needs: "webhooks:read", group: "developers" },
  { id: "reference", href: "/docs", icon: Code2, needs: "links:read", group: "developers" },
  { id: "members", to: "/members", icon: Users, needs: "members:read", group: "workspace" },
  { id: "plan", to: "/settings/plan", icon: CreditCard, needs: "usage:read", group: "workspace" },
  { id: "auditLog", to: "/audit-log", icon: ScrollText, needs: "audit:read", group: "workspace" },
  { id: "settings", to: "/settings/workspace", icon: Settings, needs: "workspace:read", group: "workspace" },
  { id: "admin", to: "/admin", icon: Shield, needs: "instance:admin", group: "workspace" },
] as const satisfies readonly {
  id: string;
  to?: string;
  href?: string;
  needs: Scope;
  group: string;
  icon: unknown;
}[];

export type Place = (typeof PLACES)[number];

/** The places that this person may go to. */
export function placesFor({ may, person }: Here): Place[] {
  return PLACES.filter(({ needs }) => (needs === "instance:admin" ? person.isInstanceAdmin : may(needs)));
}

/** What the places are called. */
export const PLACE_NAMES = defineMessages(
  {
    links: "Links",
    statistics: "Statistics",
    tags: "Tags",
    folders: "Folders",
    domains: "Domains",
    keys: "API keys",
    apiLog: "API log",
    webhooks: "Webhooks",
    reference: "API reference",
    members: "Members",
    plan: "Usage and plan",
    auditLog: "Audit log",
    settings: "Settings",
    admin: "Instance",
  } satisfies Record<Place["id"], string>,
  {
    links: "Links",
    statistics: "Statistik",
    tags: "Tags",
    folders: "Ordner",
    domains: "Domains",
    keys: "API-Schlüssel",
    apiLog: "API-Protokoll",
    webhooks: "Webhooks",
    reference: "API-Referenz",
    members: "Mitglieder",
    plan: "Verbrauch und Tarif",
    auditLog: "Änderungsprotokoll",
    settings: "Einstellungen",
    admin: "Instanz",
  },
);
