import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useMessages } from "../../../lib/messages.ts";
import type { Form } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import type { Draft } from "../draft.ts";
import { type DraftRule, moved, newRule } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";
import { RuleCard } from "./rule-card.tsx";

/** Rules in order; one at a time is open. */
export function RulesTopic({ form }: { form: Form<Draft> }) {
  const t = useMessages(MESSAGES);
  const { rules } = form.values;
  const [open, setOpen] = useState<string>();
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const set = (next: DraftRule[]) => form.set("rules", next);
  const move = (index: number, by: number) => {
    const to = index + by;
    const rule = rules[index];
    if (!rule || to < 0 || to >= rules.length) return;
    const focused = document.activeElement?.getAttribute("data-part") ?? "head";
    set(moved(rules, index, by));
    setSaid(t("movedTo", { count: to + 1 }));
    // What is moved in the page loses the focus.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-rule="${rule.key}"] [data-part="${focused}"]`)?.focus(),
    );
  };
  const add = () => {
    const rule = newRule();
    set([...rules, rule]);
    setOpen(rule.key);
  };
  const fault = form.fault("rules");
  return (
    <>
      <p className="text-[0.8125rem] text-soft">
        {t("intro")} {rules.length > 1 && t("moveHint")}
      </p>
      {fault && (
        <p role="alert" className="text-[0.8125rem] font-medium text-alarm">
          {fault}
        </p>
      )}
      <ol ref={list} className="grid grid-cols-1 gap-2">
        {rules.map((rule, index) => (
          <RuleCard
            key={rule.key}
            {...{ rule, index }}
            count={rules.length}
            isOpen={open === rule.key || form.fault(`rules.${index}`) !== undefined}
            fault={(path) => form.fault(`rules.${index}.${path}`)}
            onToggle={() => setOpen(open === rule.key ? undefined : rule.key)}
            onChange={(next) => set(rules.map((each) => (each.key === rule.key ? next : each)))}
            onMove={(by) => move(index, by)}
            onRemove={() => set(rules.filter(({ key }) => key !== rule.key))}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      <Button size="small" className="justify-self-start" onClick={add}>
        <Plus size={14} />
        {t("add")}
      </Button>
    </>
  );
}
