import type { Template } from "@visoli/contract/template";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { SidePanel } from "../../ui/dialog.tsx";
import { Problem } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { BehaviourFields } from "./behaviour-fields.tsx";
import { CampaignFields, DescribingFields } from "./describing-fields.tsx";
import { draftOf, fieldsOf, unshownOf } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { fieldNames } from "./names.ts";

/** Makes a template, or changes the one that is given. */
export function EditTemplate({ template, onClose }: { template?: Template; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { name, fields } = template ?? { name: "", fields: {} };
  const form = useForm(draftOf({ name, fields }), async (draft) => {
    const input = { name: draft.name, fields: fieldsOf(draft, fields) };
    if (template) await visoli.templates.update(template.id, input);
    else await visoli.templates.create(input);
    await queryClient.invalidateQueries({ queryKey: ["templates"] });
    onClose();
    toast(template ? t("saved") : t("made", { name: draft.name }));
  });
  const unshown = fieldNames(unshownOf(fields), t);
  return (
    <SidePanel
      isOpen
      onClose={onClose}
      title={template ? t("editTitle", { name }) : t("create")}
      footer={
        <Button look="primary" type="submit" form="template" isBusy={form.isBusy}>
          {t(template ? "save" : "make")}
        </Button>
      }
    >
      <form id="template" className="grid gap-6" onSubmit={form.submit}>
        <DescribingFields form={form} />
        <CampaignFields form={form} />
        <BehaviourFields form={form} />
        {unshown.length > 0 && <p className="text-soft">{t("unshown", { names: unshown.join(", ") })}</p>}
        <Problem form={form} />
      </form>
    </SidePanel>
  );
}
