import { Download } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { type AuditSearch, auditFilter } from "./search.ts";

const FORMATS = [
  { format: "csv", key: "exportCsv" },
  { format: "ndjson", key: "exportNdjson" },
] as const;

/** The whole log as a file, by the same filters. */
export function ExportMenu({ search }: { search: AuditSearch }) {
  const t = useMessages(MESSAGES);
  const [isBusy, setBusy] = useState(false);
  const save = async (format: "csv" | "ndjson") => {
    setBusy(true);
    try {
      const response = await visoli.auditLog.export({ ...auditFilter(search), format });
      download(await response.blob(), `audit-log.${format}`);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const trigger = (
    <Button isBusy={isBusy}>
      <Download size={15} />
      {t("export")}
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      {FORMATS.map(({ format, key }) => (
        <MenuItem key={format} onSelect={() => void save(format)}>
          {t(key)}
        </MenuItem>
      ))}
    </Menu>
  );
}
