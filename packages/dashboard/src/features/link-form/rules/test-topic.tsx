import { useMutation } from "@tanstack/react-query";
import type { Tried, TryInput } from "@visoli/contract/try";
import { useState } from "react";
import { visoli } from "../../../lib/api.ts";
import { useMessages } from "../../../lib/messages.ts";
import { messageOf } from "../../../lib/problem.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { instantOf } from "../local-time.ts";
import { MESSAGES } from "./messages.ts";
import { TestResult } from "./test-result.tsx";
import { NOBODY, type Visitor, VisitorFields } from "./visitor-fields.tsx";

/** Asks where a made-up visitor would go. */
export function TestTopic({ linkId, isChanged }: { linkId: string | undefined; isChanged: boolean }) {
  const t = useMessages(MESSAGES);
  const [visitor, setVisitor] = useState(NOBODY);
  const asking = useMutation<Tried, Error, string>({
    mutationFn: (id) => visoli.links.test(id, tryOf(visitor)),
  });
  if (!linkId) return <p className="text-soft">{t("testNew")}</p>;
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-[0.8125rem] text-soft">{t("testIntro")}</p>
      {isChanged && <Alert look="warn">{t("testUnsaved")}</Alert>}
      <VisitorFields visitor={visitor} onChange={(changes) => setVisitor({ ...visitor, ...changes })} />
      <Button className="justify-self-start" isBusy={asking.isPending} onClick={() => asking.mutate(linkId)}>
        {t("run")}
      </Button>
      {asking.isError && <Alert look="alarm">{messageOf(asking.error)}</Alert>}
      <div aria-live="polite">{asking.data && <TestResult tried={asking.data} />}</div>
    </div>
  );
}

function tryOf({ at, class: kind, password, ...texts }: Visitor): TryInput {
  const said = Object.entries(texts).filter(([, value]) => value.trim() !== "");
  return {
    ...(Object.fromEntries(said) as TryInput),
    ...(at && { at: instantOf(at) }),
    ...(kind && { class: kind }),
    ...(password && { password }),
  };
}
