import type { Key } from "@visoli/contract/key";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { MESSAGES } from "./messages.ts";
import { presetOf, SCOPE_WORDS } from "./scope-words.ts";

const LOOKS: Record<Key["state"], BadgeLook> = { active: "good", expired: "warn", revoked: "plain" };

export function KeyTable({ keys }: { keys: Key[] }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const { may } = useHere();
  const columns: Column<Key>[] = [
    { id: "name", head: t("name"), cell: (key) => <Name apiKey={key} /> },
    { id: "access", head: t("access"), cell: (key) => <Access apiKey={key} />, isExtra: true },
    { id: "used", head: t("lastUsed"), cell: (key) => <LastUsed apiKey={key} /> },
    {
      id: "expires",
      head: t("expires"),
      cell: ({ expiresAt }) => (expiresAt ? date(expiresAt) : t("noExpiry")),
      isExtra: true,
    },
    { id: "created", head: t("created"), cell: ({ createdAt }) => date(createdAt), isExtra: true },
    {
      id: "menu",
      head: <span className="sr-only">{t("actions", { name: "" })}</span>,
      cell: (key) => key.state === "active" && may("keys:write") && <KeyMenu apiKey={key} />,
      isNumber: true,
    },
  ];
  return <Table label={t("title")} columns={columns} rows={keys} keyOf={({ id }) => id} />;
}

function Name({ apiKey: { name, hint, mode, state, replacedBy } }: { apiKey: Key }) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid max-w-72 min-w-32 gap-0.5">
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
      <span className="flex items-center gap-1.5">
        <code className="font-mono text-xs text-soft">
          {mode === "test" ? "sk_test_" : "sk_api_"}…{hint}
        </code>
        {state !== "active" && <Badge look={LOOKS[state]}>{t(`state_${state}`)}</Badge>}
        {state === "active" && replacedBy && <Badge look="warn">{t("replaced")}</Badge>}
      </span>
    </div>
  );
}

function Access({ apiKey: { scopes, linkAccess } }: { apiKey: Key }) {
  const t = useMessages(MESSAGES);
  const { me } = useHere();
  const preset = presetOf(scopes, me.scopes);
  const said = preset === "choose" ? t("scopeCount", { count: scopes.length }) : t(`preset_${preset}`);
  return (
    <span className="flex items-center gap-1.5">
      <Tooltip text={scopes.map((scope) => t(SCOPE_WORDS[scope])).join(", ")}>
        <button
          type="button"
          className="max-w-48 cursor-help truncate underline decoration-edge decoration-dotted underline-offset-4"
        >
          {said}
        </button>
      </Tooltip>
      {linkAccess === "own" && <Badge look="mark">{t("ownLinks")}</Badge>}
    </span>
  );
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedFrom } }: { apiKey: Key }) {
  const t = useMessages(MESSAGES);
  const { relative, time } = useFormat();
  if (!lastUsedAt) return <span className="text-soft">{t("never")}</span>;
  return (
    <div className="grid max-w-56 gap-0.5">
      <time dateTime={lastUsedAt} title={time(lastUsedAt)}>
        {relative(lastUsedAt)}
      </time>
      {lastUsedFrom && (
        <span className="truncate text-xs text-soft" title={lastUsedFrom}>
          {lastUsedFrom}
        </span>
      )}
    </div>
  );
}
