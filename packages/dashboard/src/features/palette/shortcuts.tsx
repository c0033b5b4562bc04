import { useMessages } from "../../lib/messages.ts";
import { isMac } from "../../lib/shortcuts.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import { MESSAGES } from "./messages.ts";

/** All keys that do something, in groups. */
export default function Shortcuts({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const mod = isMac() ? "⌘" : "Ctrl";
  const groups = [
    {
      name: "anywhere",
      keys: [
        ["key_palette", mod, "K"],
        ["key_new", "C"],
        ["key_help", "?"],
        ["key_escape", "Esc"],
      ],
    },
    {
      name: "inLinks",
      keys: [
        ["key_search", "/"],
        ["key_down", "J"],
        ["key_up", "K"],
        ["key_enter", "↵"],
        ["key_select", "X"],
        ["key_edit", "E"],
      ],
    },
  ] as const;
  return (
    <Dialog isOpen onClose={onClose} title={t("shortcutsTitle")}>
      <div className="grid gap-5">
        {groups.map(({ name, keys }) => (
          <section key={name} className="grid gap-2">
            <h3 className="text-xs font-medium text-soft">{t(name)}</h3>
            <dl className="grid gap-2">
              {keys.map(([what, ...pressed]) => (
                <div key={what} className="flex items-center justify-between gap-4">
                  <dt>{t(what)}</dt>
                  <dd className="flex gap-1">
                    {pressed.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
