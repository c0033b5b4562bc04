import { Link } from "@tanstack/react-router";
import { defineMessages, useMessages } from "../lib/messages.ts";
import type { Form } from "../lib/use-form.ts";
import { Alert } from "./alert.tsx";

const MESSAGES = defineMessages({ seePlans: "See plans" }, { seePlans: "Tarife ansehen" });

/** What is wrong with a form as a whole; where the plan has no more, the way to what would. */
export function Problem({ form }: { form: Pick<Form<object>, "problem" | "isPlanSpent"> }) {
  const t = useMessages(MESSAGES);
  if (!form.problem) return null;
  return (
    <Alert look="alarm">
      {form.problem}{" "}
      {form.isPlanSpent && (
        <Link to="/settings/plan" search={{}} className="font-medium underline">
          {t("seePlans")}
        </Link>
      )}
    </Alert>
  );
}
