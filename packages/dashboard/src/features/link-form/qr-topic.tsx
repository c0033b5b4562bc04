import { useMutation, useQuery } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import type { QrOptions } from "@visoli/sdk/links";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { messageOf } from "../../lib/problem.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { QrFields, type QrLook } from "./qr-fields.tsx";
import { qrSvg } from "./qr-svg.ts";

const REST_MS = 300;
const USUAL: QrLook = {
  ...{ size: "512", margin: "4", color: "#000000", background: "#ffffff", isTransparent: false },
  ...{ errorCorrection: "M", logo: false },
};

/** The link's QR code, as it will look, and to take along. */
export function QrTopic({ link, url }: { link: Link | undefined; url: string | undefined }) {
  const t = useMessages(MESSAGES);
  const [look, setLook] = useState(USUAL);
  if (!link) return url ? <DrawnHere url={url} look={USUAL} /> : <p className="text-soft">{t("qrLater")}</p>;
  return (
    <div className="grid gap-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <Picture link={link} look={look} />
      <QrFields look={look} onChange={(changes) => setLook({ ...look, ...changes })} />
      <div className="flex flex-wrap gap-2 sm:col-span-2">
        <Save link={link} look={look} format="svg" />
        <Save link={link} look={look} format="png" />
      </div>
    </div>
  );
}

function queryOf(look: QrLook, format: "svg" | "png"): QrOptions {
  const { color, background, isTransparent, errorCorrection, logo } = look;
  return {
    ...{ format, size: Number(look.size), margin: Number(look.margin), errorCorrection, logo },
    color: color.slice(1),
    background: isTransparent ? "transparent" : background.slice(1),
  };
}

/** What the service would draw: the very picture that is downloaded. */
function Picture({ link, look }: { link: Link; look: QrLook }) {
  const t = useMessages(MESSAGES);
  const query = useDebounced(JSON.stringify(queryOf(look, "svg")), REST_MS);
  const { data, error } = useQuery({
    queryKey: ["links", "qr", link.id, query],
    queryFn: ({ signal }) => visoli.links.qr(link.id, JSON.parse(query), { signal }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const source = useObjectUrl(data);
  if (error) return <Alert look="alarm">{messageOf(error)}</Alert>;
  if (!source) return <Skeleton className="size-48" />;
  return <img src={source} alt={t("qrPicture", { url: link.shortUrl })} className={PICTURE} />;
}

const PICTURE = "size-48 rounded-lg border bg-white object-contain";

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** Of a link that is not made yet. */
function DrawnHere({ url, look }: { url: string; look: QrLook }) {
  const t = useMessages(MESSAGES);
  const svg = qrSvg(url, look);
  return (
    <img
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      alt={t("qrPicture", { url })}
      className={PICTURE}
    />
  );
}

function Save({ link, look, format }: { link: Link; look: QrLook; format: "svg" | "png" }) {
  const t = useMessages(MESSAGES);
  const saving = useMutation({
    mutationFn: async () => {
      const name = `${link.domain}-${link.slug}`.replace(/[^\p{L}\p{N}.-]+/gu, "-");
      download(await visoli.links.qr(link.id, queryOf(look, format)), `${name}.${format}`);
    },
    onError: toastError,
  });
  return (
    <Button size="small" isBusy={saving.isPending} onClick={() => saving.mutate()}>
      <Download size={14} />
      {t(format === "svg" ? "downloadSvg" : "downloadPng")}
    </Button>
  );
}
