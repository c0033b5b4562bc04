import { AlertDialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { messageOf } from "../lib/problem.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { useUiMessages } from "./messages.ts";

type Props = {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** On the button. */
  action: string;
  onConfirm(): Promise<unknown>;
  /** Has to be typed first, where nothing brings it back. */
  typed?: string;
  isHarmless?: boolean;
};

/** Asks before something that is not undone by a click. */
export function Confirm({ isOpen, onClose, title, children, action, onConfirm, typed, isHarmless }: Props) {
  const t = useUiMessages();
  const [entered, setEntered] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const close = () => {
    setEntered("");
    setProblem(undefined);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && close()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="animate-in fixed inset-0 z-50 bg-black/40" />
        <AlertDialog.Content className="animate-in fixed top-1/2 left-1/2 z-50 grid w-[calc(100vw-2rem)] max-w-md -translate-1/2 gap-3 rounded-2xl border bg-surface p-5 shadow-pop">
          <AlertDialog.Title className="text-base font-semibold wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-soft wrap-anywhere">{children}</div>
          </AlertDialog.Description>
          {typed !== undefined && (
            <Field label={t("typeToConfirm", { text: typed })}>
              {(input) => (
                <Input {...input} value={entered} onChange={(event) => setEntered(event.target.value)} />
              )}
            </Field>
          )}
          {problem && <Alert look="alarm">{problem}</Alert>}
          <div className="mt-2 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t("cancel")}</Button>
            </AlertDialog.Cancel>
            <Button
              look={isHarmless ? "primary" : "danger"}
              isBusy={isBusy}
              disabled={typed !== undefined && entered !== typed}
              onClick={() => void confirm()}
            >
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
