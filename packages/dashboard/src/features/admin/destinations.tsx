import type { BlockedDestination } from "@visoli/contract/abuse";
import { X } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

const KEY = ["blocked-destinations"];
const EMPTY = { destination: "", reason: "" };

/** Where no link may lead. */
export function Destinations() {
  const t = useMessages(MESSAGES);
  const listed = usePages<BlockedDestination>(KEY, (cursor, signal) =>
    visoli.admin.blockedDestinations.list({ limit: 50, ...(cursor && { cursor }) }, { signal }),
  );
  return (
    <Card title={t("destinations")} description={t("destinationsText")}>
      <AddDestination />
      {listed.isLoading && <SkeletonRows rows={2} />}
      {listed.error !== null && <ErrorState error={listed.error} onRetry={listed.retry} />}
      {!listed.isLoading && listed.error === null && listed.items.length === 0 && (
        <p className="pt-3 text-soft">{t("noDestinations")}</p>
      )}
      <ul className="mt-2 divide-y divide-line">
        {listed.items.map((each) => (
          <Row key={each.id} blocked={each} />
        ))}
      </ul>
      {listed.hasMore && (
        <Button isBusy={listed.isLoadingMore} onClick={listed.loadMore}>
          {t("more")}
        </Button>
      )}
    </Card>
  );
}

function AddDestination() {
  const t = useMessages(MESSAGES);
  const form = useForm(EMPTY, async (values) => {
    const { destination } = await visoli.admin.blockedDestinations.create(values);
    await queryClient.invalidateQueries({ queryKey: KEY });
    form.reset(EMPTY);
    toast(t("added", { destination }));
  });
  return (
    <form
      className="grid items-start gap-4 border-b pt-1 pb-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
      onSubmit={form.submit}
    >
      {(["destination", "reason"] as const).map((name) => (
        <Field key={name} label={t(name)} fault={form.fault(name)}>
          {(input) => (
            <Input
              {...input}
              required
              {...(name === "destination" && { placeholder: "bad.example" })}
              value={form.values[name]}
              onChange={(event) => form.set(name, event.target.value)}
            />
          )}
        </Field>
      ))}
      <Button type="submit" isBusy={form.isBusy} className="sm:mt-6.5">
        {t("addDestination")}
      </Button>
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
    </form>
  );
}

function Row({ blocked: { id, destination, reason, createdAt } }: { blocked: BlockedDestination }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await visoli.admin.blockedDestinations.delete(id);
      await queryClient.invalidateQueries({ queryKey: KEY });
      toast(t("removed"));
    } catch (error) {
      setBusy(false);
      toastError(error);
    }
  };
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{destination}</p>
        <p className="text-[0.8125rem] text-soft wrap-anywhere">{`${reason} · ${date(createdAt)}`}</p>
      </div>
      <IconButton label={t("remove", { destination })} isBusy={isBusy} onClick={() => void remove()}>
        <X size={15} />
      </IconButton>
    </li>
  );
}
