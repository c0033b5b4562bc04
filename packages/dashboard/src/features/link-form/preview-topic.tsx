import { ImageIcon } from "lucide-react";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Textarea } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";

type Props = { form: Form<Draft> };

/** The card that social networks show, and what it will look like. */
export function PreviewTopic({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { preview } = form.values;
  const set = (part: keyof Draft["preview"], text: string) =>
    form.set("preview", { ...preview, [part]: text });
  return (
    <>
      <Field label={t("cardTitle")} fault={form.fault("preview.title")}>
        {(input) => (
          <Input
            {...input}
            maxLength={255}
            placeholder={t("cardDefault")}
            value={preview.title}
            onChange={(event) => set("title", event.target.value)}
          />
        )}
      </Field>
      <Field label={t("cardDescription")} fault={form.fault("preview.description")}>
        {(input) => (
          <Textarea
            {...input}
            maxLength={1_000}
            value={preview.description}
            onChange={(event) => set("description", event.target.value)}
          />
        )}
      </Field>
      <Field label={t("cardImage")} fault={form.fault("preview.image")}>
        {(input) => (
          <Input
            {...input}
            inputMode="url"
            placeholder="https://example.com/picture.png"
            spellCheck={false}
            value={preview.image}
            onChange={(event) => set("image", event.target.value)}
          />
        )}
      </Field>
      <Card form={form} />
    </>
  );
}

function Card({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { preview, title, url } = form.values;
  const imageHost = URL.parse(preview.image)?.host;
  return (
    <figure className="grid gap-1.5">
      <figcaption className="text-[0.8125rem] text-soft">{t("cardAs")}</figcaption>
      <div className="overflow-hidden rounded-xl border bg-paper">
        <div className="grid aspect-[1.91] place-items-center content-center gap-2 bg-sunken px-4 text-center text-[0.8125rem] wrap-anywhere text-soft">
          <ImageIcon size={28} aria-hidden />
          {imageHost ? t("cardImageNote", { host: imageHost }) : t("cardNoImage")}
        </div>
        <div className="grid gap-0.5 px-3 py-2.5">
          <p className="truncate text-xs text-soft">{URL.parse(url)?.host ?? location.host}</p>
          <p className="line-clamp-2 font-semibold wrap-anywhere">
            {preview.title || title || t("cardDefault")}
          </p>
          <p className="line-clamp-3 text-[0.8125rem] wrap-anywhere text-soft">{preview.description}</p>
        </div>
      </div>
    </figure>
  );
}
