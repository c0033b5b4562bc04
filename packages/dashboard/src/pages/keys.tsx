import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { CreateKey } from "../features/keys/create-key.tsx";
import { KeyTable } from "../features/keys/key-table.tsx";
import { MESSAGES } from "../features/keys/messages.ts";
import { type KeyMode, useKeys } from "../features/keys/query.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { More } from "../ui/more.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";
import { Segments } from "../ui/tabs.tsx";
import { Checkbox } from "../ui/toggle.tsx";

export function KeysPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const [mode, setMode] = useState<KeyMode>("live");
  const [isAll, setAll] = useState(false);
  const [isCreating, setCreating] = useState(false);
  if (!may("keys:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  const create = may("keys:write") && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus size={16} />
      {t(mode === "live" ? "create" : "createTest")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("description")} actions={create}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segments
          label={t("mode")}
          chosen={mode}
          onChoose={setMode}
          options={[
            { id: "live", label: t("live") },
            { id: "test", label: t("test") },
          ]}
        />
        <Checkbox label={t("showRevoked")} isOn={isAll} onChange={setAll} />
      </div>
      {mode === "test" && <p className="text-soft">{t("testNote")}</p>}
      <Keys mode={mode} isAll={isAll} create={create} />
      <p className="text-[0.8125rem] text-soft">
        {t("leakNote")}{" "}
        <a className="font-medium text-mark underline" href="/docs/guides/keys">
          {t("leakLink")}
        </a>
      </p>
      {isCreating && <CreateKey mode={mode} onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Keys({ mode, isAll, create }: { mode: KeyMode; isAll: boolean; create: React.ReactNode }) {
  const t = useMessages(MESSAGES);
  const keys = useKeys(mode, isAll);
  if (keys.isLoading) return <SkeletonRows />;
  if (keys.error) return <ErrorState error={keys.error} onRetry={keys.retry} />;
  if (keys.items.length === 0)
    return (
      <EmptyState icon={<KeyRound size={22} />} title={t("empty")} action={create}>
        {t("emptyMore")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <KeyTable keys={keys.items} />
      <More pages={keys} />
    </Card>
  );
}
