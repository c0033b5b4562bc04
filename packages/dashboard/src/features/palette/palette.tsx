import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { Command as Cmdk } from "cmdk";
import { Link2 } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { keepRecent, readRecent } from "../../lib/recent.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { type Command, type Group, useCommands } from "./commands.ts";
import { Choice, Section } from "./items.tsx";
import { matches } from "./match.ts";
import { MESSAGES } from "./messages.ts";

const REST_MS = 150;
const GROUPS = ["goTo", "commands", "workspaces"] as const satisfies readonly Group[];

type Props = { onClose(): void; onCreate(): void; onHelp(): void };

/** Search and commands, from everywhere. */
export default function Palette({ onClose, onCreate, onHelp }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="animate-in fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="animate-in fixed inset-x-4 top-[12dvh] z-50 mx-auto flex max-h-[76dvh] max-w-xl flex-col overflow-hidden rounded-2xl border bg-surface shadow-pop focus:outline-none"
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Search onClose={onClose} onCreate={onCreate} onHelp={onHelp} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Search({ onClose, onCreate, onHelp }: Props) {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const [typed, setTyped] = useState("");
  const commands = useCommands({ create: onCreate, help: onHelp });
  const links = useFoundLinks(typed);
  const fitting = commands.filter(({ label }) => matches(label, typed));
  const recent = useRecent(typed, commands);
  const choose = ({ id, label, run }: Pick<Command, "id" | "label" | "run">) => {
    keepRecent(workspace.id, { id, label });
    // It goes first, so that what opens next takes the focus.
    onClose();
    run();
  };
  const groups = GROUPS.map((group) => ({ group, own: fitting.filter((each) => each.group === group) }));
  return (
    <Cmdk label={t("title")} shouldFilter={false} loop className="flex min-h-0 flex-col">
      <Cmdk.Input
        value={typed}
        onValueChange={setTyped}
        placeholder={t("placeholder")}
        className="w-full border-b bg-transparent px-4 py-3.5 text-base outline-none"
      />
      <Cmdk.List className="min-h-0 overflow-y-auto p-2">
        <Cmdk.Empty className="px-3 py-8 text-center text-soft">
          {t(links.isBusy ? "searching" : links.hasFailed ? "failed" : "nothing")}
        </Cmdk.Empty>
        {recent.length > 0 && (
          <Section heading={t("recent")} commands={recent} prefix="recent " onChoose={choose} />
        )}
        <FoundLinks links={links.found} onChoose={choose} />
        {groups.map(
          ({ group, own }) =>
            own.length > 0 && <Section key={group} heading={t(group)} commands={own} onChoose={choose} />,
        )}
      </Cmdk.List>
      <footer className="flex gap-4 border-t px-4 py-2 text-xs text-soft max-sm:hidden">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t("move")}
        </span>
        <span>
          <Kbd>↵</Kbd> {t("open")}
        </span>
        <span>
          <Kbd>Esc</Kbd> {t("close")}
        </span>
      </footer>
    </Cmdk>
  );
}

/** Links that have what is typed somewhere, once that rests. */
function useFoundLinks(typed: string): { found: Link[]; isBusy: boolean; hasFailed: boolean } {
  const { may } = useHere();
  const search = useDebounced(typed.trim(), REST_MS);
  const isAsked = search.length > 1 && may("links:read");
  const query = useQuery({
    queryKey: ["links", "palette", search],
    queryFn: ({ signal }) => visoli.links.list({ search, limit: 8 }, { signal }),
    enabled: isAsked,
  });
  return {
    found: isAsked ? (query.data?.data ?? []) : [],
    isBusy: query.isFetching || search !== typed.trim(),
    hasFailed: query.isError,
  };
}

function useGoToLink() {
  const navigate = useNavigate();
  return (linkId: string) => void navigate({ to: "/links/$linkId", params: { linkId }, search: {} });
}

/** What was chosen last, while nothing is typed. */
function useRecent(typed: string, commands: Command[]): Omit<Command, "group">[] {
  const { workspace } = useHere();
  const [recent] = useState(() => readRecent(workspace.id));
  const goTo = useGoToLink();
  if (typed !== "") return [];
  return recent.flatMap(({ id, label }): Omit<Command, "group">[] => {
    if (id.startsWith("lnk_")) return [{ id, label, icon: Link2, run: () => goTo(id) }];
    return commands.filter((command) => command.id === id);
  });
}

function FoundLinks({
  links,
  onChoose,
}: {
  links: Link[];
  onChoose(choice: Pick<Command, "id" | "label" | "run">): void;
}) {
  const t = useMessages(MESSAGES);
  const goTo = useGoToLink();
  if (links.length === 0) return null;
  return (
    <Cmdk.Group heading={t("links")} className="palette-group">
      {links.map(({ id, shortUrl, title, url }) => {
        const label = title ?? shortUrl.replace(/^https?:\/\//, "");
        return (
          <Choice
            key={id}
            value={id}
            icon={Link2}
            label={label}
            hint={title ? shortUrl.replace(/^https?:\/\//, "") : url}
            onChoose={() => onChoose({ id, label, run: () => goTo(id) })}
          />
        );
      })}
    </Cmdk.Group>
  );
}
