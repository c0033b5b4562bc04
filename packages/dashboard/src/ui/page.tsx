import { type ReactNode, useEffect } from "react";

/** A page's frame: its title (in the tab, too), what it is about, and what can be done first of all. */
export function Page({
  title,
  description,
  actions,
  children,
}: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Visoli`;
  }, [title]);
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-5 px-4 py-5 sm:px-6 sm:py-7">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {description && <p className="mt-0.5 max-w-2xl text-soft">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A sheet of its own on a page. */
export function Card({
  title,
  description,
  actions,
  children,
  isFlush = false,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** What is inside reaches the edges, as a table does. */
  isFlush?: boolean;
}) {
  return (
    <section className="min-w-0 rounded-xl border bg-surface">
      {title && (
        <header
          className={`flex flex-wrap items-center justify-between gap-3 px-4 pt-3.5 ${children ? "pb-2" : "pb-3.5"}`}
        >
          <div className="min-w-0">
            <h2 className="font-semibold">{title}</h2>
            {description && <p className="text-[0.8125rem] text-soft">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      {children && (
        <div className={isFlush ? undefined : `px-4 pb-4 ${title ? "pt-1" : "pt-4"}`}>{children}</div>
      )}
    </section>
  );
}
