import type { ReactNode } from "react";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { useMedia } from "../../lib/use-media.ts";
import { Card } from "../../ui/page.tsx";
import { MESSAGES } from "./messages.ts";
import { FEATURES, type Feature, featureWords, type NamedPlan, planName, priceWords } from "./words.ts";

type Props = {
  plans: NamedPlan[];
  /** What can be done with a plan, or what it is. */
  actionOf(plan: NamedPlan): ReactNode;
};

/** The plans side by side; one under the other where the window is narrow. */
export function Comparison(props: Props) {
  const t = useMessages(MESSAGES);
  const isWide = useMedia("(min-width: 48rem)");
  return (
    <div id="plans">
      <Card title={t("plans")} isFlush>
        {isWide ? <PlanTable {...props} /> : <PlanStack {...props} />}
      </Card>
    </div>
  );
}

function PlanTable({ plans, actionOf }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="overflow-x-auto">
      <table aria-label={t("plans")} className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="border-b align-top">
            <th scope="col" className="w-56 px-4 py-3">
              <span className="sr-only">{t("feature")}</span>
            </th>
            {plans.map((plan) => (
              <th key={plan.name} scope="col" className="px-4 py-3 font-normal">
                <PlanHead plan={plan} action={actionOf(plan)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FEATURES.map((feature) => (
            <tr key={feature} className="border-b last:border-0">
              <th scope="row" className="px-4 py-2 font-normal text-soft">
                {t(feature)}
              </th>
              {plans.map((plan) => (
                <td key={plan.name} className="tabular px-4 py-2">
                  <Value plan={plan} feature={feature} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlanStack({ plans, actionOf }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="divide-y divide-line">
      {plans.map((plan) => (
        <section key={plan.name} className="grid gap-3 p-4">
          <PlanHead plan={plan} action={actionOf(plan)} />
          <dl className="grid gap-1.5">
            {FEATURES.map((feature) => (
              <div key={feature} className="flex justify-between gap-4">
                <dt className="text-soft">{t(feature)}</dt>
                <dd className="tabular text-right">
                  <Value plan={plan} feature={feature} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function PlanHead({ plan, action }: { plan: NamedPlan; action: ReactNode }) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  return (
    <div className="grid justify-items-start gap-2.5">
      <div>
        <p className="font-semibold">{planName(plan.name)}</p>
        {plan.price && (
          <p>
            <span className="tabular text-lg font-semibold">{priceWords(plan.price, language)}</span>{" "}
            <span className="text-soft">{t("aMonth")}</span>
          </p>
        )}
      </div>
      {action}
    </div>
  );
}

function Value({ plan, feature }: { plan: NamedPlan; feature: Feature }) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  if (plan[feature] !== 0) return featureWords(plan, feature, t, language);
  return (
    <>
      <span aria-hidden>{t("none")}</span>
      <span className="sr-only">{t("noneSpoken")}</span>
    </>
  );
}
