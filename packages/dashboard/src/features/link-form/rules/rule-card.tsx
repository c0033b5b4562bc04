import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useMessages } from "../../../lib/messages.ts";
import { IconButton } from "../../../ui/button.tsx";
import { type DraftRule, shareOf } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { useRuleWords } from "./words.ts";

type Props = {
  rule: DraftRule;
  index: number;
  count: number;
  isOpen: boolean;
  /** What is wrong with a part of the rule. */
  fault(path: string): string | undefined;
  onToggle(): void;
  onChange(rule: DraftRule): void;
  onMove(by: number): void;
  onRemove(): void;
};

/** A rule in words, with its editor below it once it is open. */
export function RuleCard(props: Props) {
  const t = useMessages(MESSAGES);
  const { rule, index, count, isOpen, onToggle, onMove, onRemove } = props;
  const { ruleWords } = useRuleWords();
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || by === undefined) return;
    event.preventDefault();
    onMove(by);
  };
  const number = index + 1;
  return (
    <li data-rule={rule.key} className="min-w-0 rounded-lg border bg-paper" onKeyDown={onKeyDown}>
      <div className="flex items-start gap-0.5 p-1.5 pl-3">
        <button
          type="button"
          data-part="head"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="min-w-0 flex-1 py-1 text-left"
        >
          <span className="block text-xs text-soft">{rule.name || t("rule", { count: number })}</span>
          <span className="line-clamp-2 wrap-anywhere">{ruleWords(rule)}</span>
          <Destinations rule={rule} />
        </button>
        <IconButton
          label={t("up", { count: number })}
          data-part="up"
          aria-disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <ArrowUp size={15} />
        </IconButton>
        <IconButton
          label={t("down", { count: number })}
          data-part="down"
          aria-disabled={number === count}
          onClick={() => onMove(1)}
        >
          <ArrowDown size={15} />
        </IconButton>
        <IconButton label={t("remove", { count: number })} onClick={onRemove}>
          <Trash2 size={15} />
        </IconButton>
      </div>
      {isOpen && <RuleEditor {...props} />}
    </li>
  );
}

const shown = (url: string) => url.replace(/^https?:\/\/(www\.)?/i, "").slice(0, 200);

function Destinations({ rule: { isSplit, url, split } }: { rule: DraftRule }) {
  const t = useMessages(MESSAGES);
  if (!isSplit)
    return (
      <span className="block truncate text-soft">{url ? t("goes", { url: shown(url) }) : t("nowhere")}</span>
    );
  return (
    <>
      {split.map((variant) => (
        <span key={variant.key} className="block truncate text-soft">
          {shareOf(split, variant.weight)} {t("goes", { url: shown(variant.url) || "…" })}
        </span>
      ))}
    </>
  );
}
