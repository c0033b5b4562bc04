import type { AskedCondition, Tried } from "@visoli/contract/try";
import { Check, X } from "lucide-react";
import { useMessages } from "../../../lib/messages.ts";
import { draftOfRule } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";
import { useRuleWords } from "./words.ts";

/** What a visitor would get, and why. */
export function TestResult({ tried }: { tried: Tried }) {
  const t = useMessages(MESSAGES);
  const { outcome, status, url, rule, variant, uses, why } = tried;
  const reason =
    rule === null
      ? t("byLink")
      : variant === null
        ? t("byRule", { rule })
        : t("byVariant", { rule, variant });
  return (
    <section className="grid grid-cols-1 gap-2 rounded-lg border bg-paper p-3">
      <h4 className="text-xs text-soft">{t("gets")}</h4>
      <p className="font-medium">{t(`outcome_${outcome}`, { status: String(status) })}</p>
      {url && <p className="line-clamp-4 font-mono text-[0.8125rem] wrap-anywhere">{url}</p>}
      <p className="text-soft">
        {t("because")} {reason}. {uses && t("uses", { used: uses.used, limit: uses.limit })}
      </p>
      {why.length > 0 && (
        <>
          <h4 className="mt-1 text-xs text-soft">{t("why")}</h4>
          <ol className="grid gap-2">
            {why.map(({ rule: name, conditions }) => (
              <li key={name}>
                <p className="font-medium">{t("byRule", { rule: name })}</p>
                <ul className="grid gap-1">
                  {conditions.map((asked) => (
                    <Asked key={JSON.stringify(asked)} asked={asked} />
                  ))}
                </ul>
                {conditions.every(({ holds }) => holds) && <p className="text-good">{t("ruleHolds")}</p>}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Asked({ asked: { condition, holds, saw } }: { asked: AskedCondition }) {
  const t = useMessages(MESSAGES);
  const { conditionWords } = useRuleWords();
  const [draft] = draftOfRule({ conditions: [condition] }).conditions;
  return (
    <li className="flex items-start gap-2">
      {holds ? (
        <Check size={15} className="mt-0.5 shrink-0 text-good" aria-hidden />
      ) : (
        <X size={15} className="mt-0.5 shrink-0 text-alarm" aria-hidden />
      )}
      <span className="min-w-0 wrap-anywhere">
        {draft && conditionWords(draft)}{" "}
        <span className="text-soft">
          ({t(holds ? "holds" : "fails")}, {saw === null ? t("sawNothing") : t("saw", { value: saw })})
        </span>
      </span>
    </li>
  );
}
