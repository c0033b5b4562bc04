import { Link } from "@tanstack/react-router";
import { Check, LogOut, UserRound } from "lucide-react";
import { useState } from "react";
import { keepLanguage, LANGUAGES, type Language, useLanguage } from "../../lib/language.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { signOut } from "../../lib/sign-out.ts";
import { keepTheme, readTheme, THEMES, type Theme } from "../../lib/theme.ts";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** The person's own: account, appearance, language, the way out. */
export function AccountMenu() {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const language = useLanguage();
  const [theme, setTheme] = useState(readTheme);
  const choose = (next: Theme) => {
    keepTheme(next);
    setTheme(next);
  };
  const trigger = (
    <button
      type="button"
      className="flex w-full min-w-0 items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-sunken"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-mark-soft font-semibold text-mark"
      >
        {person.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="min-w-0 flex-1 truncate">{person.name}</span>
      <span className="sr-only">{t("account")}</span>
    </button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <MenuItem asChild>
        <Link to="/settings/account" search={{}}>
          <UserRound size={15} />
          {t("account")}
        </Link>
      </MenuItem>
      <MenuLine />
      <MenuHeading>{t("theme")}</MenuHeading>
      {THEMES.map((each) => (
        <MenuItem key={each} onSelect={() => choose(each)}>
          <Mark isOn={each === theme} />
          {t(`theme_${each}`)}
        </MenuItem>
      ))}
      <MenuHeading>{t("language")}</MenuHeading>
      {(Object.keys(LANGUAGES) as Language[]).map((each) => (
        <MenuItem key={each} onSelect={() => keepLanguage(each)}>
          <Mark isOn={each === language} />
          <span lang={each}>{LANGUAGES[each]}</span>
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => void signOut().catch(toastError)}>
        <LogOut size={15} />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  return <span className="w-4 text-mark">{isOn && <Check size={15} />}</span>;
}
