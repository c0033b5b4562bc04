import { ChevronDown, GitCompareArrows, Globe } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { Chips } from "./chips.tsx";
import { PeriodPicker } from "./period-picker.tsx";
import { comparisonOf } from "./question.ts";
import { COMPARISONS } from "./search.ts";
import { useView, useWords } from "./view.tsx";

/** What is shown of all: the time, with what it is compared, and the filters. */
export function Toolbar({ isLive }: { isLive: boolean }) {
  const t = useWords();
  const { search, span, change } = useView();
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {!isLive && (
          <>
            <PeriodPicker />
            {span.period !== "all" && <CompareMenu />}
          </>
        )}
        <div className="flex items-center px-1">
          <Toggle
            label={t("bots")}
            isOn={search.bots === true}
            onChange={(isOn) => change({ bots: isOn ? true : undefined })}
          />
        </div>
        {!isLive && (
          <span className="ml-auto flex min-w-0 items-center gap-1.5 truncate text-[0.8125rem] text-soft">
            <Globe size={13} aria-hidden className="shrink-0" />
            <span className="sr-only">{t("zone")}: </span>
            {span.zone}
          </span>
        )}
      </div>
      <Chips />
    </div>
  );
}

function CompareMenu() {
  const t = useWords();
  const { search, span, level, change } = useView();
  const chosen = search.compare ?? "previous";
  const trigger = (
    <Button size="small" aria-label={`${t("compare")}: ${t(`compare_${chosen}`)}`}>
      <GitCompareArrows size={15} aria-hidden />
      {t(`compare_${chosen}`)}
      <ChevronDown size={14} aria-hidden className="text-soft" />
    </Button>
  );
  return (
    <Menu trigger={trigger} align="start">
      {COMPARISONS.map((compare) => {
        const isHad = compare === "none" || comparisonOf({ ...search, compare }, span, level) !== undefined;
        return (
          <MenuItem
            key={compare}
            isDisabled={!isHad}
            onSelect={() => change({ compare: compare === "previous" ? undefined : compare })}
          >
            <span className="w-4 text-mark">{compare === chosen ? "✓" : ""}</span>
            <span className="flex-1">{t(`compare_${compare}`)}</span>
            {!isHad && <span className="text-xs text-soft">{t("locked")}</span>}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
