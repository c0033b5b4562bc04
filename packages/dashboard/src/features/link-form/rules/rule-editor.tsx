import { Plus, X } from "lucide-react";
import { useMessages } from "../../../lib/messages.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Segments } from "../../../ui/tabs.tsx";
import { type DraftRule, type DraftVariant, newCondition, newVariant, shareOf } from "../rule-draft.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { MESSAGES } from "./messages.ts";

export type RuleProps = {
  rule: DraftRule;
  fault(path: string): string | undefined;
  onChange(rule: DraftRule): void;
};

/** The conditions of a rule, and where it leads. */
export function RuleEditor(props: RuleProps) {
  const t = useMessages(MESSAGES);
  const { rule, fault, onChange } = props;
  const { conditions } = rule;
  return (
    <div className="grid grid-cols-1 gap-4 border-t p-3">
      <fieldset className="grid min-w-0 grid-cols-1 gap-2">
        <legend className="mb-1.5 font-medium">{conditions.length > 0 ? t("when") : t("always")}</legend>
        {conditions.map((condition, index) => (
          <ConditionEditor
            key={condition.key}
            {...{ condition, index }}
            fault={fault(`conditions.${index}`)}
            onChange={(next) =>
              onChange({
                ...rule,
                conditions: conditions.map((each) => (each.key === condition.key ? next : each)),
              })
            }
            onRemove={() =>
              onChange({ ...rule, conditions: conditions.filter(({ key }) => key !== condition.key) })
            }
          />
        ))}
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => onChange({ ...rule, conditions: [...conditions, newCondition()] })}
        >
          <Plus size={14} />
          {t("addCondition")}
        </Button>
      </fieldset>
      <Then {...props} />
      <Field label={t("name")} fault={fault("name")}>
        {(input) => (
          <Input
            {...input}
            maxLength={50}
            value={rule.name}
            onChange={(event) => onChange({ ...rule, name: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function Then({ rule, fault, onChange }: RuleProps) {
  const t = useMessages(MESSAGES);
  const choose = (id: "one" | "split") => {
    const split = rule.split.length >= 2 ? rule.split : [newVariant(rule.url), newVariant()];
    onChange({ ...rule, isSplit: id === "split", ...(id === "split" && { split }) });
  };
  return (
    <div className="grid grid-cols-1 gap-2">
      <div>
        <Segments
          label={t("leadsTo")}
          options={[
            { id: "one", label: t("toOne") },
            { id: "split", label: t("toSplit") },
          ]}
          chosen={rule.isSplit ? "split" : "one"}
          onChoose={choose}
        />
      </div>
      {rule.isSplit ? (
        <Split {...{ rule, fault, onChange }} />
      ) : (
        <Field label={t("destination")} fault={fault("url")}>
          {(input) => (
            <Input
              {...input}
              inputMode="url"
              placeholder="https://example.com/de"
              spellCheck={false}
              value={rule.url}
              onChange={(event) => onChange({ ...rule, url: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Split({ rule, fault, onChange }: RuleProps) {
  const t = useMessages(MESSAGES);
  const { split } = rule;
  const set = (next: DraftVariant[]) => onChange({ ...rule, split: next });
  return (
    <>
      {split.map((variant, index) => (
        <Variant
          key={variant.key}
          variant={variant}
          count={index + 1}
          share={shareOf(split, variant.weight)}
          fault={fault(`split.${index}`)}
          onChange={(next) => set(split.map((each) => (each.key === variant.key ? next : each)))}
          {...(split.length > 2 && { onRemove: () => set(split.filter(({ key }) => key !== variant.key)) })}
        />
      ))}
      <Button size="small" className="justify-self-start" onClick={() => set([...split, newVariant()])}>
        <Plus size={14} />
        {t("addVariant")}
      </Button>
    </>
  );
}

function Variant({
  variant,
  count,
  share,
  fault,
  onChange,
  onRemove,
}: {
  variant: DraftVariant;
  count: number;
  share: string;
  fault: string | undefined;
  onChange(variant: DraftVariant): void;
  onRemove?(): void;
}) {
  const t = useMessages(MESSAGES);
  return (
    <div className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
      <div className="min-w-40 flex-1">
        <Field label={t("variant", { count })} isLabelHidden fault={fault}>
          {(input) => (
            <Input
              {...input}
              inputMode="url"
              placeholder="https://example.com/a"
              spellCheck={false}
              value={variant.url}
              onChange={(event) => onChange({ ...variant, url: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Input
        aria-label={t("variantName", { count })}
        placeholder={String.fromCharCode(64 + count)}
        maxLength={50}
        className="!w-20"
        value={variant.name}
        onChange={(event) => onChange({ ...variant, name: event.target.value })}
      />
      <Input
        aria-label={t("weight", { count })}
        type="number"
        min={1}
        max={10_000}
        className="tabular !w-20"
        value={variant.weight}
        onChange={(event) => onChange({ ...variant, weight: event.target.value })}
      />
      <span className="tabular w-14 py-2 text-right text-soft">{share}</span>
      {onRemove && (
        <IconButton label={t("removeVariant", { count })} onClick={onRemove}>
          <X size={15} />
        </IconButton>
      )}
    </div>
  );
}
