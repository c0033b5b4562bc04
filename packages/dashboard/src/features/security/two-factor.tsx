import type { TwoFactorSetup } from "@visoli/contract/auth";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { AskPassword } from "./ask-password.tsx";
import { MESSAGES } from "./messages.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SetUpTwoFactor } from "./set-up-two-factor.tsx";

type Step = "start" | "codes" | "off" | { setup: TwoFactorSetup } | { shown: string[] };

/** Who one is counts anew, with what one may do by a second factor. */
async function refresh(): Promise<void> {
  await Promise.all(["me", "security"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}

/** Codes of an app beside the password. */
export function TwoFactor() {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const [step, setStep] = useState<Step>();
  const isOn = person.isTwoFactorOn;
  const title = (
    <span className="flex items-center gap-2">
      {t("twoFactor")}
      <Badge look={isOn ? "good" : "plain"}>{t(isOn ? "on" : "off")}</Badge>
    </span>
  );
  const actions = isOn ? (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setStep("codes")}>{t("newCodes")}</Button>
      <Button look="danger" onClick={() => setStep("off")}>
        {t("turnOff")}
      </Button>
    </div>
  ) : (
    person.hasPassword && (
      <Button look="primary" onClick={() => setStep("start")}>
        {t("turnOn")}
      </Button>
    )
  );
  return (
    <>
      <Card
        title={title}
        description={t(person.hasPassword ? "twoFactorText" : "twoFactorNoPassword")}
        actions={actions}
      />
      <Steps step={step} go={setStep} />
    </>
  );
}

function Steps({ step, go }: { step: Step | undefined; go(step: Step | undefined): void }) {
  const t = useMessages(MESSAGES);
  const close = () => go(undefined);
  if (step === undefined) return null;
  if (step === "start")
    return (
      <AskPassword
        title={t("twoFactor")}
        text={t("startText")}
        action={t("next")}
        onClose={close}
        send={async (password) => go({ setup: await visoli.me.twoFactor.start({ password }) })}
      />
    );
  if (step === "codes")
    return (
      <AskPassword
        title={t("newCodes")}
        text={t("newCodesText")}
        action={t("makeCodes")}
        onClose={close}
        send={async (password) =>
          go({ shown: (await visoli.me.twoFactor.recoveryCodes({ password })).recoveryCodes })
        }
      />
    );
  if (step === "off")
    return (
      <AskPassword
        isDanger
        title={t("turnOff")}
        text={t("turnOffText")}
        action={t("turnOff")}
        onClose={close}
        send={async (password) => {
          await visoli.me.twoFactor.off({ password });
          await refresh();
          close();
          toast(t("turnedOff"));
        }}
      />
    );
  return <Later step={step} go={go} />;
}

/** What there is to see once the password was right. */
function Later({
  step,
  go,
}: {
  step: { setup: TwoFactorSetup } | { shown: string[] };
  go(step: Step | undefined): void;
}) {
  const t = useMessages(MESSAGES);
  const close = () => go(undefined);
  if ("shown" in step) return <RecoveryCodes codes={step.shown} onClose={close} />;
  const { setup } = step;
  return (
    <SetUpTwoFactor
      uri={setup.uri}
      onClose={close}
      onConfirmed={async () => {
        await refresh();
        toast(t("turnedOn"));
        go({ shown: setup.recoveryCodes });
      }}
    />
  );
}
