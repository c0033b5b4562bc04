import type { Dimension } from "@visoli/contract/dimensions";
import { createContext, useContext } from "react";
import { type Translate, useMessages } from "../../lib/messages.ts";
import { type Choice, isChosen, toggled } from "./filter.ts";
import { MESSAGES } from "./messages.ts";
import type { Span } from "./period.ts";
import type { Level, Question } from "./question.ts";
import type { CardMetric, Changes, StatisticsSearch } from "./search.ts";

/** What all parts of the page look at, and how they change it. */
export type View = {
  search: StatisticsSearch;
  span: Span;
  question: Question;
  level: Level & { plan: string; isSpent: boolean };
  metric: CardMetric;
  currency: string | undefined;
  /** Whose page it is; undefined on the workspace's. */
  link: { id: string; shortUrl: string } | undefined;
  /** Another address; `replace` leaves no step to go back to. */
  change(changes: Changes, replace?: boolean): void;
};

const Context = createContext<View | null>(null);
export const ViewProvider = Context.Provider;

export function useView(): View {
  const view = useContext(Context);
  if (!view) throw new Error("there is no view");
  return view;
}

export const useWords = (): Translate<keyof (typeof MESSAGES)["en"]> => useMessages(MESSAGES);

/** Keeps or leaves out a value, or takes that back; into a country one looks further by its regions, then by its cities. */
export function useFilter(): (dimension: Dimension, value: string, choice: Choice) => void {
  const { search, change } = useView();
  return (dimension, value, choice) => {
    const next = toggled(search[dimension], value, choice);
    const deeper = DEEPER[dimension];
    const goesIn = deeper && choice === "include" && isChosen(next, value);
    // A list that is open in full has done its work.
    change({ [dimension]: next, list: undefined, ...(goesIn && { places: deeper }) });
  };
}

const DEEPER: Partial<Record<Dimension, "region" | "city">> = { country: "region", region: "city" };
