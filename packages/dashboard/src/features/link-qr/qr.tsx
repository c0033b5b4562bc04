import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { Link as RouterLink } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { VisoliError } from "@visoli/sdk";
import type { QrOptions } from "@visoli/sdk/links";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { toastError } from "../../ui/toast.tsx";
import { contrastOf, GOOD_CONTRAST, LEAST_CONTRAST } from "./contrast.ts";
import { type Design, optionsOf, PLAIN } from "./design.ts";
import { DesignFields } from "./design-fields.tsx";
import { MESSAGES } from "./messages.ts";

function pictureQuery(id: string, options: QrOptions) {
  return queryOptions({
    queryKey: ["links", "qr", id, options],
    queryFn: ({ signal }) => visoli.links.qr(id, options, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** A link's QR code as it is being designed, and as a file. */
export function LinkQr({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const [design, setDesign] = useState(PLAIN);
  const drawn = useDebounced(design, 200);
  const isReadable = isReadableDesign(drawn);
  const picture = useQuery({
    ...pictureQuery(link.id, optionsOf(drawn, "svg")),
    enabled: isReadable,
  });
  const isWithoutLogo = picture.error instanceof VisoliError && picture.error.errors?.[0]?.code === "no_logo";
  return (
    <Card title={t("title")} description={t("about", { url: link.shortUrl })}>
      <div className="grid grid-cols-1 gap-6 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <div className="grid content-start gap-3">
          <Picture
            blob={isReadable ? picture.data : undefined}
            label={t("picture", { url: link.shortUrl })}
          />
          {picture.isError && !isWithoutLogo && <ErrorState error={picture.error} />}
          <Downloads link={link} design={design} isDisabled={!isReadableDesign(design) || picture.isError} />
        </div>
        <div className="grid max-w-lg content-start gap-4">
          <DesignFields design={design} onChange={(changes) => setDesign({ ...design, ...changes })} />
          <ContrastNote design={design} />
          {isWithoutLogo && (
            <Alert>
              {t("noLogo")}{" "}
              <RouterLink to="/settings/workspace" search={{}} className="font-medium text-mark underline">
                {t("toLogo")}
              </RouterLink>
            </Alert>
          )}
        </div>
      </div>
    </Card>
  );
}

const contrastOfDesign = ({ color, background, isTransparent }: Design) =>
  contrastOf(color, isTransparent ? "#ffffff" : background);
const isReadableDesign = (design: Design) => contrastOfDesign(design) >= LEAST_CONTRAST;

function ContrastNote({ design }: { design: Design }) {
  const t = useMessages(MESSAGES);
  const contrast = contrastOfDesign(design);
  if (contrast >= GOOD_CONTRAST) return null;
  const isBad = contrast < LEAST_CONTRAST;
  return <Alert look={isBad ? "alarm" : "warn"}>{t(isBad ? "tooNear" : "near")}</Alert>;
}

function Picture({ blob, label }: { blob: Blob | undefined; label: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return setUrl(undefined);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    // Light in dark, too: it is seen as it will be printed.
    <div className="aspect-square w-full rounded-xl border bg-white p-3">
      {url ? <img src={url} alt={label} className="size-full" /> : <Skeleton className="size-full" />}
    </div>
  );
}

function Downloads({ link, design, isDisabled }: { link: Link; design: Design; isDisabled: boolean }) {
  const t = useMessages(MESSAGES);
  const [busy, setBusy] = useState<"svg" | "png">();
  const save = async (format: "svg" | "png") => {
    setBusy(format);
    try {
      download(await visoli.links.qr(link.id, optionsOf(design, format)), `${link.slug}.${format}`);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        {(["svg", "png"] as const).map((format) => (
          <Button
            key={format}
            size="small"
            className="justify-center"
            isBusy={busy === format}
            disabled={isDisabled}
            onClick={() => void save(format)}
          >
            <Download size={14} aria-hidden />
            {t(format)}
          </Button>
        ))}
      </div>
      <p className="text-[0.8125rem] text-soft">{t("print")}</p>
    </>
  );
}
