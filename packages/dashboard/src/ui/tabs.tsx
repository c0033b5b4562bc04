import { clsx } from "clsx";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Tab = { id: string; label: ReactNode; content: ReactNode };

/** Only the chosen tab's content is there. */
export function Tabs({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string;
  tabs: Tab[];
  chosen: string;
  onChoose(id: string): void;
}) {
  return (
    <Radix.Root value={chosen} onValueChange={onChoose}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {tabs.map(({ id, label: name }) => (
          <Radix.Trigger
            key={id}
            value={id}
            className="-mb-px border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap text-soft hover:text-ink data-[state=active]:border-mark data-[state=active]:text-ink"
          >
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} className="pt-4" tabIndex={-1}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** A few choices in a row, one of them chosen. */
export function Segments<const Id extends string>({
  label,
  options,
  chosen,
  onChoose,
}: {
  label: string;
  options: { id: Id; label: ReactNode }[];
  chosen: NoInfer<Id>;
  onChoose(id: NoInfer<Id>): void;
}) {
  return (
    <fieldset className="inline-flex rounded-lg border bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ id, label: name }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
          className={clsx(
            "rounded-md px-2.5 py-1 text-[0.8125rem] font-medium whitespace-nowrap",
            id === chosen ? "bg-surface text-ink shadow-sm" : "text-soft hover:text-ink",
          )}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
