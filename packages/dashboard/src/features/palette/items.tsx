import { Command as Cmdk } from "cmdk";
import type { LucideIcon } from "lucide-react";
import { Kbd } from "../../ui/kbd.tsx";
import type { Command } from "./commands.ts";

type Shown = Omit<Command, "group">;

/** Commands below a heading. */
export function Section({
  heading,
  commands,
  prefix = "",
  onChoose,
}: {
  heading: string;
  commands: Shown[];
  /** What is offered twice needs two names. */
  prefix?: string;
  onChoose(command: Shown): void;
}) {
  return (
    <Cmdk.Group heading={heading} className="palette-group">
      {commands.map((command) => (
        <Choice
          key={command.id}
          value={prefix + command.id}
          icon={command.icon}
          label={command.label}
          {...(command.hotkey && { hotkey: command.hotkey })}
          onChoose={() => onChoose(command)}
        />
      ))}
    </Cmdk.Group>
  );
}

export function Choice({
  value,
  icon: Icon,
  label,
  hint,
  hotkey,
  onChoose,
}: {
  value: string;
  icon: LucideIcon;
  label: string;
  hint?: string;
  hotkey?: string;
  onChoose(): void;
}) {
  return (
    <Cmdk.Item
      value={value}
      onSelect={onChoose}
      className="flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-2 data-[selected=true]:bg-mark-soft"
    >
      <Icon size={16} aria-hidden className="shrink-0 text-soft" />
      <span className="min-w-0 shrink-0 max-w-full truncate">{label}</span>
      {hint && <span className="min-w-0 flex-1 truncate text-[0.8125rem] text-soft">{hint}</span>}
      {hotkey && (
        <span className="ml-auto">
          <Kbd>{hotkey}</Kbd>
        </span>
      )}
    </Cmdk.Item>
  );
}
