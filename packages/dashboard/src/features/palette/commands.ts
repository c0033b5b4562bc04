import { useNavigate } from "@tanstack/react-router";
import {
  Bell,
  Building2,
  EyeOff,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  Palette,
  Plus,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import { keepLanguage, LANGUAGES, type Language, useLanguage } from "../../lib/language.ts";
import { useHere } from "../../lib/me.ts";
import { type Translate, useMessages } from "../../lib/messages.ts";
import { PLACE_NAMES, placesFor } from "../../lib/places.ts";
import { signOut } from "../../lib/sign-out.ts";
import { keepTheme, THEMES } from "../../lib/theme.ts";
import { toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

export type Group = "goTo" | "commands" | "workspaces";
export type Command = {
  id: string;
  label: string;
  group: Group;
  icon: LucideIcon;
  /** The key that does the same. */
  hotkey?: string;
  run(): void;
};

const OWN_PLACES = [
  { id: "account", to: "/settings/account", icon: UserRound },
  { id: "security", to: "/settings/security", icon: ShieldCheck },
  { id: "notifications", to: "/settings/notifications", icon: Bell },
  { id: "privacy", to: "/settings/privacy", icon: EyeOff },
] as const;

/** All that can be done from everywhere. */
export function useCommands(does: { create(): void; help(): void }): Command[] {
  const t = useMessages(MESSAGES);
  return [...usePlaces(t), ...useActions(t, does), ...useWorkspaces()];
}

function usePlaces(t: Translate<keyof (typeof MESSAGES)["en"]>): Command[] {
  const name = useMessages(PLACE_NAMES);
  const navigate = useNavigate();
  const places = placesFor(useHere()).map((place) => ({
    ...{ id: `go:${place.id}`, label: name(place.id), group: "goTo" as const, icon: place.icon },
    run: () => ("href" in place ? location.assign(place.href) : void navigate({ to: place.to, search: {} })),
  }));
  const own = OWN_PLACES.map(({ id, to, icon }) => ({
    ...{ id: `go:${id}`, label: t(id), group: "goTo" as const, icon },
    run: () => void navigate({ to, search: {} }),
  }));
  return [...places, ...own];
}

function useActions(
  t: Translate<keyof (typeof MESSAGES)["en"]>,
  does: { create(): void; help(): void },
): Command[] {
  const { may } = useHere();
  const language = useLanguage();
  const group = "commands" as const;
  const others = (Object.keys(LANGUAGES) as Language[]).filter((each) => each !== language);
  return [
    ...(may("links:write")
      ? [{ id: "create", label: t("create"), group, icon: Plus, hotkey: "C", run: does.create }]
      : []),
    ...THEMES.map((theme) => ({
      ...{ id: `theme:${theme}`, label: t(`theme_${theme}`), group, icon: Palette },
      run: () => keepTheme(theme),
    })),
    ...others.map((each) => ({
      ...{ id: `language:${each}`, label: t("language", { name: LANGUAGES[each] }), group, icon: Languages },
      run: () => keepLanguage(each),
    })),
    { id: "help", label: t("shortcuts"), group, icon: Keyboard, hotkey: "?", run: does.help },
    {
      ...{ id: "sign-out", label: t("signOut"), group, icon: LogOut },
      run: () => void signOut().catch(toastError),
    },
  ];
}

function useWorkspaces(): Command[] {
  const { me, workspace } = useHere();
  const navigate = useNavigate();
  return me.workspaces
    .filter(({ id }) => id !== workspace.id)
    .map(({ id, name }) => ({
      ...{ id: `workspace:${id}`, label: name, group: "workspaces", icon: Building2 },
      run: () => void navigate({ to: "/links", search: { w: id } }),
    }));
}
