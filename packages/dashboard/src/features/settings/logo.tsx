import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ImageIcon } from "lucide-react";
import { useRef, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { messageOf } from "../../lib/problem.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { shrinkToPng } from "./shrink.ts";

const KEY = ["workspace", "logo"];

/** The picture for QR codes. */
export function Logo() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => visoli.workspace.logo.get({ signal }),
  });
  if (error && !data)
    return (
      <Card title={t("logo")}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    );
  return (
    <Card title={t("logo")} description={t("logoText")}>
      <div className="flex flex-wrap items-center gap-4 pt-1">
        <div className="grid size-24 shrink-0 place-items-center overflow-hidden rounded-xl border bg-white p-2">
          {!data && <Skeleton className="size-full" />}
          {data?.logo && <img src={data.logo} alt={t("logoAlt")} className="max-h-full max-w-full" />}
          {data?.logo === null && (
            <ImageIcon size={24} role="img" aria-label={t("logoNone")} className="text-edge" />
          )}
        </div>
        {may("workspace:write") && data && <Actions hasLogo={data.logo !== null} />}
      </div>
    </Card>
  );
}

function Actions({ hasLogo }: { hasLogo: boolean }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const act = async (work: () => Promise<string | undefined>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      setProblem(await work());
      await client.invalidateQueries({ queryKey: KEY });
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const put = (file: File) =>
    act(async () => {
      const logo = await shrinkToPng(file);
      if (logo === null) return t("logoUnreadable");
      if (logo === "large") return t("logoTooLarge");
      await visoli.workspace.logo.put({ logo });
      toast(t("logoSaved"));
    });
  const remove = () =>
    act(async () => {
      await visoli.workspace.logo.delete();
      toast(t("logoRemoved"));
    });
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <input
          ref={picker}
          type="file"
          accept="image/*"
          aria-label={t("logoFile")}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = "";
            if (file) void put(file);
          }}
        />
        <Button isBusy={isBusy} onClick={() => picker.current?.click()}>
          {t(hasLogo ? "logoReplace" : "logoChoose")}
        </Button>
        {hasLogo && (
          <Button look="quiet" isBusy={isBusy} onClick={() => void remove()}>
            {t("logoRemove")}
          </Button>
        )}
      </div>
      {problem && <Alert look="alarm">{problem}</Alert>}
    </div>
  );
}
