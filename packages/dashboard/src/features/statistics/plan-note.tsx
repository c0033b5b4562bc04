import { Link } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import { useView, useWords } from "./view.tsx";

/** Stands where the plan has nothing to show, and says what to do about it. */
export function PlanNote({ text }: { text?: string }) {
  const t = useWords();
  const { level } = useView();
  const why = t(level.isSpent ? "plan_spent" : "plan_basic", { plan: level.plan });
  return (
    <div className="grid h-full min-h-32 place-content-center justify-items-center gap-1.5 px-4 py-6 text-center text-soft">
      <Lock size={18} aria-hidden />
      <p className="max-w-xs">{text ?? why}</p>
      <Link to="/settings/plan" search={{}} className="font-medium text-mark hover:underline">
        {t("plan_more")}
      </Link>
    </div>
  );
}
