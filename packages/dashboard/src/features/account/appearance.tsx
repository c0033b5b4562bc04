import { useState } from "react";
import { keepLanguage, LANGUAGES, type Language, useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { keepTheme, readTheme, THEMES, type Theme } from "../../lib/theme.ts";
import { Card } from "../../ui/page.tsx";
import { Segments } from "../../ui/tabs.tsx";
import { MESSAGES } from "./messages.ts";

/** Colours and language of the dashboard, in this browser. */
export function Appearance() {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const [theme, setTheme] = useState(readTheme);
  const choose = (next: Theme) => {
    keepTheme(next);
    setTheme(next);
  };
  return (
    <Card title={t("appearance")}>
      <div className="flex flex-wrap gap-x-10 gap-y-4 pt-1">
        <div className="grid justify-items-start gap-1.5">
          <p aria-hidden className="font-medium">
            {t("theme")}
          </p>
          <Segments
            label={t("theme")}
            chosen={theme}
            onChoose={choose}
            options={THEMES.map((id) => ({ id, label: t(`theme_${id}`) }))}
          />
        </div>
        <div className="grid justify-items-start gap-1.5">
          <p aria-hidden className="font-medium">
            {t("language")}
          </p>
          <Segments
            label={t("language")}
            chosen={language}
            onChoose={keepLanguage}
            options={(Object.keys(LANGUAGES) as Language[]).map((id) => ({
              id,
              label: <span lang={id}>{LANGUAGES[id]}</span>,
            }))}
          />
        </div>
      </div>
    </Card>
  );
}
