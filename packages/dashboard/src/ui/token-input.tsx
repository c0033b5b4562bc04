import { clsx } from "clsx";
import { X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { defineMessages, useMessages } from "../lib/messages.ts";

const MESSAGES = defineMessages(
  { remove: "Remove {name}", add: "Add “{name}”" },
  { remove: "{name} entfernen", add: "„{name}“ hinzufügen" },
);

export type TokenOption = { value: string; label?: string };
type Props = {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  tokens: readonly string[];
  onChange(tokens: string[]): void;
  options?: readonly TokenOption[];
  /** Only what is among the options can be added. */
  isClosed?: boolean;
  maxLength?: number;
  placeholder?: string;
};

const MAX_OFFERED = 8;

/** Several short texts: Enter or a comma adds one, Backspace takes the last one away; those that are known are offered. */
export function TokenInput(props: Props) {
  const { tokens, onChange, options = [] } = props;
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  return (
    <div
      className={clsx(
        "flex min-h-9 flex-wrap items-center gap-1 rounded-lg border bg-surface px-1.5 py-1 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-mark",
        props["aria-invalid"] ? "border-alarm" : "border-edge/60 hover:border-edge",
      )}
    >
      {tokens.map((token) => (
        <Token
          key={token}
          name={labelOf(token)}
          onRemove={() => onChange(tokens.filter((each) => each !== token))}
        />
      ))}
      <Entry {...props} />
    </div>
  );
}

function Token({ name, onRemove }: { name: string; onRemove(): void }) {
  const t = useMessages(MESSAGES);
  return (
    <span className="inline-flex max-w-full min-w-0 items-center rounded-md bg-mark-soft pl-2 text-[0.8125rem]">
      <span className="truncate">{name}</span>
      <button
        type="button"
        aria-label={t("remove", { name })}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-md text-soft hover:text-ink"
      >
        <X size={12} />
      </button>
    </span>
  );
}

function Entry(props: Props) {
  const { tokens, onChange, options, isClosed, maxLength, placeholder, ...field } = props;
  const list = useId();
  const { text, setText, offered, active, setActive, add, onKeyDown, isOpen, setOpen } = useEntry(props);
  return (
    <div className="relative min-w-24 flex-1">
      <input
        {...field}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        className="h-7 w-full min-w-0 bg-transparent px-1.5 outline-none"
        value={text}
        maxLength={maxLength}
        placeholder={tokens.length === 0 ? placeholder : undefined}
        onChange={(event) => setText(event.target.value)}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          if (!isClosed) add(text);
          setOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={list}
        role="listbox"
        className={clsx(
          "absolute top-full left-0 z-10 mt-1.5 max-h-64 w-max max-w-72 min-w-40 overflow-y-auto rounded-xl border bg-surface p-1 shadow-pop",
          !isOpen && "hidden",
        )}
      >
        {offered.map(({ value, label = value }, index) => (
          <div
            key={value}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={clsx("truncate rounded-md px-2.5 py-1.5", index === active && "bg-sunken")}
            onPointerEnter={() => setActive(index)}
            // Before the input loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              add(value);
            }}
          >
            {label}
          </div>
        ))}
      </div>
    </div>
  );
}

function useEntry({ tokens, onChange, options = [], isClosed = false }: Props) {
  const [text, setTextOnly] = useState("");
  const [active, setActive] = useState(-1);
  const [hasFocus, setOpen] = useState(false);
  const offered = offeredOf(options, tokens, text);
  const setText = (next: string) => {
    setTextOnly(next);
    setActive(isClosed && next !== "" ? 0 : -1);
    setOpen(true);
    if (!next.endsWith(",")) return;
    add(next.slice(0, -1));
  };
  function add(value: string) {
    const found = options.find((option) => isSame(option, value));
    const token = (found?.value ?? (isClosed ? "" : value)).trim();
    if (token === "") return;
    if (!tokens.includes(token)) onChange([...tokens, token]);
    setTextOnly("");
    setActive(-1);
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isMoving = event.key === "ArrowDown" || event.key === "ArrowUp";
    const isAdding = event.key === "Enter" && (text.trim() !== "" || active >= 0);
    if (isMoving || isAdding) event.preventDefault();
    if (isMoving) setActive(within(active + (event.key === "ArrowDown" ? 1 : -1), offered.length));
    if (isAdding) add(offered[active]?.value ?? text);
    if (event.key === "Backspace" && text === "") onChange(tokens.slice(0, -1));
    if (event.key === "Escape" && isOpen && text !== "") {
      event.stopPropagation();
      setTextOnly("");
    }
  };
  const isOpen = hasFocus && offered.length > 0 && (text !== "" || active >= 0);
  return { text, setText, offered, active, setActive, add, onKeyDown, isOpen, setOpen };
}

const within = (index: number, count: number) => (count === 0 ? -1 : (index + count) % count);

function isSame({ value, label }: TokenOption, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return value.toLowerCase() === wanted || label?.toLowerCase() === wanted;
}

/** Those that fit what is typed and are not there already; those that begin with it first. */
function offeredOf(options: readonly TokenOption[], tokens: readonly string[], text: string): TokenOption[] {
  const wanted = text.trim().toLowerCase();
  const rank = ({ value, label = value }: TokenOption) =>
    value.toLowerCase() === wanted ? 0 : label.toLowerCase().startsWith(wanted) ? 1 : 2;
  return options
    .filter(
      ({ value, label = value }) =>
        !tokens.includes(value) && `${label} ${value}`.toLowerCase().includes(wanted),
    )
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_OFFERED);
}
