import { clsx } from "clsx";
import type { ReactNode } from "react";
import { messageOf } from "../lib/problem.ts";
import { Button } from "./button.tsx";
import { useUiMessages } from "./messages.ts";

/** Stands where nothing is yet: what would be here, and how it comes. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-14 text-center">
      {icon && <div className="mb-1 rounded-2xl bg-sunken p-3 text-soft">{icon}</div>}
      <p className="text-base font-semibold">{title}</p>
      {children && <div className="max-w-md text-soft">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** Stands where something could not be loaded. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?(): void }) {
  const t = useUiMessages();
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-4 py-14 text-center">
      <p className="text-base font-semibold">{t("notLoaded")}</p>
      <p className="max-w-md text-soft wrap-anywhere">{messageOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>{t("retry")}</Button>}
    </div>
  );
}

/** The place of something that is loading, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx("animate-pulse rounded-md bg-line/70", className)} />;
}

/** Lines that are loading. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const t = useUiMessages();
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-3 py-2">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={`row ${index + 1}`} className="h-9 w-full" />
      ))}
    </div>
  );
}
