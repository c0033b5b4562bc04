import { clsx } from "clsx";
import { Switch } from "radix-ui";
import { type ReactNode, useId } from "react";

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  isOn: boolean;
  onChange(isOn: boolean): void;
  isDisabled?: boolean;
};

/** A switch with its label before it. */
export function Toggle({ label, hint, isOn, onChange, isDisabled }: Props) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
            {hint}
          </p>
        )}
      </div>
      <Switch.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        disabled={isDisabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative mt-0.5 h-5 w-9 shrink-0 rounded-full bg-edge transition-colors disabled:opacity-55 data-[state=checked]:bg-mark"
      >
        <Switch.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white transition-transform data-[state=checked]:translate-x-4.5 dark:bg-paper" />
      </Switch.Root>
    </div>
  );
}

/** A box to tick, with its label behind it. */
export function Checkbox({
  label,
  isOn,
  onChange,
  isDisabled,
  isLabelHidden = false,
}: Props & { isLabelHidden?: boolean }) {
  return (
    <label className={clsx("inline-flex items-center gap-2", isDisabled && "opacity-55")}>
      <input
        type="checkbox"
        className="size-4 accent-mark"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={isLabelHidden ? "sr-only" : undefined}>{label}</span>
    </label>
  );
}
