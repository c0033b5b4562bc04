import { useQuery } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { useState } from "react";
import { useMessages } from "../../lib/messages.ts";
import { SidePanel } from "../../ui/dialog.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { type Draft, draftLike, draftOf, EMPTY } from "./draft.ts";
import { LinkForm } from "./form.tsx";
import { Made } from "./made.tsx";
import { MESSAGES } from "./messages.ts";
import { QrTopic } from "./qr-topic.tsx";
import { type Base, read } from "./use-link-form.ts";

type Props = {
  /** `new`, or the id of the link that is changed. */
  panel: string;
  /** The link that a new one is like. */
  like: string | undefined;
  /** What a new one's slug is to begin with. */
  slug: string | undefined;
  topic: string | undefined;
  onClose(): void;
  onEdit(id: string): void;
  onImport(text: string): void;
  onMade(link: Link): void;
  onSaved(link: Link): void;
};

/** Makes or changes a link beside the list. */
export function LinkPanel(props: Props) {
  const t = useMessages(MESSAGES);
  const { panel, like, onClose } = props;
  const isNew = panel === "new";
  // Of the link that is changed, or that a new one is like.
  const id = isNew ? like : panel;
  const { data, error, refetch } = useQuery({ ...versionQuery(id ?? ""), enabled: id !== undefined });
  const name = data ? `${data.link.domain}/${data.link.slug}` : "";
  return (
    <SidePanel isOpen onClose={onClose} title={isNew ? t("new") : t("edit", { name })}>
      {id !== undefined && !data ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )
      ) : isNew ? (
        <NewLink {...props} like={data?.link} />
      ) : (
        data && <ChangedLink {...props} base={data} />
      )}
    </SidePanel>
  );
}

/** A version of a link that stays as it is while somebody works on it. */
const versionQuery = (id: string) => ({
  queryKey: ["links", "version", id],
  queryFn: ({ signal }: { signal: AbortSignal }) => read(id, signal),
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

function ChangedLink({ panel, base, topic, onClose, onSaved, onImport }: Props & { base: Base }) {
  const t = useMessages(MESSAGES);
  const done = (link: Link) => {
    toast(t("saved", { name: `${link.domain}/${link.slug}` }));
    onSaved(link);
    onClose();
  };
  const form = { topic, onImport, onDone: done };
  return <LinkForm key={panel} base={base} initial={draftOf(base.link)} {...form} />;
}

function NewLink({
  like,
  slug,
  topic,
  onEdit,
  onMade,
  onImport,
}: Omit<Props, "like"> & { like: Link | undefined }) {
  const [made, setMade] = useState<Link>();
  const [initial, setInitial] = useState<Draft>(() => (like ? draftLike(like, location.host) : EMPTY));
  if (made)
    return (
      <Made
        link={made}
        onAnother={() => {
          setInitial(EMPTY);
          setMade(undefined);
        }}
        onEdit={() => onEdit(made.id)}
      />
    );
  const done = (link: Link) => {
    setMade(link);
    onMade(link);
  };
  const form = { topic, onImport, onDone: done };
  return <LinkForm base={undefined} initial={{ ...initial, ...(slug && !like && { slug }) }} {...form} />;
}

/** The QR code of a link alone, for whoever may see it. */
export function QrPanel({ panel, onClose }: Pick<Props, "panel" | "onClose">) {
  const t = useMessages(MESSAGES);
  const { data, error, refetch } = useQuery(versionQuery(panel));
  return (
    <SidePanel isOpen onClose={onClose} title={t("topic_qr")} description={data?.link.shortUrl}>
      {data ? (
        <QrTopic link={data.link} url={data.link.shortUrl} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </SidePanel>
  );
}
