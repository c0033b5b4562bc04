import { DEFAULT_PLANS, PlanSchema, PlansFileSchema, type PlanTable } from "./plan.ts";

/** The table of plans with what the file says, plan by plan and field by field; or what is wrong with the file, a sentence each. */
export function mergePlans(file: unknown): { plans: PlanTable } | { faults: string[] } {
  const parsed = PlansFileSchema.safeParse(file);
  if (!parsed.success) return { faults: faultsOf("", parsed.error) };
  const plans: Record<string, PlanTable[string]> = { ...DEFAULT_PLANS };
  const faults: string[] = [];
  for (const [name, fields] of Object.entries(parsed.data)) {
    const whole = PlanSchema.safeParse({ ...plans[name], ...fields });
    if (whole.success) plans[name] = whole.data;
    else faults.push(...faultsOf(name, whole.error));
  }
  return faults.length > 0 ? { faults } : { plans };
}

function faultsOf(
  plan: string,
  error: { issues: readonly { path: PropertyKey[]; message: string }[] },
): string[] {
  return error.issues.map(({ path, message }) => {
    const place = [plan, ...path.map(String)].filter(Boolean).join(".");
    return place ? `${place}: ${message}` : message;
  });
}
