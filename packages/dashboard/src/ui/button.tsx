import { clsx } from "clsx";
import type { ButtonHTMLAttributes, Ref } from "react";

const LOOKS = {
  primary: "bg-mark text-on-mark hover:bg-mark-strong",
  secondary: "border bg-surface hover:bg-sunken",
  quiet: "hover:bg-sunken text-soft hover:text-ink",
  danger: "border border-alarm text-alarm hover:bg-alarm-soft",
};
const SIZES = { medium: "h-9 px-3.5", small: "h-8 px-2.5 text-[0.8125rem]", icon: "size-8 justify-center" };

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof LOOKS;
  size?: keyof typeof SIZES;
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** How a button looks, for links that look like one. */
export function buttonClass(
  look: keyof typeof LOOKS = "secondary",
  size: keyof typeof SIZES = "medium",
): string {
  return clsx(
    "inline-flex shrink-0 items-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none",
    "disabled:opacity-55 aria-disabled:opacity-55",
    LOOKS[look],
    SIZES[size],
  );
}

/** One that is busy keeps its place and the focus, and does nothing when pressed. */
export function Button({
  look,
  size,
  isBusy = false,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={isBusy ? "button" : type}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      className={clsx(buttonClass(look, size), isBusy && "animate-pulse", className)}
      onClick={isBusy ? undefined : onClick}
      {...rest}
    />
  );
}

/** A button with an icon alone; `label` is read aloud, and shown on hover. */
export function IconButton({ label, ...rest }: ButtonProps & { label: string }) {
  return <Button look="quiet" size="icon" aria-label={label} title={label} {...rest} />;
}
