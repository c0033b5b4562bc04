import { clsx } from "clsx";
import type { InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";

const LOOK =
  "w-full min-w-0 rounded-lg border border-edge/60 bg-surface px-3 text-ink transition-colors hover:border-edge disabled:opacity-60 aria-invalid:border-alarm";

export function Input({
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input className={clsx(LOOK, "h-9", className)} autoComplete="off" {...rest} />;
}

export function Textarea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea className={clsx(LOOK, "min-h-20 py-2", className)} {...rest} />;
}

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select className={clsx(LOOK, "h-9 pr-2", className)} {...rest} />;
}
