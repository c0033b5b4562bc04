import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { useUiMessages } from "./messages.ts";

type Props = {
  isOpen: boolean;
  onClose(): void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the end, the main one last. */
  footer?: ReactNode;
  children?: ReactNode;
  width?: "narrow" | "wide";
  /** It goes by its own buttons alone: neither Escape nor a click beside it closes it. */
  mustAnswer?: boolean;
};

const COVER = "animate-in fixed inset-0 z-40 bg-black/40";

/** A dialog in the middle: it keeps the focus, and Escape closes it. */
export function Dialog({ width = "narrow", ...props }: Props) {
  return (
    <Shell
      {...props}
      className={clsx(
        "animate-in top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-1/2 rounded-2xl border",
        width === "narrow" ? "max-w-md" : "max-w-3xl",
      )}
    />
  );
}

/** A panel at the side, for what is made or changed beside a list. */
export function SidePanel(props: Props) {
  return <Shell {...props} className="animate-slide inset-y-0 right-0 w-full max-w-xl border-l" />;
}

function Shell({
  isOpen,
  onClose,
  title,
  description,
  footer,
  children,
  mustAnswer = false,
  className,
}: Props & { className: string }) {
  const t = useUiMessages();
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && !mustAnswer && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={COVER} />
        <Radix.Content
          {...(!description && { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          className={clsx("fixed z-50 flex flex-col bg-surface shadow-pop focus:outline-none", className)}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-semibold wrap-anywhere">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-soft">{description}</Radix.Description>}
            </div>
            {!mustAnswer && (
              <Radix.Close asChild>
                <IconButton label={t("close")}>
                  <X size={16} />
                </IconButton>
              </Radix.Close>
            )}
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Whoever opens a form begins with its first field, not with the button that closes it. */
function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const field = event.currentTarget.querySelector<HTMLElement>(
    "input:not([type=hidden],[type=checkbox],[type=file],:disabled), select:not(:disabled), textarea:not(:disabled)",
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}
